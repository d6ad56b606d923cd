import {
  capitalize,
  defineRule,
  list,
  nameOf,
  nestedHeaders,
  nginx,
  NginxLocation,
  repeatHeaders,
  satisfied,
  securityHeaders,
  serverOf,
  unknown,
  violated,
  type Judgement,
  type NestedHeaders,
  type NginxLevel,
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
    for (const nested of nestedHeaders(config)) {
      const { level, lost, isOpen } = nested;
      if (lost.length === 0) yield satisfied(level.at);
      else if (isOpen) yield unknown(level.at, "an include that is not part of the project may repeat the headers");
      else yield violation(nested);
    }
  },
});

function violation(nested: NestedHeaders): Judgement {
  const { level, lost } = nested;
  const names = [...new Set(lost.map(({ name }) => securityHeaders[name]!))];
  return violated({
    at: level instanceof NginxLocation ? level.path.span : level.at,
    message: capitalize(
      `${answersOf(level)} lose ${list(names.length <= 4 ? names : [...names.slice(0, 3), `${names.length - 3} more`])}: an add_header of its own makes nginx drop those set around it.`,
    ),
    related: [
      { at: level.own("add_header")[0]!.span, note: "this one replaces all that would be inherited" },
      { at: lost[0]!.directive.span, note: `${lost.length === 1 ? "the lost one is" : "the first of the lost ones is"} set here` },
    ],
    fix: repeatHeaders(nested),
  });
}

function answersOf(level: NginxLevel): string {
  const server = serverOf(level);
  const whole = server === undefined ? "" : ` of ${nameOf(server)}`;
  if (level instanceof NginxLocation) return `answers from "${level.path.value}"${whole}`;
  return level.kind === "if" ? `answers under this condition${whole}` : `answers${whole}`;
}
