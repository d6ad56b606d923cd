import {
  defineRule,
  plainWebAt,
  entrancesOf,
  portOfListener,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Listener,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/no-tls-termination",
  scope: "deployment",
  title: "No layer of the deployment terminates TLS",
  severity: "error",
  securitySeverity: 7.4,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    "Over plain HTTP everybody on the way (the café's network, the provider, whoever answers for the domain's name) reads passwords and session cookies and can put scripts of their own into the pages. One layer has to end TLS: a web server with a certificate, a proxy such as Caddy or Traefik, or a load balancer. It does not matter which; here none of the files shows one.",
  remediation:
    "Give the outermost server a certificate and let port 80 only redirect to https, or put a proxy in front that fetches certificates by itself, and publish its ports instead. Where something outside of these files terminates TLS, say so with `assume: { tlsTerminatedUpstream: true }` in the configuration.",
  references: [
    "https://nginx.org/en/docs/http/configuring_https_servers.html",
    "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/319.html",
  ],
  cwe: [319],
  examples: [
    {
      title: "the web server of a stack that knows no certificate",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports:
                - "80:80"
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
        `,
        "nginx/shop.conf": text`
          server {
              listen 80;
              server_name shop.example.com;

              location / {
                  proxy_pass http://api:3001;
              }
          }
        `,
      },
      flags: ["80:80"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports:
                - "80:80"
                - "443:443"
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
        `,
        "nginx/shop.conf": text`
          server {
              listen 80;
              server_name shop.example.com;
              return 301 https://$host$request_uri;
          }

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
    },
  ],
  *check(deployment) {
    for (const { exposure, tls, at, protocol } of deployment.traffic.listeners) {
      if (protocol !== "http") continue;
      if (exposure === "loopback") yield unknown(at, "only the machine itself reaches it, and which proxy leads there is not known");
      else if (tls === "yes" && exposure !== "unknown") yield satisfied(at);
    }
    for (const entrance of entrancesOf(deployment)) yield* judge(entrance, deployment);
  },
});

function* judge(entrance: Listener, deployment: Deployment): Iterable<Judgement> {
  const found = plainWebAt(entrance, deployment);
  if (found.kind === "other") return;
  if (found.kind === "unknown") {
    yield unknown(entrance.at, found.why);
    return;
  }
  const { container, proxy } = entrance;
  const who = container === undefined ? (proxy?.name ?? "the web server") : `"${container.service.name}"`;
  const behind = found.routes.find(({ service }) => service !== undefined && service !== container?.service)?.service;
  const isProgram = found.routes.length === 0 || found.routes.some(({ end }) => end.kind !== "files");
  const port = portOfListener(entrance).toLowerCase();
  yield violated({
    at: entrance.at,
    ...(found.isElsewhereEncrypted ? { severity: "note", securitySeverity: 3 } : {}),
    ...(found.isFront || found.isElsewhereEncrypted ? {} : { severity: "warning", securitySeverity: 5.3 }),
    message: isProgram
      ? `Whoever comes to ${port} of ${who} sends passwords and cookies${behind === undefined ? "" : ` for "${behind.name}"`} unencrypted: nothing in these files terminates TLS.`
      : `Whoever comes to ${port} of ${who} gets pages that everybody on the way can read and change: nothing in these files terminates TLS.`,
    related: found.listens.map((at) => ({ at, note: "where nginx listens without a certificate" })),
  });
}
