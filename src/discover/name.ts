import type { AuditedKind } from "./kind.ts";
import { isSensitiveName } from "./sensitive.ts";

/** What the name of a file says about its kind. */
export interface Claim {
  readonly kind: AuditedKind;
  /** "settled": the name decides. "claimed": the content must not speak against it. "possible": the content must speak for it. */
  readonly strength: "settled" | "claimed" | "possible";
}

export interface NameVerdict {
  /** Strongest first; empty when the file is nothing of ours. */
  readonly claims: readonly Claim[];
  /** Set when the name says that another program makes the file of that kind out of this one. */
  readonly template?: string;
  /** Set for a file that is none of the above, but may be a key or a copy of a database. */
  readonly isSensitive?: true;
}

const nothing: NameVerdict = { claims: [] };

/** Judges a path, relative to the project root, by its names alone. */
export function judgeName(path: string): NameVerdict {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const folders = path.toLowerCase().split("/").slice(0, -1);
  if (isProse(name)) return nothing;
  const dotenv = claimDotenv(name, folders);
  if (dotenv !== undefined) return dotenv;
  const suffix = templateSuffix(name);
  if (suffix !== undefined) {
    const made = claimsOf(name.slice(0, -suffix.length), folders).filter(({ strength }) => strength !== "possible");
    // nginx's own images fill `*.template` in with envsubst, which leaves the file readable as it is.
    const isEnvsubst = suffix === ".template" && !/dockerfile|compose/.test(name);
    if (isEnvsubst) return { claims: claimsOf(name.slice(0, -suffix.length), folders) };
    return made.length === 0 ? nothing : { claims: made, template: suffix };
  }
  const claims = claimsOf(name, folders);
  return claims.length === 0 && isSensitiveName(name, folders) ? { claims, isSensitive: true } : { claims };
}

function isProse(name: string): boolean {
  return /\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?|pdf|docx?|ipynb|png|jpe?g|svg|gif)$/.test(name);
}

function templateSuffix(name: string): string | undefined {
  return /\.(?:j2|jinja2?|erb|ejs|tmpl|tpl|gotmpl|gotpl|ctmpl|mustache|hbs|handlebars|liquid|mako|epp|m4|jsonnet|template|in)$/.exec(
    name,
  )?.[0];
}

function claimsOf(name: string, folders: readonly string[]): readonly Claim[] {
  const dockerfile = claimDockerfile(name);
  if (dockerfile !== undefined) return [dockerfile];
  if (/\.ya?ml(?:\.(?:example|sample|dist|default))?$/.test(name)) return claimYaml(name, folders);
  const nginx = claimNginx(name, folders);
  return nginx === undefined ? [] : [nginx];
}

/** Endings that make a note, a copy or a by-product out of "Dockerfile.<ending>". `Dockerfile.go` or `.py` is a Dockerfile for that language. */
const notDockerfile =
  /[.](?:dockerignore|json5?|ya?ml|toml|lock|xml|csv|log|snap|patch|diff|orig|rej|bak|old|swp|swo|tmp|gz|tgz|zip|tar|sig|asc|sha\d+)$|~$/;

/** `dockerfile.go` is as likely to be a program about Dockerfiles. */
const sourceCode = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|cs|php|pl|sh|bash|ps1|lua|ex|exs|scala|swift|c|h|cc|cpp)$/;

function claimDockerfile(name: string): Claim | undefined {
  if (!name.includes("dockerfile") && !name.includes("containerfile")) return undefined;
  if (/^(?:docker|container)file$/.test(name)) return { kind: "dockerfile", strength: "settled" };
  if (notDockerfile.test(name)) return undefined;
  if (sourceCode.test(name)) return { kind: "dockerfile", strength: "possible" };
  if (/^(?:docker|container)file[.\-_]|[.\-_](?:docker|container)file$/.test(name)) return { kind: "dockerfile", strength: "claimed" };
  return /^(?:docker|container)file[\w]|[\w](?:docker|container)file$/.test(name)
    ? { kind: "dockerfile", strength: "possible" }
    : undefined;
}

function claimYaml(name: string, folders: readonly string[]): readonly Claim[] {
  if (folders.at(-1) === "workflows" && folders.at(-2) === ".github") return [{ kind: "workflow", strength: "settled" }];
  if (/^action\.ya?ml$/.test(name)) return [{ kind: "action", strength: "possible" }, ...anyYaml];
  if (/docker[-_]?compose|^compose\.(?:[\w.-]+\.)?ya?ml/.test(name)) return [{ kind: "compose", strength: "claimed" }, ...anyYaml];
  return anyYaml;
}

const anyYaml: readonly Claim[] = [
  { kind: "compose", strength: "possible" },
  { kind: "workflow", strength: "possible" },
];

function claimNginx(name: string, folders: readonly string[]): Claim | undefined {
  const base = name.replace(/\.(?:example|sample|dist|default|inc)$/, "");
  if (/^nginx\.conf$/.test(base)) return { kind: "nginx", strength: "claimed" };
  if (/\.(?:conf|nginx|nginxconf|vhost)$/.test(base) || (/^nginx[\w.-]*$/.test(base) && !/\.\w+$/.test(base)))
    return { kind: "nginx", strength: "possible" };
  const isPlain =
    !/\.(?:sh|lua|js|njs|py|rb|pl|php|go|ts|css|json|xml|toml|ini|cfg|key|pem|crt|csr|p12|txt|log|sql|types|htpasswd|gz|zip|jar)$/.test(
      name,
    );
  const isAmongServers = folders.some((folder) => /^(?:nginx|sites-available|sites-enabled)$/.test(folder)) || folders.at(-1) === "conf.d";
  return isAmongServers && isPlain && !name.startsWith(".") ? { kind: "nginx", strength: "possible" } : undefined;
}

/** Endings of files that are code, data or secrets in another form, as in `.env.ts`, `.env.json` or `.env.gpg`. */
const notDotenv =
  /\.(?:[cm]?[jt]sx?|json5?|ya?ml|toml|xml|php|py|rb|go|rs|java|kt|lua|pl|sh|bash|zsh|fish|ps1|bat|cmd|nix|tf|ini|conf|cfg|service|lock|map|css|s[ac]ss|vue|svelte|txt|log|csv|sql|gpg|asc|age|enc|encrypted|sops|gz|zip|tar|swp|swo|tmp|patch|diff)$|~$/;

const dotenvTemplates = /\.(?:j2|jinja2?|erb|ejs|gotmpl|gotpl|ctmpl|mustache|hbs|handlebars|epp|m4)$/;

function claimDotenv(name: string, folders: readonly string[]): NameVerdict | undefined {
  const template = dotenvTemplates.exec(name)?.[0];
  const base = template === undefined ? name : name.slice(0, -template.length);
  const claim = dotenvClaim(base, folders);
  if (claim === undefined) return undefined;
  return template === undefined ? { claims: [claim] } : { claims: [claim], template };
}

function dotenvClaim(name: string, folders: readonly string[]): Claim | undefined {
  if (name === ".env" || name === ".flaskenv") return { kind: "dotenv", strength: "settled" };
  if (notDotenv.test(name)) return undefined;
  if (/^\.env[.\-_]/.test(name) || name.endsWith(".env") || /\.env\.[\w.-]+$/.test(name)) return { kind: "dotenv", strength: "claimed" };
  if (/^(?:_|dot[-_.]?)?env(?:[-_.][\w.-]+)?$/.test(name)) return { kind: "dotenv", strength: "possible" };
  return folders.includes(".envs") ? { kind: "dotenv", strength: "possible" } : undefined;
}
