import {
  classifyValue,
  defineRule,
  dockerfile,
  isSecretName,
  satisfied,
  variablesOf,
  violatedIn,
  type Deployment,
  type Image,
  type Judgement,
  type Pair,
  type Problem,
  type Severity,
  type ValueClass,
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
    "Leave the variable out of the Dockerfile and set it when the container starts. What only the build needs, such as the token of a package registry, belongs into `RUN --mount=type=secret,id=…`, which leaves nothing in the image. Change a real secret that was ever in an image that others could pull.",
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
    for (const stage of image.document.stages) {
      const ships = image.shippedStages.has(stage);
      for (const instruction of stage.instructions)
        if (instruction.keyword === "ENV")
          for (const pair of instruction.pairs) if (isSecretName(pair.name.value)) yield* judgeEnv(pair, ships, image, deployment);
    }
    yield* judgeArguments(image, deployment);
  },
});

/** Switches that only have a secret's word in their name. */
const ordinary = /^(?:true|false|yes|no|on|off|0|1|none|null)$/i;

function* judgeEnv(pair: Pair, ships: boolean, image: Image, deployment: Deployment): Iterable<Judgement> {
  const { name, value, span } = pair;
  const given = value === undefined ? undefined : buildArgumentIn(pair, image);
  const held = classifyValue(value, { name: name.value });
  if (given !== undefined && ships) {
    if (!isSecretName(given))
      yield* violatedIn(image, deployment, {
        at: span,
        severity: "warning",
        message: `"${name.value}" takes what the build gives as "${given}" into the image, where everyone who can pull it can read it.`,
      });
  } else if (value === undefined || isHarmless(value, held) || (!ships && held !== "plausible")) yield satisfied(span);
  else yield* violatedIn(image, deployment, { at: span, redact: [value.span], ...envProblem(name.value, held, ships) });
}

function isHarmless(value: NonNullable<Pair["value"]>, held: ValueClass): boolean {
  return (
    held === "empty" ||
    held === "reference" ||
    (value.kind === "literal" && (ordinary.test(value.text) || (held === "other" && /^[.~]?\/|^https?:/.test(value.text))))
  );
}

function envProblem(name: string, held: ValueClass, ships: boolean): Pick<Problem, "message"> & { readonly severity: Severity } {
  if (!ships)
    return {
      severity: "note",
      message: `"${name}" is written into a stage that does not ship: it stays in the build cache, and in this file.`,
    };
  if (held === "placeholder")
    return {
      severity: "error",
      message: `"${name}" ships with a placeholder: a container that is given nothing else starts with a value everybody can read here.`,
    };
  return { severity: "error", message: `"${name}" is part of the image: everyone who can pull it can read the value.` };
}

/** The build argument whose value an ENV takes over. */
function buildArgumentIn({ value }: Pair, { document }: Image): string | undefined {
  const names = value === undefined ? [] : [...variablesOf(value)].map(({ name }) => name);
  if (names.length === 0) return undefined;
  const declared = new Set(
    document.stages.flatMap(({ instructions }) =>
      instructions.flatMap((one) => (one.keyword === "ARG" ? one.args.map(({ name }) => name.value) : [])),
    ),
  );
  return names.find((name) => declared.has(name));
}

/** One finding a name: where it ships if it does, else where it has a value, else where it first stands. */
function* judgeArguments(image: Image, deployment: Deployment): Iterable<Judgement> {
  const found = new Map<string, { readonly arg: Pair; readonly held: ValueClass; readonly rank: number }>();
  const stages = [
    { ships: false, args: image.document.globalArgs },
    ...image.document.stages.map((stage) => ({
      ships: image.shippedStages.has(stage),
      args: stage.instructions.filter((one) => one.keyword === "ARG"),
    })),
  ];
  for (const { ships, args } of stages) {
    for (const arg of args.flatMap((one) => one.args)) {
      if (!isSecretName(arg.name.value)) continue;
      const held = classifyValue(arg.value, { name: arg.name.value });
      const rank =
        (held === "empty" || held === "reference" || (arg.value !== undefined && isHarmless(arg.value, held))
          ? 0
          : held === "plausible"
            ? 4
            : 2) + (ships ? 1 : 0);
      if (rank > (found.get(arg.name.value)?.rank ?? -1)) found.set(arg.name.value, { arg, held, rank });
    }
  }
  for (const [name, { arg, rank }] of found) {
    const redact = arg.value === undefined ? {} : { redact: [arg.value.span] };
    const severity = rank >= 4 ? "error" : rank > 0 ? "warning" : "note";
    const message =
      rank >= 2
        ? `"${name}" has a default in this file, which everyone who can read it, or the history of the image, knows.`
        : rank === 1
          ? `The value of "${name}" stays in the history of the image, where everyone who can pull it can read it.`
          : `The value of "${name}" stays in the build cache and in the provenance of the build.`;
    yield* violatedIn(image, deployment, {
      at: rank >= 2 ? arg.span : arg.name.span,
      severity,
      message,
      ...redact,
      ...(severity === "note" ? { securitySeverity: 3 } : {}),
    });
  }
}
