import {
  serversToRedirect,
  capitalize,
  defineRule,
  headerFix,
  headersAround,
  isFilledIn,
  list,
  nameOf,
  nginx,
  ownHeaders,
  pagesOf,
  pathsOf,
  satisfied,
  unknown,
  violated,
  type HeadersAround,
  type Judgement,
  type NginxServer,
  type ResponseHeader,
} from "../../src/rule/index.ts";

interface Wanted {
  readonly name: string;
  readonly line: string;
  /** What can happen without it, as the end of a sentence. */
  readonly risk: string;
  /** Whether another header does the same. */
  readonly isCovered?: (around: HeadersAround) => boolean;
}

const wanted: readonly Wanted[] = [
  { name: "X-Content-Type-Options", line: "X-Content-Type-Options nosniff", risk: "browsers may take an uploaded file for a script" },
  {
    name: "X-Frame-Options",
    line: "X-Frame-Options SAMEORIGIN",
    risk: "other sites can frame it and steer its visitors' clicks",
    isCovered: (around) =>
      around
        .find("content-security-policy")
        .some(({ value }) => value !== undefined && (isFilledIn(value) || /frame-ancestors/i.test(value.text))),
  },
  {
    name: "Referrer-Policy",
    line: "Referrer-Policy strict-origin-when-cross-origin",
    risk: "old browsers tell other sites the full address a visitor comes from",
  },
];

export default defineRule({
  id: "nginx/missing-security-header",
  scope: "nginx",
  title: "Security response headers missing",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Browsers have protections that a site must ask for: not guessing that an upload is a script (`X-Content-Type-Options: nosniff`), not being shown in another site's frame (`X-Frame-Options` or `frame-ancestors` of a Content-Security-Policy), not telling other sites the full address a visitor comes from (`Referrer-Policy`). Each of them turns a flaw elsewhere into one that cannot be used.",
  remediation:
    "Set the headers once in `server` or `http`, each with `always` so that error pages carry them too. A location that has an `add_header` of its own drops all those it would inherit and has to repeat them.",
  references: [
    "https://owasp.org/www-project-secure-headers/",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html",
    "https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header",
  ],
  cwe: [693, 1021],
  examples: [
    {
      title: "a site without any",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            root /srv/shop;
        }
      `,
      flags: ["server"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options SAMEORIGIN always;
            add_header Referrer-Policy strict-origin-when-cross-origin always;
            root /srv/shop;
        }
      `,
    },
    {
      title: "values that browsers ignore",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options "ALLOW-FROM https://partner.example.com" always;
            add_header Referrer-Policy unsafe-url always;
            root /srv/shop;
        }
      `,
      flags: ['"ALLOW-FROM https://partner.example.com"', "unsafe-url"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            add_header X-Content-Type-Options nosniff always;
            add_header Content-Security-Policy "frame-ancestors 'self' https://partner.example.com" always;
            add_header Referrer-Policy same-origin always;
            root /srv/shop;
        }
      `,
    },
  ],
  *check(config) {
    const redirected = serversToRedirect(config);
    for (const server of config.servers) if (!server.isInternal && server.servesContent && !redirected.has(server)) yield* judge(server);
    for (const level of config.levels) for (const header of ownHeaders(level)) yield* judgeValue(header);
  },
});

function* judge(server: NginxServer): Iterable<Judgement> {
  const places = pagesOf(server).map((place) => ({ ...place, around: headersAround(place.level) }));
  const lacks = ({ around }: (typeof places)[number], { name, isCovered }: Wanted) =>
    around.find(name.toLowerCase()).length === 0 && isCovered?.(around) !== true;
  const lacking = places.filter((place) => wanted.some((one) => lacks(place, one)));
  const certain = lacking.filter(({ around }) => !around.open);
  if (certain.length === 0) {
    if (lacking.length > 0) yield unknown(server.at, "an include that is not part of the project may add the headers");
    else if (places.length > 0) yield satisfied(server.at);
    return;
  }
  const missing = wanted.filter((one) => certain.some((place) => lacks(place, one)));
  const isProxied = certain.every((place) => place.isProxied);
  const isSlight = isProxied || missing.every(({ name }) => name === "Referrer-Policy");
  const where = certain.length === places.length ? "" : ` for ${pathsOf(certain)}`;
  const names = list(missing.map(({ name }) => name));
  yield violated({
    at: server.at,
    ...(missing.length === 1 ? { aspect: missing[0]!.name } : {}),
    ...(isSlight ? { severity: "note", securitySeverity: 2.6 } : {}),
    message: capitalize(
      isProxied
        ? `${nameOf(server)} leaves ${names}${where} to the program behind it, which may not send ${missing.length === 1 ? "it" : "them"}.`
        : `${nameOf(server)} answers without ${names}${where}: ${list(missing.slice(0, 2).map(({ risk }) => risk))}.`,
    ),
    fix: headerFix(
      server,
      missing.map(({ line }) => line),
    ),
  });
}

function* judgeValue({ name, value }: ResponseHeader): Iterable<Judgement> {
  if (value === undefined || value.text === "" || isFilledIn(value)) return;
  const text = value.text.trim().toLowerCase();
  const at = value.span;
  if (name === "x-content-type-options" && text !== "nosniff") {
    yield violated({
      at,
      aspect: "X-Content-Type-Options",
      message: 'Browsers know no other value here than "nosniff", and go on guessing what an uploaded file is.',
    });
  } else if (name === "x-frame-options" && text !== "deny" && text !== "sameorigin") {
    yield violated({
      at,
      aspect: "X-Frame-Options",
      message:
        'Browsers ignore X-Frame-Options with another value than DENY or SAMEORIGIN, so any site can show these pages in a frame; which sites may is said with "frame-ancestors" of a Content-Security-Policy.',
    });
  } else if (name === "referrer-policy" && text.split(",").at(-1)!.trim() === "unsafe-url") {
    yield violated({
      at,
      aspect: "Referrer-Policy",
      severity: "note",
      message: "Every site that these pages link to or load from is told their full address, with whatever stands in it.",
    });
  } else if (name === "x-xss-protection" && text !== "0" && !/^1\s*;\s*mode\s*=\s*block/.test(text)) {
    yield violated({
      at,
      aspect: "X-XSS-Protection",
      severity: "note",
      securitySeverity: 2,
      message: 'With this value old browsers cut pieces out of a page, which an attacker can choose: send "0", or "1; mode=block".',
    });
  }
}
