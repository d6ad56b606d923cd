import {
  classOfName,
  defineRule,
  productionSibling,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/wrong-dockerfile",
  scope: "stack",
  title: "Production is built from what is meant for development",
  severity: "warning",
  securitySeverity: 4,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A development image runs a server that reloads itself, shows stack traces, and brings compilers and test tools. When production's Compose file builds it, because `build: .` takes the file called Dockerfile or because the target was copied, everything works, only slower and with more to attack, and nobody looks at the image that was made for production.",
  remediation: "Name production's Dockerfile with `dockerfile`, or production's stage with `target`.",
  references: [
    "https://docs.docker.com/reference/compose-file/build/#dockerfile",
    "https://docs.docker.com/reference/compose-file/build/#target",
  ],
  cwe: [489],
  examples: [
    {
      title: "the plain Dockerfile, beside one for production",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build: ./api
            worker:
              build:
                context: ./worker
                target: development
        `,
        "api/Dockerfile": text`
          FROM python:3.13
          CMD ["flask", "--debug", "run"]
        `,
        "api/Dockerfile.prod": text`
          FROM python:3.13-slim
          CMD ["gunicorn", "api:app"]
        `,
        "worker/Dockerfile": text`
          FROM node:24 AS development
          CMD ["npm", "run", "dev"]
          FROM node:24-slim AS production
          CMD ["node", "worker.js"]
        `,
      },
      flags: ["./api", "development"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            api:
              build:
                context: ./api
                dockerfile: Dockerfile.prod
            worker:
              build:
                context: ./worker
                target: production
        `,
        "api/Dockerfile": text`
          FROM python:3.13
          CMD ["flask", "--debug", "run"]
        `,
        "api/Dockerfile.prod": text`
          FROM python:3.13-slim
          CMD ["gunicorn", "api:app"]
        `,
        "worker/Dockerfile": text`
          FROM node:24 AS development
          CMD ["npm", "run", "dev"]
          FROM node:24-slim AS production
          CMD ["node", "worker.js"]
        `,
      },
    },
  ],
  *check({ services, fileClass }, deployment) {
    if (fileClass !== "prod" && fileClass !== "staging") return;
    for (const service of services) {
      const judgement = judge(service, deployment);
      if (judgement !== undefined) yield judgement;
    }
  },
});

function judge({ name, build }: Service, deployment: Deployment): Judgement | undefined {
  if (build === undefined || build.isInline) return undefined;
  const { target, dockerfile } = build;
  if (target !== undefined) {
    if (target.value.kind !== "known") return unknown(target.span, "the target is filled in at run time");
    if (classOfName(target.value.text) !== "dev") return satisfied(target.span);
    return violated({
      at: target.span,
      message: `"${name}" runs in production what the stage "${target.value.text}" makes for development.`,
    });
  }
  if (dockerfile.value === undefined) return undefined;
  const sibling = productionSibling(dockerfile.value, deployment);
  if (sibling === undefined) return satisfied(dockerfile.span);
  return violated({
    at: dockerfile.span,
    message: `"${name}" is built from "${dockerfile.value}", and "${sibling.file.path}", made for production, is built by nobody.`,
    related: sibling.stages.slice(0, 1).map(({ from }) => ({ at: from.keywordSpan, note: "this is the one that is left out" })),
  });
}
