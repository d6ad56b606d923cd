import {
  defineRule,
  namesOf,
  nginx,
  placesOf,
  satisfied,
  settingsOf,
  violated,
  type Judgement,
  type NginxServer,
  type NginxSetting,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/logging-disabled",
  scope: "nginx",
  title: "Access or error log switched off",
  severity: "note",
  securitySeverity: 3.1,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Without an access log nobody can tell later who reached what, how an attacker came in, or that somebody has been trying passwords for weeks. Without the error log, or with all but its gravest messages left out, the first signs of trouble are lost too. `error_log off` does not even switch it off: nginx writes to a file named `off`.",
  remediation:
    "Keep both logs for whole servers; in a container write them to `/dev/stdout` and `/dev/stderr`. Switch the access log off only for locations that would fill it, such as health checks and static files.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_log_module.html#access_log",
    "https://nginx.org/en/docs/ngx_core_module.html#error_log",
  ],
  cwe: [778],
  examples: [
    {
      title: "a whole server without an access log",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            access_log off;
            error_log /var/log/nginx/shop.log crit;
            root /srv/shop;
        }
      `,
      flags: ["off", "crit"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            access_log /var/log/nginx/shop.access.log;
            error_log /var/log/nginx/shop.log warn;
            root /srv/shop;
            location = /health {
                access_log off;
                return 200;
            }
        }
      `,
    },
  ],
  *check(config) {
    for (const setting of settingsOf(config, "access_log", isWorthIt)) yield* judgeAccess(setting);
    for (const setting of settingsOf(config, "error_log", isWorthIt)) yield* judgeErrors(setting);
  },
});

/** Redirects and what only the machine itself reaches need no log. */
function isWorthIt(server: NginxServer): boolean {
  return server.servesContent && !server.isInternal;
}

function* judgeAccess({ directive, level, servers }: NginxSetting): Iterable<Judgement> {
  const target = directive.args[0];
  if (target === undefined || (level.kind !== "server" && level.kind !== "http")) return;
  const isLost = target.text === "off" || target.text === "/dev/null";
  // A server may switch its own log off because each of its locations has one.
  const places = servers.flatMap(placesOf);
  const isUsed = places.length === 0 || places.some((place) => place.level.effective("access_log").definedAt === level);
  if (!isLost) yield satisfied(target.span);
  else if (isUsed)
    yield violated({
      at: target.span,
      aspect: "access",
      message: `Requests to ${namesOf(servers)} leave no record, so nobody can tell later who did what.`,
    });
}

function* judgeErrors({ directive, level, servers }: NginxSetting): Iterable<Judgement> {
  const [target, threshold] = directive.args;
  if (target === undefined || level.kind === "location" || level.kind === "if") return;
  const whose = level.kind === "main" ? "" : ` of ${namesOf(servers)}`;
  const isGrave = threshold !== undefined && /^(?:crit|alert|emerg)$/.test(threshold.text);
  const at = isGrave && target.text !== "off" && target.text !== "/dev/null" ? threshold.span : target.span;
  const logged = (message: string) => violated({ at, aspect: "error", message });
  if (target.text === "off")
    yield logged(`Errors${whose} go to a file named "off", as the error log knows no such value, and nobody will look for them there.`);
  else if (target.text === "/dev/null")
    yield logged(`Errors${whose} are thrown away, and with them the first signs of an attack or a failure.`);
  else if (isGrave) {
    yield logged(
      `Errors${whose} below "${threshold.text}" are not logged: refused logins, unreachable upstreams and exceeded limits go unseen.`,
    );
  } else yield satisfied(target.span);
}
