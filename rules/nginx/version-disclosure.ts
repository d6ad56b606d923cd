import {
  capitalize,
  defineRule,
  isFilledIn,
  lineBehind,
  namesOf,
  nginx,
  satisfied,
  settingsOf,
  unknown,
  violated,
  type Fix,
  type Judgement,
  type NginxServer,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/version-disclosure",
  scope: "nginx",
  title: "Server version disclosed",
  severity: "note",
  securitySeverity: 2.7,
  confidence: "high",
  profile: "recommended",
  rationale:
    "With `server_tokens on` every answer and error page names the exact version of nginx, and `proxy_pass_header Server` does the same for the program behind it. Scanners collect these and come back when a flaw in that version becomes known. Hiding the version mends no flaw, but it costs nothing.",
  remediation: "Set `server_tokens off;` in `http`, and leave `proxy_pass_header` out for `Server` and `X-Powered-By`.",
  references: [
    "https://nginx.org/en/docs/http/ngx_http_core_module.html#server_tokens",
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass_header",
  ],
  cwe: [200],
  examples: [
    {
      title: "version on every error page",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            server_tokens on;
            root /srv/shop;
        }
      `,
      flags: ["on"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            server_tokens off;
            root /srv/shop;
        }
      `,
    },
    {
      title: "left to the default, which is to tell",
      profile: "strict",
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
            server_tokens off;
            root /srv/shop;
        }
      `,
    },
  ],
  *check(config) {
    yield* judgeDefault(config.servers);
    for (const { directive, servers } of settingsOf(config, "server_tokens")) {
      const value = directive.args[0];
      if (value === undefined) continue;
      if (value.text === "on" || value.text === "build") {
        yield violated({
          at: value.span,
          severity: "warning",
          message: `Every answer of ${namesOf(servers)} names the exact version of nginx, and with it the known flaws to try.`,
          fix: { title: "Switch server_tokens off", safety: "safe", edits: [{ span: value.span, replacement: "off" }] },
        });
      } else yield isFilledIn(value) ? unknown(value.span, "the value is filled in later") : satisfied(value.span);
    }
    for (const level of config.levels) {
      for (const { args } of level.own("proxy_pass_header")) {
        const [header] = args;
        if (header === undefined || !/^(?:server|x-powered-by)$/i.test(header.text)) continue;
        yield violated({
          at: header.span,
          message: `The "${header.text}" header of the program behind nginx is passed on, and tells every visitor what it runs and in which version.`,
        });
      }
    }
  },
});

/** One finding for all servers that leave it to nginx. */
function* judgeDefault(servers: readonly NginxServer[]): Iterable<Judgement> {
  const telling = servers.filter((server) => {
    const { directives, open } = server.effective("server_tokens");
    return directives.length === 0 && !open;
  });
  const [first] = telling;
  if (first === undefined) return;
  const fix = switchOff(telling);
  yield violated({
    at: first.at,
    aspect: "unset",
    profile: "strict",
    message: capitalize(
      `${namesOf(telling)} ${telling.length === 1 ? "leaves" : "leave"} it to nginx whether answers name its version, and they do.`,
    ),
    ...(fix === undefined ? {} : { fix }),
  });
}

/** A line in every server; none where a server has no line to put it behind. */
function switchOff(servers: readonly NginxServer[]): Fix | undefined {
  const lines = servers.map((server) => server.own("server_name").at(-1) ?? server.own("listen").at(-1));
  if (lines.some((line, at) => line === undefined || line.span.file !== servers[at]!.span.file)) return undefined;
  return { title: "Switch server_tokens off", safety: "safe", edits: lines.map((line) => lineBehind(line!, "server_tokens off;")) };
}
