import { fileClassOf } from "../file-class.ts";

/** What a file is by its name when its content is meant for few: `what` completes "it is …"; "likely" where many such files hold no secret at all. */
export interface SecretFile {
  readonly what: string;
  readonly certainty: "sure" | "likely";
}

const folders: Readonly<Record<string, SecretFile>> = {
  ".git": { what: "the history of the repository", certainty: "likely" },
  ".aws": { what: "AWS credentials", certainty: "sure" },
  ".ssh": { what: "SSH keys", certainty: "sure" },
  ".kube": { what: "the credentials of a cluster", certainty: "sure" },
};

const names: Readonly<Record<string, SecretFile>> = {
  ".npmrc": { what: "npm's settings, which hold the registry's token if there is one", certainty: "likely" },
  ".pypirc": { what: "the credentials for a Python package index", certainty: "sure" },
  ".netrc": { what: "passwords for other hosts", certainty: "sure" },
  "nginx-repo.key": { what: "the private key of a subscription", certainty: "sure" },
  kubeconfig: { what: "the credentials of a cluster", certainty: "sure" },
  id_rsa: { what: "a private SSH key", certainty: "sure" },
  id_dsa: { what: "a private SSH key", certainty: "sure" },
  id_ecdsa: { what: "a private SSH key", certainty: "sure" },
  id_ed25519: { what: "a private SSH key", certainty: "sure" },
};

/** `.env.d.ts`: source code about env files. */
const isSource = /\.(?:[cm]?[jt]sx?|py|rb|go|php|md|txt|json|ya?ml|sh)$/;

const isPublicKey =
  /pub|cert|chain|bundle|dhparam|trust|signing|release|archive|keyring|(?:^|[^a-z])(?:ca|cacerts?|rootca|root|crl|gpg|apt|rpm|repo|yum)(?:[^a-z]|$)/;

/** What the file or folder at `path` holds when its name says that it is secret; undefined for every other name, for samples, certificates and public keys. */
export function secretFileOf(path: string): SecretFile | undefined {
  const name = path.replace(/\/+$/, "").replace(/^.*\//, "");
  const lower = name.toLowerCase();
  if (Object.hasOwn(folders, name)) return folders[name];
  if (Object.hasOwn(names, name)) return names[name];
  if (/^\.env(?:[.*]|$)/.test(lower))
    return isSample(lower) || isSource.test(lower) ? undefined : { what: "an env file", certainty: "sure" };
  if (isPublicKey.test(lower) || isSample(lower)) return undefined;
  if (/\.(?:pem|key)$/.test(lower)) return { what: "a private key", certainty: "sure" };
  if (/\.(?:p12|pfx|jks)$/.test(lower)) return { what: "a key store", certainty: "sure" };
  if (/(?:credentials|service[-_]?account)[^/]*\.json$/.test(lower)) return { what: "the credentials of an account", certainty: "sure" };
  return undefined;
}

/** `.env.example`, `.env.test`: made to be published. */
function isSample(name: string): boolean {
  return ["example", "test", "ci"].includes(fileClassOf(name)) || /schema|defaults?\b/.test(name);
}
