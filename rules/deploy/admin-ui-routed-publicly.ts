import {
  defineRule,
  routedConsoles,
  satisfied,
  text,
  unknown,
  violated,
  type Judgement,
  type RoutedConsole,
} from "../../src/rule/index.ts";

const compose = text`
  services:
    web:
      image: nginx:1.30
      ports: ["443:443"]
      volumes:
        - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
        - ./certs:/etc/nginx/certs:ro
        - ./htpasswd:/etc/nginx/htpasswd:ro
    api:
      image: ghcr.io/acme/shop-api:2.4.0
    flower:
      image: mher/flower:2.0
`;

export default defineRule({
  id: "deploy/admin-ui-routed-publicly",
  scope: "deployment",
  title: "Administrator's console reachable through the proxy without a login",
  severity: "warning",
  securitySeverity: 7.5,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Consoles for databases, queues and metrics are made for people who may see and change everything. Many ask for no password at all, or come with one that everybody knows. Behind a path of the public site they are found like any other page, although no port of theirs is published.",
  remediation:
    "Ask for a password before the request is handed on (`auth_basic`, `auth_request`), let in only addresses that you know (`allow` … `deny all`), or take the location out and reach the console through an SSH tunnel.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_auth_basic_module.html",
    "https://nginx.org/en/docs/http/ngx_http_access_module.html",
    "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
  ],
  cwe: [306],
  examples: [
    {
      title: "a queue's monitor beside the API",
      bad: {
        "docker-compose.yml": compose,
        "nginx/shop.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location /flower/ {
                  proxy_pass http://flower:5555;
              }
              location / {
                  proxy_pass http://api:3001;
              }
          }
        `,
      },
      flags: ["/flower/"],
      good: {
        "docker-compose.yml": compose,
        "nginx/shop.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location /flower/ {
                  auth_basic "staff only";
                  auth_basic_user_file /etc/nginx/htpasswd;
                  proxy_pass http://flower:5555;
              }
              location / {
                  proxy_pass http://api:3001;
              }
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const routed of routedConsoles(deployment)) yield judge(routed);
  },
});

const guard = {
  none: "which asks nobody for a password",
  "default-password": "which has a well-known password until somebody changes it",
  asks: "with nothing but its own login in between",
  unknown: "and nothing on the way asks for a login",
} as const;

function judge({ at, access, name, label, login, entrance, service }: RoutedConsole): Judgement {
  if (access.kind === "guarded") return satisfied(at);
  if (access.kind === "unknown") return unknown(at, access.why);
  return violated({
    at,
    ...(login === "asks" ? { severity: "note", securitySeverity: 4 } : {}),
    message: `Everyone who can open the site can open ${label} of "${name}", ${guard[login]}.`,
    related: [
      { at: service, note: "the service that this leads to" },
      { at: entrance, note: "where requests for it come in" },
    ],
  });
}
