import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

type Files = Readonly<Record<string, string>>;

/** A deployment and what one rule says of it: the texts it underlines, or why it says nothing. */
interface Case {
  readonly files: Files;
  readonly says: readonly string[] | "nothing" | "satisfied" | "unknown";
}

const rules = await allRules();

const workflow = (script: string): string =>
  `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: appleboy/ssh-action@v1\n        with:\n          host: shop.test\n          script: |\n${script
    .trim()
    .split("\n")
    .map((line) => `            ${line.trim()}\n`)
    .join("")}`;
const local = (run: string, runner = "ubuntu-24.04"): string =>
  `on: push\njobs:\n  deploy:\n    runs-on: ${runner}\n    steps:\n      - run: |\n${run
    .trim()
    .split("\n")
    .map((line) => `          ${line.trim()}\n`)
    .join("")}`;
const services = (...lines: readonly string[]): string => `services:\n${lines.map((line) => `  ${line}\n`).join("")}`;

const runs = (image: string): string => services("api:", `  image: ${image}`);
const pulled = "docker compose -f compose.prod.yml pull\ndocker compose -f compose.prod.yml up -d";
const deployFile = ".github/workflows/deploy.yml";
const onlyBuilt = services("web:", "  build: .");

const pull: Readonly<Record<string, Case>> = {
  "over ssh, in a script of the action": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(pulled) },
    says: ["docker compose -f compose.prod.yml pull"],
  },
  "over ssh, as an argument": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: local(`ssh ops@shop.test "cd /srv && ${pulled.replace("\n", " && ")}"`) },
    says: ["docker compose -f compose.prod.yml pull"],
  },
  "over ssh, as lines": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: local(`ssh ops@shop.test <<'EOF'\n${pulled}\nEOF`) },
    says: ["docker compose -f compose.prod.yml pull"],
  },
  "on a runner that keeps its images": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: local(pulled, "self-hosted") },
    says: ["docker compose -f compose.prod.yml pull"],
  },
  "in a script of the project": {
    files: { "compose.prod.yml": onlyBuilt, "deploy.sh": pulled, [deployFile]: workflow("cd /srv\n./deploy.sh") },
    says: ["./deploy.sh"],
  },
  "on a runner that is new every time": { files: { "compose.prod.yml": onlyBuilt, [deployFile]: local(pulled) }, says: "nothing" },
  "with an image to pull": {
    files: { "compose.prod.yml": services("web:", "  build: .", "  image: ghcr.io/acme/web:1"), [deployFile]: workflow(pulled) },
    says: "satisfied",
  },
  "with a start that builds": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(`${pulled} --build`) },
    says: "satisfied",
  },
  "with a build before": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(`docker compose -f compose.prod.yml build --pull\n${pulled}`) },
    says: "satisfied",
  },
  "for another service": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(pulled.replace("pull", "pull proxy")) },
    says: "nothing",
  },
  "with the old image taken away": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(pulled.replace("\n", "\ndocker image prune -af\n")) },
    says: "unknown",
  },
  "with a program nobody knows": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(pulled.replace("\n", "\n/opt/tools/prepare\n")) },
    says: "unknown",
  },
  "of a file that is written on the server": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(`sed -i s/build/image/ compose.prod.yml\n${pulled}`) },
    says: "unknown",
  },
  "of a file by the usual name, which may be production's there": {
    files: {
      "compose.yml": onlyBuilt,
      "compose.prod.yml": runs("acme/api:1"),
      [deployFile]: workflow(pulled.replaceAll(" -f compose.prod.yml", "")),
    },
    says: "nothing",
  },
  "of the only file, by the usual name": {
    files: { "compose.yml": onlyBuilt, [deployFile]: workflow(`cd /srv\n${pulled.replaceAll(" -f compose.prod.yml", "")}`) },
    says: ["docker compose pull"],
  },
  "of a file that is not in the project": {
    files: { "compose.prod.yml": onlyBuilt, [deployFile]: workflow(pulled.replaceAll("compose.prod", "other")) },
    says: "nothing",
  },
};

const push = (tags: string): string =>
  `on: push\nenv:\n  REGISTRY: ghcr.io\njobs:\n  publish:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ${tags}\n`;

const images: Readonly<Record<string, Case>> = {
  "another registry": {
    files: { [deployFile]: push("${{ env.REGISTRY }}/acme/api:1"), "compose.yml": runs("registry.old.test/acme/api:1") },
    says: ["registry.old.test/acme/api:1"],
  },
  "a Dockerfile that nothing pushes": {
    files: {
      [deployFile]: push("ghcr.io/acme/shop-api:1"),
      "compose.yml": runs("ghcr.io/acme/shop-worker:1"),
      "worker/Dockerfile": "FROM alpine:3.22\n",
      "api/Dockerfile": "FROM alpine:3.22\n",
    },
    says: ["ghcr.io/acme/shop-worker:1"],
  },
  "the same name through variables": {
    files: {
      [deployFile]: push("${{ env.REGISTRY }}/acme/api:${{ github.sha }}"),
      "compose.yml": runs("${IMAGE:-ghcr.io/acme/api}:${TAG:-latest}"),
    },
    says: "satisfied",
  },
  "the repository's own name": {
    files: { [deployFile]: push("ghcr.io/${{ github.repository }}/api:1"), "compose.yml": runs("ghcr.io/acme/shop/api:1") },
    says: "satisfied",
  },
  "a database of the same name": {
    files: { [deployFile]: push("ghcr.io/acme/postgres:17"), "compose.yml": runs("postgres:17") },
    says: "nothing",
  },
  "somebody else's image": {
    files: { [deployFile]: push("ghcr.io/acme/api:1"), "compose.yml": runs("ghcr.io/other/tool:1") },
    says: "nothing",
  },
  "a registry that passes images on": {
    files: { [deployFile]: push("acme/api:1"), "compose.yml": runs("acme.docker.scarf.sh/acme/api:1") },
    says: "unknown",
  },
  "a push under a name nobody knows": {
    files: {
      [deployFile]: push("ghcr.io/acme/api:1") + "      - run: docker compose push\n",
      "compose.yml": runs("registry.old.test/acme/api:1"),
    },
    says: "unknown",
  },
  "a name of this machine alone": { files: { [deployFile]: push("ghcr.io/acme/api:1"), "compose.yml": runs("api:1") }, says: "unknown" },
};

const pooled = (pool: string, ...more: readonly string[]): string =>
  services(
    "api:",
    "  image: acme/api:1",
    "  environment:",
    "    DATABASE_URL: postgresql://shop:${PASSWORD}@db:5432/shop",
    `    DB_POOL_SIZE: "${pool}"`,
    "  deploy:",
    "    replicas: 2",
    "db:",
    "  image: postgres:17",
    ...more,
  );

const pools: Readonly<Record<string, Case>> = {
  "twice more than there are": { files: { "compose.yml": pooled("60") }, says: ['DB_POOL_SIZE: "60"'] },
  "the limit without room for anybody else": { files: { "compose.yml": pooled("50") }, says: ['DB_POOL_SIZE: "50"'] },
  "workers of the Dockerfile": {
    files: {
      "compose.yml": pooled("15").replace("image: acme/api:1", "build: ."),
      Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app", "-w", "4"]\n',
    },
    says: ['DB_POOL_SIZE: "15"'],
  },
  "few enough": { files: { "compose.yml": pooled("40") }, says: "satisfied" },
  "a higher limit": { files: { "compose.yml": pooled("60", "  command: postgres -c max_connections=300") }, says: "satisfied" },
  "a pooler between": { files: { "compose.yml": pooled("60", "pgbouncer:", "  image: edoburu/pgbouncer:1") }, says: "nothing" },
  "a configuration of its own": {
    files: { "compose.yml": pooled("60", "  volumes:", "    - ./postgresql.conf:/etc/postgresql.conf") },
    says: "unknown",
  },
  "a size that is filled in": { files: { "compose.yml": pooled("${SIZE}") }, says: "nothing" },
  "a database elsewhere": { files: { "compose.yml": pooled("60").replace("@db:", "@rds.acme.test:") }, says: "nothing" },
};

const migrating = (condition: string, app = "uvicorn app"): string =>
  services(
    "migrate:",
    "  image: acme/api:1",
    "  command: alembic upgrade head",
    '  restart: "no"',
    "api:",
    "  image: acme/api:1",
    `  command: ${app}`,
    ...(condition === "" ? [] : ["  depends_on:", "    migrate:", `      condition: ${condition}`]),
  );
const atStart = (command: string, replicas: string): string =>
  services("api:", "  image: acme/api:1", `  command: ${command}`, "  deploy:", `    replicas: ${replicas}`);

const migrations: Readonly<Record<string, Case>> = {
  "beside it": { files: { "compose.yml": migrating("service_started") }, says: ["service_started"] },
  "without a word of it": { files: { "compose.yml": migrating("") }, says: ["api"] },
  "behind it": { files: { "compose.yml": migrating("service_completed_successfully") }, says: "satisfied" },
  "behind what stands behind it": {
    files: { "compose.yml": migrating("service_completed_successfully") + "  web:\n    image: acme/api:1\n    depends_on: [api]\n" },
    says: "satisfied",
  },
  "a migration by hand": { files: { "compose.yml": migrating("").replace("restart:", "profiles: [ops]\n    restart:") }, says: "nothing" },
  "a script that runs it before": {
    files: { "compose.yml": migrating(""), "deploy.sh": "docker compose run --rm migrate\ndocker compose up -d\n" },
    says: "unknown",
  },
  "a start script that may wait": { files: { "compose.yml": migrating("", "./wait-for-schema.sh") }, says: "unknown" },
  "three at once": {
    files: { "compose.yml": atStart("sh -c 'alembic upgrade head && uvicorn app'", "3") },
    says: ["sh -c 'alembic upgrade head && uvicorn app'"],
  },
  "three at once, with a lock": { files: { "compose.yml": atStart("sh -c 'prisma migrate deploy && node app'", "3") }, says: "satisfied" },
  "as many as somebody says": {
    files: { "compose.yml": atStart("sh -c 'alembic upgrade head && uvicorn app'", "${COUNT}") },
    says: "unknown",
  },
};

const replicated = (...lines: readonly string[]): string =>
  services("api:", "  image: acme/api:1", "  deploy:", "    replicas: 2", ...lines.map((line) => `  ${line}`));

const replicas: Readonly<Record<string, Case>> = {
  "two servers on one folder": {
    files: {
      "compose.yml": services("db:", "  image: postgres:17", "  volumes: [data:/var/lib/postgresql/data]", "  deploy:", "    replicas: 2"),
    },
    says: ["/var/lib/postgresql/data"],
  },
  "one SQLite file": { files: { "compose.yml": replicated("volumes: [data:/data/shop.sqlite]") }, says: ["/data/shop.sqlite"] },
  "an empty address": { files: { "compose.yml": replicated("environment:", '  REDIS_URL: ""') }, says: ['REDIS_URL: ""'] },
  uploads: { files: { "compose.yml": replicated("volumes: [files:/app/uploads]") }, says: ["/app/uploads"] },
  "uploads on NFS": {
    files: { "compose.yml": `${replicated("volumes: [files:/app/uploads]")}volumes:\n  files:\n    driver_opts: { type: nfs }\n` },
    says: "satisfied",
  },
  "uploads that are only read": { files: { "compose.yml": replicated("volumes: [files:/app/uploads:ro]") }, says: "satisfied" },
  "one container": {
    files: { "compose.yml": replicated("volumes: [files:/app/uploads]").replace("replicas: 2", "replicas: 1") },
    says: "nothing",
  },
  "a folder that is filled in": { files: { "compose.yml": replicated("volumes: ['files:${FOLDER}']") }, says: "unknown" },
};

const proxied = (timeout: string, ...lines: readonly string[]): Files => ({
  "compose.yml": services(
    "web:",
    "  image: nginx:1.28",
    "  volumes: [./site.conf:/etc/nginx/conf.d/default.conf]",
    "api:",
    "  image: acme/api:1",
    ...lines.map((line) => `  ${line}`),
  ),
  "site.conf": `server {\n  listen 80;\n  location / {\n    proxy_pass http://api:8000;\n    ${timeout}\n  }\n}\n`,
});

const grace: Readonly<Record<string, Case>> = {
  "a minute at the proxy": { files: proxied("proxy_read_timeout 1m;"), says: ["api"] },
  "half a minute at the server": {
    files: {
      "compose.yml": services("api:", "  image: acme/api:1", "  command: gunicorn app --graceful-timeout 30", "  stop_grace_period: 20s"),
    },
    says: ["20s"],
  },
  "nothing said": { files: proxied(""), says: "nothing" },
  "long enough": { files: proxied("proxy_read_timeout 60;", "stop_grace_period: 1m30s"), says: "satisfied" },
  "a web socket's day": { files: proxied("proxy_set_header Upgrade $http_upgrade; proxy_read_timeout 300s;"), says: "nothing" },
  "a time that is filled in": { files: proxied("proxy_read_timeout 60;", "stop_grace_period: ${GRACE}"), says: "unknown" },
};

const stored = (...lines: readonly string[]): string =>
  services("app:", "  image: acme/app:1", "db:", "  image: postgres:17", "  volumes: [data:/var/lib/postgresql/data]", ...lines);

const backups: Readonly<Record<string, Case>> = {
  none: { files: { "compose.yml": stored() }, says: ["db"] },
  "on the same machine": {
    files: { "compose.yml": stored("dumps:", "  image: prodrigestivill/postgres-backup-local:17", "  volumes: [dumps:/backups]") },
    says: ["dumps"],
  },
  "to a bucket": {
    files: { "compose.yml": stored("dumps:", "  image: eeshugerman/postgres-backup-s3:17", "  environment: { S3_BUCKET: x }") },
    says: "satisfied",
  },
  "by a workflow": {
    files: {
      "compose.yml": stored(),
      [deployFile]:
        "on:\n  schedule:\n    - cron: 0 3 * * *\njobs:\n  dump:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pg_dump shop > shop.sql\n",
    },
    says: [],
  },
  "by a script that cron may run": {
    files: { "compose.yml": stored(), "ops/nightly.sh": "pg_dump shop | rclone rcat x:y\n" },
    says: "unknown",
  },
  "by a file that is not read": { files: { "compose.yml": stored(), "systemd/shop-backup.timer": "[Timer]\n" }, says: "unknown" },
  "of nothing that is kept": { files: { "compose.yml": stored().replace(/ {4}volumes: .*\n/, "") }, says: "nothing" },
  "of a workplace": {
    files: { "compose.yml": stored().replace("image: acme/app:1", "build: .\n    volumes: ['./:/app']") },
    says: "nothing",
  },
  "in development's file": { files: { "compose.dev.yml": stored() }, says: "nothing" },
  "of a cache": { files: { "compose.yml": stored().replace("postgres:17", "redis:8") }, says: "nothing" },
};

const traefik = (...lines: readonly string[]): string =>
  services(
    "proxy:",
    "  image: traefik:v3.5",
    "  command:",
    "    - --certificatesresolvers.le.acme.tlschallenge=true",
    ...lines.map((line) => `  ${line}`),
  );

const certificates: Readonly<Record<string, Case>> = {
  "in the container": {
    files: { "compose.yml": traefik("  - --certificatesresolvers.le.acme.storage=/acme.json") },
    says: ["--certificatesresolvers.le.acme.storage=/acme.json"],
  },
  "where Traefik puts them by itself": { files: { "compose.yml": traefik() }, says: ["--certificatesresolvers.le.acme.tlschallenge=true"] },
  "in memory": {
    files: { "compose.yml": traefik("  - --certificatesresolvers.le.acme.storage=/le/acme.json", "tmpfs: [/le]") },
    says: ["--certificatesresolvers.le.acme.storage=/le/acme.json"],
  },
  "Certbot's": { files: { "compose.yml": services("certbot:", "  image: certbot/certbot:v5", "  command: renew") }, says: ["certbot"] },
  "one file on the host": {
    files: { "compose.yml": traefik("  - --certificatesresolvers.le.acme.storage=/acme.json", "volumes: [./acme.json:/acme.json]") },
    says: "satisfied",
  },
  "in a file nobody reads": {
    files: { "compose.yml": services("proxy:", "  image: traefik:v3.5", "  volumes: [./traefik.yml:/etc/traefik/traefik.yml]") },
    says: "nothing",
  },
  "Caddy's, by its Caddyfile": {
    files: { "compose.yml": services("caddy:", "  image: caddy:2", "  volumes: [./Caddyfile:/etc/caddy/Caddyfile]") },
    says: "nothing",
  },
  "at a path that is filled in": {
    files: { "compose.yml": traefik("  - --certificatesresolvers.le.acme.storage=${STORE}") },
    says: "unknown",
  },
  "on a mount that is filled in": {
    files: { "compose.yml": traefik("  - --certificatesresolvers.le.acme.storage=/le/acme.json", "volumes: ['x:${AT}']") },
    says: "unknown",
  },
};

const unused: Readonly<Record<string, Case>> = {
  "a Dockerfile": {
    files: { "compose.yml": onlyBuilt, Dockerfile: "FROM alpine:3.22\n", "old/Dockerfile.y2k": "FROM debian:12\n" },
    says: ["FROM"],
  },
  "a Dockerfile that a script builds": {
    files: {
      "compose.yml": onlyBuilt,
      Dockerfile: "FROM alpine:3.22\n",
      "Dockerfile.tools": "FROM debian:12\n",
      "tools.sh": "docker build -f Dockerfile.tools .\n",
    },
    says: "unknown",
  },
  "the only one": { files: { "compose.yml": onlyBuilt, Dockerfile: "FROM alpine:3.22\n" }, says: "satisfied" },
  "a project that deploys nothing": { files: { Dockerfile: "FROM alpine:3.22\n" }, says: "nothing" },
};

describe.each([
  ["deploy/ci-compose-pull-without-image", pull],
  ["deploy/ci-image-not-deployed", images],
  ["deploy/db-pool-exceeds-max-connections", pools],
  ["deploy/migration-order", migrations],
  ["deploy/stateful-replicas", replicas],
  ["deploy/grace-period-shorter-than-timeout", grace],
  ["deploy/backup-missing", backups],
  ["deploy/acme-storage-not-persistent", certificates],
  ["deploy/orphan-config", unused],
] as const)("%s", (id, cases) => {
  const rule = rules.find((one) => one.id === id)!;

  test.each(Object.entries(cases))("%s", async (_, { files, says }) => {
    const { audit } = await auditFiles(files, { rules: [rule], asOf: "2026-11-20" });
    expect(audit.crashed).toEqual([]);
    expect(audit.findings.map(({ at }) => textOf(at))).toEqual(Array.isArray(says) ? says : []);
    if (says === "satisfied") expect(audit.satisfied.get(id) ?? 0).toBeGreaterThan(0);
    if (says === "unknown") expect(audit.unknown.map(({ rule: name }) => name)).toContain(id);
    if (says === "nothing") expect([audit.unknown.length, audit.satisfied.get(id) ?? 0]).toEqual([0, 0]);
  });
});
