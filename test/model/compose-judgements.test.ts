import { describe, expect, test } from "vitest";
import { rules } from "../../rules/compose/index.ts";
import { textOf } from "../../src/text/index.ts";
import { auditFiles } from "../audit-files.ts";

type Files = Readonly<Record<string, string>>;

/** What a rule flags, as "severity text", in order of position; services are given without their indentation under `services:`. */
async function flagged(id: string, given: string | Files): Promise<string[]> {
  const files = typeof given === "string" ? { "compose.yml": services(given) } : given;
  const rule = rules.find((one) => one.id === `compose/${id}`)!;
  const { audit } = await auditFiles(files, { rules: [rule], asOf: "2026-11-20" });
  expect(audit.crashed).toEqual([]);
  return audit.findings.map(({ severity, at }) => `${severity} ${textOf(at)}`);
}

const services = (text: string): string => `services:\n${text.replace(/^/gm, "  ")}\n`;

const table: Readonly<Record<string, readonly (readonly [string | Files, readonly string[]])[]>> = {
  "db-port-exposed": [
    ["db: { image: postgres:17, ports: ['192.168.0.4:5432:5432'] }", ["error 192.168.0.4:5432:5432"]],
    ["db: { image: postgres:17, ports: ['${BIND}:5432:5432'] }", []],
    ["db: { image: postgres:17, expose: [5432] }", []],
    ["db: { image: ghcr.io/acme/postgres:17, ports: [5432] }", ["error 5432"]],
    ["db: { build: ./db, ports: ['5432:5432', '8080:8080'] }", ["error 5432:5432"]],
    ["web: { image: acme/web:1, ports: ['5432:5432'] }", []],
    ["db: { image: postgres:17, network_mode: host }", ["error host"]],
    ["db: { image: redis:8, network_mode: host, command: redis-server --bind 127.0.0.1 }", []],
    ["dump: { image: postgres:17, command: pg_dump -h db, ports: ['5432:5432'] }", []],
    ["store: { image: minio/minio:RELEASE.2025-04-22T22-12-26Z, ports: ['9000:9000', '9001:9001'] }", ["error 9000:9000"]],
    ["x: { image: redis:8, ports: &p ['6379:6379'] }\ny: { image: redis:8, ports: *p }", ["error 6379:6379"]],
    [{ "compose.dev.yml": services("db: { image: postgres:17, ports: ['5432:5432'] }") }, ["note 5432:5432"]],
    [{ "compose.yml": services("db: { build: db, ports: ['15432:9999'] }"), "db/Dockerfile": "FROM postgres:17\n" }, ["error 15432:9999"]],
  ],
  "admin-ui-exposed": [
    ["m: { image: mailhog/mailhog:v1.0.1, ports: ['1025:1025', '8025:8025'] }", ["warning 8025:8025"]],
    ["t: { image: 'traefik:v3.4', ports: ['8080:8080'] }", []],
    ["t: { image: 'traefik:v3.4', command: --api.insecure, ports: ['8080:8080'] }", ["warning 8080:8080"]],
    ["t: { image: 'traefik:v3.4', command: --api.insecure=false, ports: ['8080:8080'] }", []],
    ["q: { image: rabbitmq:4, ports: ['15672:15672'] }", []],
    ["g: { image: grafana/grafana:12.0.1, ports: ['127.0.0.1:3000:3000'] }", []],
    ["g: { image: grafana/grafana:12.0.1, ports: ['3000:${PORT}'] }", []],
  ],
  "secret-fallback-default": [
    ["a: { image: x, command: 'run --key ${API_KEY:-abc123def}' }", ["error abc123def"]],
    ["a: { image: x, environment: { A: '${DB_PASSWORD-}' } }", []],
    ["a: { image: x, environment: { A: '${DB_PASSWORD:-$OTHER}' } }", []],
    ["a: { image: x, environment: { A: '${DB_PASSWORD:-/run/secrets/db}' } }", []],
    ["a: { image: x, environment: { A: '${POSTGRES_USER:-postgres}', B: '${TOKEN_TTL:-3600}' } }", []],
    ["a: { image: x, environment: { A: '$${DB_PASSWORD:-abc}' } }", []],
    [{ "compose.local.yml": services("a: { image: x, environment: { A: '${DB_PASSWORD:-abc}' } }") }, ["note abc"]],
  ],
  "secret-not-required": [
    ["a: { image: x, environment: { A: $DB_PASSWORD } }", ["note $DB_PASSWORD"]],
    ["a: { image: x, environment: { A: '${DB_PASSWORD}' } }\nb: { image: x, environment: { A: '${DB_PASSWORD:?set it}' } }", []],
    ["a: { image: x, environment: { A: '${DB_PASSWORD:+yes}' } }", []],
    ["a: { image: x, env_file: .env, environment: [DB_PASSWORD] }", []],
    ["a: { image: x, environment: [DB_PASSWORD] }", ["note DB_PASSWORD"]],
    [{ "compose.yml": services("a: { image: x, environment: { A: '${DB_PASSWORD}' } }"), ".env": "DB_PASSWORD=Zx81-quiet-Lamp\n" }, []],
    [
      { "compose.yml": services("a: { image: x, environment: { A: '${DB_PASSWORD}' } }"), ".env": "DB_PASSWORD=\n" },
      ["note ${DB_PASSWORD}"],
    ],
    [{ "compose.test.yml": services("a: { image: x, environment: { A: '${DB_PASSWORD}' } }") }, []],
  ],
  "database-no-auth": [
    ["d: { image: mysql:8, environment: { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes' } }", ["error MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'"]],
    ["d: { image: mysql:8, environment: { MYSQL_ALLOW_EMPTY_PASSWORD: '', MYSQL_ROOT_PASSWORD: $P } }", []],
    ["d: { image: mongo:8, env_file: gone.env }", []],
    ["d: { image: mongo:8, command: [mongod, --auth] }", []],
    ["d: { image: mongo:8, environment: { MONGO_INITDB_ROOT_USERNAME_FILE: /run/secrets/u } }", []],
    ["d: { image: mongo:8, volumes: ['./mongod.conf:/etc/mongod.conf:ro'] }", []],
    ["d: { image: redis:8 }", []],
    ["d: { image: redis:8, ports: ['127.0.0.1:6379:6379'] }", []],
    ["d: { image: redis:8, ports: ['6379:6379'], command: redis-server /etc/redis.conf }", []],
    ["d: { image: redis:8, ports: ['6379:6379'], command: [redis-server, --requirepass, $P] }", []],
    ["d: { image: redis:8, ports: ['6379:6379'], command: [redis-server, --save, '60'] }", ["error command"]],
    ["d: { image: bitnami/redis:7.4, environment: [ALLOW_EMPTY_PASSWORD=yes] }", ["error ALLOW_EMPTY_PASSWORD=yes"]],
    ["d: { image: rabbitmq:4, environment: { RABBITMQ_DEFAULT_PASS: guest } }", ["error RABBITMQ_DEFAULT_PASS: guest"]],
    ["d: { image: rabbitmq:4 }", []],
    ["d: { image: elasticsearch:8.18.0, environment: [xpack.security.enabled=false] }", ["error xpack.security.enabled=false"]],
    [
      "d: { image: minio/minio:latest, environment: { MINIO_ROOT_PASSWORD: '${P:-minioadmin}' } }",
      ["error MINIO_ROOT_PASSWORD: '${P:-minioadmin}'"],
    ],
    ["d: { image: memcached:1.6, ports: ['11211:11211'] }", []],
  ],
  privileged: [
    ["a: { image: x, privileged: $P }", []],
    ["a: { image: x, build: { context: ., privileged: true } }", ["error privileged: true"]],
    [
      "a: { image: x, devices: ['/dev/mem:/dev/mem', '/dev/dri:/dev/dri', '/dev/net/tun', { source: /dev/nvme0n1 }] }",
      ["error /dev/mem:/dev/mem", "error /dev/nvme0n1"],
    ],
    [{ "compose.ci.yml": services("d: { image: docker:28-dind, privileged: true }") }, ["note privileged: true"]],
    [{ "compose.dev.yml": services("d: { image: acme/x:1, privileged: true }") }, ["error privileged: true"]],
  ],
  "docker-socket": [
    ["a: { image: 'traefik:v3.4', volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] }", ["warning /var/run/docker.sock"]],
    ["a: { image: 'traefik:v3.4', volumes: ['/var/run/docker.sock:/var/run/docker.sock'] }", ["error /var/run/docker.sock"]],
    [
      "a: { image: tecnativa/docker-socket-proxy:0.3, volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'], ports: ['2375:2375'] }",
      ["note /var/run/docker.sock"],
    ],
    ["a: { image: tecnativa/docker-socket-proxy:0.3, volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] }", []],
    [
      "a: { image: x, volumes: ['${SOCK:-/run/podman/podman.sock}:/s', '//var/run/docker.sock:/s2', '/run/:/host'] }",
      ["error ${SOCK:-/run/podman/podman.sock}", "error //var/run/docker.sock", "error /run/"],
    ],
    ["a: { image: x, environment: { DOCKER_HOST: 'tcp://socket-proxy:2375' }, volumes: ['docker.sock:/var/run/docker.sock'] }", []],
    [{ "compose.dev.yml": services("a: { image: x, volumes: ['/var/run/docker.sock:/s'] }") }, ["error /var/run/docker.sock"]],
  ],
  "missing-no-new-privileges": [
    ["a: { image: x }\nb: { image: y, security_opt: [no-new-privileges=true] }", ["note a"]],
    ["a: { image: x }\nb: { build: . }", ["warning b"]],
    ["a: { build: ., security_opt: ['no-new-privileges:false'] }", ["warning security_opt"]],
    ["a: { build: ., security_opt: [$OPT] }", []],
    ["a: { image: x, extends: { file: base.yml, service: a } }", []],
  ],
  "no-resource-limits": [
    ["a: { image: x, mem_limit: 0, cpus: 1 }", ["warning a"]],
    ["a: { image: x, mem_limit: $LIMIT, cpuset: '0' }", []],
    ["a: { image: x, mem_limit: 1g }", ["note a"]],
    ["a: { image: x, command: npm run migrate }", ["note a"]],
    [{ "compose.dev.yml": services("a: { image: x }") }, []],
  ],
  "no-restart-policy": [
    ["a: { image: x, deploy: { restart_policy: { condition: any } } }", []],
    ["a: { image: x, deploy: { placement: { constraints: [] } } }", []],
    ["a: { image: x, command: npm run migrate }", []],
    ["a: { image: x, profiles: [web] }", ["warning a"]],
    [{ "compose.dev.yml": services("a: { image: x }") }, []],
    [{ "compose.yml": services("a: { image: x }"), "compose.prod.yml": services("a: { restart: always }") }, []],
  ],
  "missing-healthcheck": [
    [
      {
        "compose.yml": services("a: { image: '${API_IMAGE:-acme/api:1}' }"),
        "api/Dockerfile": "FROM node:22\nHEALTHCHECK CMD true\n",
        ".github/workflows/build.yml":
          "on: push\njobs:\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build -t acme/api:1 ./api && docker push acme/api:1\n",
      },
      [],
    ],
    ["a: { image: acme/api:1 }", ["note a"]],
    ["a: { image: $IMAGE }", []],
    ["a: { build: ./gone }", ["warning a"]],
    ["a: { build: 'https://github.com/acme/api.git#v1' }", []],
    ["a: { build: ../elsewhere }", []],
    ["a: { build: { context: ., dockerfile_inline: FROM scratch } }", []],
    ["a: { image: x, network_mode: none }", []],
    ["a: { image: redis:8, healthcheck: { interval: 5s } }", ["warning a"]],
    [
      {
        "compose.yml": services("a: { build: ., image: acme/a }\nb: { image: acme/a }"),
        Dockerfile: "FROM node:22\nHEALTHCHECK CMD true\n",
      },
      [],
    ],
    [{ "compose.dev.yml": services("a: { image: redis:8 }") }, ["note a"]],
  ],
  "depends-on-no-condition": [
    ["a: { image: x, depends_on: [b] }\nb: { image: y }", []],
    ["a: { image: x, depends_on: [b] }\nb: { image: y, healthcheck: { test: 'true' } }", ["note b"]],
    ["a: { image: x, depends_on: [gone] }", []],
    [
      "a: { image: x, depends_on: { b: { condition: service_completed_successfully } } }\nb: { image: postgres:17, command: createdb shop }",
      [],
    ],
  ],
  "image-unpinned": [
    ["a: { image: '${REGISTRY}/acme/api' }", ["warning ${REGISTRY}/acme/api"]],
    ["a: { image: '${REGISTRY:-ghcr.io}/acme/api:latest' }", ["warning ${REGISTRY:-ghcr.io}/acme/api:latest"]],
    ["a: { image: 'acme/api:${TAG:-latest}' }", ["note acme/api:${TAG:-latest}"]],
    ["a: { image: 'acme/api:${TAG:-1.2}' }\nb: { image: 'acme/api:$TAG' }\nc: { image: $IMG }", []],
    ["a: { image: 'localhost:5000/api' }", ["warning localhost:5000/api"]],
    ["a: { image: 'pgvector/pgvector:latest-pg17' }", ["warning pgvector/pgvector:latest-pg17"]],
    ["a: { image: api, build: . }\nb: { image: api }\nc: { image: tool, pull_policy: never }", []],
  ],
  "no-log-rotation": [
    ["a: { image: x, logging: { driver: journald } }\nb: { image: x, logging: { options: { max-size: $SIZE } } }", []],
    ["a: { image: x, logging: { driver: json-file, options: { max-file: '3' } } }", ["note logging"]],
    ["a: { image: x, logging: { driver: $DRIVER } }", []],
    ["a: { image: x, command: npm run migrate }", []],
  ],
  "config-mount-writable": [
    ["a: { image: x, volumes: ['./certbot/conf/cert.pem:/c.pem', './data/x.json:/x.json', './acme.json:/acme.json'] }", []],
    ["a: { image: x, volumes: ['conf.yml:/c.yml', '/var/lib/a.yml'] }", []],
    ["a: { image: redis:8, volumes: ['./sentinel.conf:/etc/sentinel.conf'] }", []],
    ["certs: { image: alpine/openssl:3, volumes: ['./certs:/certs'] }", []],
    ["a: { image: caddy:2, volumes: [{ type: bind, source: ./Caddyfile, target: /etc/caddy/Caddyfile }] }", ["note ./Caddyfile"]],
    [
      "a: { image: mysql:8, volumes: ['./init-shop.sql:/docker-entrypoint-initdb.d/1.sql'] }",
      ["note ./init-shop.sql:/docker-entrypoint-initdb.d/1.sql"],
    ],
  ],
  "database-no-volume": [
    ["d: { image: postgres:17, volumes: [/var/lib/postgresql/data] }", ["warning d"]],
    ["d: { image: postgres:17, tmpfs: /var/lib/postgresql/data }", ["warning /var/lib/postgresql/data"]],
    ["d: { image: postgres:17, environment: { PGDATA: /pg/17 }, volumes: ['pg:/pg'] }", []],
    ["d: { image: postgres:17, environment: { PGDATA: $DIR }, volumes: ['pg:/pg'] }", []],
    ["d: { image: postgres:17, volumes: ['pg:/var/lib/postgresql'] }", ["error /var/lib/postgresql"]],
    ["d: { image: postgres:18, volumes: ['pg:/var/lib/postgresql/18/docker'] }", ["warning d"]],
    ["d: { image: postgres, volumes: ['pg:/var/lib/postgresql/data'] }", []],
    ["d: { image: redis:8 }", []],
    ["d: { image: redis:8, command: redis-server --appendonly yes }", ["warning d"]],
    ["d: { image: acme/postgres:17 }", []],
    ["d: { image: mysql:8, volumes: ['${DIR}:/var/lib/mysql'] }", []],
    [{ "compose.ci.yml": services("d: { image: postgres:17, tmpfs: /var/lib/postgresql/data }") }, []],
  ],
  "obsolete-version": [
    [{ "compose.yml": "version: '3' # for the old server\nservices: { a: { image: x } }\n" }, ["note version: '3'"]],
    [{ "compose.yml": "name: shop\nservices: { a: { image: x } }\n" }, []],
  ],
};

describe.each(Object.entries(table))("compose/%s", (id, rows) => {
  test.each(rows)("%s", async (given, expected) => expect(await flagged(id, given)).toEqual(expected));
});

test("one finding speaks for all services that share a line", async () => {
  const rule = rules.find(({ id }) => id === "compose/privileged")!;
  const text =
    "x-p: &p\n  privileged: true\nservices:\n  a: { <<: *p, image: x }\n  b: { <<: *p, image: y }\n  c: { image: z, extends: a }\n";
  const { audit } = await auditFiles({ "compose.yml": text }, { rules: [rule], asOf: "2026-11-20" });
  expect(audit.findings.map(({ related }) => related?.map(({ at }) => textOf(at)))).toEqual([["b", "c"]]);
});
