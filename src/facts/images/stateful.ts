/** A folder that holds an image's data, for the versions it holds for. */
export interface DataFolder {
  readonly path: string;
  readonly from?: string;
  readonly before?: string;
  /** Folders people mount for these versions that do not keep the data. */
  readonly wrong?: readonly string[];
  /** The variable that moves the folder. */
  readonly variable?: string;
}

/** What a variable must hold to count: any text, a word for yes, or one of a list (compared in lower case). */
export type VariableValue = "set" | "truthy" | readonly string[];

export interface VariableSetting {
  readonly variable: string;
  readonly value: VariableValue;
}

/** How an image decides who may connect. */
export interface AuthFacts {
  /**
   * "required": it does not start, or lets nobody in over the network, until it is given a password or told to do without.
   * "open": anyone may connect until authentication is switched on. "default-password": it comes with a password everyone knows.
   * "none": it has no authentication of its own worth the name. "unknown": not known, or different from release to release.
   */
  readonly default: "required" | "open" | "default-password" | "none" | "unknown";
  /** Variables that carry the administrator's password. */
  readonly passwords: readonly string[];
  /** Each of `passwords` (and `users`) may instead be given as a file, with "_FILE" behind its name. */
  readonly files: boolean;
  readonly users?: readonly string[];
  /** Any one of these switches authentication on. */
  readonly enabledBy?: { readonly settings?: readonly VariableSetting[]; readonly arguments?: readonly string[] };
  /** Any one of these does away with it. */
  readonly disabledBy?: { readonly settings?: readonly VariableSetting[]; readonly arguments?: readonly string[] };
  /** Shipped with the image, and so worth nothing. */
  readonly defaultPassword?: string;
}

export interface StatefulRow {
  /**
   * Last elements of image names, in any namespace of any registry: "redis" is found in `bitnami/redis`, not in `acme/redis-exporter`. With a "/", that
   * many last elements must agree.
   */
  readonly names: readonly string[];
  /** Only in these namespaces (the path without its last element); without it, in all. */
  readonly namespaces?: readonly string[];
  /**
   * Whose images the row was written from: names as people write them, a "*" for any rest. Official images and those of `namespaces` need no mention. Of an
   * image by anybody else only the kind is taken for granted.
   */
  readonly stock?: readonly string[];
  /** A stable name for the kind of store, whoever packs it. */
  readonly kind: string;
  /** What to call it in a message. */
  readonly label: string;
  readonly role: "database" | "cache" | "broker" | "search" | "object-store" | "coordination" | "secrets";
  /** The ports clients connect to, the main one first. */
  readonly ports: readonly number[];
  /** The scheme of a connection address. */
  readonly protocol: string;
  /** Losing its data hurts: it belongs on a volume. */
  readonly durable: boolean;
  /** Empty where it depends on how the image is set up. */
  readonly data: readonly DataFolder[];
  /** The test of a Compose health check, "$" doubled where Compose must leave it alone. */
  readonly probe?: readonly string[];
  /** What the probe calls; other rows of facts say whether an image has it. */
  readonly probeProgram?: string;
  readonly auth: AuthFacts;
  /** The variables of the first database and user, where the image makes them. */
  readonly creates?: { readonly database?: readonly string[]; readonly user?: readonly string[]; readonly password?: readonly string[] };
  /** In tags such as `2.14.2-pg16` the version of the store stands behind this word. */
  readonly versionWord?: string;
  readonly source: string;
}

/** When the rows were last gone through. */
export const statefulDate = "2026-11-20";

const bitnami = ["bitnami", "bitnamilegacy", "bitnamisecure"];
const bitnamiSource = "https://github.com/bitnami/containers";
const hub = (image: string): string => `https://hub.docker.com/_/${image}`;
const emptyAllowed: VariableSetting = { variable: "ALLOW_EMPTY_PASSWORD", value: "truthy" };
const unknownAuth: AuthFacts = { default: "unknown", passwords: [], files: false };
const noAuth: AuthFacts = { default: "none", passwords: [], files: false };

const postgres = { kind: "postgres", label: "PostgreSQL", role: "database", ports: [5432], protocol: "postgresql", durable: true } as const;
const postgresProbe = { probe: ["CMD-SHELL", 'pg_isready -U "$${POSTGRES_USER:-postgres}"'], probeProgram: "pg_isready" } as const;
const postgresAuth: AuthFacts = {
  default: "required",
  passwords: ["POSTGRES_PASSWORD"],
  files: true,
  users: ["POSTGRES_USER"],
  disabledBy: { settings: [{ variable: "POSTGRES_HOST_AUTH_METHOD", value: ["trust"] }] },
};
const postgresCreates = { database: ["POSTGRES_DB"], user: ["POSTGRES_USER"], password: ["POSTGRES_PASSWORD"] };
/** The volume moved up one folder with 18, so that an upgrade can link instead of copying (docker-library/postgres, 18/trixie/Dockerfile). */
const postgresData: readonly DataFolder[] = [
  {
    path: "/var/lib/postgresql/data",
    before: "18",
    wrong: ["/var/lib/postgresql", "/var/lib/postgres", "/var/lib/postgres/data", "/data"],
    variable: "PGDATA",
  },
  {
    path: "/var/lib/postgresql",
    from: "18",
    wrong: ["/var/lib/postgresql/data", "/var/lib/postgres", "/var/lib/postgres/data", "/data"],
    variable: "PGDATA",
  },
];

const mysqlProbe = {
  probe: ["CMD-SHELL", 'mysqladmin ping -h 127.0.0.1 -u root -p"$$MYSQL_ROOT_PASSWORD"'],
  probeProgram: "mysqladmin",
} as const;
const mysqlAuth: AuthFacts = {
  default: "required",
  passwords: ["MYSQL_ROOT_PASSWORD"],
  files: true,
  users: [],
  disabledBy: { settings: [{ variable: "MYSQL_ALLOW_EMPTY_PASSWORD", value: "set" }], arguments: ["--skip-grant-tables"] },
};
const mysqlCreates = { database: ["MYSQL_DATABASE"], user: ["MYSQL_USER"], password: ["MYSQL_PASSWORD"] };
const mysql = { kind: "mysql", label: "MySQL", role: "database", ports: [3306, 33060], protocol: "mysql", durable: true } as const;
const mariadb = { kind: "mariadb", label: "MariaDB", role: "database", ports: [3306], protocol: "mysql", durable: true } as const;
const mariadbAuth: AuthFacts = {
  default: "required",
  passwords: ["MARIADB_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD"],
  files: true,
  disabledBy: {
    settings: [
      { variable: "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", value: "set" },
      { variable: "MYSQL_ALLOW_EMPTY_PASSWORD", value: "set" },
    ],
    arguments: ["--skip-grant-tables"],
  },
};

const relational: readonly StatefulRow[] = [
  {
    ...postgres,
    names: ["postgresql", "postgresql-repmgr"],
    namespaces: bitnami,
    data: [{ path: "/bitnami/postgresql", wrong: ["/var/lib/postgresql/data", "/var/lib/postgresql"], variable: "POSTGRESQL_DATA_DIR" }],
    probe: ["CMD-SHELL", 'pg_isready -U "$${POSTGRESQL_USERNAME:-postgres}"'],
    probeProgram: "pg_isready",
    auth: {
      default: "required",
      passwords: ["POSTGRESQL_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD", "POSTGRES_PASSWORD"],
      files: true,
      users: ["POSTGRESQL_USERNAME", "POSTGRES_USER"],
      disabledBy: { settings: [emptyAllowed] },
    },
    creates: {
      database: ["POSTGRESQL_DATABASE", "POSTGRES_DB"],
      user: ["POSTGRESQL_USERNAME", "POSTGRES_USER"],
      password: ["POSTGRESQL_PASSWORD", "POSTGRES_PASSWORD"],
    },
    source: bitnamiSource,
  },
  {
    ...postgres,
    ...postgresProbe,
    names: ["postgres", "postgresql"],
    stock: ["cimg/postgres", "circleci/postgres"],
    data: postgresData,
    auth: postgresAuth,
    creates: postgresCreates,
    source: hub("postgres"),
  },
  {
    ...postgres,
    ...postgresProbe,
    label: "PostGIS",
    names: ["postgis"],
    stock: ["postgis/postgis", "imresamu/postgis"],
    data: postgresData,
    auth: postgresAuth,
    creates: postgresCreates,
    source: "https://hub.docker.com/r/postgis/postgis",
  },
  {
    ...postgres,
    ...postgresProbe,
    label: "pgvector",
    names: ["pgvector"],
    stock: ["pgvector/pgvector", "ankane/pgvector"],
    data: postgresData,
    auth: postgresAuth,
    creates: postgresCreates,
    versionWord: "pg",
    source: "https://hub.docker.com/r/pgvector/pgvector",
  },
  {
    ...postgres,
    ...postgresProbe,
    label: "TimescaleDB",
    names: ["timescaledb"],
    stock: ["timescale/timescaledb"],
    data: postgresData,
    auth: postgresAuth,
    creates: postgresCreates,
    versionWord: "pg",
    source: "https://hub.docker.com/r/timescale/timescaledb",
  },
  {
    ...postgres,
    ...postgresProbe,
    label: "TimescaleDB",
    names: ["timescaledb-ha"],
    stock: ["timescale/timescaledb-ha"],
    data: [{ path: "/home/postgres/pgdata/data", wrong: ["/var/lib/postgresql/data"], variable: "PGDATA" }],
    auth: postgresAuth,
    creates: postgresCreates,
    versionWord: "pg",
    source: "https://hub.docker.com/r/timescale/timescaledb-ha",
  },
  {
    ...mysql,
    names: ["mysql"],
    namespaces: bitnami,
    data: [
      { path: "/bitnami/mysql/data", wrong: ["/var/lib/mysql"] },
      { path: "/bitnami/mysql", wrong: ["/var/lib/mysql"] },
    ],
    ...mysqlProbe,
    auth: { default: "required", passwords: ["MYSQL_ROOT_PASSWORD"], files: true, disabledBy: { settings: [emptyAllowed] } },
    creates: mysqlCreates,
    source: bitnamiSource,
  },
  {
    ...mysql,
    ...mysqlProbe,
    names: ["mysql", "mysql-server", "mysql/community-server"],
    stock: ["mysql/mysql-server", "container-registry.oracle.com/mysql/community-server"],
    data: [{ path: "/var/lib/mysql" }],
    auth: mysqlAuth,
    creates: mysqlCreates,
    source: hub("mysql"),
  },
  {
    ...mysql,
    ...mysqlProbe,
    kind: "percona",
    label: "Percona Server",
    names: ["percona", "percona-server"],
    stock: ["percona/percona-server"],
    data: [{ path: "/var/lib/mysql" }],
    auth: mysqlAuth,
    creates: mysqlCreates,
    source: hub("percona"),
  },
  {
    ...mariadb,
    names: ["mariadb", "mariadb-galera"],
    namespaces: bitnami,
    data: [{ path: "/bitnami/mariadb", wrong: ["/var/lib/mysql"] }],
    auth: { default: "required", passwords: ["MARIADB_ROOT_PASSWORD"], files: true, disabledBy: { settings: [emptyAllowed] } },
    creates: { database: ["MARIADB_DATABASE"], user: ["MARIADB_USER"], password: ["MARIADB_PASSWORD"] },
    source: bitnamiSource,
  },
  {
    ...mariadb,
    names: ["mariadb"],
    namespaces: ["linuxserver"],
    data: [{ path: "/config", wrong: ["/var/lib/mysql"] }],
    auth: { default: "unknown", passwords: ["MYSQL_ROOT_PASSWORD"], files: false },
    creates: mysqlCreates,
    source: "https://docs.linuxserver.io/images/docker-mariadb/",
  },
  {
    ...mariadb,
    names: ["mariadb"],
    data: [{ path: "/var/lib/mysql" }],
    probe: ["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"],
    probeProgram: "healthcheck.sh",
    auth: mariadbAuth,
    creates: {
      database: ["MARIADB_DATABASE", "MYSQL_DATABASE"],
      user: ["MARIADB_USER", "MYSQL_USER"],
      password: ["MARIADB_PASSWORD", "MYSQL_PASSWORD"],
    },
    source: hub("mariadb"),
  },
  {
    names: ["mssql/server", "mssql-server-linux", "azure-sql-edge", "mssql-server"],
    stock: ["mcr.microsoft.com/*"],
    kind: "mssql",
    label: "SQL Server",
    role: "database",
    ports: [1433],
    protocol: "sqlserver",
    durable: true,
    data: [{ path: "/var/opt/mssql" }, { path: "/var/opt/mssql/data" }],
    auth: { default: "required", passwords: ["MSSQL_SA_PASSWORD", "SA_PASSWORD"], files: false },
    source: "https://learn.microsoft.com/sql/linux/sql-server-linux-docker-container-configure",
  },
  {
    names: ["cockroach"],
    stock: ["cockroachdb/cockroach"],
    kind: "cockroach",
    label: "CockroachDB",
    role: "database",
    ports: [26257],
    protocol: "postgresql",
    durable: true,
    data: [{ path: "/cockroach/cockroach-data" }],
    auth: { default: "required", passwords: [], files: false, disabledBy: { arguments: ["--insecure", "start-single-node --insecure"] } },
    source: "https://www.cockroachlabs.com/docs/stable/cockroach-start",
  },
  {
    names: ["oracle-xe", "oracle-free", "database/free", "database/express", "database/enterprise"],
    stock: ["gvenzl/*", "container-registry.oracle.com/database/*"],
    kind: "oracle",
    label: "Oracle Database",
    role: "database",
    ports: [1521],
    protocol: "oracle",
    durable: true,
    data: [{ path: "/opt/oracle/oradata" }],
    auth: { default: "required", passwords: ["ORACLE_PASSWORD", "ORACLE_PWD"], files: false },
    source: "https://github.com/gvenzl/oci-oracle-free",
  },
];

const redisProbe = { probe: ["CMD", "redis-cli", "ping"], probeProgram: "redis-cli" } as const;
const valkeyProbe = { probe: ["CMD", "valkey-cli", "ping"], probeProgram: "valkey-cli" } as const;
/** Nothing is asked of a client until `requirepass` or an ACL says so, on the command line or in a configuration file. */
const redisAuth: AuthFacts = {
  default: "open",
  passwords: [],
  files: false,
  enabledBy: { arguments: ["--requirepass", "--aclfile", "--user"] },
};
const bitnamiRedisAuth = (prefix: string): AuthFacts => ({
  default: "required",
  passwords: [`${prefix}_PASSWORD`],
  files: true,
  disabledBy: { settings: [emptyAllowed] },
});
const redis = { kind: "redis", label: "Redis", role: "cache", ports: [6379], protocol: "redis", durable: false } as const;
const valkey = { kind: "valkey", label: "Valkey", role: "cache", ports: [6379], protocol: "redis", durable: false } as const;

const caches: readonly StatefulRow[] = [
  {
    ...redis,
    ...redisProbe,
    names: ["redis", "redis-cluster"],
    namespaces: bitnami,
    data: [{ path: "/bitnami/redis/data" }, { path: "/bitnami/redis" }],
    auth: bitnamiRedisAuth("REDIS"),
    source: bitnamiSource,
  },
  { ...redis, ...redisProbe, names: ["redis"], data: [{ path: "/data" }], auth: redisAuth, source: hub("redis") },
  {
    ...redis,
    ...redisProbe,
    label: "Redis Stack",
    names: ["redis-stack", "redis-stack-server"],
    stock: ["redis/redis-stack", "redis/redis-stack-server"],
    data: [{ path: "/data" }],
    auth: { ...redisAuth, enabledBy: { arguments: ["--requirepass"], settings: [{ variable: "REDIS_ARGS", value: "set" }] } },
    source: "https://hub.docker.com/r/redis/redis-stack",
  },
  {
    ...valkey,
    ...valkeyProbe,
    names: ["valkey", "valkey-cluster"],
    namespaces: bitnami,
    data: [{ path: "/bitnami/valkey/data" }, { path: "/bitnami/valkey" }],
    auth: bitnamiRedisAuth("VALKEY"),
    source: bitnamiSource,
  },
  {
    ...valkey,
    ...valkeyProbe,
    names: ["valkey"],
    stock: ["valkey/valkey", "ghcr.io/valkey-io/valkey"],
    data: [{ path: "/data" }],
    auth: redisAuth,
    source: "https://hub.docker.com/r/valkey/valkey",
  },
  {
    ...redis,
    kind: "keydb",
    label: "KeyDB",
    names: ["keydb"],
    stock: ["eqalpha/keydb"],
    data: [{ path: "/data" }],
    auth: redisAuth,
    source: "https://docs.keydb.dev/docs/docker-basics/",
  },
  {
    ...redis,
    kind: "dragonfly",
    label: "Dragonfly",
    names: ["dragonfly"],
    stock: ["docker.dragonflydb.io/dragonflydb/dragonfly", "ghcr.io/dragonflydb/dragonfly"],
    data: [{ path: "/data" }],
    auth: {
      ...redisAuth,
      enabledBy: {
        arguments: ["--requirepass"],
        settings: [
          { variable: "DFLY_requirepass", value: "set" },
          { variable: "DFLY_PASSWORD", value: "set" },
        ],
      },
    },
    source: "https://www.dragonflydb.io/docs",
  },
  {
    names: ["memcached"],
    kind: "memcached",
    label: "Memcached",
    role: "cache",
    ports: [11_211],
    protocol: "memcached",
    durable: false,
    data: [],
    auth: noAuth,
    source: hub("memcached"),
  },
];

const mongoAuth: AuthFacts = {
  default: "open",
  passwords: ["MONGO_INITDB_ROOT_PASSWORD"],
  files: true,
  users: ["MONGO_INITDB_ROOT_USERNAME"],
  enabledBy: {
    settings: [
      { variable: "MONGO_INITDB_ROOT_USERNAME", value: "set" },
      { variable: "MONGO_INITDB_ROOT_USERNAME_FILE", value: "set" },
    ],
    arguments: ["--auth", "--keyFile", "--config", "-f"],
  },
  disabledBy: { arguments: ["--noauth"] },
};
const mongo = { kind: "mongo", label: "MongoDB", role: "database", ports: [27_017], protocol: "mongodb", durable: true } as const;
const mongoProbe = { probe: ["CMD", "mongosh", "--quiet", "--eval", "db.adminCommand('ping').ok"], probeProgram: "mongosh" } as const;

const documentStores: readonly StatefulRow[] = [
  {
    ...mongo,
    ...mongoProbe,
    names: ["mongodb", "mongodb-sharded"],
    namespaces: bitnami,
    data: [{ path: "/bitnami/mongodb", wrong: ["/data/db"] }],
    auth: {
      default: "open",
      passwords: ["MONGODB_ROOT_PASSWORD"],
      files: true,
      users: ["MONGODB_ROOT_USER"],
      enabledBy: {
        settings: [
          { variable: "MONGODB_ROOT_PASSWORD", value: "set" },
          { variable: "MONGODB_ROOT_PASSWORD_FILE", value: "set" },
        ],
      },
      disabledBy: { settings: [emptyAllowed] },
    },
    source: bitnamiSource,
  },
  {
    ...mongo,
    ...mongoProbe,
    names: ["mongo", "mongodb", "mongodb-community-server", "mongodb-enterprise-server"],
    stock: ["mongodb/mongodb-community-server", "mongodb/mongodb-enterprise-server"],
    data: [{ path: "/data/db" }],
    auth: mongoAuth,
    creates: { database: ["MONGO_INITDB_DATABASE"], user: ["MONGO_INITDB_ROOT_USERNAME"], password: ["MONGO_INITDB_ROOT_PASSWORD"] },
    source: hub("mongo"),
  },
  {
    names: ["couchdb"],
    kind: "couchdb",
    label: "CouchDB",
    role: "database",
    ports: [5984],
    protocol: "http",
    durable: true,
    data: [{ path: "/opt/couchdb/data" }],
    auth: { default: "unknown", passwords: ["COUCHDB_PASSWORD"], files: false, users: ["COUCHDB_USER"] },
    source: hub("couchdb"),
  },
  {
    names: ["cassandra", "scylla"],
    stock: ["scylladb/scylla", "bitnami/cassandra", "bitnamilegacy/cassandra"],
    kind: "cassandra",
    label: "Cassandra",
    role: "database",
    ports: [9042],
    protocol: "cassandra",
    durable: true,
    data: [{ path: "/var/lib/cassandra" }, { path: "/var/lib/scylla" }, { path: "/bitnami/cassandra" }],
    auth: unknownAuth,
    source: hub("cassandra"),
  },
  {
    names: ["neo4j"],
    stock: ["bitnami/neo4j", "bitnamilegacy/neo4j"],
    kind: "neo4j",
    label: "Neo4j",
    role: "database",
    ports: [7687, 7474, 7473],
    protocol: "neo4j",
    durable: true,
    data: [{ path: "/data" }, { path: "/bitnami/neo4j" }],
    auth: {
      default: "default-password",
      passwords: ["NEO4J_AUTH"],
      files: true,
      disabledBy: { settings: [{ variable: "NEO4J_AUTH", value: ["none"] }] },
      defaultPassword: "neo4j",
    },
    source: hub("neo4j"),
  },
  {
    names: ["influxdb"],
    kind: "influxdb",
    label: "InfluxDB",
    role: "database",
    ports: [8086],
    protocol: "http",
    durable: true,
    data: [
      { path: "/var/lib/influxdb", before: "2" },
      { path: "/var/lib/influxdb2", from: "2", before: "3" },
    ],
    auth: unknownAuth,
    source: hub("influxdb"),
  },
  {
    names: ["clickhouse-server", "clickhouse"],
    stock: ["clickhouse/clickhouse-server", "yandex/clickhouse-server", "bitnami/clickhouse", "bitnamilegacy/clickhouse"],
    kind: "clickhouse",
    label: "ClickHouse",
    role: "database",
    ports: [8123, 9000, 9440, 8443],
    protocol: "clickhouse",
    durable: true,
    data: [{ path: "/var/lib/clickhouse" }, { path: "/bitnami/clickhouse" }],
    auth: {
      default: "unknown",
      passwords: ["CLICKHOUSE_PASSWORD"],
      files: true,
      users: ["CLICKHOUSE_USER"],
      disabledBy: { settings: [{ variable: "CLICKHOUSE_SKIP_USER_SETUP", value: ["1"] }] },
    },
    source: "https://hub.docker.com/r/clickhouse/clickhouse-server",
  },
  {
    names: ["arangodb"],
    kind: "arangodb",
    label: "ArangoDB",
    role: "database",
    ports: [8529],
    protocol: "http",
    durable: true,
    data: [{ path: "/var/lib/arangodb3" }],
    auth: {
      default: "required",
      passwords: ["ARANGO_ROOT_PASSWORD"],
      files: true,
      disabledBy: { settings: [{ variable: "ARANGO_NO_AUTH", value: "truthy" }] },
    },
    source: hub("arangodb"),
  },
];

const elasticProbe = { probe: ["CMD-SHELL", "curl -fsS http://localhost:9200/_cluster/health || exit 1"], probeProgram: "curl" } as const;
const search: readonly StatefulRow[] = [
  {
    names: ["elasticsearch", "elasticsearch-oss"],
    stock: ["docker.elastic.co/elasticsearch/*", "bitnami/elasticsearch", "bitnamilegacy/elasticsearch"],
    kind: "elasticsearch",
    label: "Elasticsearch",
    role: "search",
    ports: [9200, 9300],
    protocol: "http",
    durable: true,
    ...elasticProbe,
    data: [{ path: "/usr/share/elasticsearch/data" }, { path: "/bitnami/elasticsearch/data" }, { path: "/bitnami/elasticsearch" }],
    auth: {
      default: "unknown",
      passwords: ["ELASTIC_PASSWORD"],
      files: true,
      enabledBy: { settings: [{ variable: "xpack.security.enabled", value: "truthy" }] },
      disabledBy: { settings: [{ variable: "xpack.security.enabled", value: ["false"] }] },
    },
    source: "https://www.elastic.co/guide/en/elasticsearch/reference/current/docker.html",
  },
  {
    names: ["opensearch"],
    stock: ["opensearchproject/opensearch", "bitnami/opensearch", "bitnamilegacy/opensearch"],
    kind: "opensearch",
    label: "OpenSearch",
    role: "search",
    ports: [9200, 9300],
    protocol: "http",
    durable: true,
    data: [{ path: "/usr/share/opensearch/data" }, { path: "/bitnami/opensearch/data" }],
    auth: {
      default: "required",
      passwords: ["OPENSEARCH_INITIAL_ADMIN_PASSWORD"],
      files: false,
      defaultPassword: "admin",
      disabledBy: {
        settings: [
          { variable: "plugins.security.disabled", value: "truthy" },
          { variable: "DISABLE_SECURITY_PLUGIN", value: "truthy" },
        ],
      },
    },
    source: "https://docs.opensearch.org/latest/install-and-configure/install-opensearch/docker/",
  },
];

const brokers: readonly StatefulRow[] = [
  {
    names: ["rabbitmq"],
    stock: ["bitnami/rabbitmq", "bitnamilegacy/rabbitmq"],
    kind: "rabbitmq",
    label: "RabbitMQ",
    role: "broker",
    ports: [5672, 5671],
    protocol: "amqp",
    durable: true,
    data: [{ path: "/var/lib/rabbitmq" }, { path: "/bitnami/rabbitmq/mnesia" }, { path: "/bitnami/rabbitmq" }],
    probe: ["CMD", "rabbitmq-diagnostics", "-q", "ping"],
    probeProgram: "rabbitmq-diagnostics",
    auth: {
      default: "default-password",
      passwords: ["RABBITMQ_DEFAULT_PASS", "RABBITMQ_PASSWORD"],
      files: true,
      users: ["RABBITMQ_DEFAULT_USER", "RABBITMQ_USERNAME"],
      defaultPassword: "guest",
    },
    source: hub("rabbitmq"),
  },
  {
    names: ["kafka", "kafka-native", "cp-kafka", "cp-server", "redpanda"],
    stock: ["apache/*", "confluentinc/*", "bitnami/kafka", "bitnamilegacy/kafka"],
    kind: "kafka",
    label: "Kafka",
    role: "broker",
    ports: [9092, 9093, 9094, 29_092],
    protocol: "kafka",
    durable: true,
    data: [],
    auth: {
      default: "unknown",
      passwords: [],
      files: false,
      disabledBy: { settings: [{ variable: "ALLOW_PLAINTEXT_LISTENER", value: "truthy" }] },
    },
    source: "https://hub.docker.com/r/apache/kafka",
  },
  {
    names: ["nats", "nats-streaming"],
    kind: "nats",
    label: "NATS",
    role: "broker",
    ports: [4222, 6222, 8222],
    protocol: "nats",
    durable: false,
    data: [],
    auth: {
      default: "open",
      passwords: [],
      files: false,
      enabledBy: { arguments: ["--user", "--pass", "--auth", "-c", "--config", "--user=", "--auth="] },
    },
    source: hub("nats"),
  },
  {
    names: ["activemq", "activemq-classic", "activemq-artemis", "artemis"],
    kind: "activemq",
    label: "ActiveMQ",
    role: "broker",
    ports: [61_616, 8161],
    protocol: "tcp",
    durable: true,
    data: [],
    auth: unknownAuth,
    source: "https://hub.docker.com/r/apache/activemq-classic",
  },
];

const infrastructure: readonly StatefulRow[] = [
  {
    names: ["minio"],
    stock: ["minio/minio", "quay.io/minio/minio", "bitnami/minio", "bitnamilegacy/minio"],
    kind: "minio",
    label: "MinIO",
    role: "object-store",
    ports: [9000],
    protocol: "http",
    durable: true,
    data: [{ path: "/data" }, { path: "/bitnami/minio/data" }, { path: "/export" }, { path: "/mnt/data" }],
    probe: ["CMD", "mc", "ready", "local"],
    probeProgram: "mc",
    auth: {
      default: "default-password",
      passwords: ["MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY"],
      files: true,
      users: ["MINIO_ROOT_USER", "MINIO_ACCESS_KEY"],
      defaultPassword: "minioadmin",
    },
    source: "https://hub.docker.com/r/minio/minio",
  },
  {
    names: ["etcd", "etcd-amd64", "etcd-arm64"],
    stock: ["quay.io/coreos/etcd", "gcr.io/etcd-development/etcd", "registry.k8s.io/etcd", "bitnami/etcd", "bitnamilegacy/etcd"],
    kind: "etcd",
    label: "etcd",
    role: "coordination",
    ports: [2379, 2380],
    protocol: "http",
    durable: true,
    data: [],
    auth: {
      default: "open",
      passwords: ["ETCD_ROOT_PASSWORD"],
      files: true,
      enabledBy: {
        settings: [
          { variable: "ETCD_ROOT_PASSWORD", value: "set" },
          { variable: "ETCD_CLIENT_CERT_AUTH", value: "truthy" },
        ],
        arguments: ["--client-cert-auth"],
      },
      disabledBy: { settings: [{ variable: "ALLOW_NONE_AUTHENTICATION", value: "truthy" }] },
    },
    source: "https://etcd.io/docs/latest/op-guide/security/",
  },
  {
    names: ["zookeeper", "cp-zookeeper"],
    stock: ["confluentinc/cp-zookeeper", "bitnami/zookeeper", "bitnamilegacy/zookeeper"],
    kind: "zookeeper",
    label: "ZooKeeper",
    role: "coordination",
    ports: [2181, 2888, 3888],
    protocol: "zookeeper",
    durable: true,
    data: [{ path: "/data" }, { path: "/bitnami/zookeeper" }, { path: "/var/lib/zookeeper/data" }],
    auth: {
      default: "open",
      passwords: [],
      files: false,
      disabledBy: { settings: [{ variable: "ALLOW_ANONYMOUS_LOGIN", value: "truthy" }] },
    },
    source: hub("zookeeper"),
  },
  {
    names: ["consul"],
    stock: ["hashicorp/consul"],
    kind: "consul",
    label: "Consul",
    role: "coordination",
    ports: [8500, 8501, 8600],
    protocol: "http",
    durable: true,
    data: [{ path: "/consul/data" }, { path: "/bitnami/consul" }],
    auth: unknownAuth,
    source: "https://hub.docker.com/r/hashicorp/consul",
  },
  {
    names: ["vault"],
    stock: ["hashicorp/vault"],
    kind: "vault",
    label: "Vault",
    role: "secrets",
    ports: [8200, 8201],
    protocol: "http",
    durable: true,
    data: [],
    auth: unknownAuth,
    source: "https://hub.docker.com/r/hashicorp/vault",
  },
];

/** The stores catalogued by name; the first row whose name and namespace fit speaks. */
export const statefulImages: readonly StatefulRow[] = [
  ...relational,
  ...caches,
  ...documentStores,
  ...search,
  ...brokers,
  ...infrastructure,
];

/**
 * Ports that give a store away when its image is built from a Dockerfile of the project's own. Ports that other programs use as readily (9000, 8500,
 * 8200, 8123, 8086) are left out.
 */
export const databasePorts: Readonly<Record<number, string>> = {
  1433: "SQL Server",
  1521: "Oracle Database",
  2181: "ZooKeeper",
  2379: "etcd",
  3306: "MySQL",
  4222: "NATS",
  5432: "PostgreSQL",
  5672: "RabbitMQ",
  5984: "CouchDB",
  6379: "Redis",
  7687: "Neo4j",
  9042: "Cassandra",
  9092: "Kafka",
  9200: "Elasticsearch",
  9300: "Elasticsearch",
  11211: "Memcached",
  26257: "CockroachDB",
  27017: "MongoDB",
};
