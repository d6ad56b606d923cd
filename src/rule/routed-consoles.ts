import type { Deployment } from "../model/deployment.ts";
import { adminInterface, type AdminInterfaceRow } from "../model/image-facts.ts";
import { NginxLocation } from "../model/nginx/index.ts";
import type { Route } from "../model/route/route.ts";
import type { Span } from "../text/index.ts";
import { isGuarded } from "./nginx.ts";

/** A console for administrators that a proxy hands requests on to. */
export interface RoutedConsole {
  /** The path, else what is handed on to. */
  readonly at: Span;
  readonly name: string;
  /** As in "Flower". */
  readonly label: string;
  readonly login: AdminInterfaceRow["login"];
  readonly access: { readonly kind: "open" | "guarded" } | { readonly kind: "unknown"; readonly why: string };
  readonly entrance: Span;
  readonly service: Span;
}

/** Paths under which people put consoles, for services whose image does not tell. */
const consolePaths =
  /^\/(adminer|pgadmin4?|phpmyadmin|flower|grafana|admin\/queues|mongo-express|redis-commander|portainer|rabbitmq|kibana|prometheus)(?:\/|$)/;

/** Every console at the end of a way in that is known, each place once. */
export function routedConsoles({ traffic }: Deployment): readonly RoutedConsole[] {
  const found = new Map<string, RoutedConsole>();
  for (const route of traffic.routes) {
    const console = consoleAt(route);
    if (console === undefined) continue;
    const key = `${console.at.file.path}:${console.at.start}`;
    if (found.get(key)?.access.kind !== "open") found.set(key, console);
  }
  return [...found.values()];
}

function consoleAt(route: Route): RoutedConsole | undefined {
  const { end, hops, entrance, purpose } = route;
  const last = route.nginxHops.at(-1);
  if (end.kind !== "service" || last?.pass === undefined || purpose !== "content" || entrance.exposure !== "all") return undefined;
  if (last !== hops.at(-1)) return undefined;
  const { level, pass } = last;
  const { service, port } = end;
  const row = service.origin === undefined ? undefined : adminInterface(service.origin);
  const isConsole = row !== undefined && (port === undefined || row.ports.includes(port) || row.ports.length === 0);
  const word = level instanceof NginxLocation && !level.isRegex ? consolePaths.exec(level.path.value)?.[1] : undefined;
  if (!isConsole && (word === undefined || service.image?.reference === undefined || !service.image.reference.name.includes(word)))
    return undefined;
  return {
    at: level instanceof NginxLocation && level.path.value !== "/" ? level.path.span : pass.target.span,
    name: service.name,
    label: isConsole ? row.label : `"${word}"`,
    login: isConsole ? row.login : "unknown",
    access: accessOn(route),
    entrance: entrance.at,
    service: service.nameSpan,
  };
}

function accessOn(route: Route): RoutedConsole["access"] {
  const { accessControl, hops } = route;
  if (accessControl.kind === "set" || route.nginxHops.some(({ level }) => isGuarded(level))) return { kind: "guarded" };
  if (accessControl.kind === "unknown") return { kind: "unknown", why: accessControl.why };
  return hops.length === 0 ? { kind: "guarded" } : { kind: "open" };
}
