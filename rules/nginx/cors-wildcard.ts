import {
  allowedOrigins,
  defineRule,
  locationOf,
  nameOf,
  nginx,
  satisfied,
  serverOf,
  unknown,
  violated,
  type AllowedOrigin,
  type Judgement,
  type NginxLevel,
} from "../../src/rule/index.ts";

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
    for (const origin of allowedOrigins(config)) yield judge(origin);
  },
});

function judge({ at, level, allows, credentials }: AllowedOrigin): Judgement {
  if (allows === "unknown") return unknown(at, "the origin is filled in by a variable");
  if (allows === "named") return satisfied(at);
  const place = placeOf(level);
  const echoed = allows === "echoed" ? ": every origin is echoed back" : "";
  if (credentials === undefined)
    return violated({ at, message: `Any site can read what ${place} answers, through the browser of whoever opens that site${echoed}.` });
  if (allows === "echoed") {
    return violated({
      at,
      severity: "error",
      securitySeverity: 8.1,
      related: [{ at: credentials.directive.span, note: "cookies are sent and answers handed over because of this" }],
      message: `Any site that a logged-in visitor opens can read ${place} in their name: every origin is echoed back and cookies are allowed.`,
    });
  }
  return violated({
    at,
    severity: "error",
    related: [{ at: credentials.directive.span, note: "which this asks for" }],
    message: `Any site can read what ${place} answers without a login, and calls with cookies fail: browsers refuse "*" together with credentials.`,
  });
}

function placeOf(level: NginxLevel): string {
  const location = locationOf(level);
  const server = serverOf(level);
  const whole = server === undefined ? "this" : nameOf(server);
  return location ? `"${location.path.value}"${server === undefined ? "" : ` of ${whole}`}` : whole;
}
