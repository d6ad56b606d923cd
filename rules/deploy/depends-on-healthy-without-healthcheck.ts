import {
  compose,
  defineRule,
  probeFor,
  satisfied,
  surenessOfHealth,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/depends-on-healthy-without-healthcheck",
  scope: "stack",
  title: "Waits for a service to become healthy that has no health check",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "`condition: service_healthy` makes Compose wait until the health check of the other service passes. Where that service has none, neither in the Compose file nor in its image, `docker compose up` stops with “has no healthcheck configured”, and the waiting service is not started.",
  remediation:
    "Give the other service a `healthcheck`, or wait for `service_started` only. A `HEALTHCHECK` in the Dockerfile of its image serves as well.",
  references: [
    "https://docs.docker.com/compose/how-tos/startup-order/",
    "https://docs.docker.com/reference/compose-file/services/#depends_on",
  ],
  cwe: [696],
  examples: [
    {
      title: "a database without a health check",
      bad: compose`
        services:
          api:
            image: ghcr.io/acme/api:4.2.0
            depends_on:
              db:
                condition: service_healthy
          db:
            image: postgres:17
      `,
      flags: ["service_healthy"],
      good: compose`
        services:
          api:
            image: ghcr.io/acme/api:4.2.0
            depends_on:
              db:
                condition: service_healthy
          db:
            image: postgres:17
            healthcheck:
              test: ["CMD-SHELL", "pg_isready -U postgres"]
      `,
    },
  ],
  *check(stack, deployment) {
    for (const service of stack.services) {
      for (const { service: name, condition, conditionSpan } of service.dependencies) {
        const other = condition === "service_healthy" ? stack.service(name.value) : undefined;
        if (other !== undefined) yield judge(service, other, { at: conditionSpan ?? name.span, stack, deployment });
      }
    }
  },
});

interface Place {
  readonly at: Judgement["at"];
  readonly stack: Stack;
  readonly deployment: Deployment;
}

function judge(service: Service, other: Service, { at, deployment }: Place): Judgement {
  const health = surenessOfHealth(other, deployment);
  if (health === "given") return satisfied(at);
  if (health === "unknown") return unknown(at, "what its image brings is not known");
  const probe = probeFor(other);
  const remedy = probe === undefined ? "" : `; \`test: ${JSON.stringify(probe).replaceAll('","', '", "')}\` would do`;
  const reason = health === "absent" ? `"${other.name}" has no health check` : `the health check of "${other.name}" is switched off`;
  return violated({
    at,
    message: `"${service.name}" is never started: it waits for "${other.name}" to become healthy, and ${reason}${remedy}.`,
    related: [{ at: other.nameSpan, note: "this is the service it waits for" }],
  });
}
