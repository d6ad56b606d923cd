import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import type { Files } from "../../src/rule/meta.ts";
import { allRules, auditFiles } from "../audit-files.ts";

const rules = await allRules();

/** What one rule finds, in order: `severity aspect? text`. */
async function found(id: string, files: Files): Promise<string[]> {
  const rule = rules.find((one) => one.id === id)!;
  const { report } = await auditFiles(files, { rules: [rule], asOf: "2026-11-20" });
  return report.findings.map(({ severity, aspect, at }) => [severity, ...(aspect === undefined ? [] : [aspect]), textOf(at)].join(" "));
}

const env = (...lines: readonly string[]): Files => ({ ".env": `${lines.join("\n")}\n` });
const prod = (...lines: readonly string[]): Files => ({ ".env.production": `${lines.join("\n")}\n` });
const compose = (path: string, ...lines: readonly string[]): Files => ({
  [path]: ["services:", "  web:", "    image: ghcr.io/acme/web:1.2.0", ...lines.map((line) => `    ${line}`), ""].join("\n"),
});

const cases: Readonly<Record<string, readonly (readonly [title: string, files: Files, expected: readonly string[]])[]>> = {
  "env/default-secret": [
    ["development is a note", { ".env.development": "DB_PASSWORD=postgres\n" }, ["note default postgres"]],
    ["examples and tests are none", { ".env.example": "DB_PASSWORD=postgres\n", ".env.test": "DB_PASSWORD=postgres\n" }, []],
    ["a user's name is no secret", env("POSTGRES_USER=postgres", "REDIS_URL=redis://redis:6379"), []],
    ["an image's variable is another rule's", { Dockerfile: "FROM debian:12\nENV API_TOKEN=changeme\n" }, []],
    [
      "but not the password of an address in it",
      { Dockerfile: "FROM debian:12\nENV DATABASE_URL=postgres://a:changeme@db/a\n" },
      ["error placeholder changeme"],
    ],
    [
      "an emulator of a cloud takes any",
      { "compose.yml": "services:\n  aws:\n    image: localstack/localstack:4\n    environment:\n      AWS_SECRET_ACCESS_KEY: test\n" },
      [],
    ],
  ],
  "env/debug-enabled": [
    [
      "all ways to say yes",
      env("DEBUG=1", "APP_DEBUG=True", "FLASK_DEBUG=on", "WP_DEBUG=yes"),
      ["error 1", "error True", "error on", "error yes"],
    ],
    ["and no", env("DEBUG=0", "APP_DEBUG=False", "FLASK_DEBUG=", "WP_DEBUG=off"), []],
    ["namespaces of Node packages", env("DEBUG=app:*,express:router"), ["warning app:*,express:router"]],
    ["any other switch", env("PAYMENT_DEBUG=true", "RUNNER_DEBUG=1"), ["warning true"]],
    ["development, tests and examples", { ".env.local": "DEBUG=1\n", ".env.test": "DEBUG=1\n", ".env.sample": "DEBUG=1\n" }, []],
    ["a plain file beside production's is the base of both", { ".env": "DEBUG=1\n", ".env.production": "DEBUG=0\n" }, []],
    [
      "a finished product",
      { "compose.yml": "services:\n  db:\n    image: postgres:17\n    environment: { DEBUG: 'true' }\n" },
      ["warning true"],
    ],
  ],
  "env/cors-wildcard": [
    [
      "alone, in lists, with a scheme",
      env("CORS_ORIGINS=*", 'A_CORS_ORIGINS=["https://*"]', "ALLOWED_ORIGINS=https://a.eu null", "CORS_ORIGIN_REGEX=.*"),
      ["error *", 'error ["https://*"]', "error https://a.eu null", "error .*"],
    ],
    ["subdomains", env("CORS_ORIGINS=https://*.acme.eu"), ["note https://*.acme.eu"]],
    [
      "none",
      env(
        "CORS_ORIGINS=[]",
        "CORS_ALLOWED_ORIGINS=https://a.eu,https://b.eu",
        "CORS_METHODS=*",
        "CORS_ALLOW_HEADERS=*",
        "CORS_ALLOW_ALL_ORIGINS=false",
      ),
      [],
    ],
  ],
  "env/verbose-log-level": [
    ["commands", compose("compose.yml", "command: uvicorn app:api --log-level debug"), ["warning debug"]],
    ["Traefik's is a note", compose("compose.yml", "command:", "  - --log.level=DEBUG"), ["note --log.level=DEBUG"]],
    [
      "an image's command",
      { Dockerfile: 'FROM python:3.13\nCMD ["gunicorn", "--log-level=trace", "app"]\n' },
      ["warning --log-level=trace"],
    ],
    ["numbers and what is filled in", env("LOG_LEVEL=10", "APP_LOG_LEVEL=${LEVEL}", "GIN_MODE=release"), []],
    [
      "nginx",
      { "nginx.conf": "error_log /var/log/nginx/error.log debug;\nevents {}\nhttp { server { listen 80; error_log /e.log warn; } }\n" },
      ["note debug"],
    ],
  ],
  "env/database-superuser": [
    [
      "of several kinds of store",
      env("A_URL=postgres://postgres:x@db/a", "B_URL=mysql+pymysql://root@db/b", "C_URL=jdbc:sqlserver://sa@db", "DB_USER=root"),
      ["warning postgres", "warning root", "warning sa", "warning root"],
    ],
    ["through a variable", env("DB_ADMIN=postgres", "A_URL=postgres://${DB_ADMIN}:x@db/a"), ["warning ${DB_ADMIN}"]],
    ["others", env("A_URL=postgres://shop:x@db/a", "REDIS_URL=redis://root@cache", "SMTP_USER=root", "DB_USER=shop"), []],
    ["the store's own", { "compose.yml": "services:\n  db:\n    image: mariadb:11\n    environment: { DB_USER: root }\n" }, []],
    ["development", { ".env.development": "DB_USER=root\n" }, []],
  ],
  "env/required-companion-missing": [
    ["absent, and nothing else can give it", compose("compose.yml", "environment:", "  SENTRY_ENABLED: 1"), ["warning SENTRY_ENABLED"]],
    [
      "absent, but given by a file we cannot read",
      compose("compose.yml", "env_file: secrets.env", "environment:", "  SENTRY_ENABLED: 1"),
      [],
    ],
    ["absent in an env file that nothing is seen to load", prod("SENTRY_ENABLED=1"), []],
    [
      "in a file, or filled in",
      prod("SENTRY_ENABLED=1", "SENTRY_DSN_FILE=/run/secrets/dsn", "CAPTCHA_ENABLED=1", "TURNSTILE_SECRET_KEY=${KEY}"),
      [],
    ],
    [
      "a client's secret",
      prod("GITHUB_CLIENT_ID=Iv1.8a61", "GITHUB_CLIENT_SECRET=", "APP_CLIENT_ID=web"),
      ["warning GITHUB_CLIENT_SECRET"],
    ],
    ["switched off", prod("CAPTCHA_ENABLED=0", "TURNSTILE_SECRET_KEY=", "SENTRY_TRACES_SAMPLE_RATE=0", "SENTRY_DSN="), []],
  ],
  "env/sandbox-credentials": [
    [
      "keys, switches and modes",
      prod("STRIPE_KEY=sk_test_1a2b3c", "PAYPAL_SANDBOX=true", "PAYMENTS_PROVIDER=mock", "SQUARE_ENVIRONMENT=sandbox"),
      ["warning sk_test_1a2b3c", "warning true", "warning mock", "warning sandbox"],
    ],
    ["where it belongs", { ".env.staging": "PAYPAL_ENV=sandbox\n", ".env": "PAYPAL_ENV=sandbox\n" }, []],
    ["beside the live one", prod("STRIPE_SECRET_KEY_TEST=sk_test_1a2b3c", "PAYPAL_ENV=live", "NODE_ENV=test"), []],
  ],
  "env/weak-secret": [
    [
      "short, shorter, long enough",
      env("JWT_SECRET=blue-harbour-42-sunset", "SESSION_SECRET=oak-table-7", "APP_KEY=f8Kq3ZtW7xYb2NvR5mGc9HdJ4sLpA6uE"),
      ["warning blue-harbour-42-sunset", "error oak-table-7"],
    ],
    ["what is no key", env("GITHUB_TOKEN=blue-harbour-42", "DB_PASSWORD=blue-harbour-42"), []],
  ],
  "env/committed-secret": [
    ["a test's is a note", { "test/.env": "API_TOKEN=h3Yk9PzQ2mVt8LxB\n" }, ["note h3Yk9PzQ2mVt8LxB"]],
    ["development's is not lowered", { ".env.development": "API_TOKEN=h3Yk9PzQ2mVt8LxB\n" }, ["error h3Yk9PzQ2mVt8LxB"]],
    ["an example file is another rule's", { ".env.example": "API_TOKEN=h3Yk9PzQ2mVt8LxB\n" }, []],
    ["an ignored file", { ".env": "API_TOKEN=h3Yk9PzQ2mVt8LxB\n", ".gitignore": ".env\n" }, []],
    [
      "a command",
      compose("compose.yml", `command: serve --key ${["sk_live", "_4f8Kq3ZtW7xYb2NvR5mGc9Hd"].join("")}`),
      [`error ${["sk_live", "_4f8Kq3ZtW7xYb2NvR5mGc9Hd"].join("")}`],
    ],
  ],
  "env/syntax": [
    [
      "duplicates",
      env("A=1", "A=2", "B=1", "B=1", "C_TOKEN=a", "C_TOKEN=b"),
      ["warning duplicate A", "note duplicate B", "error duplicate C_TOKEN"],
    ],
    [
      "names",
      env("*A=1", "1B=2", "C D=3", "E-*=4", "=5", "F G"),
      [
        "warning leading-char *",
        "note leading-char 1B",
        "warning delimiter  ",
        "warning delimiter *",
        "warning delimiter =",
        "warning delimiter F G",
      ],
    ],
    [
      "values",
      env("A= 1", "B=2 # two", "C=3 # three", "D=a#b", "E: 5", "F"),
      ["note space-around-equals = ", "note inline-comment # two", "note inline-comment #", "note delimiter :", "note no-value F"],
    ],
    [
      "substitutions",
      env("A=${B", "C=$B}", "D=${E}", "E=1", "F=${G:-1}", "G=2", "H=${I}"),
      ["warning undefined-substitution ${B", "warning undefined-substitution }", "warning undefined-substitution ${E}"],
    ],
    ["quotes", env('A="a" b', 'B="open', "C=3"), ["warning unclosed-quote b", 'warning unclosed-quote "']],
    ["a mark and line ends", { ".env": "\uFEFFA=1\r\nB=2\r\n" }, ["note crlf/bom \uFEFF", "note crlf/bom \r"]],
    ["a file that Compose reads stops it", { ...env("A B=1", "C=2"), ...compose("compose.yml") }, ["error delimiter  "]],
    ["a template", env("{% if a %}", "A = 1", "{% endif %}"), []],
    ["nothing", env("export A=1", "B='x y'", 'C="$A"', "# D = 1", "E="), []],
  ],
};

describe.each(Object.entries(cases))("%s", (id, rows) => {
  test.each(rows)("%s", async (_, files, expected) => {
    expect(await found(id, files)).toEqual(expected);
  });
});
