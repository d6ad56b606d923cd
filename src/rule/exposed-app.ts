import type { Deployment } from "../model/deployment.ts";
import { adminInterface } from "../model/image-facts.ts";
import type { Listener } from "../model/route/listener.ts";
import type { Service } from "../model/compose/service.ts";
import { shareNetwork } from "../model/route/network.ts";
import { asksForProxy } from "../model/route/opaque.ts";
import { textOf } from "../text/index.ts";
import { hostPassageTo, innerPassageTo } from "./entrances.ts";

/** What answers at a way in, going by who speaks of it: an application server that nothing stands before, or not. */
export type ExposedApp =
  | { readonly kind: "other" }
  /** `past`: a proxy that is there, as in `"caddy"`, whether it hands requests on to it or not. */
  | { readonly kind: "app"; readonly past: string | undefined }
  | { readonly kind: "unknown"; readonly why: string };

const other: ExposedApp = { kind: "other" };

/**
 * Whether a way in leads straight to an application server that the project builds, with no proxy to stand before it, or past one whose configuration is not read: that is wrong in either case. "other" covers what other
 * rules speak of: proxies, stores, consoles, what a proxy has a pass to, and sites on the ports of the web.
 */
export function exposedAppAt(entrance: Listener, deployment: Deployment): ExposedApp {
  const { container, proxy, protocol, target, port, kind } = entrance;
  if (container === undefined || proxy !== undefined || protocol !== "http" || kind !== "published") return other;
  const { service, stack, image } = container;
  if (service.build === undefined && image === undefined) return other;
  if (service.stateful !== undefined || isConsole(entrance)) return other;
  if (isWebPort(target) || isWebPort(port)) return other;
  if (hostPassageTo(entrance, deployment) !== undefined || innerPassageTo(entrance, deployment) !== undefined) return other;
  if (entrance.tls === "yes") return other;
  const { traffic } = deployment;
  const [route] = traffic.routesFrom(entrance);
  if (route?.isAssumedTls === true) return { kind: "unknown", why: "the configuration says that a proxy stands in front of it" };
  if (entrance.tls === "unknown") return { kind: "unknown", why: "it cannot be told whether it takes TLS" };
  const web = image?.instructions.find(({ keyword, span }) => keyword === "RUN" && webServer.test(textOf(span)));
  if (web !== undefined) return { kind: "unknown", why: "a web server may be part of the image" };
  if (isInDevelopment(entrance)) return { kind: "unknown", why: "it runs the project's files as they are edited, as in development" };
  const near = stack.services.flatMap((one) => traffic.proxyOf(one) ?? []);
  const opaque = near.find(
    (one) => one.kind === "opaque" && one.container?.service !== undefined && areNear(one.container.service, entrance),
  );
  if (opaque !== undefined) return { kind: "app", past: opaque.name };
  if (asksForProxy(service)) return { kind: "app", past: "the proxy that its labels ask for" };
  if (near.length > 0) return { kind: "unknown", why: `it is not known what ${near[0]!.name} is there for` };
  return { kind: "app", past: undefined };
}

function areNear(proxy: Service, { container }: Listener): boolean {
  const { service, stack } = container!;
  return shareNetwork({ stack, service: proxy }, { stack, service }) !== "no";
}

function isWebPort(range: Listener["port"]): boolean {
  return range !== undefined && (range.first === 80 || range.first === 443);
}

/** Whether the console of a database or the like answers there. */
export function isConsole({ container, target }: Listener): boolean {
  const origin = container?.service.origin;
  const console = origin === undefined ? undefined : adminInterface(origin);
  return console !== undefined && target !== undefined && console.ports.some((port) => port >= target.first && port <= target.last);
}

const webServer = /\b(?:install|add)\b[^&|;]*\b(?:nginx|apache2|httpd|caddy|haproxy|lighttpd|traefik)\b/;

const developmentServer =
  /\b(?:runserver|nodemon|vite|webpack-dev-server|next dev|nuxt dev|ng serve|tsx watch|(?:npm|yarn|pnpm|bun)(?: run)? (?:dev|watch|start:dev|serve))\b|--reload\b|flask\b.*--debug/;

/** Whether a service of a file that says nothing of its purpose runs its sources out of the project's folder, or a server that is made for development. */
export function isInDevelopment({ container, fileClass }: Listener): boolean {
  if (container === undefined || fileClass === "prod" || fileClass === "staging") return false;
  const { service, image } = container;
  const target = service.builtBy?.target?.value;
  if (target?.kind === "known" && /^(?:dev|devel|development|debug|builder)$/i.test(target.text)) return true;
  const words = [...(service.entrypoint?.words ?? []), ...(service.command?.words ?? [])];
  const own = words.map(({ value }) => (value.kind === "known" ? value.text : "?")).join(" ");
  const ofImage = `${image?.last("ENTRYPOINT")?.arguments.text ?? ""} ${image?.last("CMD")?.arguments.text ?? ""}`;
  const command = words.length > 0 ? own : ofImage.slice(0, 1024).replace(/["',[\]\s]+/g, " ");
  if (developmentServer.test(command)) return true;
  return service.mounts.some(({ type, source }) => type === "bind" && source?.value.kind === "known" && isSources(source.value.text));
}

/** The project's own folder, or one of those that sources lie in. */
function isSources(path: string): boolean {
  return /^\.{1,2}\/?$|^\.{1,2}\/(?:src|app|apps|backend|frontend|server|client|api|web|code)(?:\/src)?\/?$/.test(path);
}
