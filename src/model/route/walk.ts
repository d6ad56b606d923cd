import type { PortRange } from "../compose/port.ts";
import type { Service } from "../compose/service.ts";
import { NginxLocation, placesOf, type NginxConfig, type NginxLevel, type NginxPass, type NginxServer } from "../nginx/index.ts";
import { NginxHop, type Hop } from "./hop.ts";
import { serversAt, type Certainty, type Listener } from "./listener.ts";
import type { Proxy } from "./proxy.ts";
import { Route, type RouteEnd } from "./route.ts";
import type { Handover } from "./target.ts";

/** How many proxies a request may pass, and how much of all ways together is followed. */
const MOST_HOPS = 8;
const MOST_STEPS = 300_000;
const MOST_ROUTES = 10_000;

export interface WalkInput {
  /** The listeners that others than the machine itself can reach. */
  readonly entrances: readonly Listener[];
  readonly handovers: readonly Handover[];
  readonly isAssumedTls: boolean;
  proxyOf(service: Service): Proxy | undefined;
  /** The services that an opaque proxy may hand requests on to. */
  behind(proxy: Proxy): readonly { readonly end: RouteEnd }[];
}

/** Follows every way in to what answers. `isCut` says that there are more than are followed. */
export function walkRoutes(input: WalkInput): { readonly routes: readonly Route[]; readonly isCut: boolean } {
  const walker = new Walker(input);
  for (const entrance of input.entrances) if (entrance.protocol === "http") walker.enter(entrance);
  return { routes: walker.routes, isCut: walker.isCut };
}

/** One part of a server that answers. */
interface Way {
  readonly level: NginxLevel;
  readonly location: NginxLocation | undefined;
  readonly path: string;
  readonly pass: NginxPass | undefined;
  readonly ends: readonly RouteEnd[];
  readonly purpose: Route["purpose"];
}

/** A request on its way. */
interface Position {
  readonly entrance: Listener;
  readonly hops: readonly Hop[];
  /** What its path surely begins with. */
  readonly prefix: string;
  readonly purpose: Route["purpose"];
}

class Walker {
  readonly routes: Route[] = [];
  isCut = false;
  readonly #passes = new Map<Proxy, Map<NginxLevel, Handover[]>>();
  readonly #ways = new Map<Proxy, Map<NginxServer, readonly Way[]>>();
  readonly #configs = new Map<Proxy, ReadonlyMap<NginxServer, NginxConfig>>();
  #steps = MOST_STEPS;

  constructor(private readonly input: WalkInput) {
    for (const handover of input.handovers) {
      const ofProxy = this.#passes.get(handover.proxy) ?? new Map<NginxLevel, Handover[]>();
      this.#passes.set(handover.proxy, ofProxy);
      const same = ofProxy.get(handover.level);
      if (same === undefined) ofProxy.set(handover.level, [handover]);
      else same.push(handover);
    }
  }

  enter(entrance: Listener): void {
    const start: Position = { entrance, hops: [], prefix: "", purpose: "content" };
    const { proxy, container, target } = entrance;
    if (proxy?.kind === "nginx") this.through(proxy, target, entrance.tls, start);
    else if (proxy?.kind === "opaque") this.behind(proxy, entrance.tls, start);
    else if (container !== undefined) {
      this.add(start, {
        kind: "service",
        stack: container.stack,
        service: container.service,
        port: target?.first,
        through: undefined,
        at: entrance.at,
      });
    }
  }

  private through(proxy: Proxy, target: PortRange | undefined, tls: Certainty, position: Position): void {
    const servers = target === undefined ? [] : serversAt(proxy, target);
    if (servers.length === 0) {
      const why = proxy.open ?? "nothing in the configuration listens on that port";
      return this.add(
        position,
        proxy.configs.length === 0 && proxy.open === undefined ? { kind: "files" } : { kind: "unknown", why, at: position.entrance.at },
      );
    }
    for (const server of servers) {
      if (tls !== "yes" && server.redirectsPlainHttp) continue;
      const ways = this.waysOf(proxy, server);
      this.#steps -= ways.length + 1;
      if (this.#steps < 0) return void (this.isCut = true);
      const config = this.configOf(proxy, server);
      for (const way of reachable(ways, position.prefix)) {
        const hop = new NginxHop(proxy, config, server, way.level, way.path, way.pass, tls);
        const next: Position = {
          ...position,
          hops: [...position.hops, hop],
          prefix: prefixBehind(way, position.prefix),
          purpose: position.purpose === "content" ? way.purpose : position.purpose,
        };
        for (const end of way.ends) this.on(end, way.pass, next);
      }
    }
  }

  private on(end: RouteEnd, pass: NginxPass | undefined, position: Position): void {
    const next = end.kind === "service" ? this.input.proxyOf(end.service) : undefined;
    if (end.kind !== "service" || next === undefined) return this.add(position, end);
    if (position.hops.length >= MOST_HOPS) return this.add(position, { kind: "unknown", why: "it passes too many proxies", at: end.at });
    if (position.hops.filter(({ proxy }) => proxy === next).length > 1)
      return this.add(position, { kind: "unknown", why: "it goes round in a circle", at: end.at });
    const tls: Certainty = pass?.endpoint.scheme === "https" ? "yes" : "no";
    if (next.kind === "opaque") return this.behind(next, tls, position);
    if (next.configs.length === 0) return this.add(position, end);
    this.through(next, end.port === undefined ? undefined : { first: end.port, last: end.port }, tls, position);
  }

  private behind(proxy: Proxy, tls: Certainty, position: Position): void {
    const next: Position = { ...position, hops: [...position.hops, { kind: "opaque", proxy, tls }] };
    const ends = this.input.behind(proxy);
    if (ends.length === 0) this.add(next, { kind: "unknown", why: `how ${proxy.name} is configured is not read`, at: proxy.at });
    for (const { end } of ends) this.add(next, end);
  }

  private add({ entrance, hops, purpose }: Position, end: RouteEnd): void {
    if (this.routes.length >= MOST_ROUTES) this.isCut = true;
    else this.routes.push(new Route(entrance, hops, end, purpose, this.input.isAssumedTls));
  }

  private configOf(proxy: Proxy, server: NginxServer): NginxConfig {
    let known = this.#configs.get(proxy);
    if (known === undefined) {
      known = new Map(proxy.configs.flatMap((config) => config.servers.map((own) => [own, config] as const)));
      this.#configs.set(proxy, known);
    }
    return known.get(server)!;
  }

  private waysOf(proxy: Proxy, server: NginxServer): readonly Way[] {
    const known = this.#ways.get(proxy) ?? new Map<NginxServer, readonly Way[]>();
    this.#ways.set(proxy, known);
    let ways = known.get(server);
    if (ways === undefined) known.set(server, (ways = readWays(server, this.#passes.get(proxy) ?? new Map<NginxLevel, Handover[]>())));
    return ways;
  }
}

/** What answers at a server: what is handed on, and the places with files. */
function readWays(server: NginxServer, passes: ReadonlyMap<NginxLevel, readonly Handover[]>): readonly Way[] {
  const places = placesOf(server);
  const isAnswered = places.length === 0 && server.isRedirectOnly;
  if (isAnswered) return [];
  const handed: Way[] = [];
  for (const level of server.all()) {
    for (const { pass, targets } of passes.get(level) ?? []) {
      const location = level instanceof NginxLocation ? level : undefined;
      if (location !== undefined && location.answer !== "content") continue;
      handed.push({ level, location, path: location?.path.value ?? "/", pass, ends: targets, purpose: purposeOf(location) });
    }
  }
  const files = places
    .filter(({ level, isProxied }) => !isProxied && !passes.has(level))
    .map(({ level, path }): Way => ({
      level,
      location: level instanceof NginxLocation ? level : undefined,
      path,
      pass: undefined,
      ends: [{ kind: "files" }],
      purpose: "content",
    }));
  return [...files, ...handed];
}

function purposeOf(location: NginxLocation | undefined): Route["purpose"] {
  if (location?.isAcmeChallenge === true) return "challenge";
  return location?.isHealthCheck === true ? "health" : "content";
}

/** The ways that a request whose path begins with `prefix` can take; "" for any request. */
function reachable(ways: readonly Way[], prefix: string): readonly Way[] {
  if (prefix === "" || prefix === "/") return ways;
  const isPlain = ({ location }: Way): boolean =>
    location !== undefined && (location.match === "prefix" || location.match === "preferred-prefix");
  const outer = Math.max(-1, ...ways.filter((way) => isPlain(way) && prefix.startsWith(way.path)).map(({ path }) => path.length));
  return ways.filter((way) => {
    if (way.location === undefined) return outer === -1;
    if (!isPlain(way)) return way.location.match !== "exact" || way.path.startsWith(prefix);
    return way.path.startsWith(prefix) || (way.path.length === outer && prefix.startsWith(way.path));
  });
}

/** What the path begins with behind a pass: a path written in the pass takes the place of the location's (ngx_http_proxy_module, "proxy_pass"). */
function prefixBehind({ location, pass, path }: Way, prefix: string): string {
  if (pass === undefined || location === undefined || location.isRegex || location.match === "named") return "";
  if (location.own("rewrite").length > 0) return "";
  const own = path.length >= prefix.length ? path : prefix;
  const written = pass.endpoint.path?.value;
  if (written === undefined) return own;
  return written.includes("$") ? "" : written + own.slice(path.length);
}
