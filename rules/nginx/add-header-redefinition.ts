import {
  capitalize,
  defineRule,
  lineBehind,
  list,
  locationOf,
  nameOf,
  NginxLocation,
  nginx,
  readResponseHeaders,
  satisfied,
  securityHeaders,
  serverOf,
  textOf,
  unknown,
  violated,
  type Judgement,
  type NginxLevel,
  type ResponseHeader,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/add-header-redefinition",
  scope: "nginx",
  title: "Nested add_header silently drops inherited security headers",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "nginx hands `add_header` on to an inner block only as long as that block has none of its own. One line for caching or CORS in a location therefore removes every header set around it, among them those that protect from framing, from guessed content types and from plain HTTP, and nothing tells.",
  remediation:
    "Repeat the headers in the block, best by an `include` of one file that both use. From nginx 1.29.3 on, `add_header_inherit merge;` keeps the inherited ones; `on` does not.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header",
    "https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header_inherit",
  ],
  cwe: [693],
  examples: [
    {
      title: "caching that costs the protection",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            root /srv/shop;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options DENY always;

            location /assets/ {
                add_header Cache-Control "public, max-age=31536000, immutable";
            }
        }
      `,
      flags: ["/assets/"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            root /srv/shop;
            add_header X-Content-Type-Options nosniff always;
            add_header X-Frame-Options DENY always;

            location /assets/ {
                add_header Cache-Control "public, max-age=31536000, immutable";
                add_header X-Content-Type-Options nosniff always;
                add_header X-Frame-Options DENY always;
            }
        }
      `,
    },
    {
      title: "inheritance that replaces, as it does unless told to merge",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            add_header_inherit on;
            add_header X-Frame-Options DENY always;
            location /feed/ {
                add_header Access-Control-Allow-Origin https://reader.example.com;
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
      flags: ["/feed/"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            add_header_inherit merge;
            add_header X-Frame-Options DENY always;
            location /feed/ {
                add_header Access-Control-Allow-Origin https://reader.example.com;
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
    },
  ],
  *check(config) {
    const inherited = new Map<NginxLevel, readonly ResponseHeader[]>();
    for (const level of config.levels) {
      const { outer } = level;
      if (outer === undefined || level.own("add_header").length === 0 || !isWorthIt(level)) continue;
      if (!inherited.has(outer)) inherited.set(outer, securityHeadersAt(outer));
      yield* judge(level, inherited.get(outer)!);
    }
  },
});

/** What browsers do not show needs no protection: redirects, refusals, `return 204`, health checks. */
function isWorthIt(level: NginxLevel): boolean {
  if (level instanceof NginxLocation && (level.isHealthCheck || level.isAcmeChallenge)) return false;
  const [answer] = level.own("return");
  return answer === undefined || answer.args.some(({ text }) => text.includes("<"));
}

function securityHeadersAt(level: NginxLevel): readonly ResponseHeader[] {
  const headers = level.effective("add_header").directives.flatMap(readResponseHeaders);
  return headers.filter(({ name }) => Object.hasOwn(securityHeaders, name));
}

function* judge(level: NginxLevel, inherited: readonly ResponseHeader[]): Iterable<Judgement> {
  if (inherited.length === 0) return;
  const isMerged = level.effectiveValue("add_header_inherit") === "merge";
  const lost = isMerged ? [] : inherited.filter(({ name }) => !level.headers.has(name));
  if (lost.length === 0 || (isAssets(level) && lost.every(({ name }) => onlyForPages.includes(name)))) yield satisfied(level.at);
  else if (level.unresolved.some(({ sets }) => sets === undefined))
    yield unknown(level.at, "an include that is not part of the project may repeat the headers");
  else yield violation(level, lost);
}

/** What only matters for what a browser shows as a page of its own. */
const onlyForPages = ["x-frame-options", "x-xss-protection", "permissions-policy", "cross-origin-opener-policy"];

function isAssets(level: NginxLevel): boolean {
  return locationOf(level)?.isAssets === true;
}

function violation(level: NginxLevel, lost: readonly ResponseHeader[]): Judgement {
  const own = level.own("add_header");
  const names = [...new Set(lost.map(({ name }) => securityHeaders[name]!))];
  const anchor = own.at(-1)!;
  const edits = lost.map(({ directive }) => lineBehind(anchor, textOf(directive.span)));
  return violated({
    at: placeOf(level),
    message: capitalize(
      `${answersOf(level)} lose ${list(names.length <= 4 ? names : [...names.slice(0, 3), `${names.length - 3} more`])}: an add_header of its own makes nginx drop those set around it.`,
    ),
    related: [
      { at: own[0]!.span, note: "this one replaces all that would be inherited" },
      { at: lost[0]!.directive.span, note: `${lost.length === 1 ? "the lost one is" : "the first of the lost ones is"} set here` },
    ],
    fix: {
      title: "Repeat the headers",
      safety: "unsafe",
      edits: [{ span: edits[0]!.span, replacement: edits.map(({ replacement }) => replacement).join("") }],
    },
  });
}

function placeOf(level: NginxLevel): Span {
  return level instanceof NginxLocation ? level.path.span : level.at;
}

function answersOf(level: NginxLevel): string {
  const server = serverOf(level);
  const whole = server === undefined ? "" : ` of ${nameOf(server)}`;
  if (level instanceof NginxLocation) return `answers from "${level.path.value}"${whole}`;
  return level.kind === "if" ? `answers under this condition${whole}` : `answers${whole}`;
}
