import { both, kinds, removeAll, replace } from "../file-edit.ts";
import type { Mutation } from "./mutation.ts";

const { compose, dockerfile, dockerignore } = kinds;

/** Builds and what they take along. */
export const buildMutations: readonly Mutation[] = [
  {
    rule: "deploy/dockerfile-not-found",
    title: "a build in a folder without a Dockerfile",
    edit: (files) => {
      const folder = Object.keys(files)
        .find((path) => /^[a-z][\w-]*\//.test(path) && !(`${path.split("/")[0]!}/Dockerfile` in files))
        ?.split("/")[0];
      return folder === undefined ? undefined : replace(compose, /^( +build: )(?:\.|\.\/[\w-]+)$/m, `$1./${folder}`)(files);
    },
    along: /^(?:deploy\/|compose\/|dockerfile\/)/,
  },
  {
    rule: "deploy/dockerfile-not-found",
    title: "a Dockerfile by another name",
    edit: replace(compose, /^( +dockerfile: ).*?(Dockerfile[\w.]*)$/m, "$1nowhere/$2"),
    along: /^(?:deploy\/|compose\/|dockerfile\/)/,
  },
  {
    rule: "deploy/copy-source-missing",
    title: "a path from the project's root in a folder's build",
    edit: (files) => {
      const path = Object.keys(files).find((name) => /^[\w-]+\/Dockerfile(?:\.prod)?$/.test(name));
      const folder = path?.split("/")[0] ?? "";
      return path === undefined
        ? undefined
        : replace(new RegExp(`^${path}$`), /^COPY (?!--)(requirements\.txt|package\.json|nginx\.conf)/m, `COPY ${folder}/$1`)(files);
    },
    along: /^dockerfile\/|^deploy\/nginx/,
  },
  {
    rule: "deploy/context-leaks-secrets",
    title: "env files that are not ignored",
    edit: (files) => {
      const broad = Object.entries(files).flatMap(([path, text]) =>
        dockerfile.test(path) && /^COPY (?:--chown=\S+ )?\. /m.test(text) ? [path.slice(0, path.lastIndexOf("/") + 1)] : [],
      );
      const folder = broad.find((one) => Object.keys(files).some((path) => path.startsWith(`${one}.env`)));
      return folder === undefined ? undefined : removeAll(new RegExp(`^${folder}\\.dockerignore$`), /^[^\n]*\.env[^\n]*\n/gm)(files);
    },
  },
  {
    rule: "deploy/dockerignore-ineffective",
    title: "an ignore file one folder too deep",
    edit: (files) => {
      const path = Object.keys(files).find((name) => dockerignore.test(name));
      const folder = path?.slice(0, -".dockerignore".length) ?? "";
      const inner = Object.keys(files).find(
        (name) => name.startsWith(folder) && name.slice(folder.length).includes("/") && !name.slice(folder.length).startsWith("."),
      );
      if (path === undefined || inner === undefined) return undefined;
      const { [path]: text, ...others } = files;
      return { ...others, [`${folder}${inner.slice(folder.length).split("/")[0]!}/.dockerignore`]: text! };
    },
    along: /^deploy\/context-leaks|^dockerfile\/copies|^repo\//,
  },
  {
    rule: "deploy/build-arg-secret",
    title: "a token as a build argument",
    edit: both(
      replace(compose, /^( +)build: (\S+)$/m, "$1build:\n$1  context: $2\n$1  args:\n$1    NPM_TOKEN: ${NPM_TOKEN:?from the registry}"),
      replace(dockerfile, /^FROM (?![\s\S]*^FROM ).+\n/m, (line) => `${line}ARG NPM_TOKEN\nRUN echo "$NPM_TOKEN" > /tmp/used\n`),
    ),
    along: /^(?:dockerfile|compose|env|deploy\/undefined)/,
  },
  {
    rule: "deploy/wrong-dockerfile",
    title: "the development Dockerfile in production",
    edit: (files) => {
      const made = replace(compose, /^( +dockerfile: )Dockerfile\.prod$/m, "$1Dockerfile")(files);
      return (
        made && {
          ...made,
          ...Object.fromEntries(
            Object.entries(files).flatMap(([path, text]) =>
              path.endsWith("Dockerfile.prod") ? [[path.replace(/\.prod$/, ""), text]] : [],
            ),
          ),
        }
      );
    },
    along: /^(?:dockerfile|compose)\//,
  },
  {
    rule: "deploy/dev-config-in-production",
    title: "development's env file",
    edit: (files) => {
      const made = replace(compose, /^( +env_file: .*)\.env$/m, "$1.env.development")(files);
      const own = Object.entries(files).find(([path]) => path.endsWith("/.env") || path === ".env");
      return made && own && { ...made, [`${own[0]}.development`]: own[1] };
    },
    along: /^(?:env|repo|deploy\/(?:env|required|undefined|database))/,
  },
];
