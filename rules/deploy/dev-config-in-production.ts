import {
  allComposeRuns,
  classOfPath,
  defineRule,
  fileNameOf,
  projectPath,
  satisfied,
  text,
  unknown,
  violated,
  type ComposeRun,
  type Deployment,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/dev-config-in-production",
  scope: "deployment",
  title: "Production uses files that are made for development",
  severity: "error",
  securitySeverity: 6.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "What makes development comfortable opens production: a debugger, a server that reloads itself, published databases, accounts and keys that everybody in the team knows. Nobody sees it from outside, because the application works.",
  remediation:
    "Give production files of its own and name them where it is started: `docker compose -f docker-compose.prod.yml up -d` with an env file for production, and a Dockerfile or a stage that holds only what runs. Without `-f`, Compose also loads `docker-compose.override.yml`, which is meant for the developer's machine.",
  references: [
    "https://docs.docker.com/compose/how-tos/production/",
    "https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/",
    "https://cwe.mitre.org/data/definitions/489.html",
  ],
  cwe: [489],
  examples: [
    {
      title: "a production stack with the development image and its settings",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build:
                context: ./api
                dockerfile: Dockerfile.dev
              env_file: .env.development
        `,
        "api/Dockerfile": "FROM node:24-slim\n",
        "api/Dockerfile.dev": "FROM node:24\n",
        ".env.development": "LOG_LEVEL=debug\n",
      },
      flags: ["Dockerfile.dev", ".env.development"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build:
                context: ./api
                dockerfile: Dockerfile
              env_file: .env.production
        `,
        "api/Dockerfile": "FROM node:24-slim\n",
        "api/Dockerfile.dev": "FROM node:24\n",
        ".env.development": "LOG_LEVEL=debug\n",
      },
    },
    {
      title: "a deploy job that loads the developers' overrides by itself",
      bad: {
        ".github/workflows/deploy.yml": text`
          on:
            push:
              branches: [main]
          jobs:
            deploy:
              runs-on: self-hosted
              environment: production
              steps:
                - uses: actions/checkout@v4
                - run: docker compose up -d
        `,
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
        `,
        "docker-compose.override.yml": text`
          services:
            api:
              ports: ["9229:9229"]
        `,
      },
      flags: ["docker compose up -d"],
      good: {
        ".github/workflows/deploy.yml": text`
          on:
            push:
              branches: [main]
          jobs:
            deploy:
              runs-on: self-hosted
              environment: production
              steps:
                - uses: actions/checkout@v4
                - run: docker compose -f docker-compose.yml up -d
        `,
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
        `,
        "docker-compose.override.yml": text`
          services:
            api:
              ports: ["9229:9229"]
        `,
      },
    },
  ],
  *check(deployment) {
    for (const stack of deployment.stacks) {
      // Only a file that says it is production's contradicts one that says it is not.
      if (stack.fileClass !== "prod" && stack.fileClass !== "staging") continue;
      for (const service of stack.services) yield* judgeService(service, stack);
    }
    for (const run of allComposeRuns(deployment)) yield* judgeRun(run, deployment);
  },
});

function* judgeService({ name, envFiles, build }: Service, { file }: Stack): Iterable<Judgement> {
  for (const { path } of envFiles) {
    if (path.value.kind !== "known") yield unknown(path.span, "the path is filled in at run time");
    else if (classOfPath(fileNameOf(path.value.text)) !== "dev") yield satisfied(path.span);
    else
      yield violated({
        at: path.span,
        message: `"${name}" gets the settings of development in "${file.path}": it loads "${path.value.text}".`,
      });
  }
  const dockerfile = build?.dockerfile;
  if (dockerfile?.value === undefined) return;
  if (!isForDevelopment(dockerfile.value)) yield satisfied(dockerfile.span);
  else
    yield violated({
      at: dockerfile.span,
      message: `"${name}" runs the image of development in "${file.path}": it is built from "${dockerfile.value}".`,
    });
  const target = build?.target;
  if (target?.value.kind !== "known" || !/^(?:dev|devel|development|debug)$/i.test(target.value.text)) return;
  yield violated({
    at: target.span,
    message: `"${name}" runs the image of development in "${file.path}": its build stops at the stage "${target.value.text}".`,
  });
}

/** By the file's own name or a folder that is nothing else: `apps/dev-portal` is an application. */
function isForDevelopment(path: string): boolean {
  return (
    classOfPath(fileNameOf(path)) === "dev" ||
    path
      .split("/")
      .slice(0, -1)
      .some((folder) => /^(?:\.devcontainer|dev|development)$/.test(folder))
  );
}

const overrides = ["docker-compose.override.yml", "docker-compose.override.yaml", "compose.override.yml", "compose.override.yaml"];

function* judgeRun({ invocation, job, stack, folder, at }: ComposeRun, { tree, isTracked }: Deployment): Iterable<Judgement> {
  const { files, envFiles, verb } = invocation;
  if (
    job === undefined ||
    verb !== "up" ||
    job.tests.length > 0 ||
    !job.deployments.some(({ kind }) => kind === "target" || kind === "environment")
  )
    return;
  for (const { text: path, span } of [...files, ...envFiles]) {
    if (path === undefined) yield unknown(span, "the path is filled in at run time");
    else if (classOfPath(fileNameOf(path)) !== "dev") yield satisfied(span);
    else if (!isDevelopmentJob(job.words))
      yield violated({ at: span, message: `The job "${job.id}" deploys with "${path}", which is made for development.` });
  }
  // Where the folder on the server is another one, it is told only if one stack alone can be meant.
  const base = folder === undefined || folder.startsWith("/") ? stack?.folder : folder;
  if (files.length > 0 || base === undefined || isDevelopmentJob(job.words)) return;
  const override = overrides.map((name) => projectPath(base, name)!).find((path) => tree.has(path) && isTracked(path) !== false);
  if (override === undefined) return;
  yield violated({
    at,
    message: `The job "${job.id}" starts production without "-f", so Compose also loads "${fileNameOf(override)}", which is made for development.`,
  });
}

function isDevelopmentJob(words: readonly string[]): boolean {
  return words.some((word) => /^(?:dev|development|preview|local|sandbox)$/.test(word));
}
