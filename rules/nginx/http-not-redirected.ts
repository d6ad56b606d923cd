import {
  isNamed,
  plainTwins,
  defineRule,
  lineBehind,
  nameOf,
  nginx,
  satisfied,
  unknown,
  violated,
  type Fix,
  type Judgement,
  type NginxListen,
  type NginxServer,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/http-not-redirected",
  scope: "nginx",
  title: "Content served over plain HTTP beside HTTPS",
  severity: "warning",
  securitySeverity: 6.1,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "The certificate protects only those who come by https. Whoever follows an old link, types the bare name or is sent to the http address by somebody in between gets the same site unencrypted, and passwords and session cookies with it.",
  remediation:
    "Let the server on port 80 do nothing but `return 301 https://$host$request_uri;`, with a location for `/.well-known/acme-challenge/` if certificates are renewed that way.",
  references: [
    "https://nginx.org/en/docs/http/configuring_https_servers.html",
    "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
  ],
  cwe: [319],
  examples: [
    {
      title: "the shop on both ports",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
        }
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
      flags: ["80"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            location /.well-known/acme-challenge/ {
                root /var/www/certbot;
            }
            location / {
                return 301 https://$host$request_uri;
            }
        }
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
    },
  ],
  *check(config) {
    for (const { server, listen, encrypted } of plainTwins(config)) yield* judge(server, listen, encrypted);
  },
});

function* judge(server: NginxServer, listen: NginxListen, encrypted: NginxServer): Iterable<Judgement> {
  if (server.redirectsPlainHttp || !server.servesContent) yield satisfied(listen.span);
  else if (server.isOpen) yield unknown(listen.span, "an include that is not part of the project may redirect to https");
  else {
    const isSame = server === encrypted;
    yield violated({
      at: listen.span,
      message: `Whoever comes ${isNamed(server) ? `to ${nameOf(server)} by http` : "by http"} gets ${isSame ? "the same site" : "content"} unencrypted, passwords and cookies included, and is not sent on to https.`,
      related: [
        {
          at: encrypted.listens.find(({ ssl }) => ssl)!.span,
          note: isSame ? "the same server takes TLS connections here" : "which is served here",
        },
      ],
      ...(isSame ? {} : { fix: redirection(server, listen) }),
    });
  }
}

/** A server's own `return` comes before its locations, so one line does; not where challenges must stay reachable. */
function redirection(server: NginxServer, listen: NginxListen): Fix | undefined {
  if (listen.directive === undefined || server.locations.some((location) => location.isAcmeChallenge || location.isHealthCheck))
    return undefined;
  const last = [...server.own("server_name"), ...server.own("listen")].reduce((a, b) => (a.span.start > b.span.start ? a : b));
  return { title: "Redirect to https", safety: "unsafe", edits: [lineBehind(last, "return 301 https://$host$request_uri;")] };
}
