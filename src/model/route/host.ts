import type { Deployment } from "../deployment.ts";
import type { NginxConfig } from "../nginx/index.ts";
import type { Certainty, Listener } from "./listener.ts";
import type { PortRange } from "../compose/port.ts";
import { isLoopback, isNameOfNetwork, hostNearness } from "./resolve.ts";
import { portOf } from "./target.ts";

/** Names of folders and files that say so, and what Certbot and Debian write on a machine. */
const ofHost = /(?:^|[/._-])(?:host|vps|server|bare-?metal|sites-(?:available|enabled))(?:[/._-]|$)/i;
const certificates = /\/etc\/(?:letsencrypt|pki)\//;
const unshipped: readonly string[] = ["test", "ci", "example"];

/**
 * Tells which configurations are those of the machine's own nginx. One that hands requests on to a name that only a network of containers has is not; nor is one that
 * a container runs, or a snippet.
 */
export function hostCertainty(
  { nginx, classOf }: Deployment,
  listeners: readonly Listener[],
  isLinked: (config: NginxConfig) => boolean,
): ReadonlyMap<NginxConfig, Certainty> {
  const isPublished = portTest(listeners);
  return new Map(
    nginx.map(
      (config) => [config, isLinked(config) ? "no" : certaintyOf(config, isPublished, unshipped.includes(classOf(config.file)))] as const,
    ),
  );
}

function certaintyOf(config: NginxConfig, isPublished: PortTest, isUnshipped: boolean): Certainty {
  if (config.servers.length === 0 || isUnshipped) return "no";
  const endpoints = config.passes.flatMap(({ pass }) => {
    const upstream = config.upstreamOf(pass);
    const all = upstream === undefined ? [pass.endpoint] : upstream.servers.map(({ endpoint }) => endpoint);
    return all.map((endpoint) => ({ host: endpoint.host?.value, port: portOf(endpoint, pass) }));
  });
  if (endpoints.some(({ host }) => host !== undefined && isNameOfNetwork(host))) return "no";
  if (
    endpoints.some(({ host, port }) => host !== undefined && isLoopback(host) && port !== undefined && isPublished(port, config.file.path))
  )
    return "yes";
  const isNamed = ofHost.test(config.file.path);
  const hasOwnCertificates = config.levels.some((level) =>
    level.own("ssl_certificate").some(({ args }) => certificates.test(args[0]?.text ?? "")),
  );
  return isNamed || hasOwnCertificates ? "yes" : "unknown";
}

/** Whether something beside a file publishes a port. */
type PortTest = (port: number, path: string) => boolean;

function portTest(listeners: readonly Listener[]): PortTest {
  const isNear = hostNearness(listeners.flatMap(({ container }) => container?.stack.file.path ?? []));
  const single = new Map<number, string[]>();
  const wide: { readonly port: PortRange; readonly path: string }[] = [];
  for (const { port, container, protocol } of listeners) {
    if (port === undefined || container === undefined || protocol === "other") continue;
    const { path } = container.stack.file;
    if (port.first !== port.last) wide.push({ port, path });
    else single.set(port.first, [...(single.get(port.first) ?? []).slice(0, 63), path]);
  }
  const ranges = wide.slice(0, 256);
  return (port, path) =>
    (single.get(port) ?? []).some((other) => isNear(path, other)) ||
    ranges.some((one) => one.port.first <= port && port <= one.port.last && isNear(path, one.path));
}
