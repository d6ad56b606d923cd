import {
  classOfPath,
  count,
  defineRule,
  envExamplesIn,
  fileNameOf,
  folderOf,
  isProject,
  isSecretName,
  mentionsOf,
  projectPath,
  quoteAll,
  satisfied,
  text,
  unsetVariables,
  violated,
  type Deployment,
  type Fix,
  type Span,
} from "../../src/rule/index.ts";

/** A file that is there already and not ignored is `repo/env-file-committed`'s; this is about those that people are told to make. */
export default defineRule({
  id: "repo/gitignore-missing-env",
  scope: "deployment",
  title: "Env file would be committed: nothing ignores it",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "The project asks everybody who sets it up to make an env file with their secrets in it. Unless git ignores that file, the next `git add .` takes it along, and what was pushed once stays in the history and in every clone.",
  remediation: "Add `.env` and `.env.*` to `.gitignore`, and `!.env.example` behind them so that examples stay in the repository.",
  references: ["https://git-scm.com/docs/gitignore", "https://cwe.mitre.org/data/definitions/538.html"],
  cwe: [538],
  examples: [
    {
      title: "an example to copy, and no rule for the copy",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: .env
        `,
        ".env.example": "SESSION_SECRET=\n",
        ".gitignore": text`
          node_modules/
          dist/
        `,
      },
      flags: ["dist/"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: .env
        `,
        ".env.example": "SESSION_SECRET=\n",
        ".gitignore": text`
          node_modules/
          dist/
          .env
          .env.*
          !.env.example
        `,
      },
    },
  ],
  *check(deployment) {
    if (!deployment.isWhole || !isProject(deployment)) return;
    const open: Expected[] = [];
    const seen = new Set<string>();
    for (const expected of expectedFiles(deployment)) {
      const { path } = expected;
      if (seen.has(path) || deployment.tree.has(path)) continue;
      seen.add(path);
      if (deployment.isIgnored(path)) yield satisfied(expected.at);
      else open.push(expected);
    }
    const [first] = open;
    if (first === undefined) return;
    const paths = open.map(({ path }) => path);
    const gitignore = deployment.documents.gitignore.find(({ file }) => file.path === ".gitignore");
    const last = gitignore?.patterns.at(-1);
    const fix = gitignore === undefined || last === undefined ? undefined : fixFor(paths, last);
    yield violated({
      at: last ?? first.at,
      message: `No rule ignores ${quoteAll(paths.slice(0, 3))}${paths.length > 3 ? `, nor ${count(paths.length - 3, "other env file")}` : ""}, which this project asks people to fill with secrets.`,
      related: open
        .filter(({ at }) => at !== (last ?? first.at))
        .slice(0, 3)
        .map(({ at, path }) => ({ at, note: `"${path}" is expected here` })),
      ...(fix === undefined ? {} : { fix }),
    });
  },
});

interface Expected {
  readonly path: string;
  readonly at: Span;
}

/** The env files that a deployment asks for: those that services load, what an example is an example of, and `.env` where Compose has variables to fill in from it. */
function* expectedFiles(deployment: Deployment): Iterable<Expected> {
  for (const stack of deployment.stacks) {
    if (["example", "test", "ci"].includes(stack.fileClass)) continue;
    for (const { path } of stack.services.flatMap(({ envFiles }) => envFiles)) {
      const own = path.value.kind === "known" ? projectPath(stack.folderAt(path.span), path.value.text) : undefined;
      // What a workflow writes is gone with its runner.
      const isWritten = own !== undefined && fileNameOf(own) !== ".env" && mentionsOf(deployment).envFiles.has(fileNameOf(own));
      // Without an example, whether the path is right at all is another finding.
      if (own !== undefined && isSecretFile(own) && !isWritten && envExamplesIn([folderOf(own)], deployment).length > 0)
        yield { path: own, at: path.span };
    }
    const [variable] = unsetVariables(stack);
    const dotenv = projectPath(stack.folder, ".env");
    if (variable !== undefined && dotenv !== undefined && envExamplesIn([stack.folder], deployment).length > 0)
      yield { path: dotenv, at: variable.span };
  }
  for (const { file, assignments, comments } of deployment.documents.dotenv) {
    const name = /^(\.env(?:\.[\w-]+)*?)\.(?:example|sample|template|dist)$|^(?:example|sample|template)(\.env)$/.exec(
      fileNameOf(file.path),
    );
    const [first] = assignments;
    const copy = name?.[1] ?? name?.[2];
    if (
      copy === undefined ||
      first === undefined ||
      !assignments.some(({ key }) => isSecretName(key.value)) ||
      classOfPath(folderOf(file.path)) !== undefined
    )
      continue;
    // "Copy to .env.production": then that is the file to look for.
    const told = comments
      .flatMap(({ text: comment }) => [...comment.matchAll(/(?<![\w/])\.env(?:\.[\w-]+)*/g)].map(([word]) => word))
      .filter((word) => word !== fileNameOf(file.path));
    if (told.length > 0 && !told.includes(copy)) continue;
    yield { path: folderOf(file.path) === "" ? copy : `${folderOf(file.path)}/${copy}`, at: first.key.span };
  }
}

function isSecretFile(path: string): boolean {
  return /(?:^|\/)\.env|\.env$/.test(path) && !["example", "test", "ci"].includes(classOfPath(path) ?? "");
}

/** Only for names that the usual three lines cover. */
function fixFor(paths: readonly string[], last: Span): Fix | undefined {
  if (!paths.every((path) => /^\.env(?:\.|$)/.test(fileNameOf(path)))) return undefined;
  const lineBreak = /\r\n/.test(last.file.text) ? "\r\n" : "\n";
  const lines = [".env", ".env.*", "!.env.example"].map((line) => lineBreak + line).join("");
  return { title: "Ignore env files", safety: "safe", edits: [{ span: { ...last, start: last.end }, replacement: lines }] };
}
