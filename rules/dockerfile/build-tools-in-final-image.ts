import {
  buildToolIn,
  defineRule,
  isToolItself,
  developmentInstalls,
  dockerfile,
  factsOf,
  installsOf,
  isLongRunning,
  isWorkplace,
  quoteAll,
  satisfied,
  unknown,
  violatedIn,
  type Deployment,
  type Image,
  type Judgement,
  type Severity,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/build-tools-in-final-image",
  scope: "image",
  title: "Build tools in the image that ships",
  severity: "warning",
  securitySeverity: 3.5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A compiler, a package manager's headers or an editor is of no use to a running service, but of much use to an attacker who got into it: the tools to build and fetch more are already there. Each of them also brings its own weaknesses into every scan, and often makes up most of the image's size. Packages that a later `RUN` removes are still in the layer that installed them.",
  remediation:
    "Build in a stage of its own, and copy only the result into the one that ships. Where a single stage has to do, install, use and remove the tools in one `RUN`. Leave development dependencies out with `npm ci --omit=dev` or `poetry install --only main`.",
  references: [
    "https://docs.docker.com/build/building/multi-stage/",
    "https://cheatsheetseries.owasp.org/cheatsheets/NodeJS_Docker_Cheat_Sheet.html",
  ],
  cwe: [1127],
  examples: [
    {
      title: "a compiler for one Python package",
      bad: dockerfile`
        FROM python:3.13-slim
        WORKDIR /app
        RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev curl
        COPY requirements.txt .
        RUN pip install --no-cache-dir -r requirements.txt
        COPY . .
        USER nobody
        CMD ["gunicorn", "shop.wsgi"]
      `,
      flags: ["install"],
      good: dockerfile`
        FROM python:3.13-slim AS build
        RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
        COPY requirements.txt .
        RUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt

        FROM python:3.13-slim
        WORKDIR /app
        RUN apt-get update && apt-get install -y --no-install-recommends libpq5 curl
        RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*
        COPY . .
        USER nobody
        CMD ["gunicorn", "shop.wsgi"]
      `,
    },
    {
      title: "the whole toolchain, with development dependencies",
      bad: dockerfile`
        FROM golang:1.26
        COPY . /src
        RUN cd /src && go build -o /usr/local/bin/shop ./cmd/shop
        CMD ["shop"]
      `,
      flags: ["golang:1.26"],
      good: dockerfile`
        FROM golang:1.26 AS build
        COPY . /src
        RUN cd /src && CGO_ENABLED=0 go build -o /shop ./cmd/shop

        FROM gcr.io/distroless/static-debian13:nonroot
        COPY --from=build /shop /shop
        CMD ["/shop"]
      `,
    },
    {
      title: "development dependencies",
      bad: dockerfile`
        FROM node:24-slim
        COPY . .
        RUN npm ci
        CMD ["node", "server.js"]
      `,
      flags: ["npm ci"],
      good: dockerfile`
        FROM node:24-slim
        COPY . .
        RUN npm ci --omit=dev
        CMD ["node", "server.js"]
      `,
    },
  ],
  *check(image, deployment) {
    const at = image.stage.from.image?.span ?? image.stage.from.keywordSpan;
    if (isLongRunning(image) !== "yes") return yield unknown(at, "nothing in the project says that it runs as a service");
    if (isWorkplace(image) || image.fileClass === "dev" || isToolItself(image)) return undefined;
    yield* judgeBase(image, deployment);
    yield* judgePackages(image, deployment);
    for (const { span, command, what, isKept } of developmentInstalls(image)) {
      const message = `"${command}" puts ${what} into the image that ships.`;
      if (!isKept) yield satisfied(span);
      else yield* violatedIn(image, deployment, { at: span, aspect: "dev-deps", severity: "warning", message });
    }
    return undefined;
  },
});

function* judgeBase(image: Image, deployment: Deployment): Iterable<Judgement> {
  const at = image.stage.from.image?.span ?? image.stage.from.keywordSpan;
  const toolchain = image.parent === undefined ? factsOf(image.base)?.toolchain : undefined;
  if (toolchain === undefined) return yield satisfied(at);
  const what = toolchain.startsWith("the ") ? toolchain : `the ${toolchain} toolchain`;
  const message = `The image ships with ${what}, which only its build needs.`;
  return yield* violatedIn(image, deployment, { at, aspect: "toolchain-base", severity: "warning", message });
}

function* judgePackages(image: Image, deployment: Deployment): Iterable<Judgement> {
  for (const instruction of image.ownStages.filter((stage) => image.chain.includes(stage)).flatMap(({ instructions }) => instructions)) {
    if (instruction.keyword !== "RUN") continue;
    for (const { call, kept } of installsOf(instruction)) {
      const tools = kept.flatMap(({ text }) => buildToolIn(text) ?? []);
      const at = call.actionWord.span;
      if (tools.length === 0) yield satisfied(at);
      else yield* violatedIn(image, deployment, { at, aspect: "packages", ...packageProblem(tools) });
    }
  }
}

/** Some services fetch repositories themselves, and git is then no tool of the build. */
function packageProblem(tools: readonly string[]): { message: string; severity: Severity } {
  if (tools.every((tool) => tool === "git"))
    return { severity: "note", message: `The image ships with "git": unless the service itself calls it, only an intruder will.` };
  return { severity: "warning", message: `The image ships with ${quoteAll(tools)}, which a running service does not need.` };
}
