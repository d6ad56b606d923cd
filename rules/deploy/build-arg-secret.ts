import {
  defineRule,
  bundlerPrefixOf,
  isPublicName,
  isSecretName,
  satisfied,
  text,
  textOf,
  violated,
  type BuildArgument,
  type Image,
  type Judgement,
  type Pair,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/build-arg-secret",
  scope: "image",
  title: "Secret given to a build as an argument",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Build arguments are no secrets: the value of every `ARG` that the shipped stage declares stands in the history of the image, where everyone who can pull it reads it with `docker history`, and in the provenance that a build attaches. It does not matter that the workflow or the Compose file took the value from a safe place.",
  remediation:
    "Give it as a build secret: `secrets` in Compose's `build` or in build-push-action, and `RUN --mount=type=secret` in the Dockerfile. Change a secret that was ever given as an argument to an image that was pushed.",
  references: ["https://docs.docker.com/build/building/secrets/", "https://docs.docker.com/reference/compose-file/build/#secrets"],
  cwe: [538],
  examples: [
    {
      title: "the token of a private registry",
      bad: {
        ".github/workflows/release.yml": text`
          on: push
          jobs:
            image:
              runs-on: ubuntu-latest
              steps:
                - uses: actions/checkout@v4
                - uses: docker/build-push-action@v6
                  with:
                    context: .
                    push: true
                    tags: ghcr.io/acme/shop:1
                    build-args: |
                      VERSION=1
                      NPM_TOKEN=\${{ secrets.NPM_TOKEN }}
        `,
        Dockerfile: text`
          FROM node:24-slim
          ARG VERSION
          ARG NPM_TOKEN
          WORKDIR /srv
          COPY package.json package-lock.json ./
          RUN npm ci --omit=dev
          CMD ["node", "server.js"]
        `,
      },
      flags: ["NPM_TOKEN=${{ secrets.NPM_TOKEN }}"],
      good: {
        ".github/workflows/release.yml": text`
          on: push
          jobs:
            image:
              runs-on: ubuntu-latest
              steps:
                - uses: actions/checkout@v4
                - uses: docker/build-push-action@v6
                  with:
                    context: .
                    push: true
                    tags: ghcr.io/acme/shop:1
                    build-args: |
                      VERSION=1
                    secrets: |
                      npm=\${{ secrets.NPM_TOKEN }}
        `,
        Dockerfile: text`
          FROM node:24-slim
          ARG VERSION
          WORKDIR /srv
          COPY package.json package-lock.json ./
          RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci --omit=dev
          CMD ["node", "server.js"]
        `,
      },
    },
  ],
  *check(image) {
    for (const { args } of image.builds) for (const argument of args) yield* judge(argument, image);
  },
});

function* judge(argument: BuildArgument, image: Image): Iterable<Judgement> {
  const { name, span: at, written, isFromSecrets } = argument;
  const declared = declarationOf(name.value, image);
  if (declared === undefined) return;
  const isNamed = isSecretName(name.value);
  const isEmpty = written !== undefined && textOf(written) === "";
  if (!(isNamed || isFromSecrets) || isEmpty || isPublicName(name.value) || bundlerPrefixOf(name.value) !== undefined) {
    yield satisfied(at);
    return;
  }
  yield violated({
    at,
    // An address or a number is kept among the secrets too.
    severity: isNamed ? "error" : "warning",
    message: `"${name.value}" can be read by everyone who can pull the image: a build argument stays in its history.`,
    related: [{ at: declared.name.span, note: "this stage, which ships, takes it" }],
    ...(written === undefined ? {} : { redact: [written] }),
  });
}

/** The ARG of a stage that ships; one before the first FROM alone does not reach the image. */
function declarationOf(name: string, image: Image): Pair | undefined {
  for (const instruction of image.instructions) {
    const found = instruction.keyword === "ARG" ? instruction.args.find((arg) => arg.name.value === name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
