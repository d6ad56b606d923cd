import {
  capitalize,
  cipherFaultsOf,
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
  type CipherWeakness,
  type DatedSuite,
  type Judgement,
  type NginxSetting,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/weak-cipher",
  scope: "nginx",
  title: "Weak cipher suites allowed",
  severity: "warning",
  securitySeverity: 5.9,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A TLS connection is as strong as the weakest cipher suite both ends accept. Suites without encryption or authentication protect nothing; export keys, RC4, DES, 3DES and MD5 have practical attacks. Which suites a list such as `HIGH:MEDIUM:!aNULL` really lets in is hard to see, so it is worked out here as OpenSSL does, word by word. Today's builds of OpenSSL leave most weak suites out, but the same file on an older system, or one built with them, offers them.",
  remediation:
    "Take Mozilla's intermediate list, or leave `ssl_ciphers` out: nginx's own `HIGH:!aNULL:!MD5` holds nothing that is broken. TLS 1.3 has suites of its own that this list does not touch.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_ciphers",
    "https://wiki.mozilla.org/Security/Server_Side_TLS",
    "https://docs.openssl.org/master/man1/openssl-ciphers/",
  ],
  cwe: [327],
  examples: [
    {
      title: "a list that still ends in RC4 and 3DES",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            ssl_ciphers ECDHE+AESGCM:RC4+RSA:HIGH:MEDIUM:!aNULL;
        }
      `,
      flags: ["ECDHE+AESGCM:RC4+RSA:HIGH:MEDIUM:!aNULL"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
        }
      `,
    },
    {
      title: "suites that hold, but only as long as the server's key stays secret",
      profile: "strict",
      bad: nginx`
        server {
            listen 443 ssl;
            ssl_ciphers HIGH:!aNULL:!MD5;
        }
      `,
      flags: ["HIGH:!aNULL:!MD5"],
      good: nginx`
        server {
            listen 443 ssl;
            ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:!aNULL;
        }
      `,
    },
  ],
  *check(config) {
    for (const setting of settingsOf(config, "ssl_ciphers", mayBeTls))
      yield* judge(setting, `connections to ${namesOf(setting.servers)} may use`);
    for (const name of ["proxy_ssl_ciphers", "grpc_ssl_ciphers", "uwsgi_ssl_ciphers"])
      for (const setting of settingsOf(config, name))
        yield* judge(setting, `what ${namesOf(setting.servers)} fetches from behind may come over`);
    for (const server of config.servers) {
      const { directives, open } = server.effective("ssl_ciphers");
      if (server.isTls && directives.length === 0 && !open) yield satisfied(server.at);
    }
  },
});

function* judge({ directive }: NginxSetting, beginning: string): Iterable<Judgement> {
  const words = directive.args[0];
  if (words === undefined) return;
  const faults = isFilledIn(words) ? undefined : cipherFaultsOf(words.text);
  if (faults === undefined) {
    yield unknown(words.span, "which cipher suites the list lets in is decided elsewhere");
    return;
  }
  const { weak, dated } = faults;
  if (weak.size > 0) {
    yield violated({ at: words.span, message: capitalize(`${beginning} ${described(weak)}, ${consequence(weak)}.`) });
    return;
  }
  yield satisfied(words.span);
  if (dated !== undefined) yield judgeDated(words.span, dated, beginning);
}

function judgeDated(at: Span, { suite, lacks }: DatedSuite, beginning: string): Judgement {
  const what =
    lacks === "forward secrecy"
      ? `suites without forward secrecy (${suite}): who records them and gets the server's key later can read them`
      : `suites in CBC mode (${suite}), which kept having attacks`;
  return violated({
    at,
    aspect: "dated",
    profile: "strict",
    severity: "note",
    securitySeverity: 3.7,
    message: capitalize(`${beginning} ${what}.`),
    advice: "Take Mozilla's intermediate list.",
  });
}

const words: Partial<Record<CipherWeakness, string>> = {
  "no encryption": "suites without encryption",
  "no authentication": "suites without authentication",
  "export keys": "export keys",
};

function described(found: ReadonlyMap<CipherWeakness, string>): string {
  return list([...found].map(([weakness, name]) => `${words[weakness] ?? weakness} (${name})`));
}

function consequence(found: ReadonlyMap<CipherWeakness, string>): string {
  if (found.has("no encryption")) return "so that a connection may be readable by anyone on its way";
  if (found.has("no authentication")) return "with which anyone on the way can pose as the server";
  if (found.has("export keys") || found.has("DES")) return "which can be cracked in hours";
  return "with which long or repeated connections can be decrypted in part";
}
