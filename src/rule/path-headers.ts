import type { Deployment } from "../model/deployment.ts";
import { NginxLocation, serverOf, type NginxConfig, type NginxLevel, type NginxServer } from "../model/nginx/index.ts";
import type { NginxHop } from "../model/route/hop.ts";
import type { Route } from "../model/route/route.ts";
import { programTraits } from "./program-packages.ts";
import { headersAround, pathsOf } from "./nginx-headers.ts";
import { contentSecurityPolicy, wantedHeaders, type HeaderElsewhere, type WantedHeader } from "./nginx-wanted-headers.ts";

/** One more header that pages should carry, once they come over TLS. */
export const strictTransport: WantedHeader = {
  name: "Strict-Transport-Security",
  line: 'Strict-Transport-Security "max-age=63072000"',
  risk: "someone in between can keep visitors on plain HTTP",
};

/** What the other layers on the ways through a part of a server do about a header. */
export function headerElsewhere(level: NginxLevel, wanted: WantedHeader, config: NginxConfig, deployment: Deployment): HeaderElsewhere {
  const index = indexOf(deployment);
  const server = serverOf(level);
  const steps = index.get(level) ?? (server === undefined ? undefined : index.get(server)) ?? [];
  if (steps.length === 0) return mayBeBehindProxy(config, deployment) ? "unknown" : "no";
  const answers = steps.map((step) => answerOf(step, wanted, deployment));
  if (answers.every((answer) => answer === "sent")) return "sent";
  if (answers.includes("no")) return "no";
  return answers.includes("told") ? "told" : "unknown";
}

interface Step {
  readonly route: Route;
  readonly hop: NginxHop;
}

const indexes = new WeakMap<Deployment, ReadonlyMap<NginxLevel, readonly Step[]>>();

/** The ways of content by the levels they lead through, and by the servers of these. */
function indexOf(deployment: Deployment): ReadonlyMap<NginxLevel, readonly Step[]> {
  const known = indexes.get(deployment);
  if (known !== undefined) return known;
  const index = new Map<NginxLevel, Step[]>();
  for (const route of deployment.traffic.routes) {
    if (route.purpose !== "content") continue;
    for (const hop of route.nginxHops) {
      for (const level of new Set([hop.level, hop.server])) {
        const steps = index.get(level);
        if (steps === undefined) index.set(level, [{ route, hop }]);
        else steps.push({ route, hop });
      }
    }
  }
  indexes.set(deployment, index);
  return index;
}

function mayBeBehindProxy(config: NginxConfig, { traffic }: Deployment): boolean {
  return traffic
    .linksOf(config)
    .some(({ container }) => container.service !== undefined && traffic.isBehindProxy(container.service) === "unknown");
}

function answerOf({ route, hop: own }: Step, wanted: WantedHeader, deployment: Deployment): HeaderElsewhere {
  const sent = sentOn(route, wanted);
  if (sent !== undefined && sent !== own) return "sent";
  if (route.end.kind === "service" && programTraits(route.end.service, deployment).headers.has(wanted.name.toLowerCase())) return "sent";
  if (route.hops.some(({ kind }) => kind === "opaque")) return "unknown";
  if (!isLayered(route) && !(route.hops[0] === own && layeredGaps(deployment).has(own.server))) return "no";
  // The policy is no matter of the finding about the whole way: the outermost layer is asked for it.
  return wanted === contentSecurityPolicy && route.nginxHops[0] === own ? "no" : "told";
}

/** The layer that sends a header to the visitor; undefined when no nginx on the way does. */
function sentOn(route: Route, { name, isCovered }: WantedHeader): NginxHop | undefined {
  const header = name.toLowerCase();
  const hops = route.nginxHops;
  return hops.find((hop, i) => {
    const around = headersAround(hop.level);
    return (around.find(header).length > 0 || isCovered?.(around) === true) && !hops.slice(0, i).some((outer) => outer.hides(header));
  });
}

function isLayered({ hops, end }: Route): boolean {
  return hops.length > 1 && end.kind !== "unknown" && hops.every(({ kind }) => kind === "nginx");
}

/** What no layer sends on the ways that begin at one server and lead through further ones. */
export interface LayeredGap {
  /** The outermost one. */
  readonly server: NginxServer;
  /** Where further layers take requests over. */
  readonly inner: readonly NginxHop[];
  readonly missing: readonly WantedHeader[];
  /** Where, as in ` for "/api/"`; empty when it is everywhere. */
  readonly where: string;
  /** Whether a program that may send them itself answers on all of these ways. */
  readonly isLeftToProgram: boolean;
  /** Why some may be sent all the same, as the end of a sentence. */
  readonly open: string | undefined;
}

const gaps = new WeakMap<Deployment, ReadonlyMap<NginxServer, LayeredGap>>();

/** The servers some of whose requests pass more than one nginx, each with what pages are sent without at every layer. */
export function layeredGaps(deployment: Deployment): ReadonlyMap<NginxServer, LayeredGap> {
  const known = gaps.get(deployment);
  if (known !== undefined) return known;
  const byServer = new Map<NginxServer, Route[]>();
  const layered = new Set<NginxServer>();
  for (const route of deployment.traffic.routes) {
    const [outer] = route.nginxHops;
    if (outer === undefined || route.purpose !== "content" || route.hops[0] !== outer) continue;
    const same = byServer.get(outer.server);
    if (same === undefined) byServer.set(outer.server, [route]);
    else same.push(route);
    if (isLayered(route)) layered.add(outer.server);
  }
  const found = new Map([...layered].map((server) => [server, gapAt(server, pagesOn(byServer.get(server)!), deployment)] as const));
  gaps.set(deployment, found);
  return found;
}

/** The ways to what a browser shows as pages, as far as there are any; else all. */
function pagesOn(routes: readonly Route[]): readonly Route[] {
  const pages = routes.filter(({ nginxHops }) => !nginxHops.some(({ level }) => level instanceof NginxLocation && level.isAssets));
  return pages.length > 0 ? pages : routes;
}

function gapAt(server: NginxServer, routes: readonly Route[], deployment: Deployment): LayeredGap {
  const lacking = routes.flatMap((route) => {
    const wanted = route.tls === "yes" ? [strictTransport, ...wantedHeaders] : wantedHeaders;
    const own = route.end.kind === "service" ? programTraits(route.end.service, deployment).headers : undefined;
    const missing = wanted.filter((one) => sentOn(route, one) === undefined && own?.has(one.name.toLowerCase()) !== true);
    const isOpen = route.hops.some((hop) => hop.kind === "opaque" || headersAround(hop.level).open);
    return missing.length === 0 ? [] : [{ route, missing, isOpen }];
  });
  const certain = lacking.filter(({ isOpen }) => !isOpen);
  const inner = certain.flatMap(({ route }) => route.nginxHops.slice(1));
  return {
    server,
    inner: inner.filter((hop, i) => inner.findIndex((one) => one.server === hop.server) === i),
    missing: [strictTransport, ...wantedHeaders].filter((one) => certain.some((gap) => gap.missing.includes(one))),
    where: certain.length === routes.length ? "" : ` for ${pathsOf(certain.map(({ route }) => ({ path: pathOn(route) })))}`,
    isLeftToProgram: certain.every(({ route }) => route.end.kind !== "files"),
    open: lacking.length > certain.length ? "something that is not read may add the headers" : undefined,
  };
}

/** The path that tells a way from the others, as far as one can tell. */
function pathOn({ nginxHops }: Route): string {
  return nginxHops.map(({ path }) => path).reduce((longest, path) => (path.length > longest.length ? path : longest));
}
