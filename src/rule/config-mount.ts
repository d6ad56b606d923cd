import { isEdgeProxy, isMonitoringAgent } from "../model/image-facts.ts";
import type { Mount } from "../model/compose/mount.ts";
import type { Service } from "../model/compose/service.ts";
import { textOf, type Fix } from "../text/index.ts";

const configName =
  /^(?:.*\.(?:conf|cnf|ya?ml|toml|ini|json|pem|crt|key)|(?:.*\.)?Caddyfile(?:\..*)?|ssl|certs?|certificates|conf\.d|init.*\.sql)$/i;
/** What a program keeps for itself under such a name, and the folders in which it may. */
const ownState =
  /(?:^|[/._-])(?:acme|letsencrypt|certbot|data|database|uploads?|storage|state|store|db|cache|backups?|output|results?)(?:[/._-]|$)/i;
/** Files that their program writes anew while it runs, and those of a project's source, which package managers do. */
const rewritten =
  /(?:^|\/)(?:(?:sentinel|nodes|users|acl)[^/]*\.(?:conf|acl|json)|(?:package|package-lock|composer|tsconfig[^/]*|deno)\.json)$/i;
/** Services that make the certificates others read. */
const maker = /(?:^|[^a-z])(?:certbot|acme|letsencrypt|lego|mkcert|step-ca|certs?|certificates?|cfssl|openssl)(?:$|[^a-z])/i;

/** Whether a mount brings a configuration file, a certificate or a folder of them from the host to a service that has no reason to write to it. */
export function isMountedConfig({ type, source }: Mount, service: Service): boolean {
  if (type !== "bind" || source?.value.kind !== "known") return false;
  const path = source.value.text.replace(/\/+$/, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (!configName.test(name) || ownState.test(path) || rewritten.test(path)) return false;
  return !service.isOneShot && !maker.test(service.name) && !maker.test(service.origin?.name ?? "");
}

/** The fix that makes a mount read-only; undefined for the long form, and where the options say otherwise. It is safe for programs that are known to only read what configures them. */
export function readOnlyFix({ optionsAt, span }: Mount, service: Service): Fix | undefined {
  if (optionsAt === undefined) return undefined;
  const options = optionsAt.hasOptions ? textOf(span).slice(textOf(span).lastIndexOf(":") + 1) : "";
  if (/(?:^|,)rw(?:,|$)/.test(options)) return undefined;
  const onlyReads =
    service.origin !== undefined &&
    (isEdgeProxy(service.origin) ||
      isMonitoringAgent(service.origin) ||
      ["prometheus", "postgres", "mysql", "mariadb"].includes(service.origin.name));
  return {
    title: "Mount it read-only",
    safety: onlyReads ? "safe" : "unsafe",
    edits: [{ span: optionsAt.at, replacement: optionsAt.hasOptions ? ",ro" : ":ro" }],
  };
}
