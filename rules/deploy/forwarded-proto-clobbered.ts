import { clobberedSchemes, defineRule, satisfied, text, violated, type ClobberedScheme, type Judgement } from "../../src/rule/index.ts";

const compose = text`
  services:
    edge:
      image: nginx:1.30
      ports: ["443:443"]
      volumes:
        - ./nginx/edge.conf:/etc/nginx/conf.d/default.conf:ro
        - ./certs:/etc/nginx/certs:ro
    web:
      image: nginx:1.30
      volumes:
        - ./nginx/web.conf:/etc/nginx/conf.d/default.conf:ro
    api:
      image: ghcr.io/acme/shop-api:2.4.0
`;

const edge = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /etc/nginx/certs/shop.pem;
      ssl_certificate_key /etc/nginx/certs/shop.key;
      location / {
          proxy_pass http://web;
          proxy_set_header Host $host;
          proxy_set_header X-Forwarded-Proto $scheme;
      }
  }
`;

export default defineRule({
  id: "deploy/forwarded-proto-clobbered",
  scope: "deployment",
  title: "Inner proxy tells the application http where visitors use https",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "high",
  profile: "recommended",
  rationale:
    "`$scheme` is the scheme of the connection to this very nginx. At the outermost server that is what the visitor uses; behind one that has already ended TLS it is always `http`. The application is told that the visit is not encrypted: it redirects to https for ever, sends its cookies without `Secure`, or writes links with `http://`.",
  remediation: "Behind another proxy hand on what that one says: `proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;`.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_core_module.html#var_scheme",
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-Proto",
  ],
  cwe: [348],
  examples: [
    {
      title: "the second of two proxies",
      bad: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": edge,
        "nginx/web.conf": text`
          server {
              listen 80;
              location /api/ {
                  proxy_pass http://api:3001;
                  proxy_set_header X-Forwarded-Proto $scheme;
              }
          }
        `,
      },
      flags: ["$scheme"],
      good: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": edge,
        "nginx/web.conf": text`
          server {
              listen 80;
              location /api/ {
                  proxy_pass http://api:3001;
                  proxy_set_header X-Forwarded-Proto $http_x_forwarded_proto;
              }
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const one of clobberedSchemes(deployment)) yield judge(one);
  },
});

function judge({ value, isClobbered, application, outer, entrance }: ClobberedScheme): Judgement {
  if (!isClobbered) return satisfied(value.span);
  const front = outer === undefined ? "what stands in front of this nginx has ended TLS" : `${outer} has ended TLS before`;
  return violated({
    at: value.span,
    message: `${application === undefined ? "The program behind this" : `"${application}"`} is told that visitors come over http, because ${front}, so that redirects, cookies and links go wrong.`,
    related: entrance === undefined ? [] : [{ at: entrance, note: "where they really come in, over https" }],
    fix: {
      title: "Hand on what the proxy in front says",
      safety: "unsafe",
      edits: [{ span: value.span, replacement: "$http_x_forwarded_proto" }],
    },
  });
}
