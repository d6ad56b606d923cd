import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import { baseImageFactsOfAnyTag } from "../model/image-facts.ts";
import { startedBy } from "../model/image/started.ts";
import type { ServiceContainer } from "../model/route/container.ts";
import type { Proxy } from "../model/route/proxy.ts";
import type { Span } from "../text/index.ts";
import { toldPorts } from "./listening.ts";
import type { Severity } from "./meta.ts";

/** A place that names the port of a service, compared with what the service listens on. */
export interface PortClash {
  readonly at: Span;
  readonly by: "published" | "pass";
  readonly port: number;
  readonly service: Service;
  readonly told: readonly Told[];
  readonly verdict:
    | { readonly kind: "agrees" }
    | { readonly kind: "unknown"; readonly why: string }
    | { readonly kind: "clashes"; readonly severity: Severity };
}

interface Told {
  readonly port: number;
  readonly at: Span;
}

/** What is known of the ports a container listens on. */
interface Listening {
  readonly told: readonly Told[];
  /** "documented": only EXPOSE says so. */
  readonly by: "listen" | "option" | "variable" | "documented";
  /** Ports that the image says it listens on besides, or may. */
  readonly exposed: readonly Told[];
}

/** Every published port and every pass that names the port of a service, where something is known of what that listens on. */
export function* portClashes(deployment: Deployment): Iterable<PortClash> {
  const seen = new Set<string>();
  for (const container of deployment.traffic.containers) {
    const { service, stack } = container;
    if (service === undefined || stack === undefined) continue;
    for (const clash of clashesOf({ ...container, service, stack }, deployment)) {
      const key = `${clash.at.file.path}:${clash.at.start} ${clash.port}`;
      if (!seen.has(key)) yield clash;
      seen.add(key);
    }
  }
}

function* clashesOf(container: ServiceContainer, deployment: Deployment): Iterable<PortClash> {
  const { service } = container;
  const { traffic } = deployment;
  const places = [
    ...service.ports.flatMap(({ target, span, protocol }) =>
      target === undefined || target.first !== target.last || protocol !== "tcp"
        ? []
        : [{ at: span, by: "published" as const, port: target.first }],
    ),
    ...traffic
      .handoversTo(service)
      .flatMap(({ targets, pass }) =>
        targets.flatMap((target) =>
          target.kind !== "service" || target.service !== service || target.port === undefined || target.through !== undefined
            ? []
            : [{ at: portSpan(target.at, pass.directive.span), by: "pass" as const, port: target.port }],
        ),
      ),
  ];
  if (places.length === 0) return;
  const listening = listeningOf(container, traffic.proxyOf(service));
  if (listening === undefined) return;
  const base = { service };
  for (const place of places) {
    if (listening === "open")
      yield { ...base, ...place, told: [], verdict: { kind: "unknown", why: "where the program listens is filled in at run time" } };
    else yield { ...base, ...place, told: listening.told, verdict: verdictOn(place, places, listening, service) };
  }
}

/** The port behind a host, as far as it is written there. */
function portSpan(host: Span, directive: Span): Span {
  const { text } = host.file;
  const match = /^\]?:(\d{1,5})/.exec(text.slice(host.end, host.end + 8));
  if (match === null || host.file !== directive.file) return host;
  const start = host.end + match[0].length - match[1]!.length;
  return { file: host.file, start, end: start + match[1]!.length };
}

function verdictOn(
  place: { readonly port: number; readonly by: PortClash["by"] },
  places: readonly { readonly port: number }[],
  { told, by, exposed }: Listening,
  service: Service,
): PortClash["verdict"] {
  const { port } = place;
  const isTold = (one: number): boolean => told.some((other) => other.port === one);
  if (isTold(port)) return { kind: "agrees" };
  const isExposed = exposed.some((one) => one.port === port);
  if (isExposed && (by !== "option" || exposed.length > 1)) return { kind: "unknown", why: "the program may listen on this port as well" };
  const isBeside = places.some((one) => one.port !== port && isTold(one.port));
  if (isBeside && by === "option" && place.by === "pass") return { kind: "clashes", severity: "warning" };
  if (isBeside) return { kind: "unknown", why: "the service may listen on more than one port" };
  if (service.variables.some(({ value }) => value.kind === "known" && new RegExp(`(?:^|:)${port}$`).test(value.text.trim())))
    return { kind: "unknown", why: "a variable of the service names this port" };
  if (by === "documented") return { kind: "clashes", severity: "note" };
  return { kind: "clashes", severity: isExposed || by === "variable" ? "warning" : "error" };
}

function listeningOf(container: ServiceContainer, proxy: Proxy | undefined): Listening | "open" | undefined {
  const { service, image, isPresumed } = container;
  if (service.stateful !== undefined || service.networkMode.kind !== "absent" || service.open !== undefined) return undefined;
  if (proxy !== undefined) return proxy.kind === "nginx" ? ofNginx(proxy) : undefined;
  const exposed = exposedBy(container);
  if (isPresumed) return undefined;
  const told = toldPorts({ service, image, started: startedBy(service, image) });
  if (told === "open") return "open";
  if (told.length > 0) return { told, by: told[0]!.by, exposed };
  const isPlain = service.command === undefined && service.entrypoint === undefined && service.openSettings === undefined;
  const isOwn = image !== undefined && image.parent === undefined && exposed.length > 0;
  return isPlain && isOwn && !hasPortVariable(service) ? { told: exposed, by: "documented", exposed } : undefined;
}

function hasPortVariable(service: Service): boolean {
  return (
    service.envFiles.length > 0 ||
    service.variables.some(({ name }) => /PORT|ADDR|BIND|LISTEN|URL/i.test(name.value) && !isAddressOfStore(name.value))
  );
}

/** The address of a store says nothing of where the program itself listens. */
function isAddressOfStore(name: string): boolean {
  return (
    /_UR[IL]$/i.test(name) && /(?:^|_)(?:DATABASE|DB|POSTGRES|PG|MYSQL|MONGO|REDIS|CACHE|BROKER|AMQP|RABBITMQ|NATS|SMTP|MAIL)/i.test(name)
  );
}

/** The servers of a configuration that is known as a whole; the stock server of the image too, where nothing replaces it. */
function ofNginx({ configs, links, open }: Proxy): Listening | "open" | undefined {
  if (open !== undefined) return "open";
  const listens = configs.flatMap(({ servers, otherServers }) => [...servers, ...otherServers].flatMap((server) => server.listens));
  if (listens.length === 0) return undefined;
  if (listens.some(({ port, reach }) => port === undefined && reach !== "unix")) return "open";
  const told = listens.flatMap(({ port, span }) => (port === undefined ? [] : [{ port, at: span }]));
  const isReplaced = links.some(({ meaning, path }) => meaning === "main" || /\/default\.conf(?:\.template)?$/.test(path));
  const at = links[0]?.at;
  return { told, by: "listen", exposed: isReplaced || at === undefined ? [] : [80, 8080].map((port) => ({ port, at })) };
}

function exposedBy({ image, service }: ServiceContainer): readonly Told[] {
  const own = (image?.instructions ?? []).flatMap((instruction) =>
    instruction.keyword !== "EXPOSE"
      ? []
      : instruction.values.flatMap((scalar) => {
          const digits = scalar.kind === "literal" ? /^(\d{1,5})(?:\/tcp)?$/i.exec(scalar.text)?.[1] : undefined;
          return digits === undefined ? [] : [{ port: Number(digits), at: scalar.span }];
        }),
  );
  const facts = service.origin === undefined ? undefined : baseImageFactsOfAnyTag(service.origin);
  const at = image?.base.span;
  return [...own, ...(at === undefined || own.length === 0 ? [] : (facts?.ports ?? []).map((port) => ({ port, at })))];
}
