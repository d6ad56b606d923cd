import type { Deployment } from "../model/deployment.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { NginxConfig } from "../model/nginx/index.ts";
import type { Listener } from "../model/route/listener.ts";
import { hostNearness } from "../model/route/resolve.ts";
import type { Route } from "../model/route/route.ts";
import { folderOf } from "../model/project-path.ts";
import type { Span } from "../text/index.ts";
import { entrancesOf, hostPassageTo, innerPassageTo } from "./entrances.ts";
import { exposedAppAt, isConsole, isInDevelopment } from "./exposed-app.ts";

/** A way in without TLS, as far as one rule has to speak of it. */
export type PlainWeb =
  | { readonly kind: "other" }
  | { readonly kind: "unknown"; readonly why: string }
  | {
      readonly kind: "plain";
      readonly routes: readonly Route[];
      /** The addresses of the nginx that answers. */
      readonly listens: readonly Span[];
      /** Whether it is a web server or stands at the web's own port, so that it is what visitors are meant to come to. */
      readonly isFront: boolean;
      /** Whether another stack of the project, which is its production in all likelihood, does end TLS. */
      readonly isElsewhereEncrypted: boolean;
    };

const other: PlainWeb = { kind: "other" };

/**
 * Whether content is served at a way in without TLS at any layer. "other" covers what takes TLS, only redirects, speaks no HTTP, or is another rule's: a way around
 * a proxy, an application server without any, a console, a server whose twin speaks TLS.
 */
export function plainWebAt(entrance: Listener, deployment: Deployment): PlainWeb {
  const { container, proxy, protocol, tls, isRedirectOnly } = entrance;
  const { traffic } = deployment;
  if (protocol !== "http" || tls === "yes" || isRedirectOnly || isConsole(entrance) || container?.service.stateful !== undefined)
    return other;
  if (hostPassageTo(entrance, deployment) !== undefined || innerPassageTo(entrance, deployment) !== undefined) return other;
  if (exposedAppAt(entrance, deployment).kind === "app") return other;
  if (proxy === undefined && !isWebPort(entrance)) return other;
  if (tls === "unknown") return { kind: "unknown", why: "it cannot be told whether what answers there takes TLS" };
  const around = surroundingsOf(deployment);
  const beside = around.besides.get(container?.stack) ?? [];
  if (proxy !== undefined && beside.some((one) => one.proxy === proxy && one.tls === "yes")) return other;
  if (container !== undefined && beside.some((one) => one.container?.service === container.service && one.tls !== "no"))
    return { kind: "unknown", why: "another port of the same service may take TLS" };
  const routes = traffic.routesFrom(entrance).filter(({ purpose }) => purpose === "content");
  if (routes.length === 0 && proxy?.kind === "nginx") return other;
  const why = unknownWhy(entrance, around, deployment);
  if (why !== undefined) return { kind: "unknown", why };
  return {
    kind: "plain",
    routes,
    isFront: proxy !== undefined || entrance.port?.first === 80,
    listens: routes
      .flatMap(({ nginxHops }) => nginxHops.slice(0, 1))
      .flatMap(({ server }) => server.listens.flatMap(({ directive, span }) => (directive === undefined ? [] : [span])))
      .slice(0, 1),
    isElsewhereEncrypted:
      entrance.fileClass === "neutral" &&
      around.encrypted.some((one) => one.container?.stack !== container?.stack && around.isNear(one.at.file.path, entrance.at.file.path)),
  };
}

interface Surroundings {
  /** By their stack; undefined for those of the machine itself. */
  readonly besides: ReadonlyMap<Stack | undefined, readonly Listener[]>;
  /** Those that take TLS. */
  readonly encrypted: readonly Listener[];
  /** Configurations that end TLS, and of which it is not known where they run. */
  readonly looseConfigs: readonly NginxConfig[];
  isNear(config: string, stack: string): boolean;
}

const known = new WeakMap<Deployment, Surroundings>();

function surroundingsOf(deployment: Deployment): Surroundings {
  const found = known.get(deployment);
  if (found !== undefined) return found;
  const { nginx, traffic } = deployment;
  const open = entrancesOf(deployment);
  const besides = new Map<Stack | undefined, Listener[]>();
  for (const one of open) {
    const same = besides.get(one.container?.stack);
    if (same === undefined) besides.set(one.container?.stack, [one]);
    else same.push(one);
  }
  const result = {
    besides,
    isNear: hostNearness(deployment.stacks.map(({ file }) => file.path)),
    encrypted: open.filter(({ tls }) => tls === "yes"),
    looseConfigs: nginx.filter(
      (config) =>
        traffic.linksOf(config).length === 0 && traffic.isOfHost(config) === "unknown" && config.servers.some((server) => server.isTls),
    ),
  };
  known.set(deployment, result);
  return result;
}

/** Ports on which programs of all kinds serve pages. At others, what an image that is not the project's own speaks is a guess. */
const webPorts = [80, 3000, 8000, 8080, 8081, 8888];

function isWebPort({ target, port, container }: Listener): boolean {
  return container?.image !== undefined || [target, port].some((range) => range !== undefined && webPorts.includes(range.first));
}

/** What may end TLS without being seen; undefined when nothing may. */
function unknownWhy(entrance: Listener, { looseConfigs, isNear }: Surroundings, deployment: Deployment): string | undefined {
  const { traffic } = deployment;
  const { container, proxy } = entrance;
  const elsewhere = traffic.mayEndTlsElsewhere(folderOf(entrance.at.file.path));
  if (elsewhere !== undefined) return elsewhere;
  if (proxy?.kind === "opaque") return `how ${proxy.name} is configured is not read`;
  if (container !== undefined) {
    const opaque = container.stack.services.map((one) => traffic.proxyOf(one)).find((one) => one?.kind === "opaque");
    if (opaque !== undefined) return `how ${opaque.name} is configured is not read, and it may lead there too`;
    if (traffic.isBehindProxy(container.service) === "unknown") return "a proxy whose configuration is not read may stand in front of it";
    if (isInDevelopment(entrance)) return "it runs the project's files as they are edited, as in development";
  }
  const loose = looseConfigs.find(({ file }) => isNear(file.path, entrance.at.file.path));
  return loose === undefined ? undefined : `where "${loose.file.path}" runs is not known, and it terminates TLS`;
}
