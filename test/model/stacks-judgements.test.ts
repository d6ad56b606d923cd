import { describe, expect, test } from "vitest";
import { lineOf } from "../../src/text/line-index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

type Files = Readonly<Record<string, string>>;

const all = await allRules();

/** What one rule finds in files that run together: "compose.yml:2 warning". */
async function findings(rule: string, files: Files): Promise<string[]> {
  const { report } = await auditFiles(files, { rules: all.filter(({ id }) => id === rule), asOf: "2026-11-20" });
  return report.findings.map(({ at, severity, related = [] }) => {
    const others = related.map(({ at: other }) => ` <- ${other.file.path}:${lineOf(other.file, other.start) + 1}`);
    return `${at.file.path}:${lineOf(at.file, at.start) + 1} ${severity}${others.join("")}`;
  });
}

const base = "services:\n  db:\n    image: postgres:17\n";
const restart = "services:\n  db:\n    restart: always\n";
const port = "services:\n  db:\n    ports:\n      - 5432:5432\n";
const published = `${base}    ports:\n      - 5432:5432\n`;

describe("rules over files that run together", () => {
  const cases: readonly (readonly [string, string, Files, readonly string[]])[] = [
    [
      "what production's overlay gives is not missing",
      "compose/no-restart-policy",
      { "compose.yml": base, "compose.prod.yml": restart },
      [],
    ],
    [
      "what only an override gives is",
      "compose/no-restart-policy",
      { "compose.yml": base, "compose.override.yml": restart },
      ["compose.yml:2 warning"],
    ],
    [
      "what one of two stacks lacks is found once",
      "compose/no-restart-policy",
      { "compose.yml": base, "compose.prod.yml": port, "compose.staging.yml": port },
      ["compose.yml:2 warning"],
    ],
    [
      "what development adds is judged as development",
      "compose/db-port-exposed",
      { "compose.yml": base, "compose.dev.yml": port },
      ["compose.dev.yml:4 note"],
    ],
    [
      "what production adds is judged as production",
      "compose/db-port-exposed",
      { "compose.yml": base, "compose.prod.yml": port },
      ["compose.prod.yml:4 error"],
    ],
    [
      "the ground of production counts as production, also where development stands on it",
      "compose/db-port-exposed",
      { "compose.yml": published, "compose.prod.yml": restart, "compose.dev.yml": restart },
      ["compose.yml:5 error"],
    ],
    [
      "a port that production takes away is none",
      "compose/db-port-exposed",
      { "compose.yml": published, "compose.prod.yml": "services:\n  db:\n    ports: !reset []\n    restart: always\n" },
      [],
    ],
    [
      "a value of another file points to it",
      "compose/db-port-exposed",
      { "compose.yml": base + '    ports:\n      - "${BIND}:5432:5432"\n', ".env": "A=1\nBIND=0.0.0.0\n" },
      ["compose.yml:5 error <- .env:2"],
    ],
    [
      "and so over variables of that file",
      "compose/image-unpinned",
      { "compose.yml": "services:\n  web:\n    image: acme/web:$TAG\n", ".env": "LAST=latest\nTAG=${LAST}\n" },
      ["compose.yml:3 warning <- .env:1"],
    ],
    [
      "a default that stands beside its variable needs no pointing to",
      "compose/db-port-exposed",
      { "compose.yml": base + '    ports:\n      - "${BIND:-0.0.0.0}:5432:5432"\n' },
      ["compose.yml:5 error"],
    ],
    [
      "an env file that the command names is asked instead of .env",
      "compose/db-port-exposed",
      {
        "compose.yml": base + '    ports:\n      - "${BIND}:5432:5432"\n',
        ".env": "BIND=127.0.0.1\n",
        ".env.live": "BIND=0.0.0.0\n",
        "up.sh": "docker compose --env-file .env.live up -d\n",
      },
      ["compose.yml:5 error <- .env.live:1"],
    ],
    [
      "a service of another file is judged where it extends",
      "compose/no-restart-policy",
      {
        "compose.yml": "services:\n  web:\n    extends: { file: common.yml, service: web }\n",
        "common.yml": "services:\n  web:\n    image: acme/web:1\n",
      },
      ["compose.yml:2 warning"],
    ],
  ];
  test.each(cases)("%s", async (_, rule, files, expected) => expect(await findings(rule, files)).toEqual(expected));
});
