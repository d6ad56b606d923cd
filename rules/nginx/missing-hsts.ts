import {
  capitalize,
  defineRule,
  headerElsewhere,
  headerFix,
  isFilledIn,
  lackingHeaders,
  nameOf,
  nginx,
  ownHeaders,
  satisfied,
  strictTransport,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type NginxConfig,
  type NginxServer,
  type ResponseHeader,
} from "../../src/rule/index.ts";

const header = "strict-transport-security";
/** Half a year, in seconds: less is forgotten between the visits of many. */
const shortest = 15_768_000;

export default defineRule({
  id: "nginx/missing-hsts",
  scope: "nginx",
  title: "HTTPS server does not send Strict-Transport-Security",
  severity: "warning",
  securitySeverity: 5.4,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A redirect from http to https comes too late for the request that is redirected: somebody in between can answer it himself and keep the visitor on http. A browser that has once seen Strict-Transport-Security goes to https by itself from then on, and lets nobody click away a certificate warning.",
  remediation:
    'Add `add_header Strict-Transport-Security "max-age=63072000" always;` to the HTTPS server. Begin with a short time while you are unsure, as browsers will insist on https until it is over; `includeSubDomains` binds every subdomain too.',
  references: [
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html",
  ],
  cwe: [319, 523],
  examples: [
    {
      title: "an HTTPS site that browsers do not remember as one",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            root /srv/shop;
        }
      `,
      flags: ["server"],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            add_header Strict-Transport-Security "max-age=63072000" always;
            ssl_certificate     /etc/nginx/tls/shop.pem;
            ssl_certificate_key /etc/nginx/tls/shop.key;
            root /srv/shop;
        }
      `,
    },
    {
      title: "an hour only",
      bad: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            add_header Strict-Transport-Security "max-age=3600" always;
            root /srv/shop;
        }
      `,
      flags: ['"max-age=3600"'],
      good: nginx`
        server {
            listen 443 ssl;
            server_name shop.example.com;
            add_header Strict-Transport-Security "max-age=31536000" always;
            root /srv/shop;
        }
      `,
    },
  ],
  *check(config, deployment) {
    for (const server of config.servers)
      if (server.isTls && !server.isInternal && server.servesContent) yield* judge(server, config, deployment);
    for (const level of config.levels) for (const own of ownHeaders(level)) if (own.name === header) yield* judgeTime(own);
  },
});

function* judge(server: NginxServer, config: NginxConfig, deployment: Deployment): Iterable<Judgement> {
  const lacking = lackingHeaders(server, [strictTransport], (level, one) => headerElsewhere(level, one, config, deployment));
  if (lacking === undefined) return;
  if (lacking.missing.length === 0) {
    yield lacking.open === undefined ? satisfied(server.at) : unknown(server.at, lacking.open);
    return;
  }
  const { isProxied, where } = lacking;
  yield violated({
    at: server.at,
    ...(isProxied ? { severity: "note", securitySeverity: 3.1 } : {}),
    message: capitalize(
      isProxied
        ? `${nameOf(server)} leaves Strict-Transport-Security${where} to the program behind it: if that does not send it either, someone in between can keep visitors on plain HTTP.`
        : `${nameOf(server)} does not send Strict-Transport-Security${where}: someone in between can keep visitors on plain HTTP.`,
    ),
    fix: headerFix(server, [strictTransport.line]),
  });
}

function* judgeTime({ value }: ResponseHeader): Iterable<Judgement> {
  const seconds = value === undefined || isFilledIn(value) ? undefined : /max-age="?(\d+)/i.exec(value.text)?.[1];
  if (value === undefined || seconds === undefined || Number(seconds) >= shortest) return;
  const message =
    Number(seconds) === 0
      ? "This tells browsers to forget that the site wants https."
      : `Browsers forget after ${days(Number(seconds))} that the site wants https, and can be kept on plain HTTP again.`;
  yield violated({ at: value.span, aspect: "short", severity: "note", securitySeverity: 2, message });
}

function days(seconds: number): string {
  const whole = Math.floor(seconds / 86_400);
  return whole === 0 ? "less than a day" : `${whole} ${whole === 1 ? "day" : "days"}`;
}
