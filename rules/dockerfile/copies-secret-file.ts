import {
  contextOf,
  defineRule,
  dockerfile,
  isGlob,
  literalText,
  namesMatching,
  satisfied,
  secretFileOf,
  violatedIn,
  type Deployment,
  type Image,
  type SecretFile,
  type Severity,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/copies-secret-file",
  scope: "image",
  title: "Secret file copied into the image",
  severity: "error",
  securitySeverity: 8,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Every file of an image can be read by everyone who can pull it, and by every process in its containers. Deleting the file in a later instruction only hides it: it stays in the layer that brought it. An image also travels further than the machine that has the secret, to registries, caches and colleagues, and the secret cannot be changed without a new build.",
  remediation:
    "Give the secret to the container when it starts: by `env_file` or `secrets` in Compose, or by the platform's secret store. What only the build needs belongs in `RUN --mount=type=secret`, which leaves nothing behind. Put the file's name into `.dockerignore`, and change the secret if an image with it was ever pushed.",
  references: [
    "https://docs.docker.com/build/building/secrets/",
    "https://docs.docker.com/compose/how-tos/use-secrets/",
    "https://cheatsheetseries.owasp.org/cheatsheets/NodeJS_Docker_Cheat_Sheet.html",
  ],
  cwe: [538, 312],
  examples: [
    {
      title: "the env file and the key of the server",
      bad: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY .env.production ./.env
        COPY config/ssl/server.key config/ssl/ca.pem ./ssl/
        COPY dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
      flags: [".env.production", "config/ssl/server.key"],
      good: dockerfile`
        FROM node:24-slim
        WORKDIR /app
        COPY .env.example ./.env.example
        COPY config/ssl/ca.pem ./ssl/
        COPY dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
  ],
  *check(image, deployment) {
    for (const stage of image.ownStages) {
      const ships = image.shippedStages.has(stage);
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") continue;
        for (const source of instruction.sources) {
          const text = literalText(source);
          if (text === undefined) continue;
          const found = secretIn(text, instruction.from === undefined, image, deployment);
          if (found === undefined) yield satisfied(source.span);
          else
            yield* violatedIn(image, deployment, {
              at: source.span,
              severity: severityOf(found.file, ships),
              message: messageOf(text, found, ships),
            });
        }
      }
    }
  },
});

interface Found {
  readonly name: string;
  readonly file: SecretFile;
}

/** A pattern is judged by the files that it takes, and by itself where there are none to see. */
function secretIn(source: string, isFromContext: boolean, image: Image, { tree }: Deployment): Found | undefined {
  const own = secretFileOf(source);
  if (!isGlob(source) || /(?:^|\/)\.env\*?$/.test(source)) return own && { name: source, file: own };
  const context = isFromContext ? contextOf(image, tree) : undefined;
  const names = context === undefined ? undefined : namesMatching(context, source, tree);
  for (const name of names ?? []) {
    const file = secretFileOf(name);
    if (file !== undefined) return { name, file };
  }
  return own !== undefined && (names?.length ?? 0) === 0 ? { name: source, file: own } : undefined;
}

function severityOf({ certainty }: SecretFile, ships: boolean): Severity {
  if (certainty === "likely") return ships ? "warning" : "note";
  return ships ? "error" : "warning";
}

function messageOf(source: string, { name, file }: Found, ships: boolean): string {
  const subject = name === source ? `"${source}" is ${file.what}` : `"${source}" takes "${name}", ${file.what}`;
  return ships
    ? `${subject}, and everyone who can pull the image can read it.`
    : `${subject}, and stays in the build cache and in whatever a later stage copies from here.`;
}
