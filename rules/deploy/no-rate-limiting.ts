import { defineRule, satisfied, text, unknown, unlimitedPasses, violated, type Judgement, type LimitedPass } from "../../src/rule/index.ts";

const files = {
  "docker-compose.yml": text`
    services:
      web:
        image: nginx:1.30
        ports: ["443:443"]
        volumes:
          - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
          - ./certs:/etc/nginx/certs:ro
      api:
        build: ./api
  `,
  "api/Dockerfile": text`
    FROM node:24-slim
    WORKDIR /app
    COPY . .
    RUN npm ci --omit=dev
    USER node
    CMD ["node", "server.js"]
  `,
  "api/package.json": '{ "name": "shop-api", "dependencies": { "express": "5.1.0", "pg": "8.16.0" } }\n',
};

export default defineRule({
  id: "deploy/no-rate-limiting",
  scope: "deployment",
  title: "No layer limits how often somebody may ask",
  severity: "note",
  securitySeverity: 3.7,
  confidence: "low",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Without a limit a script can try passwords as fast as the program answers, and one visitor can keep it busy for all. The limit can be the proxy's or the program's; here the proxy has none, and none of the packages that the program is made of is known to bring one.",
  remediation:
    "Declare a `limit_req_zone` by `$binary_remote_addr` and use it with `limit_req` where requests are handed on, strictly for logins, or limit them in the program.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_limit_req_module.html",
    "https://cheatsheetseries.owasp.org/cheatsheets/Denial_of_Service_Cheat_Sheet.html",
    "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html",
  ],
  cwe: [770, 307],
  examples: [
    {
      title: "an API that leaves it to the proxy, and a proxy that leaves it to the API",
      bad: {
        ...files,
        "nginx/shop.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location / {
                  proxy_pass http://api:3001;
              }
          }
        `,
      },
      flags: ["http://api:3001"],
      good: {
        ...files,
        "nginx/shop.conf": text`
          limit_req_zone $binary_remote_addr zone=visitors:10m rate=10r/s;

          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location / {
                  limit_req zone=visitors burst=20 nodelay;
                  proxy_pass http://api:3001;
              }
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const pass of unlimitedPasses(deployment)) yield judge(pass);
  },
});

function judge({ at, service, verdict }: LimitedPass): Judgement {
  if (verdict.kind === "limited") return satisfied(at);
  if (verdict.kind === "unknown") return unknown(at, verdict.why);
  return violated({
    at,
    message: `Nothing limits how often somebody may ask "${service}", for instance to try passwords: nginx does not, and no package of the program is known to.`,
    related: [{ at: verdict.entrance, note: "where requests for it come in" }],
  });
}
