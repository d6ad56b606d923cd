import { commandText } from "./command.ts";
import type { Service } from "./service.ts";

const clients =
  /(?:^|[\s;&|"'(/])(?:psql|pg_dump|pg_dumpall|pg_restore|pg_basebackup|pg_isready|pgbench|mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mongo(?:sh)?|mongodump|mongorestore|mongoimport|redis-cli|valkey-cli|mc|rabbitmqadmin|kafka-topics(?:\.sh)?|etcdctl|cypher-shell|cqlsh|influx|clickhouse-client|curl|wget|createdb|dropdb|wait-for-it(?:\.sh)?)(?=[\s;&|"')]|$)/;
const servers =
  /(?:^|[\s;&|"'(]exec\s+|[;&|({]\s*|\s-c\s+["']?)(?:\S*\/)?(?:docker-entrypoint\.sh|docker-ensure-initdb\.sh|entrypoint\.sh|run\.sh|postgres|mysqld(?:_safe)?|mariadbd|mongod|mongos|redis-server|redis-sentinel|valkey-server|memcached|rabbitmq-server|elasticsearch|opensearch|minio|etcd|cassandra|clickhouse-server|neo4j|nats-server|consul|vault|zookeeper|kafka-server-start(?:\.sh)?)(?=[\s;&|"')]|$)/;

/** Whether a service runs a client out of a store's image (a dump, a script that creates users), and so is no store itself. */
export function isClient({ command, entrypoint }: Pick<Service, "command" | "entrypoint">): boolean {
  const text = `${commandText(entrypoint)} ${commandText(command)}`.trim();
  return text !== "" && clients.test(text) && !servers.test(text);
}
