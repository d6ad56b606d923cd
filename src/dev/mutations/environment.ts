import { kinds, removeAll, replace, where } from "../file-edit.ts";
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
  { rule: "deploy/env-file-not-loaded", title: "no --env-file", edit: removeAll(any, / --env-file [\w./-]+/g) },
  {
    rule: "deploy/example-env-used-at-runtime",
    title: "the example's env file",
    edit: replace(compose, /^( +env_file: .*)\.env$/m, "$1.env.example"),
    along: /^(?:env|deploy\/(?:env|required|undefined|database|client|placeholder|credential))/,
  },
  {
    rule: "deploy/env-shadowing",
    title: "a literal over the env file's value",
    edit: where(
      env,
      /^SECRET_KEY=./m,
      replace(compose, /^( +)env_file: .*\n/m, (line, indent) => `${line}${indent}environment:\n${indent}  SECRET_KEY: change-me\n`),
    ),
    along: /^env\//,
  },
  {
    rule: "deploy/undefined-variable",
    title: "a variable nobody has heard of",
    edit: replace(compose, /\$\{(\w*SECRET\w*):\?[^}]*\}/, "${UNHEARD_OF_SECRET}"),
    along: /^(?:compose|env)\/|^deploy\/required/,
  },
  {
    rule: "deploy/required-secret-not-passed",
    title: "a documented secret that is not passed",
    edit: where(
      /\.env[\w.]*(?:example|sample)$/,
      /^(?:SECRET_KEY|JWT_SECRET|JWT_SECRET_KEY|SESSION_SECRET)=/m,
      removeAll(compose, /^ +(?:- )?(?:SECRET_KEY|JWT_SECRET|JWT_SECRET_KEY|SESSION_SECRET)(?:=|: ).*\n/gm),
    ),
    along: /^deploy\/env-/,
  },
  {
    rule: "deploy/ci-test-secret-in-production",
    title: "the tests' secret",
    edit: (files) => {
      const found = Object.entries(files).flatMap(([path, text]) =>
        workflow.test(path) ? [.../^ +(\w*(?:SECRET|PASSWORD)\w*): ([\w-]{4,})$/gm[Symbol.matchAll](text)] : [],
      );
      for (const [, name, value] of found) {
        const changed = replace(compose, new RegExp(`^( +(?:- )?${name!}(?:=|: )).*$`, "m"), `$1${value!}`)(files);
        if (changed !== undefined) return changed;
      }
      return undefined;
    },
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
    edit: where(any, /:\/\/[^\s/]*@[\w-]+(?::\d+)?\/\w/, replace(compose, /(POSTGRES_DB(?:=|: ))\w+$/m, "$1elsewhere")),
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
