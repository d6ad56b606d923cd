import {
  isForSwarm,
  compose,
  defineRule,
  eachService,
  healthOf,
  satisfied,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/depends-on-no-condition",
  scope: "stack",
  title: "Start order does not wait for readiness",
  severity: "note",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "The short form of `depends_on` waits until the other container has been started, not until what runs in it answers. A database takes seconds to minutes for that, most of all at its first start, and an application that connects at once fails, migrates half, or is started over and over.",
  remediation:
    "Write `depends_on` in its long form with `condition: service_healthy`, and give the service waited for a health check if it has none.",
  references: [
    "https://docs.docker.com/compose/how-tos/startup-order/",
    "https://docs.docker.com/reference/compose-file/services/#depends_on",
  ],
  cwe: [696],
  examples: [
    {
      title: "an application that does not wait for its database",
      bad: compose`
        services:
          db:
            image: postgres:17
          cache:
            image: redis:8
            healthcheck: { test: ["CMD", "redis-cli", "ping"] }
          mail:
            image: ghcr.io/acme/relay:2.1.0
          shop:
            image: ghcr.io/acme/shop:4.2.0
            depends_on: [db, mail]
          worker:
            image: ghcr.io/acme/shop:4.2.0
            depends_on:
              cache:
                condition: service_started
      `,
      flags: ["db", "service_started"],
      good: compose`
        services:
          db:
            image: postgres:17
            healthcheck: { test: ["CMD", "pg_isready"] }
          shop:
            image: ghcr.io/acme/shop:4.2.0
            depends_on:
              db:
                condition: service_healthy
      `,
    },
  ],
  *check(stack, deployment) {
    if (isForSwarm(stack)) return;
    yield* eachService(stack, (service) => judge(service, stack, deployment));
  },
});

function* judge(service: Service, stack: Stack, deployment: Deployment): Iterable<Judgement> {
  for (const { service: target, condition, conditionSpan } of service.dependencies) {
    const at = conditionSpan ?? target.span;
    const waitedFor = stack.service(target.value);
    if (waitedFor === undefined) continue;
    const isChecked = healthOf(waitedFor, deployment).kind === "given";
    if (condition === "unknown") yield unknown(at, "the condition is filled in at run time");
    else if (condition !== "service_started") yield satisfied(at);
    else if (waitedFor.isOneShot || (waitedFor.stateful === undefined && !isChecked)) continue;
    else {
      const needs = isChecked
        ? "its health check would tell when it does"
        : 'a health check and "condition: service_healthy" would make it wait';
      yield violated({
        at,
        message: `"${service.name}" starts before "${target.value}" answers; ${needs}.`,
        ...(isChecked && conditionSpan !== undefined
          ? {
              fix: {
                title: `Wait until "${target.value}" is healthy`,
                safety: "unsafe" as const,
                edits: [{ span: conditionSpan, replacement: "service_healthy" }],
              },
            }
          : {}),
      });
    }
  }
}
