import { inService, kinds, removeAll, replace } from "../file-edit.ts";
import { builtServices, withBlock } from "./built-service.ts";
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
      // From a Compose file in a folder of its own, the path would lead to a folder that is not there at all.
      return folder === undefined
        ? undefined
        : replace(/^(?:docker-)?compose[\w.-]*\.ya?ml$/, /^( +build: )(?:\.|\.\/[\w-]+)$/m, `$1./${folder}`)(files);
    },
    along: /^(?:deploy|compose|dockerfile|nginx)\//,
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
      // Only a build that names its context tells where paths start.
      for (const { block, dockerfilePath: path, text } of builtServices(files)) {
        const folder = /^ +(?:build|context): \.\/([\w-]+)$/m.exec(block)?.[1];
        const changed = text.replace(/^COPY (?!--)(requirements\.txt|package\.json|nginx\.conf)/m, `COPY ${folder}/$1`);
        if (folder !== undefined && path.startsWith(`${folder}/`) && changed !== text) return { ...files, [path]: changed };
      }
      return undefined;
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
      const inner = Object.keys(files).find((name) => {
        const [first, ...rest] = name.slice(folder.length).split("/");
        // A folder with a Dockerfile may be a context of its own, where the file would be read.
        const isContext = Object.keys(files).some(
          (one) => one.startsWith(`${folder}${first!}/`) && /\/(?:Dockerfile|\.dockerignore)[^/]*$/.test(one),
        );
        return name.startsWith(folder) && rest.length > 0 && !first!.startsWith(".") && !isContext;
      });
      if (path === undefined || inner === undefined) return undefined;
      const { [path]: text, ...others } = files;
      return { ...others, [`${folder}${inner.slice(folder.length).split("/")[0]!}/.dockerignore`]: text! };
    },
    along: /^deploy\/context-leaks|^dockerfile\/copies|^repo\//,
  },
  {
    rule: "deploy/build-arg-secret",
    title: "a token as a build argument",
    edit: (files) => {
      const first = builtServices(files).find(({ block }) => !/^ +args:/m.test(block));
      if (first === undefined) return undefined;
      const args = "      args:\n        NPM_TOKEN: ${NPM_TOKEN:?from the registry}\n";
      const block = first.block
        .replace(/^ {4}build: (\S+)\n/m, (_, context: string) => `    build:\n      context: ${context}\n${args}`)
        .replace(/^ {4}build:\n(?! {6}context: .*\n {6}args:)/m, (line) => `${line}${args}`);
      const text = first.text.replace(
        /^FROM (?![\s\S]*^FROM ).+\n/m,
        (line) => `${line}ARG NPM_TOKEN\nRUN echo "$NPM_TOKEN" > /tmp/used\n`,
      );
      return { ...withBlock(files, first, block), [first.dockerfilePath]: text };
    },
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
    along: /^(?:dockerfile|compose)\/|^deploy\/orphan/,
  },
  {
    rule: "deploy/dev-config-in-production",
    title: "development's env file",
    // Of a file that says nothing of production, nobody can tell that it is not for development.
    edit: (files) => {
      const path = Object.keys(files).find((name) => compose.test(name) && /prod/.test(name));
      const made = path === undefined ? undefined : inService(/^ {4}build:/m, (block) => withEnvFile(block))({ [path]: files[path]! });
      return made && { ...files, ...made, [`${path!.slice(0, path!.lastIndexOf("/") + 1)}.env.development`]: "LOG_LEVEL=debug\n" };
    },
    along: /^(?:env|repo|deploy\/(?:env|required|undefined|database))/,
  },
];

function withEnvFile(block: string): string {
  const replaced = block.replace(/^( {4}env_file: ).*$/m, "$1.env.development");
  return replaced === block ? block.replace(/^ {4}build:/m, "    env_file: .env.development\n    build:") : replaced;
}
