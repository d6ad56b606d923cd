import {
  capitalize,
  cover,
  defineRule,
  isFilledIn,
  list,
  mayBeTls,
  namesOf,
  nginx,
  satisfied,
  settingsOf,
  unknown,
  violated,
  withGapBefore,
  type Fix,
  type Judgement,
  type NginxDirective,
  type NginxSetting,
} from "../../src/rule/index.ts";

const strong = ["TLSv1.2", "TLSv1.3"];
const broken = ["SSLv2", "SSLv3"];

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
      title: "an old version on the way to the application",
      bad: nginx`
        server {
            listen 127.0.0.1:8080;
            location / {
                proxy_pass https://billing.internal;
                proxy_ssl_protocols TLSv1;
            }
        }
      `,
      flags: ["TLSv1"],
      good: nginx`
        server {
            listen 127.0.0.1:8080;
            location / {
                proxy_pass https://billing.internal;
                proxy_ssl_protocols TLSv1.2 TLSv1.3;
            }
        }
      `,
    },
  ],
  *check(config) {
    for (const setting of settingsOf(config, "ssl_protocols", mayBeTls))
      yield* judge(setting, `connections to ${namesOf(setting.servers)} may still use`);
    for (const name of ["proxy_ssl_protocols", "grpc_ssl_protocols", "uwsgi_ssl_protocols"])
      for (const setting of settingsOf(config, name))
        yield* judge(setting, `what ${namesOf(setting.servers)} fetches from behind may come over`);
  },
});

function* judge({ directive }: NginxSetting, beginning: string): Iterable<Judgement> {
  const { args } = directive;
  const weak = args.filter(({ text }) => broken.includes(text) || text === "TLSv1" || text === "TLSv1.1");
  const [first] = weak;
  if (first === undefined) {
    const open = args.find(isFilledIn);
    yield open ? unknown(open.span, "the protocols are filled in later") : satisfied(directive.name.span);
    return;
  }
  const from = args.indexOf(first);
  const isOneRun = weak.every((arg, at) => arg === args[from + at]);
  yield violated({
    at: isOneRun ? cover(first.span, weak.at(-1)!.span) : first.span,
    message: capitalize(`${beginning} ${list(weak.map(({ text }) => text))}, ${consequence(weak.map(({ text }) => text))}.`),
    fix: withoutWeak(directive),
  });
}

function consequence(weak: readonly string[]): string {
  if (weak.some((name) => broken.includes(name)))
    return "with which someone on the network can decrypt what is sent, session cookies first";
  return weak.length > 1
    ? "versions with known attacks that browsers dropped in 2020"
    : "a version with known attacks that browsers dropped in 2020";
}

function withoutWeak(directive: NginxDirective): Fix {
  const { args } = directive;
  const kept = args.filter(({ text }) => strong.includes(text));
  const edits =
    kept.length === 0
      ? [{ span: cover(args[0]!.span, args.at(-1)!.span), replacement: strong.join(" ") }]
      : args.flatMap((arg, at) => (strong.includes(arg.text) ? [] : [{ span: withGapBefore(directive, at), replacement: "" }]));
  return { title: "Leave only TLS 1.2 and newer", safety: "unsafe", edits };
}
