import type { Files } from "../../rule/meta.ts";
import { both, kinds, removeAll, replace, serviceBlocks, where, type FileEdit } from "../file-edit.ts";
import { builtServices, lastStage } from "./built-service.ts";
import type { Mutation } from "./mutation.ts";

const { compose, nginx, workflow, env } = kinds;
const any = /./;

/** Variables and secrets. */
export const environmentMutations: readonly Mutation[] = [
  {
    rule: "deploy/env-file-missing",
    title: "an env file by another name",
    edit: replace(compose, /^( +env_file: .*)\.env$/m, "$1settings.env"),
    along: /^(?:env|repo|deploy\/(?:env|required|undefined|database|orphan|client))/,
  },
  {
    rule: "deploy/env-file-not-loaded",
    title: "no --env-file",
    // With ":?", Compose stops and says what is missing; and where an example says to fill in .env, that is the file people make.
    edit: (files) =>
      Object.keys(files).some((path) => /(?:^|\/)\.env\.(?:production|prod)$/.test(path)) &&
      !Object.keys(files).some((path) => /(?:^|\/)\.env\.example$/.test(path))
        ? both(removeAll(any, / --env-file [\w./-]+/g), removeAll(compose, /:\?[^}\n]*(?=\})/g))(files)
        : undefined,
    along: /^(?:compose|env)\/|^deploy\/(?:undefined|database|credential|orphan)/,
  },
  {
    rule: "deploy/example-env-used-at-runtime",
    title: "the example's env file",
    edit: replace(compose, /^( +env_file: .*)\.env$/m, "$1.env.example"),
    along: /^(?:env|deploy\/(?:env|required|undefined|database|client|placeholder|credential))/,
  },
  {
    rule: "deploy/env-shadowing",
    title: "a literal over the env file's value",
    edit: (files) => {
      for (const [path, text] of Object.entries(files).filter(([name]) => compose.test(name))) {
        for (const block of serviceBlocks(text)) {
          const file = /^ {4}env_file: (?:\.\/)?(\S+)$/m.exec(block)?.[1];
          const given = file === undefined ? undefined : files[`${path.slice(0, path.lastIndexOf("/") + 1)}${file}`];
          if (given === undefined || !/^SECRET_KEY=./m.test(given)) continue;
          const changed = /^ {4}environment:\n/m.test(block)
            ? block.replace(/^ {4}environment:\n/m, (line) => `${line}      SECRET_KEY: change-me\n`)
            : block.replace(/^ {4}env_file:/m, "    environment:\n      SECRET_KEY: change-me\n    env_file:");
          return { ...files, [path]: text.replace(block, () => changed) };
        }
      }
      return undefined;
    },
    along: /^env\//,
  },
  {
    rule: "deploy/undefined-variable",
    title: "a variable nobody has heard of",
    // Where no env file and no example names any variable of the stack, one that was forgotten cannot be told from the others.
    edit: (files) => {
      const texts = Object.entries(files).flatMap(([path, text]) => (compose.test(path) ? [text] : []));
      const isDocumented = Object.entries(files).some(
        ([path, text]) =>
          /(?:^|\/)\.env[^/]*$/.test(path) &&
          (text.match(/^\w+(?==)/gm) ?? []).some((name) => texts.some((one) => one.includes(`\${${name}`) && !name.includes("SECRET"))),
      );
      return isDocumented ? replace(compose, /\$\{(\w*SECRET\w*):\?[^}]*\}/, "${UNHEARD_OF_SECRET}")(files) : undefined;
    },
    along: /^(?:compose|env)\/|^deploy\/required/,
  },
  {
    rule: "deploy/required-secret-not-passed",
    title: "a documented secret that is not passed",
    // An image out of a registry may hold a key's file, and of two applications nobody can tell which one an example at the root is for.
    edit: (files) =>
      builtServices(files).filter(({ text }) => !/^(?:FROM|CMD).*nginx/m.test(lastStage(text))).length === 1
        ? where(
            /\.env[\w.]*(?:example|sample)$/,
            /^(?:SECRET_KEY|JWT_SECRET|JWT_SECRET_KEY|SESSION_SECRET)=/m,
            removeAll(compose, /^ +(?:- )?(?:SECRET_KEY|JWT_SECRET|JWT_SECRET_KEY|SESSION_SECRET)(?:=|: ).*\n/gm),
          )(files)
        : undefined,
    along: /^deploy\/env-/,
  },
  {
    rule: "deploy/ci-test-secret-in-production",
    title: "the tests' secret",
    // A password that everybody tries is the default's finding; this one would pass for a private one.
    edit: both(
      replace(workflow, /^( +POSTGRES_PASSWORD: )[\w-]{4,}$/m, "$1gull-lantern58"),
      replace(compose, /^( +(?:- )?POSTGRES_PASSWORD(?:=|: )).*$/m, "$1gull-lantern58"),
    ),
    along: /^(?:env|compose|deploy\/(?:credential|env))/,
  },
  {
    rule: "deploy/public-prefix-secret",
    title: "a secret for the browser",
    edit: replace(env, /$/, "\nVITE_PAYMENT_SECRET_KEY=Jr8Zt2QmWv6KxLn4Yc9BpHs7Df3GaEu5\n"),
    along: /^env\//,
  },
  {
    rule: "deploy/credential-mismatch",
    title: "another database's name",
    // What connects with an account of its own was let in by somebody, who may have made a database for it too; so may a script that the image runs.
    edit: ownAccount((files, { path, block }) => ({
      ...files,
      [path]: files[path]!.replace(block, () => block.replace(/(POSTGRES_DB(?:=|: ))\w+$/m, "$1elsewhere")),
    })),
    along: /^deploy\/healthcheck/,
  },
  {
    rule: "deploy/credential-mismatch",
    title: "another user",
    edit: ownAccount((files, { user, name }) =>
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [
          path,
          text.replaceAll(new RegExp(`://${user}(?=:[^\\n]*@${name}[:/])`, "g"), "://dbuser"),
        ]),
      ),
    ),
    along: /^deploy\/healthcheck/,
  },
  {
    rule: "deploy/database-host-unresolved",
    title: "a database host that is not there",
    edit: replace(compose, /(:\/\/[^\n]*@)[a-z][\w-]*(:\d{2,5}\/)/, "$1pg-primary$2"),
    along: /^deploy\/(?:credential|db-pool)/,
  },
  {
    rule: "deploy/database-host-unresolved",
    title: "localhost in a container",
    edit: replace(compose, /(:\/\/[^\n]*@)[a-z][\w-]*(:\d{2,5}\/)/, "$1localhost$2"),
    along: /^deploy\/(?:credential|db-pool)/,
  },
  {
    rule: "deploy/placeholder-host",
    title: "the host of a guide",
    edit: replace(nginx, /server_name [\w.-]+;/, "server_name yourdomain.com;"),
    along: /^(?:nginx|deploy\/cors)/,
  },
];

interface OwnAccount {
  readonly path: string;
  readonly block: string;
  readonly user: string;
  readonly name: string;
}

/** Edits where an application uses the own account of a database that runs no script which may make others. */
function ownAccount(edit: (files: Files, account: OwnAccount) => Files): FileEdit {
  return (files) => {
    for (const [path, text] of Object.entries(files).filter(([one]) => compose.test(one))) {
      for (const block of serviceBlocks(text)) {
        const user = /POSTGRES_USER(?:=|: )([a-z]\w*)$/m.exec(block)?.[1];
        const name = /^ {2}([\w-]+):/.exec(block)?.[1] ?? "";
        if (user === undefined || /initdb/.test(block)) continue;
        const address = new RegExp(`://${user}:[^\\n]*@${name}[:/]`);
        if (Object.values(files).some((one) => address.test(one))) return edit(files, { path, block, user, name });
      }
    }
    return undefined;
  };
}
