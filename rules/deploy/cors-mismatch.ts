import { defineRule, originsOnPath, satisfied, text, unknown, violated, type Judgement, type OriginOnPath } from "../../src/rule/index.ts";

const conf = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /etc/nginx/certs/shop.pem;
      ssl_certificate_key /etc/nginx/certs/shop.key;
      root /usr/share/nginx/html;
      location /api/ {
          proxy_pass http://api:3001;
      }
  }
`;

export default defineRule({
  id: "deploy/cors-mismatch",
  scope: "deployment",
  title: "Allowed origin does not fit the site that is served",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Browsers compare an allowed origin letter by letter with the scheme, the host and the port of the page that asks. An origin that the proxy does not serve lets in pages that are none of the project's, or of nobody yet, and refuses the ones it was written for. A header that the proxy and the application both add (`double`) is refused by every browser.",
  remediation:
    "Allow the origin that visitors see, with `https://` and the very host that the proxy serves, and let one place alone answer questions of CORS. Where pages and API share one origin none needs to be allowed at all.",
  references: [
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS/Errors/CORSMultipleAllowOriginNotAllowed",
  ],
  cwe: [942],
  examples: [
    {
      title: "the host of another environment",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports: ["443:443"]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
              environment:
                CORS_ORIGIN: https://www.example.com
        `,
        "nginx/shop.conf": conf,
      },
      flags: ["https://www.example.com"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports: ["443:443"]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
              environment:
                CORS_ORIGIN: https://shop.example.com
        `,
        "nginx/shop.conf": conf,
      },
    },
  ],
  *check(deployment) {
    for (const origin of originsOnPath(deployment)) yield judge(origin);
  },
});

function judge({ at, variable, service, verdict }: OriginOnPath): Judgement {
  if (verdict.kind === "fits") return satisfied(at);
  if (verdict.kind === "unknown") return unknown(at, verdict.why);
  if (verdict.kind === "double") {
    return violated({
      at: verdict.at,
      aspect: "double",
      message: `Browsers refuse answers of "${service}" that carry two allowed origins: ${verdict.who} adds one to what "${service}" sends itself.`,
      related: [{ at, note: `which "${variable}" has it do` }],
    });
  }
  return violated({
    at,
    aspect: "host",
    message: verdict.isScheme
      ? `"${service}" lets in pages of "${verdict.origin}", but the site is only served over https, so that its own pages are refused.`
      : `"${service}" lets in pages of "${verdict.origin}", which the proxy in front of it does not serve, and not those of "${verdict.served}".`,
    related: [{ at: verdict.servedAt, note: "the name that it does serve" }],
  });
}
