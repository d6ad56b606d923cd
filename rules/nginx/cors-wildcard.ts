import {
  defineRule,
  isFilledIn,
  locationOf,
  nameOf,
  nginx,
  ownHeaders,
  placesOf,
  satisfied,
  serverOf,
  unknown,
  violated,
  type Judgement,
  type NginxConfig,
  type NginxLevel,
  type ResponseHeader,
} from "../../src/rule/index.ts";

const origin = "access-control-allow-origin";

export default defineRule({
  id: "nginx/cors-wildcard",
  scope: "nginx",
  title: "Wildcard or reflected CORS origin",
  severity: "warning",
  securitySeverity: 5.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "`Access-Control-Allow-Origin` tells browsers which other sites may read an answer. `*` lets every site read it, also through the browsers of people inside a network the site is otherwise kept to. Echoing the caller's `Origin` back is worse: together with `Access-Control-Allow-Credentials` any site a logged-in visitor opens can read their data.",
  remediation:
    "Name the one origin that needs it, or pick from a list with `map $http_origin $allowed_origin`, and send `Vary: Origin` with it. Where page and API share an origin, no CORS header is needed at all.",
  references: [
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#cross-origin-resource-sharing",
  ],
  cwe: [942],
  examples: [
    {
      title: "an API that any site may read",
      bad: nginx`
        server {
            listen 80;
            server_name api.example.com;
            location / {
                add_header Access-Control-Allow-Origin *;
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
      flags: ["*"],
      good: nginx`
        server {
            listen 80;
            server_name api.example.com;
            location / {
                add_header Access-Control-Allow-Origin https://shop.example.com;
                proxy_pass http://127.0.0.1:3000;
            }
            location /fonts/ {
                add_header Access-Control-Allow-Origin *;
                root /srv/public;
            }
        }
      `,
    },
    {
      title: "any origin, with its visitors' cookies",
      bad: nginx`
        server {
            listen 80;
            server_name api.example.com;
            location / {
                add_header Access-Control-Allow-Origin $http_origin;
                add_header Access-Control-Allow-Credentials true;
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
      flags: ["$http_origin"],
      good: nginx`
        server {
            listen 80;
            server_name api.example.com;
            location / {
                if ($http_origin = "https://shop.example.com") {
                    add_header Access-Control-Allow-Origin $http_origin;
                    add_header Access-Control-Allow-Credentials true;
                }
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
    },
  ],
  *check(config) {
    const answering = levelsOfPrograms(config);
    const judged = new Set<NginxLevel>();
    for (const level of config.levels) {
      const header = ownHeaders(level).find(({ name }) => name === origin);
      const whole = level.kind === "if" || level.kind === "limit_except" ? (locationOf(level) ?? level) : level;
      if (header?.value === undefined || judged.has(whole)) continue;
      const judgement = judge(header, level, answering);
      // A location and the conditions inside it often repeat the header; the first one speaks for all.
      if (judgement.kind === "violated") judged.add(whole);
      yield judgement;
    }
  },
});

function judge({ value }: ResponseHeader, level: NginxLevel, answering: ReadonlySet<NginxLevel>): Judgement {
  const { text, span: at } = value!;
  const isAny = text === "*";
  const isReflected = /^\$\{?http_origin\}?$/.test(text);
  if (!isAny && !isReflected) return isFilledIn(value!) ? unknown(at, "the origin is filled in by a variable") : satisfied(at);
  if (isReflected && isGuardedByCondition(level)) return satisfied(at);
  if (!isAnsweredByProgram(level, answering)) return satisfied(at);
  const credentials = ownHeaders(level).find(({ name, value }) => name === "access-control-allow-credentials" && value?.text === "true");
  const place = placeOf(level);
  if (isReflected && credentials) {
    const related = [{ at: credentials.directive.span, note: "cookies are sent and answers handed over because of this" }];
    return violated({
      at,
      severity: "error",
      securitySeverity: 8.1,
      related,
      message: `Any site that a logged-in visitor opens can read ${place} in their name: every origin is echoed back and cookies are allowed.`,
    });
  }
  if (isAny && credentials) {
    const related = [{ at: credentials.directive.span, note: "which this asks for" }];
    return violated({
      at,
      severity: "error",
      related,
      message: `Any site can read what ${place} answers without a login, and calls with cookies fail: browsers refuse "*" together with credentials.`,
    });
  }
  return violated({
    at,
    message: `Any site can read what ${place} answers, through the browser of whoever opens that site${isReflected ? ": every origin is echoed back" : ""}.`,
  });
}

function isGuardedByCondition(level: NginxLevel): boolean {
  return [...level.outwards()].some(
    (outer) => outer.kind === "if" && outer.directive?.args.some(({ text }) => text.includes("$http_origin")),
  );
}

/** The levels that programs answer at, and those whose headers such answers carry. */
function levelsOfPrograms(config: NginxConfig): ReadonlySet<NginxLevel> {
  const places = config.servers.flatMap(placesOf).filter(({ isProxied, isAssets }) => isProxied && !isAssets);
  return new Set(places.flatMap(({ level }) => [level, level.effective("add_header").definedAt ?? level]));
}

/** Whether a program answers there: what lies in files for all to fetch may as well be read from other sites. */
function isAnsweredByProgram(level: NginxLevel, answering: ReadonlySet<NginxLevel>): boolean {
  const location = locationOf(level);
  if (location?.isAssets === true) return false;
  if (serverOf(level) === undefined) return location === undefined || location.proxyPass !== undefined;
  return answering.has(level) || (location !== undefined && answering.has(location));
}

function placeOf(level: NginxLevel): string {
  const location = locationOf(level);
  const server = serverOf(level);
  const whole = server === undefined ? "this" : nameOf(server);
  return location ? `"${location.path.value}"${server === undefined ? "" : ` of ${whole}`}` : whole;
}
