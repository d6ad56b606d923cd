import {
  allComposeRuns,
  defineRule,
  fileNameOf,
  isDefaultOrPlaceholder,
  list,
  projectPath,
  satisfied,
  text,
  violated,
  type Credential,
  type Deployment,
  type Judgement,
  type Span,
} from "../../src/rule/index.ts";

/** The placeholders in such a file are this finding's: `env/default-secret` leaves example files alone, wherever they are used. */
export default defineRule({
  id: "deploy/example-env-used-at-runtime",
  scope: "deployment",
  title: "Example env file is loaded into a running service",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    'An example file is in the repository so that people know what to fill in; its values are made up and everybody can read them. A service that loads it runs with these very values: a signing key that is printed in a public repository, a database password that is the word "password". Nothing fails, and so it stays.',
  remediation:
    "Load a file that git ignores, `.env` for instance, and have people copy the example to it: `cp .env.example .env`. Write `${NAME:?set NAME}` in the Compose file for what must be replaced.",
  references: [
    "https://docs.docker.com/compose/how-tos/environment-variables/best-practices/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1392.html",
  ],
  cwe: [1392],
  examples: [
    {
      title: "a service that takes the example as it is",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: ./backend/.env.example
        `,
        "backend/.env.example": "JWT_SECRET=change-me\nLOG_LEVEL=info\n",
      },
      flags: ["./backend/.env.example"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              image: ghcr.io/acme/api:4.2.0
              env_file: ./backend/.env
        `,
        "backend/.env.example": "JWT_SECRET=change-me\nLOG_LEVEL=info\n",
      },
    },
    {
      title: "an image that is built with the example in it",
      bad: {
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY .env.example .env
          COPY . .
          USER node
          CMD ["node", "server.js"]
        `,
        "docker-compose.yml": text`
          services:
            api:
              build: .
              env_file: api.env
        `,
        ".env.example": "JWT_SECRET=change-me\n",
      },
      flags: [".env.example"],
      good: {
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY . .
          USER node
          CMD ["node", "server.js"]
        `,
        "docker-compose.yml": text`
          services:
            api:
              build: .
              env_file: api.env
        `,
        ".env.example": "JWT_SECRET=change-me\n",
      },
    },
  ],
  *check(deployment) {
    for (const stack of deployment.stacks) {
      const { fileClass, services } = stack;
      if (fileClass === "test" || fileClass === "ci" || fileClass === "example") continue;
      for (const { name, envFiles } of services) {
        // What a later file gives wins, so that the example may only be the ground for it.
        const { path } = envFiles.at(-1) ?? {};
        if (path?.value.kind === "known")
          yield judge(
            { path: projectPath(stack.folderAt(path.span), path.value.text) ?? path.value.text, at: path.span, who: `"${name}" runs` },
            deployment,
          );
      }
    }
    for (const { invocation, job } of allComposeRuns(deployment)) {
      if (job === undefined || job.deployments.length === 0 || job.tests.length > 0) continue;
      for (const { text: path, span } of invocation.envFiles)
        if (path !== undefined) yield judge({ path, at: span, who: "This deployment runs" }, deployment);
    }
    for (const { document, fileClass, stage } of deployment.images) {
      if (fileClass !== "prod" && fileClass !== "staging" && fileClass !== "neutral" && fileClass !== "base") continue;
      for (const instruction of stage.instructions) {
        if ((instruction.keyword !== "COPY" && instruction.keyword !== "ADD") || instruction.from !== undefined) continue;
        const target = instruction.destination?.kind === "literal" ? fileNameOf(instruction.destination.text) : "";
        for (const source of instruction.sources)
          if (source.kind === "literal" && target !== "" && !isMadeUp(target) && /env/i.test(target))
            yield judge({ path: source.text, at: source.span, who: `What "${document.file.path}" builds runs` }, deployment);
      }
    }
  },
});

interface Use {
  readonly path: string;
  readonly at: Span;
  /** Begins a sentence that goes on with "with the values of …". */
  readonly who: string;
}

function judge({ path, at, who }: Use, deployment: Deployment): Judgement {
  if (!isMadeUp(fileNameOf(path))) return satisfied(at);
  const secrets = deployment.credentials.filter((one) => one.places[0].at.file.path === path && isDefaultOrPlaceholder(one));
  const names = [...new Set(secrets.map((one) => one.places[0].binding.name.value))];
  const consequence =
    names.length === 0
      ? "which everybody can read"
      : `so everybody can read what ${list(names.slice(0, 3))}${names.length > 3 ? " and others" : ""} ${names.length === 1 ? "is" : "are"}`;
  return violated({
    at,
    message: `${who} with the made-up values of "${path}", ${consequence}.`,
    related: secrets.slice(0, 3).map((one) => ({ at: one.places[0].binding.name.span, note: "this placeholder is in use" })),
    redact: secrets.flatMap((one: Credential) => one.places.map((place) => place.at)),
  });
}

/** Files of defaults (`.env.defaults`, Symfony's `.env.dist`) are meant to be loaded. */
function isMadeUp(name: string): boolean {
  return /(?:^|[._-])(?:example|sample|template)(?:[._-]|$)/i.test(name);
}
