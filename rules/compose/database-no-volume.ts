import { compose, dataPlaceOf, defineRule, satisfied, unknown, violated, type Judgement, type Service } from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/database-no-volume",
  scope: "stack",
  title: "Data of a store is not on a lasting volume",
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "What a container writes outside of a named volume or a folder of the host is gone with the container, or stays behind in an anonymous volume that the next container does not find. `docker compose down`, a changed image or `docker system prune` then cost the data. A volume mounted at another folder than the store's looks right and keeps nothing.",
  remediation:
    "Mount a named volume at the folder in which the store keeps its data. PostgreSQL's images keep it in `/var/lib/postgresql/data` up to version 17 and below `/var/lib/postgresql` from 18 on.",
  references: ["https://docs.docker.com/engine/storage/volumes/", "https://hub.docker.com/_/postgres"],
  cwe: [404],
  examples: [
    {
      title: "a database without a volume, and one whose volume keeps nothing",
      bad: compose`
        services:
          db:
            image: postgres:18
            volumes:
              - books:/var/lib/postgresql/data
          events:
            image: mongo:8
            volumes:
              - ./seed.js:/docker-entrypoint-initdb.d/seed.js:ro
        volumes:
          books:
      `,
      flags: ["/var/lib/postgresql/data", "events"],
      good: compose`
        services:
          db:
            image: postgres:18
            volumes:
              - books:/var/lib/postgresql
          events:
            image: mongo:8
            volumes:
              - ./events:/data/db
        volumes:
          books:
      `,
    },
  ],
  *check(stack) {
    if (stack.fileClass === "test" || stack.fileClass === "ci") return;
    for (const service of stack.services) if (!service.isOneShot) yield* judge(service);
  },
});

function* judge(service: Service): Iterable<Judgement> {
  const place = dataPlaceOf(service);
  const name = `"${service.name}"`;
  if (place === undefined) return;
  if (place.kind === "kept") yield satisfied(place.at);
  else if (place.kind === "unknown") yield unknown(place.at, place.why);
  else if (place.kind === "elsewhere") {
    yield violated({
      at: place.at,
      aspect: "wrong-path",
      severity: "error",
      message: `The data of ${name} is lost with its container: ${place.label} keeps it in ${place.folders.slice(0, 2).join(" or ")}, and this volume is mounted at ${place.path}.`,
    });
  } else {
    const how = place.isInMemory
      ? "it is in memory only"
      : `no named volume or folder of the host is mounted at ${place.folders.slice(0, 2).join(" or ")}`;
    yield violated({ at: place.at, message: `The data of ${name} is lost with its container: ${how}.` });
  }
}
