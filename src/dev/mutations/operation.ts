import { add, inService, kinds, removeAll, replace, unless, where, without } from "../file-edit.ts";
import type { Mutation } from "./mutation.ts";

const { compose, nginx, workflow } = kinds;
const any = /./;
const database = /image: (?:postgres|mysql|mariadb|mongo):/;

/** Releases, migrations, replicas and what is kept. */
export const operationMutations: readonly Mutation[] = [
  {
    rule: "deploy/acme-storage-not-persistent",
    title: "no volume for fetched certificates",
    edit: where(compose, /acme\.storage=/, replace(compose, /^ +- [\w./-]+:\/(?:letsencrypt|acme|certificates)(?::rw)?\n/m, "")),
  },
  {
    rule: "deploy/backup-missing",
    title: "no backups",
    edit: where(compose, database, (files) => {
      const scripts = without(/backup|nightly/i)(files);
      const service = inService(/^ {2}(?:backup|nightly):/, () => "")(scripts ?? files);
      const gone = service ?? scripts;
      // Keys for a bucket of dumps in an example would speak of backups that are made elsewhere.
      const silent = gone && (removeAll(/(?:^|\/)\.env[^/]*$/, /^.*(?:BACKUP|DUMP).*\n/gim)(gone) ?? gone);
      return silent && (removeAll(compose, /^ {2}backups:\n/gm)(silent) ?? silent);
    }),
    along: /^(?:deploy\/copy-source-missing|env\/)/,
  },
  {
    rule: "deploy/ci-compose-pull-without-image",
    title: "a build instead of an image",
    edit: where(
      workflow,
      /compose[^\n]* pull/,
      inService(/^ {4}image: ghcr\.io\//m, (block) =>
        /^ {4}build:/m.test(block) ? block.replace(/^ {4}image: .+\n/m, "") : block.replace(/^ {4}image: .+$/m, "    build: ."),
      ),
    ),
    along: /^(?:deploy\/(?:dockerfile-not-found|migration-order|wrong-dockerfile|context-leaks|healthcheck)|compose\/|dockerfile\/)/,
  },
  {
    rule: "deploy/ci-image-not-deployed",
    title: "another registry than the workflow's",
    // A workflow that takes the name from the repository's own may push anything.
    edit: where(
      workflow,
      /(?:tags|push).*ghcr\.io\/[\w.-]+\//,
      inService(/^ {4}image: ghcr\.io\//m, (block) =>
        /^ {4}build:/m.test(block) ? block : block.replace(/image: ghcr\.io\/[\w.-]+\//, "image: registry.old-hoster.net/team/"),
      ),
    ),
    along: /^(?:deploy\/migration-order|compose\/|dockerfile\/)/,
  },
  {
    rule: "deploy/db-pool-exceeds-max-connections",
    title: "a large pool",
    // A pooler in between hands on its own number.
    edit: unless(
      compose,
      /pgbouncer|pgcat/,
      replace(compose, /(DB_POOL_SIZE[^\n\d]*)\d+/, (_, name: string) => `${name}300`),
    ),
  },
  {
    rule: "deploy/migration-order",
    title: "an app that does not wait",
    edit: replace(compose, /service_completed_successfully/, "service_started"),
  },
  {
    rule: "deploy/stateful-replicas",
    title: "two servers on one data folder",
    along: /^compose\/no-resource-limits/,
    edit: inService(database, (block) =>
      /^ {4}deploy:\n/m.test(block)
        ? block.replace(/^ {4}deploy:\n/m, "    deploy:\n      replicas: 2\n")
        : add(block, "    deploy:\n      replicas: 2"),
    ),
  },
  {
    rule: "deploy/stateful-replicas",
    title: "no shared cache",
    edit: inService(/replicas: [2-9]/, (block) =>
      block.replace(/(REDIS_URL)(: |=).+/, (_, name: string, sign: string) => `${name}${sign}${sign === "=" ? "" : '""'}`),
    ),
  },
  {
    rule: "deploy/grace-period-shorter-than-timeout",
    title: "a minute and a half for the proxy",
    edit: where(
      compose,
      any,
      replace(nginx, /( +)(proxy_pass http:\/\/[a-z][^;]*;)\n(?!(?:.*\n){0,8}? +proxy_read_timeout)/, "$1$2\n$1proxy_read_timeout 90s;\n"),
    ),
  },
  {
    rule: "deploy/grace-period-shorter-than-timeout",
    title: "no grace period",
    edit: where(any, /proxy_read_timeout|graceful-timeout/, replace(compose, /^ +stop_grace_period: .+\n/m, "")),
  },
  {
    rule: "deploy/orphan-config",
    title: "a forgotten Dockerfile",
    edit: where(compose, /build|image/, (files) => ({
      ...files,
      "attic/Dockerfile.y2k": 'FROM debian:12-slim\nUSER 10001\nCMD ["sleep", "1"]\n',
    })),
    along: /^(?:dockerfile|repo)\//,
  },
];
