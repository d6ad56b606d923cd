import { defineRule, lackingSecrets, satisfied, text, violated } from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/required-secret-not-passed",
  scope: "stack",
  title: "Deployment leaves out a key that the application needs",
  severity: "warning",
  securitySeverity: 5.9,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "An application that finds no signing key in its environment often takes the one from its source, so that development works at once. In production that key is the same for everybody who has the source: with it anyone can make a session for any user.",
  remediation:
    "Pass the key to the service: `SECRET_KEY: ${SECRET_KEY:?set SECRET_KEY}` under `environment`, or a Docker secret. Let the application refuse to start without it. If it is not used any more, take it out of the example and of the other deployment.",
  references: [
    "https://docs.docker.com/compose/how-tos/environment-variables/set-environment-variables/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1188.html",
  ],
  cwe: [1188],
  examples: [
    {
      title: "a key of the example that production never gets",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            backend:
              build: ./backend
              environment:
                DATABASE_URL: \${DATABASE_URL:?}
        `,
        "backend/Dockerfile": text`
          FROM python:3.13-slim
          COPY app /srv/app
        `,
        "backend/.env.example": text`
          DATABASE_URL=postgresql://app:secret@localhost/app
          SECRET_KEY=change-me
          SENTRY_AUTH_TOKEN=
        `,
      },
      flags: ["environment"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            backend:
              build: ./backend
              environment:
                DATABASE_URL: \${DATABASE_URL:?}
                SECRET_KEY: \${SECRET_KEY:?}
        `,
        "backend/Dockerfile": text`
          FROM python:3.13-slim
          COPY app /srv/app
        `,
        "backend/.env.example": text`
          DATABASE_URL=postgresql://app:secret@localhost/app
          SECRET_KEY=change-me
          SENTRY_AUTH_TOKEN=
        `,
      },
    },
  ],
  *check(stack, deployment) {
    const lacking = lackingSecrets(stack, deployment);
    for (const { service, name, declared, isDocumented } of lacking) {
      const { path } = declared.span.file;
      const where = isDocumented ? `"${path}" says that it needs` : `"${path}" gives it`;
      yield violated({
        at: service.entry("environment")?.key.inner ?? service.nameSpan,
        message: `"${service.name}" gets no ${name} here, which ${where}: it may run with a default that anybody can read.`,
        related: [{ at: declared.name.span, note: `${name} is ${isDocumented ? "documented" : "passed"} here` }],
      });
    }
    const left = new Set(lacking.map(({ service }) => service));
    for (const service of stack.services)
      if (service.builtBy !== undefined && !left.has(service) && service.variables.length > 0) yield satisfied(service.nameSpan);
  },
});
