import { contextFaultOf, defineRule, satisfied, text, unknown, violated, type ConfigLink, type Judgement } from "../../src/rule/index.ts";

const site = text`
  upstream api {
      server api:8000;
  }

  server {
      listen 80;
      server_name shop.example.com;
      location / {
          proxy_pass http://api;
      }
  }
`;

export default defineRule({
  id: "deploy/nginx-conf-context",
  scope: "deployment",
  title: "Configuration of nginx stands where its content does not belong",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "nginx reads `/etc/nginx/nginx.conf` as a whole configuration, which needs an `events` and an `http` block, and what lies in `conf.d` as a part of that `http`. A file in the wrong one of the two places is correct by itself, passes every linter, and keeps nginx from starting.",
  remediation:
    "Mount a file with `server` and `upstream` blocks into `/etc/nginx/conf.d/`, and one with `events` and `http` at `/etc/nginx/nginx.conf`.",
  references: ["https://nginx.org/en/docs/beginners_guide.html#conf_structure", "https://hub.docker.com/_/nginx"],
  cwe: [706],
  examples: [
    {
      title: "a site in place of the whole configuration",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx/shop.conf:/etc/nginx/nginx.conf:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
        `,
        "nginx/shop.conf": site,
      },
      flags: ["/etc/nginx/nginx.conf"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
        `,
        "nginx/shop.conf": site,
      },
    },
    {
      title: "a whole configuration copied among the sites",
      bad: {
        Dockerfile: text`
          FROM nginx:1.30
          COPY nginx/main.conf /etc/nginx/conf.d/default.conf
        `,
        "nginx/main.conf": text`
          events {}
          http {
              server {
                  listen 8080;
                  root /usr/share/nginx/html;
              }
          }
        `,
      },
      flags: ["/etc/nginx/conf.d/default.conf"],
      good: {
        Dockerfile: text`
          FROM nginx:1.30
          COPY nginx/main.conf /etc/nginx/nginx.conf
        `,
        "nginx/main.conf": text`
          events {}
          http {
              server {
                  listen 8080;
                  root /usr/share/nginx/html;
              }
          }
        `,
      },
    },
  ],
  *check({ traffic }) {
    for (const { links } of traffic.proxies) for (const link of links) yield* judge(link, links);
  },
});

function* judge(link: ConfigLink, beside: readonly ConfigLink[]): Iterable<Judgement> {
  const fault = contextFaultOf(link, beside);
  if (fault === undefined) return;
  if (fault === "none") yield satisfied(link.pathAt);
  else if (fault.kind === "unknown") yield unknown(link.pathAt, fault.why);
  else
    yield violated({
      at: link.pathAt,
      message: `The nginx of ${fault.who} does not start: "${link.document.file.path}" becomes "${link.path}", where nginx expects ${fault.expected}.`,
      ...(fault.at === undefined ? {} : { related: [{ at: fault.at, note: fault.note }] }),
    });
}
