/**
 * Variables that people name the limits of a pool of database connections by. "pool": connections that stay open; "overflow": those opened on top (SQLAlchemy
 * documentation, "QueuePool"; Rails guide, "Configuring a Database Pool"; HikariCP README; node-postgres, "Pool").
 */
export const POOL_VARIABLES: readonly { readonly name: RegExp; readonly means: "pool" | "overflow" }[] = [
  {
    name: /^(?:(?:DB|DATABASE|SQLALCHEMY|POSTGRES|PG|MYSQL|SQL|ASYNC_?DB)_)?(?:CONNECTION_)?POOL_(?:SIZE|MAX|MAX_SIZE|MAX_CONNECTIONS)$/,
    means: "pool",
  },
  { name: /^(?:DB|DATABASE|PG|MYSQL)_(?:MAX_POOL_SIZE|POOL_MAX|MAX_OPEN_CONNS|MAX_OPEN_CONNECTIONS)$/, means: "pool" },
  { name: /^SPRING_DATASOURCE_HIKARI_MAXIMUM_?POOL_?SIZE$/, means: "pool" },
  { name: /^(?:(?:DB|DATABASE|SQLALCHEMY|POSTGRES|PG|MYSQL|SQL|ASYNC_?DB)_)?(?:POOL_)?MAX_OVERFLOW$/, means: "overflow" },
];

/** What a database server allows until it is told otherwise (PostgreSQL 17 manual, 19.3.1; MySQL 8.4 manual, 7.1.8; MariaDB server variables). */
export const DEFAULT_CONNECTIONS: Readonly<Record<string, number>> = { postgres: 100, mysql: 151, mariadb: 151 };

/** Variables by which images set it (Bitnami's image documentation). */
export const CONNECTION_VARIABLES: readonly string[] = ["POSTGRESQL_MAX_CONNECTIONS", "MYSQL_MAX_CONNECTIONS", "MARIADB_MAX_CONNECTIONS"];

/** Programs that share few connections among many clients, by the last element of their images' names. */
export const POOLERS: readonly string[] = [
  "pgbouncer",
  "pgcat",
  "pgpool",
  "pgpool-ii",
  "odyssey",
  "proxysql",
  "maxscale",
  "supavisor",
  "pgbouncer-exporter",
];
