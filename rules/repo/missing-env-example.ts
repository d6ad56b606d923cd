import {
  count,
  defineRule,
  envExamplesIn,
  envFilesIn,
  folderOf,
  foldersAbove,
  isProject,
  list,
  projectPath,
  satisfied,
  text,
  unsetVariables,
  violated,
  type Deployment,
  type Judgement,
  type Stack,
} from "../../src/rule/index.ts";

/** Where the env file itself is missing, `deploy/env-file-missing` says so, and that nothing documents it. */
export default defineRule({
  id: "repo/missing-env-example",
  scope: "stack",
  title: "No example says which variables the deployment needs",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "What a deployment needs to be told is then only known to whoever set it up first, or is on one server in a file that nobody else has. The next one who sets it up leaves a secret empty, or asks for the file to be sent by mail.",
  remediation:
    "Commit a `.env.example` with every name, a comment where one is not obvious, and no secrets, and let git ignore the real file.",
  references: ["https://docs.docker.com/compose/how-tos/environment-variables/best-practices/", "https://12factor.net/config"],
  cwe: [1059],
  examples: [
    {
      title: "five variables that nobody can guess",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                DATABASE_URL: \${DATABASE_URL}
                SESSION_SECRET: \${SESSION_SECRET}
                SMTP_HOST: \${SMTP_HOST}
                POOL_SIZE: \${POOL_SIZE:-10}
        `,
        ".gitignore": ".env\n",
      },
      flags: ["${DATABASE_URL}"],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              image: ghcr.io/acme/shop:4.2.0
              environment:
                DATABASE_URL: \${DATABASE_URL}
                SESSION_SECRET: \${SESSION_SECRET}
                SMTP_HOST: \${SMTP_HOST}
                POOL_SIZE: \${POOL_SIZE:-10}
        `,
        ".gitignore": ".env\n",
        ".env.example": "DATABASE_URL=\nSESSION_SECRET=\nSMTP_HOST=\n",
      },
    },
  ],
  *check(stack, deployment) {
    if (!deployment.isWhole || !isProject(deployment) || ["dev", "test", "ci", "example"].includes(stack.fileClass)) return;
    yield* judgeVariables(stack, deployment);
    for (const { path } of stack.services.flatMap(({ envFiles }) => envFiles)) {
      const own = path.value.kind === "known" ? projectPath(stack.folderAt(path.span), path.value.text) : undefined;
      if (own === undefined || !deployment.tree.has(own)) continue;
      // A file that is in the repository documents itself.
      const isPrivate = deployment.isTracked(own) === false || (deployment.isTracked(own) === undefined && deployment.isIgnored(own));
      if (!isPrivate || envExamplesIn([folderOf(own), stack.folder, ""], deployment).length > 0) yield satisfied(path.span);
      else yield violated({ at: path.span, message: `Nobody but this checkout has "${own}", and no example says what belongs in it.` });
    }
  },
});

function* judgeVariables(stack: Stack, deployment: Deployment): Iterable<Judgement> {
  const needed = unsetVariables(stack);
  const [first] = needed;
  if (first === undefined) return;
  const names = new Set(needed.map(({ name }) => name));
  const isDocumented =
    envExamplesIn([stack.folder], deployment).length > 0 ||
    envFilesIn(foldersAbove(stack.folder), deployment).some(({ assignments }) => assignments.some(({ key }) => names.has(key.value)));
  if (isDocumented) yield satisfied(first.span);
  else if (needed.length >= 3) {
    yield violated({
      at: first.span,
      message: `This stack cannot be set up without ${names.size > 4 ? `${[...names].slice(0, 3).join(", ")} and ${count(names.size - 3, "other variable")}` : list([...names])}, and no example file says so.`,
    });
  }
}
