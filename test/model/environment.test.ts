import { describe, expect, test } from "vitest";
import { lineOf } from "../../src/text/line-index.ts";
import { textOf } from "../../src/text/index.ts";
import type { Files } from "../../src/rule/meta.ts";
import { settingOf } from "../../src/model/environment/setting.ts";
import { auditFiles } from "../audit-files.ts";

/** Each credential as its class, its role and its places in order: `file:line name=text`, and a "*" behind the name where the text is the password of an address. */
async function credentialsOf(files: Files): Promise<string[]> {
  const { deployment } = await auditFiles(files, { rules: [], asOf: "2026-11-20" });
  return deployment.credentials.map(({ valueClass, role, places }) => {
    const rows = places.map(
      ({ binding, at, form }) =>
        `${at.file.path}:${lineOf(at.file, at.start) + 1} ${binding.name.value}${form === "address" ? "*" : ""}=${textOf(at)}`,
    );
    return `${valueClass} ${role}: ${rows.join(" | ")}`;
  });
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

/** A Compose file of services: name, image, entries of `environment`, further keys. */
function services(...all: readonly (readonly [name: string, image: string, environment: readonly string[], ...more: string[]])[]): string {
  const rows = all.flatMap(([name, image, environment, ...more]) => [
    `  ${name}:`,
    `    image: ${image}`,
    ...more.map((one) => `    ${one}`),
    ...(environment.length === 0 ? [] : ["    environment:", ...environment.map((one) => `      - ${one}`)]),
  ]);
  return lines("services:", ...rows);
}

const table: readonly (readonly [title: string, files: Files, credentials: readonly string[]])[] = [
  [
    "a password and its copy in an address are one, the password itself first",
    {
      "compose.yml": services(
        ["web", "acme/web:1", ["DATABASE_URL=postgres://app:postgres@db/app"]],
        ["db", "postgres:16", ["POSTGRES_PASSWORD=postgres"]],
      ),
    },
    ["known-default password: compose.yml:9 POSTGRES_PASSWORD=postgres | compose.yml:5 DATABASE_URL*=postgres"],
  ],
  [
    "the same name in several services is one, and an env file goes before a Compose file",
    {
      "compose.yml": services(["a", "acme/a:1", ["API_TOKEN=changeme"]], ["b", "acme/b:1", ["API_TOKEN=changeme"]]),
      ".env": lines("API_TOKEN=changeme"),
    },
    ["placeholder secret: .env:1 API_TOKEN=changeme | compose.yml:5 API_TOKEN=changeme | compose.yml:9 API_TOKEN=changeme"],
  ],
  [
    "other names with the same value are other credentials",
    { ".env": lines("REDIS_PASSWORD=secret", "POSTGRES_PASSWORD=secret", "ADMIN_PASSWORD=secret") },
    [
      "known-default password: .env:1 REDIS_PASSWORD=secret",
      "known-default password: .env:2 POSTGRES_PASSWORD=secret",
      "known-default password: .env:3 ADMIN_PASSWORD=secret",
    ],
  ],
  [
    "a store's password under the names of its visitors is one; its administrator's is another",
    {
      "compose.yml": services(
        ["blog", "wordpress:6.6", ["WORDPRESS_DB_PASSWORD=wordpress"]],
        ["db", "mysql:8.4", ["MYSQL_PASSWORD=wordpress", "MYSQL_ROOT_PASSWORD=wordpress"]],
      ),
    },
    [
      "known-default password: compose.yml:9 MYSQL_PASSWORD=wordpress | compose.yml:5 WORDPRESS_DB_PASSWORD=wordpress",
      "known-default password: compose.yml:10 MYSQL_ROOT_PASSWORD=wordpress",
    ],
  ],
  [
    "who logs in has the administrator's where the store has no other",
    {
      "compose.yml": services(
        ["web", "acme/web:1", ["DB_PASS=root", "DATABASE_URL=mysql://root:root@db/app"]],
        ["db", "mysql:8.4", ["MYSQL_ROOT_PASSWORD=root"]],
      ),
    },
    ["known-default password: compose.yml:10 MYSQL_ROOT_PASSWORD=root | compose.yml:5 DB_PASS=root | compose.yml:6 DATABASE_URL*=root"],
  ],
  [
    "what is only referred to stands where it is written, under whatever name",
    {
      "compose.yml": services(["db", "postgres:16", ["POSTGRES_PASSWORD=${DB_CRED}", "URL=postgres://app:${DB_CRED}@db/app"]]),
      ".env": lines("DB_CRED=postgres"),
    },
    ["known-default password: .env:1 DB_CRED=postgres"],
  ],
  [
    "a default inside a reference of a Compose file is not among them, that of an env file is",
    {
      "compose.yml": services([
        "db",
        "postgres:16",
        ["POSTGRES_PASSWORD=${DB_PASSWORD:-postgres}", "URL=postgres://app:${DB_PASSWORD:-postgres}@db/app"],
      ]),
      "web.env": lines("SESSION_SECRET=${SESSION_SECRET:-keyboard-cat}"),
    },
    ["known-default signing-key: web.env:1 SESSION_SECRET=keyboard-cat"],
  ],
  [
    "a default of a reference whose name does not say that it is secret",
    { "compose.yml": services(["db", "postgres:16", ["POSTGRES_PASSWORD=${DB_LOGIN:-postgres}"]]) },
    ["known-default password: compose.yml:5 POSTGRES_PASSWORD=postgres"],
  ],
  [
    "references, files, empty values and what is no secret are none",
    {
      ".env": lines(
        "A_PASSWORD=",
        "B_PASSWORD=${B}",
        "C_PASSWORD_FILE=/run/secrets/c",
        "TOKEN_TTL=3600",
        "NEXT_PUBLIC_TOKEN=abc",
        "URL=http://db/x",
      ),
    },
    [],
  ],
  [
    "production's place goes first, examples and tests are apart",
    {
      ".env": lines("APP_SECRET=changeme"),
      ".env.production": lines("APP_SECRET=changeme"),
      ".env.example": lines("APP_SECRET=changeme"),
      ".env.test": lines("APP_SECRET=changeme"),
    },
    [
      "placeholder signing-key: .env.production:1 APP_SECRET=changeme | .env:1 APP_SECRET=changeme",
      "placeholder signing-key: .env.example:1 APP_SECRET=changeme",
      "placeholder signing-key: .env.test:1 APP_SECRET=changeme",
    ],
  ],
  [
    "folders that nothing joins are deployments of their own; an env file that a stack loads belongs to it",
    {
      "compose.yml": services(["web", "acme/web:1", ["API_KEY=changeme"], "env_file: conf/web.env"]),
      "conf/web.env": lines("API_KEY=changeme"),
      "other/.env": lines("API_KEY=changeme"),
    },
    [
      "placeholder secret: conf/web.env:1 API_KEY=changeme | compose.yml:6 API_KEY=changeme",
      "placeholder secret: other/.env:1 API_KEY=changeme",
    ],
  ],
  [
    "passwords inside of connection strings and queries, the exact text of each",
    {
      ".env": lines(
        "ConnectionStrings__Default=Server=db;User Id=sa;Password=yourStrong(!)Password;",
        'CACHE="redis://:p%40ssword@cache:6379/0"',
        "DSN_URL=host=db user=app password=secret",
        "JDBC=jdbc:postgresql://db/app?user=app&password=changeit",
      ),
    },
    [
      "placeholder password: .env:1 ConnectionStrings__Default*=yourStrong(!)Password",
      "known-default password: .env:2 CACHE*=p%40ssword",
      "known-default password: .env:3 DSN_URL*=secret",
      "placeholder password: .env:4 JDBC*=changeit",
    ],
  ],
  [
    "a user and a password in one",
    { ".env": lines("NEO4J_AUTH=neo4j/password", "FLOWER_BASIC_AUTH=admin:admin", "X_NEO4J_AUTH=none", "NEO4J_AUTH=none") },
    ["known-default password: .env:1 NEO4J_AUTH*=password", "known-default password: .env:2 FLOWER_BASIC_AUTH*=admin"],
  ],
  [
    "a provider's form under a name that does not say so",
    { ".env": lines(`MAPS_LOADER=${["AIza", "SyD3k9QmZ1xT7vB4nR2wL8cY6pH0jF5sG3e"].join("")}`) },
    [`plausible secret: .env:1 MAPS_LOADER=${["AIza", "SyD3k9QmZ1xT7vB4nR2wL8cY6pH0jF5sG3e"].join("")}`],
  ],
  [
    "the name of its user, its database or its service is a default",
    { "compose.yml": services(["db", "postgres:16", ["POSTGRES_USER=bakery42", "POSTGRES_PASSWORD=bakery42"]]) },
    ["known-default password: compose.yml:6 POSTGRES_PASSWORD=bakery42"],
  ],
];

describe("credentials", () => {
  test.each(table)("%s", async (_, files, expected) => {
    expect((await credentialsOf(files)).sort()).toEqual([...expected].sort());
  });
});

/** What every binding of DEBUG comes to for a rule: its text and place, or why there is nothing to judge. */
async function settingsOf(files: Files): Promise<string[]> {
  const { deployment } = await auditFiles(files, { rules: [], asOf: "2026-11-20" });
  return deployment.bindings
    .filter(({ name }) => name.value === "DEBUG")
    .map((binding) => {
      const setting = settingOf(binding);
      const place = `${binding.span.file.path}:${lineOf(binding.span.file, binding.span.start) + 1}`;
      if (setting === undefined) return `${place} nothing`;
      return setting.kind === "unknown" ? `${place} unknown` : `${place} ${textOf(setting.at)}${setting.isDefault ? " by default" : ""}`;
    });
}

const settings: readonly (readonly [title: string, files: Files, expected: readonly string[]])[] = [
  ["a value as it stands", { ".env": lines("DEBUG='1'") }, [".env:1 1"]],
  ["of two lines the last counts", { ".env": lines("DEBUG=1", "DEBUG=0") }, [".env:1 nothing", ".env:2 0"]],
  [
    "a service's own entry wins over its env file",
    { "web.env": lines("DEBUG=1"), "compose.yml": services(["web", "acme/web:1", ["DEBUG=0"], "env_file: web.env"]) },
    ["web.env:1 nothing", "compose.yml:6 0"],
  ],
  [
    "of two env files the later one wins",
    {
      "a.env": lines("DEBUG=1"),
      "b.env": lines("DEBUG=0"),
      "compose.yml": services(["web", "acme/web:1", [], "env_file: [a.env, b.env]"]),
    },
    ["a.env:1 nothing", "b.env:1 0"],
  ],
  [
    "an env file that one of two services overrides still counts",
    {
      "x.env": lines("DEBUG=1"),
      "compose.yml": services(["a", "acme/a:1", ["DEBUG=0"], "env_file: x.env"], ["b", "acme/b:1", [], "env_file: x.env"]),
    },
    ["x.env:1 1", "compose.yml:6 0"],
  ],
  [
    "what is referred to is judged where it is written",
    { ".env": lines("DEBUG=1"), "compose.yml": services(["web", "acme/web:1", ["DEBUG=${DEBUG}"]]) },
    [".env:1 1", "compose.yml:5 nothing"],
  ],
  ["a default", { "compose.yml": services(["web", "acme/web:1", ["DEBUG=${DEBUG:-true}"]]) }, ["compose.yml:5 true by default"]],
  ["given from outside", { "compose.yml": services(["web", "acme/web:1", ["DEBUG=${DEBUG}"]]) }, ["compose.yml:5 unknown"]],
  [
    "an image's, unless who runs it gives another",
    {
      Dockerfile: lines("FROM python:3.13-slim", "ENV DEBUG=1"),
      "compose.yml": lines("services:", "  web:", "    build: .", "    environment: { DEBUG: 0 }"),
    },
    ["compose.yml:4 0", "Dockerfile:2 nothing"],
  ],
];

describe("settings", () => {
  test.each(settings)("%s", async (_, files, expected) => {
    expect((await settingsOf(files)).sort()).toEqual([...expected].sort());
  });
});
