import {
  isWorkshop,
  compose,
  defineRule,
  healthOf,
  isAwaitedInVain,
  probeFor,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/missing-healthcheck",
  scope: "stack",
  title: "Service has no health check",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    "Docker only knows whether a process runs, not whether it answers. Without a health check a service that hangs counts as up: nobody is told, the proxy goes on sending requests to it, and services that depend on it start before it is ready.",
  remediation:
    "Add a `healthcheck` whose `test` asks the service for something only a working one can answer, with a program that its image holds; a `HEALTHCHECK` in the image's Dockerfile serves as well.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#healthcheck",
    "https://docs.docker.com/reference/dockerfile/#healthcheck",
  ],
  cwe: [693],
  examples: [
    {
      title: "a database, and an application whose Dockerfile switches the check off",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:17
            shop:
              build: .
        `,
        Dockerfile: text`
          FROM node:22-slim
          CMD ["node", "server.js"]
          HEALTHCHECK NONE
        `,
      },
      flags: ["db", "shop"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:17
              healthcheck:
                test: ["CMD-SHELL", "pg_isready -U shop"]
            shop:
              build: .
        `,
        Dockerfile: text`
          FROM node:22-slim
          HEALTHCHECK CMD ["node", "healthcheck.js"]
          CMD ["node", "server.js"]
        `,
      },
    },
    {
      title: "a check that is switched off",
      bad: compose`
        services:
          web:
            image: nginx:1.30
            healthcheck:
              disable: true
      `,
      flags: ["disable: true"],
      good: compose`
        services:
          web:
            image: nginx:1.30
            healthcheck:
              test: curl -fsS http://127.0.0.1/ || exit 1
      `,
    },
  ],
  *check(stack, deployment) {
    if (isWorkshop(stack)) return;
    for (const service of stack.services) {
      if (service.isOneShot || (service.networkMode.kind === "known" && service.networkMode.text === "none")) continue;
      if (isAwaitedInVain(service, stack, deployment)) continue;
      yield judge(service, deployment);
    }
  },
});

function judge(service: Service, deployment: Deployment): Judgement {
  const health = healthOf(service, deployment);
  const { nameSpan: at } = service;
  const hangs = `Nobody notices when "${service.name}" hangs`;
  const probe = probeFor(service);
  const remedy = probe === undefined ? "" : `; \`test: ${JSON.stringify(probe).replaceAll('","', '", "')}\` would tell`;
  switch (health.kind) {
    case "given":
      return satisfied(health.at);
    case "unknown":
      return unknown(health.at, health.why);
    case "switched-off":
      if (health.where === "here") return violated({ at: health.at, message: `${hangs}: its health check is switched off here.` });
      return violated({
        at,
        message: `${hangs}: its health check is switched off in the Dockerfile${remedy}.`,
        related: [{ at: health.at, note: "the check is switched off here" }],
      });
    case "absent":
      return violated({ at, message: `${hangs}: it has no health check${remedy}.` });
    case "unlisted":
      return violated({ at, severity: "note", message: `${hangs}, unless its image brings a check along: none is written here${remedy}.` });
  }
}
