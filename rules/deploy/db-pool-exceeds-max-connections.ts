import {
  compose,
  connectionBudgets,
  defineRule,
  quoteAll,
  satisfied,
  unknown,
  violated,
  type ConnectionBudget,
  type Judgement,
  type PoolDemand,
} from "../../src/rule/index.ts";

/** What administrators, migrations and backups need beside the pools. */
const spare = 10;

export default defineRule({
  id: "deploy/db-pool-exceeds-max-connections",
  scope: "stack",
  title: "Connection pools can ask for more than the database allows",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    'Every worker process of every container keeps a pool of its own, so that the number in the settings is multiplied twice before it reaches the database. Under load the pools fill up, and what comes after the limit is refused with "too many connections": requests fail although every part is healthy, and nobody can log in to the database to look.',
  remediation:
    "Choose the size so that `(pool + overflow) × workers × replicas`, with some ten for yourself, stays below `max_connections`. Where that leaves too few for each process, put PgBouncer or the like between, or raise the limit together with the memory that each connection takes.",
  references: [
    "https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS",
    "https://docs.sqlalchemy.org/en/20/core/pooling.html",
    "https://dev.mysql.com/doc/refman/8.4/en/too-many-connections.html",
  ],
  cwe: [770],
  examples: [
    {
      title: "a pool that was sized for one process",
      bad: compose`
        services:
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: gunicorn shop.main:app --workers 4
            environment:
              DATABASE_URL: postgresql://shop@db/shop
              DB_POOL_SIZE: "20"
              DB_MAX_OVERFLOW: "10"
            deploy:
              replicas: 2
          db:
            image: postgres:17.2
      `,
      flags: ['DB_POOL_SIZE: "20"'],
      good: compose`
        services:
          api:
            image: ghcr.io/acme/shop-api:4.2.0
            command: gunicorn shop.main:app --workers 4
            environment:
              DATABASE_URL: postgresql://shop@db/shop
              DB_POOL_SIZE: "6"
              DB_MAX_OVERFLOW: "4"
            deploy:
              replicas: 2
          db:
            image: postgres:17.2
      `,
    },
  ],
  *check(stack, deployment) {
    for (const budget of connectionBudgets(stack, deployment)) yield judge(budget);
  },
});

function judge({ database, demands, limit, why }: ConnectionBudget): Judgement {
  const first = demands.toSorted((a, b) => b.connections - a.connections)[0]!;
  if (limit === undefined) return unknown(first.at, why);
  const needed = demands.reduce((sum, { connections }) => sum + connections, 0);
  if (needed + spare <= limit.connections) return satisfied(first.at);
  const others = demands.filter((demand) => demand !== first);
  const who =
    others.length === 0
      ? `"${first.service.name}" opens up to ${needed} connections (${sumOf(first)})`
      : `${quoteAll(demands.map(({ service }) => service.name))} open up to ${needed} connections`;
  const allowed = `"${database.name}" allows ${limit.connections}${limit.isDefault ? " by default" : ""}`;
  const rest = needed > limit.connections ? "the rest fails" : "and administrators and backups need some too";
  return violated({
    at: first.at,
    message: `${who}, but ${allowed}: ${rest}.`,
    related: [
      ...first.parts,
      ...others.map(({ at, service, connections }) => ({ at, note: `"${service.name}" takes up to ${connections} of them` })),
      { at: limit.at, note: `the limit is ${limit.connections}` },
    ],
  });
}

/** The sum as people write it: `(20 + 40) × 4 workers × 2 containers`. */
function sumOf({ pool, overflow, workers, replicas }: PoolDemand): string {
  const each = overflow === 0 ? `${pool}` : `(${pool} + ${overflow})`;
  return [each, ...(workers > 1 ? [`${workers} workers`] : []), ...(replicas > 1 ? [`${replicas} containers`] : [])].join(" × ");
}
