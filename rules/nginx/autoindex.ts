import {
  defineRule,
  isGuarded,
  nameOf,
  NginxLocation,
  namesOf,
  nginx,
  satisfied,
  settingsOf,
  violated,
  type NginxSetting,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "nginx/autoindex",
  scope: "nginx",
  title: "Directory listing enabled",
  severity: "warning",
  securitySeverity: 5.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "With `autoindex on` nginx shows a list of all files wherever a folder has no index page. Backups, exports, drafts and other people's uploads that nobody links to can then be found by anyone.",
  remediation:
    "Take `autoindex on` away, or limit it to a folder whose whole content is meant to be seen, and ask for a password where it is not meant for all.",
  references: ["https://nginx.org/en/docs/http/ngx_http_autoindex_module.html"],
  cwe: [548],
  examples: [
    {
      title: "a list of what customers uploaded",
      bad: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            root /srv/shop;
            location /uploads/ {
                autoindex on;
            }
        }
      `,
      flags: ["on"],
      good: nginx`
        server {
            listen 80;
            server_name shop.example.com;
            root /srv/shop;
            location /uploads/ {
                autoindex off;
            }
        }
      `,
    },
  ],
  *check(config) {
    for (const server of config.servers) {
      const { directives, open } = server.effective("autoindex");
      if (directives.length === 0 && !open) yield satisfied(server.at);
    }
    for (const setting of settingsOf(config, "autoindex")) {
      const value = setting.directive.args[0];
      if (value === undefined || isOutOfReach(setting)) continue;
      if (value.text !== "on") {
        yield satisfied(value.span);
        continue;
      }
      const fix = { title: "Switch the listing off", safety: "unsafe", edits: [{ span: value.span, replacement: "off" }] } as const;
      if (isGuarded(setting.level))
        yield violated({
          at: value.span,
          severity: "note",
          message: `Whoever is let in to ${placeOf(setting)} can list every file there, also those nothing links to.`,
          fix,
        });
      else
        yield violated({
          at: value.span,
          message: `Anyone can list every file under ${placeOf(setting)}, also those nothing links to.`,
          fix,
        });
    }
  },
});

/** Only the machine itself gets there, or nothing that has folders is there. */
function isOutOfReach({ level, servers }: NginxSetting): boolean {
  if (servers.length > 0 && servers.every((server) => server.isInternal)) return true;
  return level instanceof NginxLocation && (level.isInternal || level.proxyPass !== undefined || level.answer !== "content");
}

function placeOf({ level, servers }: NginxSetting): string {
  const server = servers[0];
  if (!(level instanceof NginxLocation)) return namesOf(servers);
  return server === undefined ? `"${level.path.value}"` : `"${level.path.value}" of ${nameOf(server)}`;
}
