import {
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
    const encrypted = config.servers.filter((server) => server.isTls && !server.isInternal && server.servesContent);
    if (encrypted.length === 0) return;
    const port = encrypted.some((server) => server.listens.some((listen) => listen.ssl && listen.port === 443)) ? 80 : 8080;
    const plain = config.servers.flatMap((server) => {
      const listen = server.listens.find((one) => isPlain(one, port));
      return listen === undefined ? [] : [{ server, listen }];
    });
    const twinOf = twins(
      encrypted,
      plain.map(({ server }) => server),
    );
    for (const { server, listen } of plain) {
      const twin = twinOf(server);
      if (twin !== undefined) yield* judge(server, listen, twin);
    }
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

/** Port 80, or what stands for it beside an unprivileged TLS port, as far as others than the machine itself reach it. */
function isPlain(listen: NginxListen, port: number): boolean {
  if (listen.ssl || listen.isUnknown || listen.proxyProtocol || (listen.reach !== "all" && listen.reach !== "other")) return false;
  return listen.port === 80 || listen.port === port;
}

/** Names that are no plain ones are compared with this many servers only; no real configuration has more of them. */
const MOST_COMPARED = 200;

/** Finds the server that takes TLS for the same name. One without names answers for it only where no other one has the name without TLS. */
function twins(encrypted: readonly NginxServer[], plain: readonly NginxServer[]): (server: NginxServer) => NginxServer | undefined {
  const byName = new Map(encrypted.toReversed().flatMap((server) => server.names.map(({ text }) => [text.toLowerCase(), server] as const)));
  const taken = new Set(plain.flatMap(({ names }) => names.map(({ text }) => text.toLowerCase())));
  const isTaken = ({ names }: NginxServer) => names.some(({ text, kind }) => kind !== "none" && taken.has(text.toLowerCase()));
  return (server) => {
    if (server.isTls) return server;
    const candidates = encrypted.slice(0, MOST_COMPARED);
    if (!isNamed(server)) return candidates.find((other) => !isTaken(other));
    return (
      server.names.map(({ text }) => byName.get(text.toLowerCase())).find((other) => other !== undefined) ??
      candidates.find((other) => server.sharesNameWith(other))
    );
  };
}

function isNamed(server: NginxServer): boolean {
  return server.names.some(({ kind }) => kind !== "none");
}

/** A server's own `return` comes before its locations, so one line does; not where challenges must stay reachable. */
function redirection(server: NginxServer, listen: NginxListen): Fix | undefined {
  if (listen.directive === undefined || server.locations.some((location) => location.isAcmeChallenge || location.isHealthCheck))
    return undefined;
  const last = [...server.own("server_name"), ...server.own("listen")].reduce((a, b) => (a.span.start > b.span.start ? a : b));
  return { title: "Redirect to https", safety: "unsafe", edits: [lineBehind(last, "return 301 https://$host$request_uri;")] };
}
