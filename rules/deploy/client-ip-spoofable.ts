import {
  defineRule,
  satisfied,
  text,
  trustedHeaders,
  unknown,
  violated,
  type Judgement,
  type TrustedHeader,
} from "../../src/rule/index.ts";

const files = {
  "docker-compose.yml": text`
    services:
      edge:
        image: nginx:1.30
        ports: ["443:443"]
        volumes:
          - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
          - ./certs:/etc/nginx/certs:ro
      api:
        image: ghcr.io/acme/shop-api:2.4.0
        env_file: api.env
  `,
  "api.env": text`
    ADMIN_IP_ALLOWLIST=203.0.113.7
    ADMIN_IP_HEADER=X-Real-IP
  `,
};

export default defineRule({
  id: "deploy/client-ip-spoofable",
  scope: "deployment",
  title: "Application trusts a header with the visitor's address that visitors can send themselves",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Behind a proxy an application learns the visitor's address from a header, and decides by it who is an administrator, who is locked out and whose requests count together. Anybody can send that header. It is only worth something if the outermost server overwrites it; nginx hands on what it does not set, and `$proxy_add_x_forwarded_for` puts the true address behind whatever the visitor sent.",
  remediation:
    "Set the header at the outermost server, as in `proxy_set_header X-Real-IP $remote_addr;`, and publish no port that leads around that server. For `X-Forwarded-For` set `$remote_addr` there; proxies further in may add to it.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header",
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For",
    "https://cwe.mitre.org/data/definitions/348.html",
  ],
  cwe: [348, 290],
  examples: [
    {
      title: "an allow list that asks a header nobody sets",
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
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              }
          }
        `,
      },
      flags: ["http://api:3001"],
      good: {
        ...files,
        "nginx/shop.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location / {
                  proxy_pass http://api:3001;
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Real-IP $remote_addr;
              }
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const trusted of trustedHeaders(deployment)) yield judge(trusted);
  },
});

/** Whether the program believes the first or the last address of a list is not written anywhere. */
const slight = { severity: "warning", securitySeverity: 5.3 } as const;

function judge({ at, header, variable, service, verdict, isNamed, fix }: TrustedHeader): Judgement {
  if (verdict.kind === "safe") return satisfied(at);
  if (verdict.kind === "unknown") return unknown(at, verdict.why);
  const weight = isNamed ? {} : slight;
  if (verdict.kind === "direct") {
    return violated({
      at: verdict.at,
      ...weight,
      message: `Everyone who comes to "${service}" by this port can send ${header} and so choose the address that counts as theirs.`,
      related: [{ at, note: `which "${variable}" has it trust` }],
    });
  }
  return violated({
    at: verdict.at,
    ...(verdict.isAppended ? slight : weight),
    message: `Visitors can choose the address that "${service}" takes for theirs: ${verdict.who} ${verdict.isAppended ? `puts the true one behind what they send in ${header}` : `hands on the ${header} they send`}.`,
    related: [{ at, note: `which "${variable}" has "${service}" trust` }],
    ...(fix === undefined ? {} : { fix }),
  });
}
