import {
  calledPrograms,
  defineRule,
  eachService,
  healthcheckOf,
  imageOrigin,
  nameOfImage,
  programIn,
  programInService,
  satisfied,
  scriptOfHealthcheck,
  scriptOfInstruction,
  text,
  unknown,
  violated,
  violatedIn,
  type Deployment,
  type Image,
  type Judgement,
  type ProgramPresence,
  type Related,
  type Service,
  type ShellScript,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/healthcheck-binary-missing",
  scope: "deployment",
  title: "Health check calls a program that the image does not hold",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A health check runs inside the container, with the programs of its image. Slim images hold neither curl nor wget, Alpine's hold no curl, and what the build stage installed is not there at run time. A check whose program is missing fails every time: the container is reported as unhealthy for as long as it runs, services that wait for it to become healthy never start, and an orchestrator replaces it again and again, although the application is fine.",
  remediation:
    "Let the check use a program that the image has, such as the language's own runtime or BusyBox's `wget` on Alpine, or install the program in the stage that ships.",
  references: [
    "https://docs.docker.com/reference/dockerfile/#healthcheck",
    "https://docs.docker.com/reference/compose-file/services/#healthcheck",
  ],
  cwe: [693],
  examples: [
    {
      title: "curl in a slim image, asked for by Compose",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              build: .
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:8000/health"]
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY requirements.txt ./
          RUN pip install --no-cache-dir -r requirements.txt
          COPY api ./api
          CMD ["uvicorn", "api.main:app", "--host", "0.0.0.0", "--port", "8000"]
        `,
        "requirements.txt": "uvicorn==0.34.0\n",
      },
      flags: ["curl"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              build: .
              healthcheck:
                test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/health')"]
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY requirements.txt ./
          RUN pip install --no-cache-dir -r requirements.txt
          COPY api ./api
          CMD ["uvicorn", "api.main:app", "--host", "0.0.0.0", "--port", "8000"]
        `,
        "requirements.txt": "uvicorn==0.34.0\n",
      },
    },
    {
      title: "a program that only the build stage has",
      bad: {
        Dockerfile: text`
          FROM node:24 AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM node:24-alpine
          RUN apk add --no-cache --virtual .fetch curl && curl -fsSLo /tmp/ca.pem https://pki.acme.test/ca.pem && apk del .fetch
          COPY --from=build /app/dist /app
          HEALTHCHECK CMD curl -fsS http://127.0.0.1:3000/ || exit 1
          CMD ["node", "/app/server.js"]
        `,
      },
      flags: ["curl"],
      good: {
        Dockerfile: text`
          FROM node:24 AS build
          WORKDIR /app
          COPY . .
          RUN npm ci && npm run build
          FROM node:24-alpine
          RUN apk add --no-cache --virtual .fetch curl && curl -fsSLo /tmp/ca.pem https://pki.acme.test/ca.pem && apk del .fetch
          COPY --from=build /app/dist /app
          HEALTHCHECK CMD wget -qO- http://127.0.0.1:3000/ || exit 1
          CMD ["node", "/app/server.js"]
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
  const { healthcheck, name } = service;
  const script = scriptOfHealthcheck(service);
  if (script === undefined || healthcheck?.kind !== "test") return;
  const has = (program: string): ProgramPresence => programInService(service, program, deployment);
  const { test, shell } = healthcheck;
  const found = judge({ script, at: test.span, shell, has });
  if (found.kind !== "missing") yield found;
  else
    yield violated({
      at: found.at,
      message: `"${name}" is never healthy: its health check ${found.what}${found.instead}.`,
      related: imageOrigin(service, deployment, "this is what it runs in"),
    });
}

function* judgeImage(image: Image, deployment: Deployment): Iterable<Judgement> {
  const health = healthcheckOf(image);
  if (health.kind !== "instruction") return;
  const { command } = health.instruction;
  const script = scriptOfInstruction(health.instruction);
  if (command === undefined || script === undefined) return;
  const has = (program: string): ProgramPresence => programIn(image, program);
  const shell = command.form === "shell" && image.last("SHELL") === undefined;
  const found = judge({ script, at: command.span, shell, has });
  const related: readonly Related[] = [{ at: image.base.span, note: "this is what it starts from" }];
  if (found.kind !== "missing") yield found;
  else
    yield* violatedIn(image, deployment, {
      at: found.at,
      severity: "error",
      message: `${nameOfImage(image)} is never healthy: the health check ${found.what}${found.instead}.`,
      related,
    });
}

interface Test {
  readonly script: ShellScript;
  readonly at: Span;
  readonly shell: boolean;
  has(program: string): ProgramPresence;
}

type Missing = { readonly kind: "missing"; readonly at: Span; readonly what: string; readonly instead: string };

function judge({ script, at, shell, has }: Test): Judgement | Missing {
  if (shell && has("sh") === "no") return { kind: "missing", at, what: "needs a shell, and its image has none", instead: "" };
  const called = calledPrograms(script);
  const missing = called.find(
    ({ call, hasFallback, isConditional }) => !hasFallback && !isConditional && isByName(call.name.text) && has(call.program) === "no",
  );
  if (missing !== undefined) {
    const { program, name } = missing.call;
    return { kind: "missing", at: name.span, what: `calls "${program}", which its image does not hold`, instead: insteadOf(program, has) };
  }
  return called.every(({ call }) => has(call.program) !== "no") && called.some(({ call }) => has(call.program) === "yes")
    ? satisfied(at)
    : unknown(at, "what its image holds is not known");
}

/** A program with a folder may stand anywhere. */
function isByName(text: string): boolean {
  return !text.includes("/") || /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(text);
}

const fetchers = ["curl", "wget", "python", "node", "php", "ruby"];

function insteadOf(missing: string, has: Test["has"]): string {
  const other = ["curl", "wget", "nc", "python3"].includes(missing) ? fetchers.find((program) => has(program) === "yes") : undefined;
  return other === undefined ? "" : `; "${other}" is there`;
}
