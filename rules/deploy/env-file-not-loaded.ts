import {
  composeRunsOf,
  count,
  defineRule,
  isSecretName,
  list,
  mentionsOf,
  satisfied,
  text,
  unknown,
  unloadedEnvFile,
  unsetVariables,
  variablesIn,
  violated,
  type Related,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/env-file-not-loaded",
  scope: "stack",
  title: "Env file is never loaded by what deploys",
  severity: "warning",
  securitySeverity: 5.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Compose fills in `${NAME}` from the shell and from a file named `.env` in the project's folder, and from no other file: one called `.env.production` is only read when the command names it. Every variable that nobody gives becomes an empty text with a warning that scrolls by, and many applications start with an empty key or password all the same.",
  remediation:
    "Name the file in the command: `docker compose --env-file .env.production -f docker-compose.prod.yml up -d`, best in a script or workflow of the repository, so that nobody has to know it by heart. Where a service should get all of the file, give it as `env_file`, and write `${NAME:?set NAME}` for what must not be empty.",
  references: [
    "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/",
    "https://docs.docker.com/reference/compose-file/interpolation/",
    "https://cwe.mitre.org/data/definitions/1188.html",
  ],
  cwe: [1188],
  examples: [
    {
      title: "values for production in a file that Compose does not look for",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                SESSION_SECRET: \${SESSION_SECRET}
                DATABASE_URL: \${DATABASE_URL}
                POOL_SIZE: \${POOL_SIZE:-10}
        `,
        ".env.production": text`
          SESSION_SECRET=replace-me
          DATABASE_URL=postgres://shop:replace-me@db:5432/shop
        `,
      },
      flags: ["${SESSION_SECRET}"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                SESSION_SECRET: \${SESSION_SECRET}
                DATABASE_URL: \${DATABASE_URL}
                POOL_SIZE: \${POOL_SIZE:-10}
        `,
        ".env.production": text`
          SESSION_SECRET=replace-me
          DATABASE_URL=postgres://shop:replace-me@db:5432/shop
        `,
        "deploy.sh": text`
          #!/bin/sh
          docker compose --env-file .env.production -f docker-compose.prod.yml up -d
        `,
      },
    },
  ],
  *check(stack, deployment) {
    const [first] = unsetVariables(stack);
    if (first === undefined) {
      const given = variablesIn(stack).find(({ operator }) => operator === undefined);
      if (given !== undefined) yield satisfied(given.span);
      return;
    }
    const { open } = mentionsOf(deployment);
    const unloaded = unloadedEnvFile(stack, deployment);
    if (unloaded === undefined) {
      yield satisfied(first.span);
      return;
    }
    if (open !== undefined) {
      yield unknown(first.span, open);
      return;
    }
    const { document, given } = unloaded;
    const { path } = document.file;
    const [one, ...rest] = [...given].sort((a, b) => Number(isSecretName(b.part.name)) - Number(isSecretName(a.part.name)));
    const names = [one!, ...rest].map(({ part }) => part.name);
    const named = names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${count(names.length - 3, "other variable")}` : list(names);
    const [are, they] = names.length === 1 ? ["is", "it"] : ["are", "they"];
    const run = composeRunsOf(stack, deployment).find(({ invocation }) => invocation.verb === "up" && invocation.envFiles.length === 0);
    const related: Related[] = [
      {
        at: one!.assignment.key.span,
        note: `${names.length === 1 ? "this value" : "the values from here on"} never arrive${names.length === 1 ? "s" : ""}`,
      },
    ];
    if (run !== undefined) related.push({ at: run.at, note: `this command starts it without "--env-file"` });
    yield violated({
      at: one!.part.span,
      message: `${named} ${are} empty here unless somebody types "--env-file ${path}": Compose itself only reads ".env", and nothing in the project names "${path}", where ${they} ${are} set.`,
      related,
    });
  },
});
