import {
  capitalize,
  defineRule,
  nameOf,
  nginx,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type NginxConfig,
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
    for (const server of [...config.servers, ...config.otherServers]) {
      const listen = server.listens.find(({ ssl }) => ssl);
      if (listen !== undefined) yield* judge(server, listen, config);
    }
  },
});

function* judge(server: NginxServer, listen: NginxListen, config: NginxConfig): Iterable<Judgement> {
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
    const first = answersFor(listen, server, config);
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

/** The server whose certificate nginx shows instead: the default one of the address, when it is another and has one. */
function answersFor(listen: NginxListen, server: NginxServer, config: NginxConfig): NginxServer | undefined {
  const isSame = (other: NginxListen) => other.ssl && other.port === listen.port && other.address === listen.address;
  const sharing = config.servers.filter((other) => other.protocol === server.protocol && other.listens.some(isSame));
  const first = sharing.find((other) => other.listens.some((one) => isSame(one) && one.defaultServer)) ?? sharing[0];
  return first === server || first === undefined || !hasCertificate(first) || refuses(first) ? undefined : first;
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
