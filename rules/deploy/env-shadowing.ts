import { defineRule, isExampleName, fileNameOf, satisfied, shadowingOf, text, violated } from "../../src/rule/index.ts";

/** Where a bad secret wins over a good one, this finding speaks for the place: the rules on the values of secrets leave it out. */
export default defineRule({
  id: "deploy/env-shadowing",
  scope: "binding",
  title: "Literal in the Compose file wins over the secret in the env file",
  severity: "error",
  securitySeverity: 7,
  confidence: "high",
  profile: "recommended",
  rationale:
    "What stands under `environment` wins over every `env_file`, without a word. Somebody replaces the key in the env file, sees the strong value there, and the application still runs with the one in the Compose file, which is in the repository. Rotating the secret changes nothing either.",
  remediation:
    "Take the entry out of `environment`, so that the env file gives the value, or pass it through by name alone. Where the Compose file has to name it, write `${NAME:?set NAME}`.",
  references: [
    "https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1188.html",
  ],
  cwe: [1188],
  examples: [
    {
      title: "a development key that outlives its replacement",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: api.env
              environment:
                LOG_LEVEL: info
                JWT_SECRET: change-me-in-production
        `,
        "api.env": text`
          LOG_LEVEL=warn
          JWT_SECRET=3vQ8nL0xJ2mZ7tRk5WbYc1HdPf9GsUaE4oXiVqCy6Nw
        `,
      },
      flags: ["change-me-in-production"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: api.env
              environment:
                LOG_LEVEL: info
                JWT_SECRET: 3vQ8nL0xJ2mZ7tRk5WbYc1HdPf9GsUaE4oXiVqCy6Nw
        `,
        "api.env": text`
          LOG_LEVEL=warn
          JWT_SECRET=3vQ8nL0xJ2mZ7tRk5WbYc1HdPf9GsUaE4oXiVqCy6Nw
        `,
      },
    },
  ],
  *check(binding) {
    const { sink, written, name, fileClass } = binding;
    if (sink.kind !== "service" || written?.kind !== "literal" || fileClass === "example" || fileClass === "test" || fileClass === "ci")
      return;
    const shadowing = shadowingOf(binding);
    if (shadowing === undefined || isExampleName(fileNameOf(shadowing.path))) {
      if (sink.service.envFiles.length > 0) yield satisfied(written.span);
      return;
    }
    const { at, dead, path, isWorse } = shadowing;
    const subject = `"${name.value}" of "${sink.service.name}"`;
    yield violated({
      at,
      ...(isWorse ? {} : { severity: "note" as const, securitySeverity: 3.1 }),
      message: isWorse
        ? `${subject} is this well-known or weak value, and not the one in "${path}": what stands here wins.`
        : `${subject} is this value, and the other one in "${path}" is never used: whoever changes it there changes nothing.`,
      related: [{ at: dead, note: "this value never takes effect" }],
      redact: [at, dead],
    });
  },
});
