import {
  calledPrograms,
  defineRule,
  eachService,
  imageOrigin,
  imageRunBy,
  isLanguageTool,
  nameOfImage,
  programIn,
  programInService,
  satisfied,
  startedBy,
  text,
  unknown,
  violated,
  violatedIn,
  type CalledProgram,
  type Deployment,
  type Image,
  type Judgement,
  type ProgramPresence,
  type Service,
  type Started,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/runtime-command-missing-binary",
  scope: "deployment",
  title: "Command needs a tool that its image does not hold",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "An image that is built in stages leaves compilers, package managers and their caches behind: what ships is the program and what it needs to run. A command such as `cargo run --bin migrate` or `npm run migrate` works in the build stage and on every developer's machine, and fails in the container with “executable file not found”.",
  remediation:
    "Call what the build stage made (copy the migration's own binary into the image), build the service from a stage that has the tool with `target`, or install the tool in the stage that ships.",
  references: ["https://docs.docker.com/build/building/multi-stage/", "https://docs.docker.com/reference/compose-file/services/#command"],
  cwe: [706],
  examples: [
    {
      title: "migrations run by the compiler's own tool",
      bad: {
        "docker-compose.yml": text`
          services:
            migrate:
              build: .
              command: cargo run --release --bin migrate
        `,
        Dockerfile: text`
          FROM rust:1.91 AS build
          WORKDIR /src
          COPY . .
          RUN cargo build --release --bins
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
          COPY --from=build /src/target/release/ledger /src/target/release/migrate /usr/local/bin/
          USER nobody
          CMD ["ledger"]
        `,
      },
      flags: ["cargo"],
      good: {
        "docker-compose.yml": text`
          services:
            migrate:
              build:
                context: .
                target: build
              command: cargo run --release --bin migrate
        `,
        Dockerfile: text`
          FROM rust:1.91 AS build
          WORKDIR /src
          COPY . .
          RUN cargo build --release --bins
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
          COPY --from=build /src/target/release/ledger /src/target/release/migrate /usr/local/bin/
          USER nobody
          CMD ["ledger"]
        `,
      },
    },
  ],
  *check(deployment) {
    for (const stack of deployment.stacks) yield* eachService(stack, (service) => judgeService(service, deployment));
    for (const image of deployment.images) yield* judgeImage(image, deployment);
  },
});

function* judgeService(service: Service, deployment: Deployment): Iterable<Judgement> {
  if ((service.command ?? service.entrypoint) === undefined) return;
  const image = imageRunBy(service, deployment);
  const found = judge(startedBy(service, image), (program) => programInService(service, program, deployment));
  if (found === undefined) return;
  const { missing } = found;
  if (missing === undefined) yield found.judgement;
  else {
    yield violated({
      at: missing.call.name.span,
      message: `"${service.name}" cannot start: it calls "${missing.call.program}", which its image does not hold.`,
      related: imageOrigin(service, deployment, "this is what it runs in"),
    });
  }
}

function* judgeImage(image: Image, deployment: Deployment): Iterable<Judgement> {
  const found = judge(startedBy(undefined, image), (program) => programIn(image, program));
  if (found?.missing === undefined) {
    if (found !== undefined) yield found.judgement;
    return;
  }
  const { call } = found.missing;
  yield* violatedIn(image, deployment, {
    at: call.name.span,
    severity: "error",
    message: `${nameOfImage(image)} cannot start: it calls "${call.program}", which it does not hold.`,
    related: [{ at: image.base.span, note: "this is what it starts from" }],
  });
}

type Found = { readonly missing: CalledProgram } | { readonly missing: undefined; readonly judgement: Judgement };

/** Judges the tools that are sure to be called; undefined where none is. */
function judge({ script, handed }: Started, has: (program: string) => ProgramPresence): Found | undefined {
  const first = script === undefined ? [] : calledPrograms(script);
  // What an entry point of another kind is handed are its arguments, not a command.
  const isHandedOn = first.some(({ call }) => /\.sh$|entrypoint|^entry|^init|^start/.test(call.program));
  const called = [...first, ...(handed !== undefined && isHandedOn ? calledPrograms(handed) : [])];
  const tools = called.filter(
    ({ call, hasFallback, isConditional }) =>
      !hasFallback && !isConditional && isLanguageTool(call.program) && !call.name.text.includes("/"),
  );
  const [tool] = tools;
  if (tool === undefined) return undefined;
  // A script of the project that runs before may put the tool there.
  const isPrepared = called.some(({ call }) => /^(?:apt-get|apt|apk|yum|dnf|curl|wget|source|\.|eval|export)$/.test(call.program));
  const missing = isPrepared ? undefined : tools.find(({ call }) => has(call.program) === "no");
  if (missing !== undefined) return { missing };
  const at = tool.call.name.span;
  const isThere = tools.every(({ call }) => has(call.program) === "yes");
  return { missing: undefined, judgement: isThere ? satisfied(at) : unknown(at, "what its image holds is not known") };
}
