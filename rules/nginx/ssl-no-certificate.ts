import {
  capitalize,
  defineRule,
  nameOf,
  nginx,
  satisfied,
  shownCertificates,
  unknown,
  violated,
  type Judgement,
  type ShownCertificate,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/ssl-no-certificate",
  scope: "nginx",
  title: "TLS server without a certificate",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "nginx refuses to start when the first server of a TLS address has no certificate, so the deployment fails, or a reload quietly keeps the old configuration. Another server on the same address starts, but answers with the first one's certificate, and browsers warn of a name that does not match.",
  remediation:
    "Set `ssl_certificate` and `ssl_certificate_key` in the server, or in `http` for a certificate that all of them share. A server that is there only to refuse unknown names takes `ssl_reject_handshake on`.",
  references: [
    "https://nginx.org/en/docs/http/configuring_https_servers.html",
    "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_certificate",
  ],
  cwe: [295],
  examples: [
    {
      title: "the certificate was left for later",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            root /srv/shop;
        }
      `,
      flags: ["ssl"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/letsencrypt/live/shop.example.com/fullchain.pem;
            ssl_certificate_key /etc/letsencrypt/live/shop.example.com/privkey.pem;
            root /srv/shop;
        }
      `,
    },
    {
      title: "a certificate whose key is not named",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate /etc/nginx/tls/shop.pem;
            root /srv/shop;
        }
      `,
      flags: ["ssl_certificate"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            root /srv/shop;
        }
      `,
    },
  ],
  *check(config) {
    for (const shown of shownCertificates(config)) yield judge(shown);
  },
});

function judge({ server, kind, at, first }: ShownCertificate): Judgement {
  const name = nameOf(server);
  if (kind === "own") return satisfied(at);
  if (kind === "unknown") return unknown(at, "an include that is not part of the project may name the certificate");
  if (kind === "no-key")
    return violated({ at, message: capitalize(`${name} has a certificate but no ssl_certificate_key, so nginx refuses to start.`) });
  if (first === undefined)
    return violated({
      at,
      message: capitalize(`${name} takes TLS connections but has no certificate, so nginx refuses to start with it.`),
    });
  return violated({
    at,
    severity: "note",
    message: capitalize(
      `${name} has no certificate of its own: browsers are shown that of ${nameOf(first)}, and warn unless it holds both names.`,
    ),
    related: [{ at: first.at, note: "this server comes first on the same address" }],
  });
}
