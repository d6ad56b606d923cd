import { commandText } from "./command.ts";
import type { Service } from "./service.ts";

/** Where a program's name stands in a command, or in a script handed to a shell. */
const position = String.raw`(?:^|[;&|({!\`]\s*|\s--\s+|\s-l?c\s+|\b(?:exec|do|then|else|until|while|if|time|env)\s+)(?:[^\s;&|({!]{0,120}/)?`;
const end = String.raw`(?=[\s;&|)\`]|$)`;

const clients = new RegExp(
  String.raw`${position}(?:psql|pg_dump|pg_dumpall|pg_restore|pg_basebackup|pg_isready|pgbench|createdb|dropdb|mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mariadb-admin|mongo(?:sh|dump|restore|import|export)?|redis-cli|valkey-cli|mc|rabbitmqadmin|kafka-topics(?:\.sh)?|etcdctl|cypher-shell|cqlsh|influx|clickhouse-client|curl|wget)${end}`,
);
const servers = new RegExp(
  String.raw`${position}(?:docker-entrypoint\.sh|docker-ensure-initdb\.sh|entrypoint\.sh|run\.sh|postgres|mysqld(?:_safe)?|mariadbd|mongod|mongos|redis-server|redis-sentinel|valkey-server|memcached|rabbitmq-server|elasticsearch|opensearch|minio|etcd|cassandra|clickhouse-server|neo4j|nats-server|consul|vault|zookeeper|kafka-server-start(?:\.sh)?)${end}`,
);

/** Whether a service runs a client out of a store's image (a dump, a script that creates users), and so is no store itself. */
export function isClient({ command, entrypoint }: Pick<Service, "command" | "entrypoint">): boolean {
  const text = `${commandText(entrypoint)} ${commandText(command)}`.trim();
  return text !== "" && clients.test(text) && !servers.test(text);
}
