import {
  defineRule,
  dockerfile,
  isSecretName,
  satisfied,
  secretArguments,
  secretVariables,
  violatedIn,
  type BakedSecret,
  type Pair,
  type Problem,
  type Severity,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/secret-in-env-or-arg",
  scope: "image",
  title: "Secret baked into the image by ENV or ARG",
  severity: "error",
  securitySeverity: 8,
  confidence: "high",
  profile: "recommended",
  rationale:
    "What `ENV` sets is part of the image: `docker inspect` shows it to everyone who can pull it, and every process of the container gets it. The value of an `ARG` does not become a variable of the container, but it stands in the image's history, in provenance attestations and in the build cache. A placeholder is no better than a real value: a container that nobody gives the real one starts with it.",
  remediation:
    "Leave the variable out of the Dockerfile and set it when the container starts. What only the build needs, such as the token of a package registry, belongs in `RUN --mount=type=secret,id=…`, which leaves nothing in the image. Change a real secret that was ever in an image that others could pull.",
  references: [
    "https://docs.docker.com/build/building/secrets/",
    "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  ],
  cwe: [526, 538],
  examples: [
    {
      title: "a password in ENV, and a token for the registry in ARG",
      bad: dockerfile`
        FROM node:24-slim
        ARG NPM_TOKEN
        ENV NODE_ENV=production DB_PASSWORD=Kestrel-41-lantern
        RUN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN && npm ci
        USER node
        CMD ["node", "server.js"]
      `,
      flags: ["NPM_TOKEN", "DB_PASSWORD=Kestrel-41-lantern"],
      good: dockerfile`
        FROM node:24-slim
        ENV NODE_ENV=production DB_PASSWORD_FILE=/run/secrets/db-password DB_PASSWORD=
        RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci
        USER node
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(image, deployment) {
    for (const secret of secretVariables(image)) {
      const { pair, held, ships, argument } = secret;
      const at = pair.span;
      if (argument !== undefined && ships) {
        // A build argument that is a secret by its own name is the finding.
        if (!isSecretName(argument))
          yield* violatedIn(image, deployment, { at, severity: "warning", message: takenOver(pair.name.value, argument) });
      } else if (held === "harmless" || (!ships && held !== "plausible")) yield satisfied(at);
      else yield* violatedIn(image, deployment, { at, ...valueOf(pair), ...variableProblem(secret) });
    }
    for (const secret of secretArguments(image)) {
      // Where the project itself gives the secret, that is the place to tell it at.
      if (
        secret.held === "harmless" &&
        secret.ships &&
        image.builds.some(({ args }) => args.some(({ name }) => name.value === secret.pair.name.value))
      )
        continue;
      const at = secret.held === "harmless" ? secret.pair.name.span : secret.pair.span;
      yield* violatedIn(image, deployment, { at, ...valueOf(secret.pair), ...argumentProblem(secret) });
    }
  },
});

type Told = Pick<Problem, "message" | "securitySeverity"> & { readonly severity: Severity };

function valueOf({ value }: Pair): Pick<Problem, "redact"> {
  return value === undefined ? {} : { redact: [value.span] };
}

function takenOver(name: string, argument: string): string {
  return `"${name}" takes what the build gives as "${argument}" into the image, where everyone who can pull it can read it.`;
}

function variableProblem({ pair: { name }, held, ships }: BakedSecret): Told {
  const subject = `"${name.value}"`;
  if (!ships)
    return {
      severity: "note",
      message: `${subject} is written into a stage that does not ship: it stays in the build cache, and in this file.`,
    };
  if (held !== "placeholder")
    return { severity: "error", message: `${subject} is part of the image: everyone who can pull it can read the value.` };
  return {
    severity: "error",
    message: `${subject} ships with a placeholder: a container that is given nothing else starts with a value everybody can read here.`,
  };
}

function argumentProblem({ pair: { name }, held, ships }: BakedSecret): Told {
  const subject = `"${name.value}"`;
  if (held !== "harmless")
    return {
      severity: held === "plausible" ? "error" : "warning",
      message: `${subject} has a default, known to everyone who can read this file or the history of the image.`,
    };
  return ships
    ? {
        severity: "warning",
        message: `The value of ${subject} stays in the history of the image, where everyone who can pull it can read it.`,
      }
    : {
        severity: "note",
        securitySeverity: 3,
        message: `The value of ${subject} stays in the build cache and in the provenance of the build.`,
      };
}
