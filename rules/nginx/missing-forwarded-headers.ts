import {
  capitalize,
  count,
  defineRule,
  forwardingOf,
  forwardThem,
  groupForwardings,
  list,
  nameOf,
  nginx,
  satisfied,
  serverOf,
  serversToRedirect,
  unknown,
  violated,
  type Forwarding,
  type Judgement,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/missing-forwarded-headers",
  scope: "nginx",
  title: "Proxied location does not forward Host, client address or scheme",
  severity: "warning",
  securitySeverity: 3.7,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "What answers behind nginx sees nginx as its client. Without `Host` it takes the upstream's name for its own and puts it into links and password mails; without the client's address it logs, limits and blocks nginx itself; without the scheme it redirects in circles and leaves `Secure` off its cookies. A header that nginx does not set also comes through as the client wrote it, made up or not.",
  remediation:
    "Set `Host $host`, `X-Forwarded-For $proxy_add_x_forwarded_for` and `X-Forwarded-Proto $scheme` with `proxy_set_header`, once for the whole server. A location with a `proxy_set_header` of its own inherits none and has to repeat them. Behind another proxy that ends TLS, pass its `X-Forwarded-Proto` on instead of `$scheme`.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header",
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For",
  ],
  cwe: [348],
  examples: [
    {
      title: "a bare proxy_pass",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
      flags: ["http://127.0.0.1:3000"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            location / {
                proxy_pass http://127.0.0.1:3000;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      title: "headers for WebSockets that cost the others",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
            location /ws/ {
                proxy_pass http://127.0.0.1:3000;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection upgrade;
            }
        }
      `,
      flags: ["proxy_set_header"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            location / {
                proxy_pass http://127.0.0.1:3000;
            }
            location /ws/ {
                proxy_pass http://127.0.0.1:3000;
            }
        }
      `,
    },
  ],
  *check(config) {
    const redirected = serversToRedirect(config);
    const all = config.passes.flatMap(({ level, pass }) => {
      const server = serverOf(level);
      return server !== undefined && redirected.has(server) ? [] : (forwardingOf(config, level, pass) ?? []);
    });
    for (const one of all) {
      if (one.missing.length === 0) yield satisfied(one.pass.target.span);
      else if (one.unknown !== undefined) yield unknown(one.pass.target.span, one.unknown);
    }
    for (const group of groupForwardings(all)) yield violation(group);
  },
});

function violation(group: readonly [Forwarding, ...Forwarding[]]): Judgement {
  const [first, ...others] = group;
  const { missing, level, own, isRedefined, pass } = first;
  const server = serverOf(level);
  const where = server === undefined ? "this location" : nameOf(server);
  const more = others.length === 0 ? "" : ` (nor in ${count(others.length, "other place")})`;
  const because = isRedefined ? `${more}, as this one replaces all that would be inherited` : more;
  return violated({
    at: isRedefined ? own[0]!.name.span : pass.target.span,
    ...(isRedefined ? { aspect: "redefinition" } : {}),
    ...(missing.includes("Host") ? {} : { severity: "note", securitySeverity: 2.6 }),
    message: capitalize(`${where} hands requests to "${pass.target.text}" without ${list(missing)}${because}: ${consequence(first)}.`),
    related: others
      .slice(0, 4)
      .map((one) => ({ at: one.isRedefined ? one.own[0]!.name.span : one.pass.target.span, note: "the same here" })),
    fix: forwardThem(group),
  });
}

function consequence({ missing, hasClient }: Forwarding): string {
  const parts = [
    ...(missing.includes("Host") ? ["takes the upstream's name for its own"] : []),
    ...(missing.includes("X-Forwarded-For") && !hasClient ? ["sees nginx as its client"] : []),
    ...(missing.includes("X-Forwarded-Proto") ? ["is not told of https"] : []),
  ];
  return `the program there ${list(parts)}`;
}
