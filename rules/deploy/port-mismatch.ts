import { defineRule, portClashes, satisfied, text, unknown, violated, type Judgement, type PortClash } from "../../src/rule/index.ts";

const dockerfile = text`
  FROM python:3.14-slim
  WORKDIR /app
  COPY . .
  USER 1000
  EXPOSE 8000
  CMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000"]
`;

export default defineRule({
  id: "deploy/port-mismatch",
  scope: "deployment",
  title: "Port that is published or proxied is not the one the program listens on",
  severity: "error",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "The same number stands in the command that starts a server, in `EXPOSE`, in `ports` and in the proxy's configuration. When one of them is forgotten, every file is correct by itself and requests go to a port at which nobody answers: connections are refused, or the proxy says 502.",
  remediation:
    "Let the container's side of `ports` (behind the last colon) and the port of the proxy's pass be the one the program listens on. The published port in front of the colon is free to choose.",
  references: ["https://docs.docker.com/reference/compose-file/services/#ports", "https://docs.docker.com/reference/dockerfile/#expose"],
  cwe: [706],
  examples: [
    {
      title: "a published port that nothing listens on",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              build: .
              ports:
                - "127.0.0.1:8080:8080"
        `,
        Dockerfile: dockerfile,
      },
      flags: ["127.0.0.1:8080:8080"],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              build: .
              ports:
                - "127.0.0.1:8080:8000"
        `,
        Dockerfile: dockerfile,
      },
    },
    {
      title: "a proxy that asks the old port",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
            shop:
              build: .
        `,
        "nginx.conf": text`
          server {
              listen 80;
              location / {
                  proxy_pass http://shop:3000;
              }
          }
        `,
        Dockerfile: dockerfile,
      },
      flags: ["3000"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
            shop:
              build: .
        `,
        "nginx.conf": text`
          server {
              listen 80;
              location / {
                  proxy_pass http://shop:8000;
              }
          }
        `,
        Dockerfile: dockerfile,
      },
    },
  ],
  *check(deployment) {
    for (const clash of portClashes(deployment)) yield judge(clash);
  },
});

function judge({ at, verdict, port, service, told, by }: PortClash): Judgement {
  if (verdict.kind === "agrees") return satisfied(at);
  if (verdict.kind === "unknown") return unknown(at, verdict.why);
  const ports = [...new Set(told.map((one) => one.port))].join(" and ");
  const where = by === "pass" ? "Requests are handed on to" : "Requests are let through to";
  return violated({
    at,
    ...(verdict.severity === "error" ? {} : { severity: verdict.severity }),
    message:
      verdict.severity === "note"
        ? `${where} port ${port} of "${service.name}", whose image names ${ports} as what it listens on.`
        : `${where} port ${port} of "${service.name}", where nothing answers: it listens on ${ports}.`,
    related: told
      .slice(0, 2)
      .map((one) => ({ at: one.at, note: verdict.severity === "note" ? "as it says here" : "this is where it is told to" })),
  });
}
