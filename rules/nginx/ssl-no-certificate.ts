import {
  capitalize,
  defineRule,
  nameOf,
  nginx,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type NginxListen,
  type NginxServer,
  type Span,
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
    for (const servers of [config.servers, config.otherServers]) {
      const firsts = firstServers(servers);
      for (const server of servers) {
        const listen = server.listens.find(({ ssl }) => ssl);
        if (listen !== undefined) yield* judge(server, listen, firsts.get(addressOf(listen)));
      }
    }
  },
});

function* judge(server: NginxServer, listen: NginxListen, shown: NginxServer | undefined): Iterable<Judgement> {
  const certificate = server.effective("ssl_certificate");
  const key = server.effective("ssl_certificate_key");
  const [named] = certificate.directives;
  if (hasCertificate(server)) yield satisfied(listen.span);
  else if (certificate.open || key.open) yield unknown(listen.span, "an include that is not part of the project may name the certificate");
  else if (named !== undefined) {
    yield violated({
      at: named.name.span,
      message: capitalize(`${nameOf(server)} has a certificate but no ssl_certificate_key, so nginx refuses to start.`),
    });
  } else {
    const first = shown === undefined || shown === server || !hasCertificate(shown) || refuses(shown) ? undefined : shown;
    const at = sslOf(listen);
    if (first === undefined)
      yield violated({
        at,
        message: capitalize(`${nameOf(server)} takes TLS connections but has no certificate, so nginx refuses to start with it.`),
      });
    else {
      yield violated({
        at,
        severity: "note",
        message: capitalize(
          `${nameOf(server)} has no certificate of its own: browsers are shown that of ${nameOf(first)}, and warn unless it holds both names.`,
        ),
        related: [{ at: first.at, note: "this server comes first on the same address" }],
      });
    }
  }
}

/** By address, the default server, whose certificate nginx shows when the one asked for has none. */
function firstServers(servers: readonly NginxServer[]): ReadonlyMap<string, NginxServer> {
  const result = new Map<string, NginxServer>();
  for (const server of servers)
    for (const listen of server.listens) {
      const address = addressOf(listen);
      if (listen.ssl && (listen.defaultServer || !result.has(address))) result.set(address, server);
    }
  return result;
}

function addressOf({ address, port }: NginxListen): string {
  return `${address} ${port}`;
}

function hasCertificate(server: NginxServer): boolean {
  const isSet = (name: string) => server.effective(name).directives.length > 0;
  return (isSet("ssl_certificate") && isSet("ssl_certificate_key")) || isSet("acme_certificate") || refuses(server);
}

function refuses(server: NginxServer): boolean {
  return server.effectiveValue("ssl_reject_handshake") === "on";
}

function sslOf({ directive, span }: NginxListen): Span {
  return directive?.args.find(({ text }) => text === "ssl" || text === "quic")?.span ?? span;
}
