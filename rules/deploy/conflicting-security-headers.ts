import {
  defineRule,
  headerConflicts,
  satisfied,
  securityHeaders,
  text,
  violated,
  type HeaderConflict,
  type Judgement,
} from "../../src/rule/index.ts";

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
        - ./site:/usr/share/nginx/html:ro
`;

const edge = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /etc/nginx/certs/shop.pem;
      ssl_certificate_key /etc/nginx/certs/shop.key;
      add_header X-Frame-Options SAMEORIGIN always;
      location / {
          proxy_pass http://web;
      }
  }
`;

export default defineRule({
  id: "deploy/conflicting-security-headers",
  scope: "deployment",
  title: "Two layers send the same header with different values",
  severity: "note",
  securitySeverity: 2,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A header that two layers add reaches the browser twice. Which of the two values counts differs by header and browser: some take the first, some the last, some refuse both. The stricter setting that one of the files shows may not be the one that holds.",
  remediation:
    "Let one layer send the header, best the outermost. Take it out of the other one, or let the outer one drop what comes from behind with `proxy_hide_header`.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_hide_header",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
  ],
  cwe: [693],
  examples: [
    {
      title: "frames allowed by one layer, refused by the next",
      bad: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": edge,
        "nginx/web.conf": text`
          server {
              listen 80;
              root /usr/share/nginx/html;
              add_header X-Frame-Options DENY always;
          }
        `,
      },
      flags: ["SAMEORIGIN"],
      good: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": edge,
        "nginx/web.conf": text`
          server {
              listen 80;
              root /usr/share/nginx/html;
              add_header X-Frame-Options SAMEORIGIN always;
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const conflict of headerConflicts(deployment)) yield judge(conflict);
  },
});

function judge({ name, outer, inner, who, differ }: HeaderConflict): Judgement {
  if (!differ) return satisfied(outer.span);
  return violated({
    at: outer.span,
    message: `Browsers get ${securityHeaders[name] ?? name} twice, as "${outer.text}" from here and as "${inner.text}" from ${who}, and may heed either.`,
    related: [{ at: inner.span, note: `where ${who} sets it` }],
  });
}
