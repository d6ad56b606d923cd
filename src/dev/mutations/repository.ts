import { both, kinds, removeAll, replace, unless, where, without, type FileEdit } from "../file-edit.ts";
import { builtServices } from "./built-service.ts";
import type { Mutation } from "./mutation.ts";

const { compose } = kinds;
const gitignore = /(?:^|\/)\.gitignore$/;

/** What a repository keeps, and should not, or lacks. */
export const repositoryMutations: readonly Mutation[] = [
  {
    rule: "repo/data-dump-committed",
    title: "a dump of the database",
    edit: inRepository(
      /sql|dump|backup/,
      withFile(
        "backup-2026-10-02.sql",
        "-- PostgreSQL database dump\nCREATE TABLE public.guests (id integer, email text);\nCOPY public.guests (id, email) FROM stdin;\n1\tines@quay.eu\n2\tbo@quay.eu\n\\.\n",
      ),
    ),
    along: /^deploy\/(?:context-leaks|backup)/,
  },
  {
    rule: "repo/env-example-real-secret",
    title: "a password in the example",
    edit: replace(/(?:^|\/)\.env[\w.]*\.example$/, /$/, "\nMAIL_PASSWORD=u8Xw3nQz7kLp2vTb9Rdy\n"),
  },
  {
    rule: "repo/env-file-committed",
    title: "an env file that nothing ignores",
    // A value that looks generated is the finding of its own rule.
    edit: both(removeAll(gitignore, /^.*env.*\n/gm), withFile(".env.staging", "LOG_LEVEL=info\nSESSION_SECRET=change-me\n")),
    along: /^(?:repo\/gitignore|env\/|deploy\/(?:context-leaks|orphan|env-file))/,
  },
  {
    rule: "repo/gitignore-missing-env",
    title: "no env file ignored",
    // Where an env file is there already, what it holds is found instead.
    edit: withoutEnvFiles(
      where(
        compose,
        /env_file: \.env$|\$\{\w+(?::\?[^}]*)?\}/m,
        where(/(?:^|\/)\.env\.example$/, /=/, removeAll(gitignore, /^.*env.*\n/gm)),
      ),
    ),
    along: /^(?:repo\/env-file|env\/|deploy\/(?:context-leaks|build))/,
  },
  {
    rule: "repo/missing-env-example",
    title: "no example",
    // What "${NAME:?…}" asks for, Compose names itself.
    edit: withoutEnvFiles(
      where(
        compose,
        /(?:\$\{\w+(?::\?[^}]*)?\}[^$]*){3}/,
        both(without(/(?:^|\/)[\w.]*env[\w.]*\.(?:example|sample|template)$/), removeAll(compose, /:\?[^}\n]*(?=\})/g)),
      ),
    ),
    along: /^compose\/|^deploy\/(?:env|undefined|required)/,
  },
  {
    rule: "repo/no-dependency-updates",
    title: "nobody renews what it uses",
    // Without any other file of GitHub's, nothing says that it is kept there.
    edit: where(/^\.github\/(?!dependabot)/, /./, without(/(?:^|\/)(?:dependabot\.ya?ml|renovate\.json5?)$/)),
  },
  {
    rule: "repo/lockfile-missing",
    title: "no lockfile",
    // Of a folder that nothing builds, or a package that needs no other, no lockfile is missing.
    edit: (files) => {
      const folders = builtServices(files).map(({ dockerfilePath }) => dockerfilePath.slice(0, dockerfilePath.lastIndexOf("/") + 1));
      const folder = folders.find((one) => files[`${one}package.json`]?.includes('"dependencies"') === true);
      return folder === undefined ? undefined : inRepository(/package-lock/, without(new RegExp(`^${folder}package-lock\\.json$`)))(files);
    },
    along: /^(?:deploy\/copy-source|dockerfile\/npm)/,
  },
  {
    rule: "repo/private-key-committed",
    title: "the key of a certificate",
    edit: inRepository(
      /\.key|\.pem|certs|deploy/,
      withFile(
        "deploy/tls/site.key",
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIN3k8Wq0vYt5Lr2ZxMb7HcPd9Sg4JfUa6EeTn1iKoQyB\n-----END PRIVATE KEY-----\n",
      ),
    ),
    along: /^deploy\/context-leaks/,
  },
];

/** One more file; one that Git ignores would not be in the repository. */
function withFile(path: string, text: string): FileEdit {
  return (files) => (path in files ? undefined : { ...files, [path]: text });
}

/** The edit, where Git ignores something, and not what the edit adds: a folder without a list of ignored files may be no repository. */
function inRepository(ignored: RegExp, edit: FileEdit): FileEdit {
  return where(gitignore, /./, unless(gitignore, ignored, edit));
}

/** The edit, where nobody has filled in an env file. */
function withoutEnvFiles(edit: FileEdit): FileEdit {
  return (files) =>
    Object.keys(files).some((path) => /(?:^|\/)\.env(?:\.(?!\w*\.?example)[\w.]+)?$/.test(path)) ? undefined : edit(files);
}
