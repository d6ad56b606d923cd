import {
  compose,
  defineRule,
  migrationAtStart,
  migrationOrders,
  replicasOf,
  satisfied,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/migration-order",
  scope: "stack",
  title: "Migrations and the app are not kept apart",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Compose starts services side by side. An app that does not wait for the migration meets a schema that is not there yet, or one that changes under its queries, and fails on some deployments and not on others. Where every container migrates when it starts, several of them do so at once; a tool that takes no lock then runs the same step twice, and leaves the schema half changed.",
  remediation:
    "Give the migration a service of its own, and let the app wait for it with `condition: service_completed_successfully`. An app that migrates in its start command should do that in one container only, or with a tool that takes a lock.",
  references: [
    "https://docs.docker.com/compose/how-tos/startup-order/",
    "https://docs.docker.com/reference/compose-file/services/#depends_on",
  ],
  cwe: [696],
  examples: [
    {
      title: "an app that starts beside its migration",
      bad: compose`
        services:
          migrate:
            image: ghcr.io/acme/shop-api:4.2.0
            command: alembic upgrade head
            restart: "no"
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: uvicorn shop.main:app --host 0.0.0.0
            depends_on:
              migrate:
                condition: service_started
      `,
      flags: ["service_started"],
      good: compose`
        services:
          migrate:
            image: ghcr.io/acme/shop-api:4.2.0
            command: alembic upgrade head
            restart: "no"
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: uvicorn shop.main:app --host 0.0.0.0
            depends_on:
              migrate:
                condition: service_completed_successfully
      `,
    },
    {
      title: "three containers that migrate at once",
      bad: compose`
        services:
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: sh -c "alembic upgrade head && exec uvicorn shop.main:app --host 0.0.0.0"
            deploy:
              replicas: 3
      `,
      flags: ['sh -c "alembic upgrade head && exec uvicorn shop.main:app --host 0.0.0.0"'],
      good: compose`
        services:
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: sh -c "alembic upgrade head && exec uvicorn shop.main:app --host 0.0.0.0"
            deploy:
              replicas: 1
      `,
    },
  ],
  *check(stack, deployment) {
    for (const { kind, why, at, app, migration } of migrationOrders(stack, deployment)) {
      if (kind === "ordered") yield satisfied(at);
      else if (kind === "unknown") yield unknown(at, why);
      else
        yield violated({
          at,
          aspect: "unordered",
          message: `"${app.name}" may start before "${migration.name}" is done, on a schema that is not ready.`,
          related: [{ at: migration.nameSpan, note: "this changes the schema" }],
        });
    }
    for (const service of stack.services) yield* judgeStart(service, deployment);
  },
});

function* judgeStart(service: Service, deployment: Deployment): Iterable<Judgement> {
  const start = migrationAtStart(service, deployment);
  if (start === undefined) return;
  const replicas = replicasOf(service);
  if (replicas === undefined) yield unknown(start.at, "how many containers there are is filled in at run time");
  else if (start.command.locks || replicas.count < 2 || replicas.at === undefined) yield satisfied(start.at);
  else
    yield violated({
      at: start.at,
      aspect: "race",
      message: `${replicas.count} containers of "${service.name}" run "${start.command.name}" when they start, and nothing keeps them from doing so at the same time.`,
      related: [{ at: replicas.at, note: "this many start at once" }],
    });
}
