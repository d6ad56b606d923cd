import {
  compose,
  defineRule,
  eachService,
  loginOf,
  reachOf,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

/** Stores that many run without a login on a network of their own: what counts is who else can connect. */
const oftenOpen = new Set(["redis", "valkey", "keydb", "dragonfly", "nats", "etcd", "zookeeper", "kafka", "rabbitmq", "minio"]);

export default defineRule({
  id: "compose/database-no-auth",
  scope: "stack",
  title: "Data store runs without authentication",
  severity: "error",
  securitySeverity: 8.8,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A store without authentication serves everyone who can connect: anyone on the internet if its port is published, and otherwise every other container of its network, of which one that was taken over, or that can be made to send a request of the attacker's choosing, is enough. Redis, MongoDB and Elasticsearch without a password have been emptied by scripts in great numbers, and some of them also run commands on request.",
  remediation:
    "Give the store a password, and tell it to its clients. That is `--requirepass` for Redis and Valkey, `MONGO_INITDB_ROOT_USERNAME` and `MONGO_INITDB_ROOT_PASSWORD` for MongoDB, `POSTGRES_PASSWORD` instead of `POSTGRES_HOST_AUTH_METHOD: trust` for PostgreSQL, each as a required variable or a secret. Take its port out of `ports` where nothing outside needs it.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/security/",
    "https://cwe.mitre.org/data/definitions/306.html",
  ],
  cwe: [306],
  examples: [
    {
      title: "a database told to trust everyone, one without an administrator, and a cache that is published",
      bad: compose`
        services:
          db:
            image: postgres:17
            environment:
              POSTGRES_HOST_AUTH_METHOD: trust
          events:
            image: mongo:8
          cache:
            image: redis:8
            command: redis-server --maxmemory 64mb
            ports: ["6379:6379"]
      `,
      flags: ["POSTGRES_HOST_AUTH_METHOD: trust", "events", "redis-server --maxmemory 64mb"],
      good: compose`
        services:
          db:
            image: postgres:17
            environment:
              POSTGRES_PASSWORD_FILE: /run/secrets/db
          events:
            image: mongo:8
            environment:
              MONGO_INITDB_ROOT_USERNAME: root
              MONGO_INITDB_ROOT_PASSWORD: \${MONGO_PASSWORD:?set it}
          cache:
            image: redis:8
            command: redis-server --maxmemory 64mb --requirepass \${REDIS_PASSWORD:?set it}
            ports: ["6379:6379"]
      `,
    },
    {
      title: "a cache on the network of the proxy",
      bad: compose`
        services:
          proxy:
            image: caddy:2.10
            ports: ["443:443"]
          cache:
            image: redis:8
      `,
      flags: ["cache"],
      good: compose`
        services:
          proxy:
            image: caddy:2.10
            ports: ["443:443"]
            networks: [edge]
          cache:
            image: redis:8
            networks: [data]
      `,
    },
    {
      title: "a cache that only its own network reaches",
      profile: "strict",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
          cache:
            image: redis:8
      `,
      flags: ["cache"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
          cache:
            image: redis:8
            command: redis-server --requirepass \${REDIS_PASSWORD:?set it}
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, (service) => judge(service, stack));
  },
});

function* judge(service: Service, stack: Stack): Iterable<Judgement> {
  const store = service.stateful;
  const login = store === undefined ? undefined : loginOf(service, store);
  if (store === undefined || login === undefined) return;
  if (login.kind === "given") yield satisfied(login.at);
  else if (login.kind === "unknown") yield unknown(login.at, login.why);
  else {
    const reach = reachOf(service, stack);
    const message = `"${service.name}" lets ${reach?.who ?? "everyone on its network"} into ${store.label} ${login.how}.`;
    const redact = login.secret === undefined ? [] : [login.secret];
    if (login.isStated || !oftenOpen.has(store.kind) || reach?.isOutside === true) yield violated({ at: login.at, message, redact });
    else if (reach === undefined) {
      yield satisfied(login.at);
      yield violated({ at: login.at, aspect: "internal", profile: "strict", severity: "note", securitySeverity: 3.1, message, redact });
    } else yield violated({ at: login.at, severity: "warning", securitySeverity: 6.5, message, redact });
  }
}
