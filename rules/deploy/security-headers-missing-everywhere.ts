import {
  capitalize,
  defineRule,
  headerFix,
  layeredGaps,
  list,
  nameOf,
  satisfied,
  text,
  unknown,
  violated,
  type Judgement,
  type LayeredGap,
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

const inner = text`
  server {
      listen 80;
      root /usr/share/nginx/html;
      add_header X-Content-Type-Options nosniff always;
  }
`;

export default defineRule({
  id: "deploy/security-headers-missing-everywhere",
  scope: "deployment",
  title: "No layer on the way to the visitor sends the security headers",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Browsers have protections that a site must ask for with headers. Where requests pass several web servers, any one of them may send these, so that a look at one alone says nothing; here all of them leave the same headers out, each as if another one would see to it.",
  remediation:
    "Send the headers at one layer, best at the outermost, which every answer passes, and with `always`, so that error pages carry them too.",
  references: [
    "https://owasp.org/www-project-secure-headers/",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
    "https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header",
  ],
  cwe: [693, 1021],
  examples: [
    {
      title: "two layers that rely on each other",
      bad: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              location / {
                  proxy_pass http://web;
              }
          }
        `,
        "nginx/web.conf": inner,
      },
      flags: ["server"],
      good: {
        "docker-compose.yml": compose,
        "nginx/edge.conf": text`
          server {
              listen 443 ssl;
              server_name shop.example.com;
              ssl_certificate /etc/nginx/certs/shop.pem;
              ssl_certificate_key /etc/nginx/certs/shop.key;
              add_header Strict-Transport-Security "max-age=63072000" always;
              add_header X-Frame-Options SAMEORIGIN always;
              add_header Referrer-Policy strict-origin-when-cross-origin always;
              location / {
                  proxy_pass http://web;
              }
          }
        `,
        "nginx/web.conf": inner,
      },
    },
  ],
  *check(deployment) {
    for (const gap of layeredGaps(deployment).values()) yield judge(gap);
  },
});

function judge(gap: LayeredGap): Judgement {
  const { server, inner: layers, missing, isLeftToProgram, open } = gap;
  if (missing.length === 0) return open === undefined ? satisfied(server.at) : unknown(server.at, open);
  const isSlight = isLeftToProgram || missing.every(({ name }) => name === "Referrer-Policy");
  const lines = missing.map(({ line }) => line);
  const fix = headerFix(server, lines);
  return violated({
    at: server.at,
    ...(missing.length === 1 ? { aspect: missing[0]!.name } : {}),
    ...(isSlight ? { severity: "note", securitySeverity: 2.6 } : {}),
    message: messageOf(gap),
    related: layers.slice(0, 3).map(({ server: one, proxy }) => ({ at: one.at, note: `where ${proxy.name} takes over` })),
    ...(fix === undefined ? {} : { fix }),
  });
}

function messageOf({ server, inner: layers, missing, where, isLeftToProgram }: LayeredGap): string {
  const names = `${list(missing.map(({ name }) => name))}${where}`;
  const who = list([nameOf(server), ...layers.slice(0, 2).map(({ proxy }) => `the nginx of ${proxy.name} behind it`)]);
  const [all, leave, answer] = layers.length === 0 ? ["", "leaves", "answers"] : [layers.length > 1 ? " all" : " both", "leave", "answer"];
  const pronoun = missing.length === 1 ? "it" : "them";
  return capitalize(
    isLeftToProgram
      ? `${who}${all} ${leave} ${names} to the program behind, which may not send ${pronoun}.`
      : `${who}${all} ${answer} without ${names}: ${list(missing.slice(0, 2).map(({ risk }) => risk))}.`,
  );
}
