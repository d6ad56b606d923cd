import { defineRule, satisfied, strayIgnoreFile, text, textOf, violated } from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/dockerignore-ineffective",
  scope: "image",
  title: "Ignore file stands where the build never reads it",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Docker reads `.dockerignore` at the root of the build context, or `<Dockerfile>.dockerignore` beside the Dockerfile, and no other. One that stands beside the Dockerfile while the context is a folder above it keeps nothing out: what it was written for, `.env` files and `node_modules` among it, goes into the context, and with `COPY` into the image.",
  remediation:
    "Move its lines to the `.dockerignore` at the root of the context, or rename it to the Dockerfile's name with `.dockerignore` behind it; patterns start at the context, not at the folder that the file is in.",
  references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
  cwe: [538],
  examples: [
    {
      title: "an ignore file below the context",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              build:
                context: .
                dockerfile: web/Dockerfile
        `,
        "web/Dockerfile": text`
          FROM node:24-slim
          WORKDIR /srv
          COPY web ./
          CMD ["node", "server.js"]
        `,
        "web/.dockerignore": text`
          .env
          node_modules
        `,
        "web/server.js": "",
      },
      flags: ["web"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              build:
                context: .
                dockerfile: web/Dockerfile
        `,
        "web/Dockerfile": text`
          FROM node:24-slim
          WORKDIR /srv
          COPY web ./
          CMD ["node", "server.js"]
        `,
        "web/Dockerfile.dockerignore": text`
          **/.env
          **/node_modules
        `,
        "web/server.js": "",
      },
    },
    {
      title: "an ignore file among the sources, which is no context of any build",
      bad: {
        "docker-compose.yml": text`
          services:
            desk:
              build: .
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY desk/ .
          CMD ["python", "app.py"]
        `,
        "desk/.dockerignore": text`
          .env
          __pycache__
        `,
        "desk/app.py": "",
      },
      flags: ["desk/"],
      good: {
        "docker-compose.yml": text`
          services:
            desk:
              build: .
        `,
        Dockerfile: text`
          FROM python:3.13-slim
          WORKDIR /srv
          COPY desk/ .
          CMD ["python", "app.py"]
        `,
        ".dockerignore": text`
          **/.env
          **/__pycache__
        `,
        "desk/app.py": "",
      },
    },
  ],
  *check(image, deployment) {
    const found = strayIgnoreFile(image, deployment);
    if (found === undefined) return;
    const { stray, at, context } = found;
    if (stray === undefined) yield satisfied(at);
    else {
      const place = context === "" ? "the project's root" : `"${context}"`;
      yield violated({
        at,
        message: `"${stray.path}" keeps nothing out of what "${textOf(at)}" takes: the build's context is ${place}, and Docker reads no ignore file below that.`,
        related: stray.first === undefined ? [] : [{ at: stray.first, note: "this pattern is never read" }],
      });
    }
  },
});
