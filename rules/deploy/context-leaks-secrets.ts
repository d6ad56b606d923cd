import {
  broadCopies,
  defineRule,
  list,
  satisfied,
  text,
  textOf,
  violatedIn,
  type BroadCopy,
  type CopiedSecret,
  type Fix,
  type Severity,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/context-leaks-secrets",
  scope: "image",
  title: "Whole folder copied into the image, secrets included",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "`COPY . .` takes everything below the build context that `.dockerignore` does not keep out: `.env` files, private keys, and the whole history of the repository in `.git`. Everyone who can pull the image can read them, and deleting them in a later instruction does not take them out of the layer that brought them. A pattern without `**/` only speaks of the context's root, so that `.env` does not keep `api/.env` out.",
  remediation:
    "Put the files into the `.dockerignore` at the root of the build context, or copy only the folders that the application needs. Change secrets that were in an image that was ever pushed.",
  references: [
    "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    "https://cheatsheetseries.owasp.org/cheatsheets/NodeJS_Docker_Cheat_Sheet.html",
  ],
  cwe: [538],
  examples: [
    {
      title: "an env file that the ignore file only keeps out of the root",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              build: .
              env_file: api/.env
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY . .
          USER 1000
          CMD ["python", "-m", "api"]
        `,
        ".dockerignore": text`
          .git
          .env
        `,
        "api/__main__.py": "",
        "api/.env": "SESSION_SECRET=9f3c51ab77e04d18b6a2\n",
      },
      flags: ["."],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              build: .
              env_file: api/.env
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY . .
          USER 1000
          CMD ["python", "-m", "api"]
        `,
        ".dockerignore": text`
          .git
          **/.env
        `,
        "api/__main__.py": "",
        "api/.env": "SESSION_SECRET=9f3c51ab77e04d18b6a2\n",
      },
    },
  ],
  *check(image, deployment) {
    for (const copy of broadCopies(image, deployment)) {
      const at = copy.source.span;
      const severity = severityOf(copy);
      if (severity === undefined) yield satisfied(at);
      else {
        const secrets = copy.secrets.filter((secret) => weightOf(secret, copy.ships) === severity);
        const problem = { at, severity, message: messageOf(copy, secrets), ...fixOf(copy, secrets) };
        yield* violatedIn(
          image,
          deployment,
          severity === "error" ? problem : { ...problem, securitySeverity: severity === "warning" ? 5 : 3 },
        );
      }
    }
  },
});

function severityOf({ secrets, ships }: BroadCopy): Severity | undefined {
  const weights = secrets.map((secret) => weightOf(secret, ships));
  return (["error", "warning", "note"] as const).find((severity) => weights.includes(severity));
}

/** A stage that does not ship leaves what it took in the build cache. */
function weightOf({ because }: CopiedSecret, ships: boolean): Severity | undefined {
  if (because === "there") return ships ? "error" : "warning";
  if (because === "loaded") return ships ? "error" : "note";
  return ships ? "warning" : undefined;
}

const mostNames = 3;

function messageOf({ source, ships, context }: BroadCopy, secrets: readonly CopiedSecret[]): string {
  const names = secrets.slice(0, mostNames).map(({ path, what }) => `"${path}" (${what})`);
  const rest = secrets.length - names.length;
  const what = list(rest === 0 ? names : [...names, `${rest} more`]);
  const expected = secrets.every(({ because }) => because === "loaded" || because === "documented") ? "will take" : "takes";
  const where = ships
    ? "into the image, where everyone who can pull it can read it"
    : "into a stage that does not ship, where it stays in the build cache";
  const ignore = context.ignore.kind === "read" ? `"${context.ignore.path}" does not keep it out` : "no .dockerignore keeps it out";
  return `"${textOf(source.span)}" ${expected} ${what} ${where}: ${ignore}.`;
}

/** Lines at the end of the ignore file; a program that reads the file out of its image would miss it. */
function fixOf({ context }: BroadCopy, secrets: readonly CopiedSecret[]): { fix?: Fix } {
  if (context.ignore.kind !== "read") return {};
  const { file } = context.ignore.document;
  const span = { file, start: file.text.length, end: file.text.length };
  const lines = secrets.map(({ path }) => `${path}\n`).join("");
  const replacement = file.text === "" || file.text.endsWith("\n") ? lines : `\n${lines}`;
  return { fix: { title: "Keep it out of the build context", safety: "unsafe", edits: [{ span, replacement }] } };
}
