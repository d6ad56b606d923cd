import {
  allComposeRuns,
  defineRule,
  envExamplesIn,
  exampleOf,
  fileNameOf,
  folderOf,
  isProject,
  mentionsOf,
  projectPath,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/env-file-missing",
  scope: "deployment",
  title: "Env file does not exist, and nothing says what goes into it",
  severity: "error",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Compose refuses to start when a file named by `env_file` or `--env-file` is not there. That the file is not in the repository is right, because it holds secrets; but then something has to tell whoever sets up a server that it is needed, and what belongs in it.",
  remediation:
    "Correct the path if it is wrong: it is relative to the Compose file, or, for `--env-file`, to where the command runs. Otherwise commit an example with the names and without the secrets (`.env.prod.example`), let git ignore the file itself, and mark it as `required: false` if the deployment works without it.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#env_file",
    "https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/",
  ],
  cwe: [706],
  examples: [
    {
      title: "the path of a folder that was renamed",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: ./server/.env
        `,
        "backend/.env.example": "SESSION_SECRET=\n",
        ".gitignore": ".env.local\n",
      },
      flags: ["./server/.env"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: ./backend/.env
        `,
        "backend/.env.example": "SESSION_SECRET=\n",
        ".gitignore": ".env.local\n",
      },
    },
    {
      title: "a workflow that names a file of another project",
      bad: {
        ".github/workflows/deploy.yml": text`
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: docker compose --env-file config/prod.env up -d
        `,
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
        `,
        ".gitignore": "node_modules/\n",
      },
      flags: ["config/prod.env"],
      good: {
        ".github/workflows/deploy.yml": text`
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: docker compose --env-file deploy/prod.env up -d
        `,
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
        `,
        "deploy/prod.env": "LOG_LEVEL=info\n",
        ".gitignore": "node_modules/\n",
      },
    },
  ],
  *check(deployment) {
    for (const stack of deployment.stacks) {
      for (const { path, required } of stack.services.flatMap(({ envFiles }) => envFiles)) {
        if (path.value.kind !== "known") yield unknown(path.span, "the path is filled in at run time");
        else if (required)
          yield judge({ path: projectPath(stack.folderAt(path.span), path.value.text), at: path.span, isCommand: false }, deployment);
      }
    }
    for (const { invocation, job, folder, isOnServer } of allComposeRuns(deployment)) {
      if (job === undefined || isOnServer || folder === undefined || folder.startsWith("/")) continue;
      for (const { text: path, span } of invocation.envFiles)
        if (path !== undefined) yield judge({ path: projectPath(folder, path), at: span, isCommand: true }, deployment);
    }
  },
});

interface Use {
  /** Relative to the project; undefined where it leads out of it. */
  readonly path: string | undefined;
  readonly at: Span;
  readonly isCommand: boolean;
}

function judge({ path, at, isCommand }: Use, deployment: Deployment): Judgement {
  const { tree } = deployment;
  if (path === undefined) return unknown(at, "the path leads out of the project");
  const name = fileNameOf(path);
  if (tree.has(path) || exampleOf(path, deployment) !== undefined) return satisfied(at);
  if (!isProject(deployment)) return unknown(at, "these files are not a whole project");
  const folder = folderOf(path);
  const isIgnored = deployment.isIgnored(path);
  const near = envExamplesIn([folder, ""], deployment);
  if (isIgnored && near.length > 0) return satisfied(at);
  // A command names the file itself; anything else that speaks of it may be what makes it.
  const { envFiles, open } = mentionsOf(deployment);
  if (open !== undefined) return unknown(at, open);
  if (envFiles.has(name) && (!isCommand || isMade(name, deployment))) return unknown(at, "a script or workflow may make the file");
  const [other] = envExamplesIn([folder], deployment);
  const claim = `There is no "${path}", and Compose does not start without it`;
  if (isIgnored) return violated({ at, severity: "warning", message: `${claim}: git ignores it, and no example says what belongs in it.` });
  const hint = other === undefined ? "" : `; there is "${other}", which is for another file or should be renamed`;
  return violated({ at, message: `${claim}${hint}.` });
}

/** Whether something is written to a file of that name, or it is fetched or copied. */
function isMade(name: string, { documents }: Deployment): boolean {
  const escaped = name.replace(/[.*+?^$()|[\]{}\\]/g, "\\$&");
  const made = new RegExp(
    `(?:>|\\b(?:cp|mv|tee|touch|install|scp|curl|sops|vault|op|aws|gcloud|base64|envsubst|ln)\\b)[^\\n]{0,400}?${escaped}|(?:file|path|envfile|filename|target|dest\\w*)\\w*: *["']?[\\w./-]*${escaped}`,
    "i",
  );
  return [...documents.script, ...documents.workflow, ...documents.action].some(({ file }) => made.test(file.text));
}
