import {
  capitalize,
  defineRule,
  isFilledIn,
  list,
  mayBeTls,
  namesOf,
  nginx,
  satisfied,
  serversOnOldDefault,
  settingsOf,
  unknown,
  violated,
  weakProtocolsIn,
  type Judgement,
  type NginxServer,
  type NginxSetting,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/weak-tls-protocol",
  scope: "nginx",
  title: "Obsolete TLS or SSL version enabled",
  severity: "error",
  securitySeverity: 7.4,
  confidence: "high",
  profile: "recommended",
  rationale:
    "TLS 1.0 and 1.1 were formally withdrawn in 2021: their handshake rests on MD5 and SHA-1, they know no authenticated encryption, and attacks such as BEAST were made for them. SSL 2 and 3 are broken outright: with DROWN and POODLE someone on the network reads session cookies. Browsers have spoken none of these since 2020, so what keeps them on is only what attacks the connection or has not been updated for many years.",
  remediation:
    "Name `TLSv1.2 TLSv1.3` alone. Where the configuration has several servers on one address, set it once in `http`: nginx takes the protocols of the default server for all names on that address.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_protocols",
    "https://www.rfc-editor.org/rfc/rfc8996",
    "https://wiki.mozilla.org/Security/Server_Side_TLS",
  ],
  cwe: [326, 327],
  examples: [
    {
      title: "protocols copied from an old guide",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
        }
      `,
      flags: ["TLSv1 TLSv1.1"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            ssl_protocols TLSv1.2 TLSv1.3;
        }
      `,
    },
    {
      title: "left to an nginx that may be an old one",
      profile: "strict",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
        }
      `,
      flags: ["server"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_protocols TLSv1.2 TLSv1.3;
        }
      `,
    },
    {
      title: "TLS 1.2, where a policy asks for 1.3 alone",
      aspect: "tls12",
      bad: nginx`
        server {
            listen 443 ssl;
            ssl_protocols TLSv1.2 TLSv1.3;
        }
      `,
      flags: ["TLSv1.2"],
      good: nginx`
        server {
            listen 443 ssl;
            ssl_protocols TLSv1.3;
        }
      `,
    },
  ],
  *check(config, deployment) {
    for (const setting of settingsOf(config, "ssl_protocols", mayBeTls)) {
      yield* judge(setting, `connections to ${namesOf(setting.servers)} may still use`);
      yield* judgeTls12(setting);
    }
    for (const name of ["proxy_ssl_protocols", "grpc_ssl_protocols", "uwsgi_ssl_protocols"])
      for (const setting of settingsOf(config, name))
        yield* judge(setting, `what ${namesOf(setting.servers)} fetches from behind may come over`);
    yield* judgeDefault(serversOnOldDefault(config, deployment));
  },
});

function* judge({ directive }: NginxSetting, beginning: string): Iterable<Judgement> {
  const weak = weakProtocolsIn(directive);
  if (weak === undefined) {
    const open = directive.args.find(isFilledIn);
    yield open ? unknown(open.span, "the protocols are filled in later") : satisfied(directive.name.span);
    return;
  }
  const { names, at, fix } = weak;
  yield violated({ at, message: capitalize(`${beginning} ${list(names)}, ${consequence(names)}.`), fix });
}

function consequence(weak: readonly string[]): string {
  if (weak.some((name) => name.startsWith("SSL")))
    return "with which someone on the network can decrypt what is sent, session cookies first";
  return weak.length > 1
    ? "versions with known attacks that browsers dropped in 2020"
    : "a version with known attacks that browsers dropped in 2020";
}

function* judgeTls12({ directive, servers }: NginxSetting): Iterable<Judgement> {
  const tls12 = directive.args.find(({ text }) => text === "TLSv1.2");
  const message = capitalize(`connections to ${namesOf(servers)} may use TLS 1.2, not only 1.3.`);
  const advice = "Name `TLSv1.3` alone, once no client needs the older version.";
  if (tls12)
    yield violated({ at: tls12.span, aspect: "tls12", profile: "optional", severity: "note", securitySeverity: 2, message, advice });
}

function* judgeDefault(servers: readonly NginxServer[]): Iterable<Judgement> {
  const [first] = servers;
  if (first === undefined) return;
  const which = servers.length === 1 ? "leaves its TLS versions" : "leave their TLS versions";
  yield violated({
    at: first.at,
    aspect: "missing",
    profile: "strict",
    severity: "note",
    securitySeverity: 3.7,
    message: capitalize(`${namesOf(servers)} ${which} to nginx, which up to 1.27.2 means TLS 1.0 and 1.1 too.`),
  });
}
