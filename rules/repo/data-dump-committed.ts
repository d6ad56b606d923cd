import { classOfPath, defineRule, isProject, mayBeCommitted, satisfied, text, violated } from "../../src/rule/index.ts";

export default defineRule({
  id: "repo/data-dump-committed",
  scope: "deployment",
  title: "Copy of a database is in the repository",
  severity: "warning",
  securitySeverity: 6.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A dump holds what the database held: people's names and addresses, the hashes of their passwords, tokens that still work. Everybody who can clone the repository gets all of it, and it stays in the history after it is deleted. As part of the build context it also ends up in images.",
  remediation:
    "Take it out of the repository and its history, write dumps to a folder outside of the project, and let git and Docker ignore `*.sql.gz` and `*.dump`. What the application needs to start belongs in a migration or a seed that is written by hand.",
  references: [
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    "https://cwe.mitre.org/data/definitions/530.html",
  ],
  cwe: [530],
  examples: [
    {
      title: "a backup that was written into the project",
      bad: {
        "backup.sql": text`
          -- PostgreSQL database dump
          CREATE TABLE public.users (id integer, email text);
          COPY public.users (id, email) FROM stdin;
          1	ada@acme.eu
          \\.
        `,
        "db/schema.sql": "CREATE TABLE users (id integer);\n",
        ".gitignore": "node_modules/\n",
      },
      flags: ["-- PostgreSQL database dump"],
      good: {
        "backup.sql": text`
          -- PostgreSQL database dump
          CREATE TABLE public.users (id integer, email text);
        `,
        "db/schema.sql": "CREATE TABLE users (id integer);\n",
        ".gitignore": "node_modules/\n",
      },
    },
  ],
  *check(deployment) {
    if (!isProject(deployment)) return;
    for (const { file, holds, at } of deployment.documents.sensitive) {
      const { path } = file;
      if (
        (holds !== undefined && holds !== "data-dump") ||
        !/\.(?:sql|dump|gz|zip|xz|bz2|zst|tar|tgz|bak)$/i.test(path) ||
        !mayBeCommitted(path, deployment)
      )
        continue;
      if (holds === undefined || ["test", "example"].includes(classOfPath(path) ?? "")) yield satisfied(at);
      else
        yield violated({
          at,
          message: `"${path}" is a copy of a database, and everybody who has the repository gets what was in it.`,
          redact: [{ file, start: at.end, end: file.text.length }],
        });
    }
  },
});
