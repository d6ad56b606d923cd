import {
  count,
  defineRule,
  list,
  satisfied,
  serviceEnvironmentsOf,
  text,
  unknown,
  violated,
  type Deployment,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/env-parity",
  scope: "stack",
  title: "Deployments of one service get different variables",
  severity: "note",
  securitySeverity: 0,
  confidence: "low",
  profile: "optional",
  rationale:
    "Staging only shows what production will do where both are given the same settings. A variable that one of them lacks is a difference that nobody tests.",
  remediation:
    "Give both the same names, with values of their own, for instance by one Compose file and one env file for each. Where a difference is meant, allow it with a comment that says why.",
  references: ["https://12factor.net/dev-prod-parity", "https://12factor.net/config"],
  cwe: [1188],
  examples: [
    {
      title: "a setting that only staging has",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              environment:
                LOG_LEVEL: info
        `,
        "docker-compose.staging.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              environment:
                LOG_LEVEL: info
                RATE_LIMIT: "30"
        `,
      },
      flags: ["environment"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              environment:
                LOG_LEVEL: info
                RATE_LIMIT: "60"
        `,
        "docker-compose.staging.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              environment:
                LOG_LEVEL: info
                RATE_LIMIT: "30"
        `,
      },
    },
  ],
  *check(stack, deployment) {
    if (!isTarget(stack)) return;
    const others = deployment.stacks.filter((one) => one !== stack && isTarget(one)).slice(0, 10);
    for (const service of stack.services) {
      const own = namesOf(service, stack, deployment);
      for (const other of others) {
        const twin = other.service(service.name);
        const theirs = twin === undefined ? undefined : namesOf(twin, other, deployment);
        if (twin === undefined || own === undefined) continue;
        const missing = [...(theirs ?? [])].filter((name) => !own.has(name)).sort();
        if (theirs === undefined)
          yield unknown(service.nameSpan, `the variables of "${twin.name}" in "${other.file.path}" cannot all be seen`);
        else if (missing.length === 0) yield satisfied(service.nameSpan);
        else
          yield violated({
            at: service.entry("environment")?.key.inner ?? service.nameSpan,
            message: `"${service.name}" gets no ${missing.length > 4 ? `${missing.slice(0, 3).join(", ")} and ${count(missing.length - 3, "other variable")}` : list(missing)} here, unlike in "${other.file.path}".`,
            related: [{ at: twin.nameSpan, note: "it is given more here" }],
          });
      }
    }
  },
});

function isTarget({ fileClass }: Stack): boolean {
  return fileClass === "prod" || fileClass === "staging";
}

function namesOf(service: Service, stack: Stack, deployment: Deployment): ReadonlySet<string> | undefined {
  if (service.openSettings !== undefined) return undefined;
  const found = serviceEnvironmentsOf(stack, deployment).find((one) => one.service === service);
  return new Set(found?.all.filter(({ sink }) => sink.kind !== "image").map(({ name }) => name.value));
}
