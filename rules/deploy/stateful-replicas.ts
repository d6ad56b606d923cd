import {
  compose,
  defineRule,
  replicatedServices,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type ReplicatedService,
  type SharedState,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/stateful-replicas",
  scope: "stack",
  title: "Several containers share what only one should write",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    'A second container of the same service is only another place to run the same code as long as the code keeps nothing. Two database servers on one data folder destroy it. SQLite lets one process write at a time, so that the others fail with "database is locked". What one container keeps in its memory, be it sessions, limits of requests or a cache, the next one does not know: people are logged out at random, and a limit of ten is one of twenty.',
  remediation:
    "Keep the state outside of what is multiplied: a database server with one container, files in an object store, sessions and limits in Redis. Where that is not worth it, run one container.",
  references: [
    "https://12factor.net/processes",
    "https://docs.docker.com/reference/compose-file/deploy/#replicas",
    "https://www.sqlite.org/whentouse.html",
  ],
  cwe: [362],
  examples: [
    {
      title: "a SQLite file for three containers",
      bad: compose`
        services:
          api:
            image: ghcr.io/acme/guestbook:1.8.0
            environment:
              DATABASE_URL: sqlite:////data/guestbook.db
            volumes:
              - entries:/data
            deploy:
              replicas: 3
        volumes:
          entries:
      `,
      flags: ["DATABASE_URL: sqlite:////data/guestbook.db"],
      good: compose`
        services:
          api:
            image: ghcr.io/acme/guestbook:1.8.0
            environment:
              DATABASE_URL: postgresql://guestbook@db/guestbook
            deploy:
              replicas: 3
          db:
            image: postgres:17.2
            volumes:
              - entries:/var/lib/postgresql/data
        volumes:
          entries:
      `,
    },
  ],
  *check(stack, deployment) {
    for (const replicated of replicatedServices(stack, deployment)) {
      if (replicated.shared.length === 0) yield satisfied(replicated.replicas.at);
      for (const shared of replicated.shared) yield judge(replicated, shared);
    }
  },
});

function judge({ service, replicas }: ReplicatedService, shared: SharedState): Judgement {
  const name = `"${service.name}"`;
  const related = [{ at: replicas.at, note: `there are ${replicas.count} containers of ${name}` }];
  const { at } = shared;
  switch (shared.kind) {
    case "unknown":
      return unknown(at, shared.why);
    case "store":
      return violated({
        at,
        related,
        aspect: "store",
        severity: "error",
        message: `${replicas.count} servers of ${name} write to the same ${shared.path}, which destroys the data in it.`,
      });
    case "sqlite":
      return violated({
        at,
        related,
        aspect: "sqlite",
        message: `${replicas.count} containers of ${name} write to one SQLite file below ${shared.path}, which lets only one of them write at a time.`,
      });
    case "files":
      return violated({
        at,
        related,
        aspect: "files",
        severity: shared.isSpread ? "warning" : "note",
        message: shared.isSpread
          ? `Each machine has its own ${shared.path}, so that what one container of ${name} stores there is missing in the others.`
          : `${replicas.count} containers of ${name} store files in ${shared.path}, which they share only as long as all of them run on one machine.`,
      });
    case "memory":
      return violated({
        at,
        related,
        aspect: "memory",
        message: `${shared.variable} is empty, so that each of ${replicas.count} containers of ${name} keeps sessions, limits or its cache to itself.`,
      });
  }
}
