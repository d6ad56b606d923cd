import { describe, expect, test } from "vitest";
import { lineOf } from "../../src/text/line-index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

const rules = await allRules();
/** Everything that has to do with variables, env files and the repository around them; what else may be said of these small files is not the point here. */
const families =
  /^(?:env|repo)\/|^compose\/secret|^deploy\/(?:env-|undefined-|required-|example-|dev-config|credential-|database-host|ci-test-|public-prefix|placeholder-)/;

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** "path:line rule", and nothing else of these families. */
  readonly found: readonly string[];
}

async function check({ files, found }: Case): Promise<void> {
  const { report } = await auditFiles(files, { rules, asOf: "2026-11-20" });
  expect(report.crashed).toEqual([]);
  const own = report.findings.filter(({ rule }) => families.test(rule.id));
  expect(own.map(({ at, rule }) => `${at.file.path}:${lineOf(at.file, at.start) + 1} ${rule.id}`).sort()).toEqual([...found].sort());
}

const project = { ".gitignore": ".env\n.env.*\n!.env.example\n", "renovate.json": "{}\n" };
const service = (name: string, ...lines: string[]): string =>
  [`  ${name}:`, `    image: ghcr.io/acme/${name}:1.0.0`, ...lines.map((line) => `    ${line}`)].join("\n");
const stack = (...services: string[]): string => `services:\n${services.join("\n")}\n`;

describe("one flaw, one finding", () => {
  const cases: Case[] = [
    {
      title: "a secret that is documented may still be empty: that is for the Compose file to forbid",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  SESSION_SECRET: ${SESSION_SECRET}")),
        ".env.example": "SESSION_SECRET=\n",
      },
      found: ["compose.yaml:5 compose/secret-not-required"],
    },
    {
      title: "a secret that nothing tells of: the finding on the Compose file leaves it out",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  SESSION_SECRET: ${SESSION_SECRET}", "  MAIL_HOST: ${MAIL_HOST}")),
        ".env.example": "MAIL_HOST=\n",
      },
      found: ["compose.yaml:5 deploy/undefined-variable"],
    },
    {
      title: "an env file that nothing loads: what it documents is not undefined",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  SESSION_SECRET: ${SESSION_SECRET}", "  MAIL_HOST: ${MAIL_HOST}")),
        ".env.production": "SESSION_SECRET=q8Vn3LzKx7RtWm2Yc9Bd5HsJf4GpTa6E\nMAIL_HOST=mail.acme.eu\n",
      },
      found: ["compose.yaml:5 compose/secret-not-required", "compose.yaml:5 deploy/env-file-not-loaded"],
    },
    {
      title: "placeholders in an example that is used: one finding, and none on the values",
      files: { ...project, "compose.yaml": stack(service("api", "env_file: .env.example")), ".env.example": "SESSION_SECRET=change-me\n" },
      found: ["compose.yaml:4 deploy/example-env-used-at-runtime"],
    },
    {
      title: "a bad secret over a good one: the one that wins is spoken of once",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "env_file: api.env", "environment:", "  JWT_SECRET: change-me")),
        "api.env": "JWT_SECRET=3vQ8nL0xJ2mZ7tRk5WbYc1HdPf9GsUaE4oXiVqCy6Nw\n",
        ".gitignore": "api.env\n",
        "api.env.example": "JWT_SECRET=\n",
      },
      found: ["compose.yaml:6 deploy/env-shadowing"],
    },
    {
      title: "a default over a placeholder stays one, and so does the placeholder",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "env_file: .env", "environment:", "  JWT_SECRET: secret")),
        ".env": "JWT_SECRET=change-me\n",
        ".env.example": "JWT_SECRET=\n",
      },
      found: [".env:1 env/default-secret", "compose.yaml:6 env/default-secret"],
    },
    {
      title: "a weak password that the tests print: that is what is said of it",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  ADMIN_PASSWORD: spade-7")),
        ".github/workflows/test.yml":
          "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    env:\n      ADMIN_PASSWORD: spade-7\n    steps:\n      - run: npm test\n",
      },
      found: ["compose.yaml:5 deploy/ci-test-secret-in-production"],
    },
    {
      title: "a default that the tests use too is a default",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  ADMIN_PASSWORD: postgres")),
        ".github/workflows/test.yml":
          "on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    env:\n      ADMIN_PASSWORD: postgres\n    steps:\n      - run: npm test\n",
      },
      found: ["compose.yaml:5 env/default-secret"],
    },
    {
      title: "a real secret in an env file that is not ignored: the value has to go, and with it the file",
      files: { ...project, ".gitignore": "dist/\n", ".env": "MAIL_PASSWORD=u8Xw3nQz7kLp2vTb\n" },
      found: [".env:1 env/committed-secret"],
    },
  ];
  test.each(cases)("$title", check);
});

describe("silent where the link is not known", () => {
  const cases: Case[] = [
    {
      title: "a Compose file without a project around it",
      files: {
        "compose.yaml": stack(service("api", "env_file: .env.prod", "environment:", "  A: ${ONE}", "  B: ${TWO}", "  C: ${THREE}")),
      },
      found: [],
    },
    { title: "a Dockerfile on its own", files: { Dockerfile: "FROM node:24-slim\nRUN npm install\n", "package.json": "{}\n" }, found: [] },
    { title: "an env file on its own", files: { ".env": "SESSION_SECRET=\n" }, found: [] },
    {
      title: "an env file that a workflow writes",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "env_file: prod.env")),
        ".github/workflows/deploy.yml":
          'on: workflow_dispatch\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo "$ENV_FILE" > prod.env\n        env:\n          ENV_FILE: ${{ secrets.ENV_FILE }}\n',
      },
      found: [],
    },
    {
      title: "an env file that a comment tells people to name",
      files: {
        ...project,
        "compose.yaml": `# docker compose --env-file .env.production up -d\n${stack(service("api", "environment:", "  MAIL_HOST: ${MAIL_HOST}", "  MAIL_PORT: ${MAIL_PORT}"))}`,
        ".env.production": "MAIL_HOST=mail.acme.eu\nMAIL_PORT=587\n",
      },
      found: [],
    },
    {
      title: "a host that a network from outside may know",
      files: {
        ...project,
        "compose.yaml": `${stack(service("api", "environment:", "  DATABASE_URL: postgres://app@shared-db/app"), "  db:\n    image: postgres:17")}networks:\n  default:\n    external: true\n`,
      },
      found: [],
    },
    {
      title: "a host that is only a default",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "environment:", "  DB_HOST: ${DB_HOST:-localhost}"), "  db:\n    image: postgres:17"),
      },
      found: [],
    },
    {
      title: "an account that a script in the database may make",
      files: {
        ...project,
        "compose.yaml": stack(
          service("api", "environment:", "  DATABASE_URL: postgres://user:k3Vq9ZtLw7XmRb2N@db/app"),
          "  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: owner\n    volumes:\n      - ./roles.sh:/docker-entrypoint-initdb.d/roles.sh",
        ),
      },
      found: ["compose.yaml:5 env/committed-secret"],
    },
    {
      title: "an example that another file lies over",
      files: {
        ...project,
        "compose.yaml": stack(service("api", "env_file: [.env.example, .env]")),
        ".env.example": "SESSION_SECRET=change-me\n",
      },
      found: [],
    },
    {
      title: "a key that may come with everything that is copied into the image",
      files: {
        ...project,
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      LOG_LEVEL: info\n",
        Dockerfile: "FROM python:3.13-slim\nCOPY . /srv\nUSER nobody\n",
        ".env.example": "SECRET_KEY=change-me\n",
      },
      found: [],
    },
    {
      title: "a secret of the server under its own name, and keys that are made for pages",
      files: {
        ...project,
        "web/.env.production":
          "TURNSTILE_SECRET_KEY=${TURNSTILE_SECRET_KEY}\nVITE_RECAPTCHA_SITE_KEY=6Lc\nNEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY=pk_live_x\nREACT_APP_SENTRY_DSN=https://a@b.ingest.sentry.io/1\nVITE_GOOGLE_MAPS_API_KEY=${MAPS}\n",
      },
      found: [],
    },
  ];
  test.each(cases)("$title", check);
});
