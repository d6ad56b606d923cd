import {
  defineRule,
  isStoreOf,
  list,
  namesOfService,
  satisfied,
  storeConnectionsOf,
  storeSetting,
  text,
  unknown,
  violated,
  type Connection,
  type Deployment,
  type Judgement,
  type Related,
  type Service,
  type Span,
  type Stack,
} from "../../src/rule/index.ts";

/** What an image makes of its own variables when it first starts (Docker Hub pages of the official images). */
const accounts: Readonly<
  Record<
    string,
    { readonly user: string; readonly password: string; readonly database?: string; readonly root?: string; readonly otherwise?: string }
  >
> = {
  postgresql: { user: "POSTGRES_USER", password: "POSTGRES_PASSWORD", database: "POSTGRES_DB", otherwise: "postgres" },
  mysql: { user: "MYSQL_USER", password: "MYSQL_PASSWORD", database: "MYSQL_DATABASE", root: "MYSQL_ROOT_PASSWORD" },
  mariadb: { user: "MARIADB_USER", password: "MARIADB_PASSWORD", database: "MARIADB_DATABASE", root: "MARIADB_ROOT_PASSWORD" },
  mongodb: { user: "MONGO_INITDB_ROOT_USERNAME", password: "MONGO_INITDB_ROOT_PASSWORD" },
};

export default defineRule({
  id: "deploy/credential-mismatch",
  scope: "stack",
  title: "Application logs in with other credentials than the database has",
  severity: "error",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "The image of a database creates one account and one database, by its own variables, when it first starts. An application that connects as somebody else, or with another password, is turned away. In a hurry that is often repaired by opening the database to everybody.",
  remediation:
    "Write the user, the password and the database once, as variables in the env file, and use them on both sides: `POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}` at the database and `postgres://shop:${POSTGRES_PASSWORD:?}@db:5432/shop` at the application. A database that has started before keeps its first password until it is changed in it.",
  references: [
    "https://hub.docker.com/_/postgres",
    "https://hub.docker.com/_/mysql",
    "https://docs.docker.com/compose/how-tos/environment-variables/best-practices/",
  ],
  cwe: [706],
  examples: [
    {
      title: "an address that was copied from a tutorial",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: shop
                POSTGRES_PASSWORD: 4f1e9c07ab52d863
                POSTGRES_DB: shop
            web:
              image: ghcr.io/acme/shop:4.2.0
              env_file: web.env
        `,
        "web.env": "DATABASE_URL=postgres://shopper:4f1e9c07ab52d863@db:5432/store\n",
      },
      flags: ["shopper"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: shop
                POSTGRES_PASSWORD: 4f1e9c07ab52d863
                POSTGRES_DB: shop
            web:
              image: ghcr.io/acme/shop:4.2.0
              env_file: web.env
        `,
        "web.env": "DATABASE_URL=postgres://shop:4f1e9c07ab52d863@db:5432/shop\n",
      },
    },
    {
      title: "a password that was changed on one side",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: mariadb:11.4
              environment:
                MARIADB_USER: blog
                MARIADB_PASSWORD: \${BLOG_DB_PASSWORD}
                MARIADB_DATABASE: blog
                MARIADB_ROOT_PASSWORD: \${ROOT_PASSWORD}
            blog:
              image: wordpress:6.7
              environment:
                WORDPRESS_DB_HOST: db:3306
                WORDPRESS_DB_USER: blog
                WORDPRESS_DB_PASSWORD: h7Kq2nVx93LmTd0w
                WORDPRESS_DB_NAME: blog
        `,
        ".env": "BLOG_DB_PASSWORD=w0dTmL39xVn2qK7h\n",
      },
      flags: ["h7Kq2nVx93LmTd0w"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: mariadb:11.4
              environment:
                MARIADB_USER: blog
                MARIADB_PASSWORD: \${BLOG_DB_PASSWORD}
                MARIADB_DATABASE: blog
                MARIADB_ROOT_PASSWORD: \${ROOT_PASSWORD}
            blog:
              image: wordpress:6.7
              environment:
                WORDPRESS_DB_HOST: db:3306
                WORDPRESS_DB_USER: blog
                WORDPRESS_DB_PASSWORD: \${BLOG_DB_PASSWORD}
                WORDPRESS_DB_NAME: blog
        `,
        ".env": "BLOG_DB_PASSWORD=w0dTmL39xVn2qK7h\n",
      },
    },
    {
      title: "a database that got another name",
      bad: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: choir
                POSTGRES_PASSWORD: \${CHOIR_PASSWORD:?}
                POSTGRES_DB: choir
            web:
              image: ghcr.io/acme/choir:4.2.0
              environment:
                DATABASE_URL: postgres://choir:\${CHOIR_PASSWORD:?}@db:5432/choir_prod
        `,
      },
      flags: ["choir_prod"],
      good: {
        "docker-compose.yml": text`
          services:
            db:
              image: postgres:16
              environment:
                POSTGRES_USER: choir
                POSTGRES_PASSWORD: \${CHOIR_PASSWORD:?}
                POSTGRES_DB: choir_prod
            web:
              image: ghcr.io/acme/choir:4.2.0
              environment:
                DATABASE_URL: postgres://choir:\${CHOIR_PASSWORD:?}@db:5432/choir_prod
        `,
      },
    },
  ],
  *check(stack, deployment) {
    if (["example", "test", "ci"].includes(stack.fileClass)) return;
    const all = storeConnectionsOf(stack, deployment).flatMap((connection) => {
      const database = databaseOf(connection, stack);
      return database === undefined ? [] : [{ connection, database }];
    });
    const used = new Map<Service, Set<string | undefined>>();
    for (const { connection, database } of all) used.set(database, (used.get(database) ?? new Set()).add(connection.database?.value));
    for (const { connection, database } of all) yield* judge(connection, database, { stack, deployment, used: used.get(database)! });
  },
});

/** The service it means: by its host, or, where no service has that name, the only one of its kind. */
function databaseOf({ host, store, service }: Connection, { services }: Stack): Service | undefined {
  const fitting = services.filter((one) => one !== service && isStoreOf(store, one.stateful));
  const named = fitting.find((one) => namesOfService(one).includes(host.value));
  if (named !== undefined || services.some((one) => namesOfService(one).includes(host.value))) return named;
  return fitting.length === 1 && !/[.:]/.test(host.value) ? fitting[0] : undefined;
}

interface Context {
  readonly stack: Stack;
  readonly deployment: Deployment;
  /** The databases that the stack names on this server; undefined for one that is filled in at run time or left out. */
  readonly used: ReadonlySet<string | undefined>;
}

function* judge(connection: Connection, database: Service, { stack, deployment, used }: Context): Iterable<Judgement> {
  const { user, password, host, service } = connection;
  const why = openTo(database);
  if (why !== undefined) return yield unknown(host.span, why);
  const names = namesFor(database);
  if (names === undefined) return;
  const told = (name: string): ReturnType<typeof storeSetting> =>
    name === "" ? undefined : storeSetting(database, name, stack, deployment);
  const isRoot = names.root !== undefined && user?.value === "root";
  const account = { user: told(names.user), password: told(isRoot ? names.root : names.password) };
  const isDefault = database.setting(names.user) === undefined;
  const own = isRoot ? "root" : isDefault ? names.otherwise : account.user?.text;
  if (user === undefined || own === undefined) return yield unknown(host.span, "the account is filled in at run time");
  const theirs = user.value === own ? undefined : account.user;
  const isSamePassword = password !== undefined && password.value === account.password?.text;
  // An account of its own, with fewer rights than the one the image creates, is how it should be.
  if (user.value !== own && (theirs === undefined || (!madeUp.has(user.value) && !isSamePassword)))
    return yield unknown(user.span, "the database may have an account for it besides");
  const other = (what: string, at: Span): Related => ({ at, note: `"${database.name}" is given this ${what}` });
  const wrong = password === undefined || password.value === account.password?.text ? undefined : account.password;
  if (theirs === undefined && wrong === undefined) {
    const created = names.database === undefined ? undefined : told(names.database);
    return yield created === undefined || used.has(created.text) || used.has(undefined)
      ? satisfied(host.span)
      : otherDatabase(connection, database, created);
  }
  return yield violated({
    at: theirs === undefined ? password!.span : user.span,
    message: `"${connection.variable.value}" of "${service.name}" has another ${list([...(theirs === undefined ? [] : ["user"]), ...(wrong === undefined ? [] : ["password"])])} than "${database.name}" is created with, so the login fails.`,
    related: [...(theirs === undefined ? [] : [other("user", theirs.at)]), ...(wrong === undefined ? [] : [other("password", wrong.at)])],
    redact: wrong === undefined ? [] : [password!.span, wrong.at],
  });
}

/** Nobody uses the database that is created, so that no one can have meant two. What migrates may create another. */
function otherDatabase({ variable, service, database }: Connection, { name }: Service, created: { readonly at: Span }): Judgement {
  return violated({
    at: database!.span,
    severity: "warning",
    message: `"${variable.value}" of "${service.name}" names a database that "${name}" is not created with: the login fails, unless something creates it.`,
    related: [{ at: created.at, note: `"${name}" creates this one, which nobody uses` }],
  });
}

/** Users that stand in tutorials, and the one that PostgreSQL's image does not create when it is told another. */
const madeUp = new Set(["user", "username", "myuser", "dbuser", "db_user", "postgres"]);

function namesFor({ stateful, setting }: Service): (typeof accounts)[string] | undefined {
  if (stateful?.isStock !== true) return undefined;
  if (stateful.kind === "mariadb" && setting("MARIADB_USER") !== undefined) return accounts["mariadb"];
  return stateful.protocol === undefined ? undefined : accounts[stateful.protocol];
}

/** Why the database may have accounts that its variables do not tell of; undefined when they are all. */
function openTo({ mounts, builtBy, open, command, entrypoint, openSettings }: Service): string | undefined {
  if (builtBy !== undefined) return "its Dockerfile may create other accounts";
  if (open !== undefined) return open;
  if (entrypoint !== undefined) return "it starts through a script of its own";
  if (openSettings !== undefined) return openSettings;
  const scripts = mounts.some(({ target }) => target?.value.kind !== "known" || /initdb|entrypoint|\.sql$|\.sh$/.test(target.value.text));
  return scripts || /\.(?:sh|sql)\b/.test(command?.words.map(({ value }) => (value.kind === "known" ? value.text : "")).join(" ") ?? "")
    ? "a script mounted into it may create other accounts"
    : undefined;
}
