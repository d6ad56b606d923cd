import {
  backupEvidence,
  compose,
  dataPlaceOf,
  defineRule,
  durableDatabases,
  isForProduction,
  isWorkedOn,
  quoteAll,
  satisfied,
  unknown,
  violated,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/backup-missing",
  scope: "stack",
  title: "Database without a backup",
  severity: "note",
  securitySeverity: 0,
  confidence: "low",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "A volume outlives the container, not the disk, a wrong `docker compose down -v`, a migration that went wrong, or somebody who encrypts the machine and asks for money. What has not been copied to another place by then is gone. Nothing in the files of this project copies the database.",
  remediation:
    "Dump the database on a schedule and send the dump to another machine or an object store, and restore one now and then to see that it works. A service beside the database, a timer on the host with its script in the repository, or a scheduled workflow will do. Where the hosting provider takes backups, allow this rule with that as the reason.",
  references: [
    "https://www.postgresql.org/docs/current/backup.html",
    "https://docs.docker.com/engine/storage/volumes/#back-up-restore-or-migrate-data-volumes",
  ],
  cwe: [693],
  examples: [
    {
      title: "orders that are kept in one place",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
          db:
            image: postgres:17.2
            volumes:
              - orders:/var/lib/postgresql/data
        volumes:
          orders:
      `,
      flags: ["db"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
          db:
            image: postgres:17.2
            volumes:
              - orders:/var/lib/postgresql/data
          nightly:
            image: eeshugerman/postgres-backup-s3:17
            environment:
              SCHEDULE: "@daily"
              S3_BUCKET: acme-shop-dumps
              POSTGRES_HOST: db
        volumes:
          orders:
      `,
    },
  ],
  *check(stack, deployment) {
    if (!isForProduction(stack) || isWorkedOn(stack)) return;
    const databases = durableDatabases(stack).filter((service) => dataPlaceOf(service)?.kind === "kept");
    const [first] = databases;
    if (first === undefined || stack.services.every(({ stateful }) => stateful !== undefined)) return;
    const at = first.nameSpan;
    const evidence = backupEvidence(stack, deployment);
    if (stack.open !== undefined) yield unknown(at, stack.open);
    else if (evidence.kind === "unknown") yield unknown(at, evidence.why);
    else if (evidence.kind === "scheduled") yield satisfied(evidence.at);
    else if (evidence.kind === "same-host")
      yield violated({
        at: evidence.service.nameSpan,
        aspect: "same-host",
        message: `"${evidence.service.name}" keeps its copies of ${quoteAll(databases.map(({ name }) => name))} on the same machine, with which they are lost.`,
        related: [{ at, note: "this is what it copies" }],
      });
    else
      yield violated({
        at,
        aspect: "none",
        message: `Nothing in this project copies what ${quoteAll(databases.map(({ name }) => name))} ${databases.length === 1 ? "stores" : "store"} to another place.`,
        related: databases.slice(1).map(({ nameSpan }) => ({ at: nameSpan, note: "nor what this one stores" })),
      });
  },
});
