import type { Span } from "../../text/index.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Exposure, PortRange, PublishedPort } from "../compose/port.ts";
import { isOnHostNetwork } from "../compose/exposure.ts";
import { adminInterface, databaseAtPort, rolesOf } from "../image-facts.ts";
import type { NginxListen, NginxServer } from "../nginx/index.ts";
import type { ServiceContainer } from "./container.ts";
import { startWords, type ListeningPort } from "./listening-port.ts";
import type { Proxy } from "./proxy.ts";

/** "unknown" fires nothing and vouches for nothing. */
export type Certainty = "yes" | "no" | "unknown";

/** One way into the deployment: an address of the machine on which something answers. */
export interface Listener {
  /** An entry of `ports`; a port of a service on the host's network; an address of the machine's own nginx. */
  readonly kind: "published" | "host-network" | "host-proxy";
  /** The port's entry, the network mode, or the address of the `listen`. */
  readonly at: Span;
  /** The service that answers; undefined for the machine's own nginx. */
  readonly container: ServiceContainer | undefined;
  /** The entry of `ports`, of which `fix`es are made. */
  readonly published: PublishedPort | undefined;
  /** What answers, when that is a proxy. */
  readonly proxy: Proxy | undefined;
  readonly exposure: Exposure;
  /** The address as written; undefined for every interface. */
  readonly address: string | undefined;
  /** On the machine; undefined when Docker chooses it, or it is not known. */
  readonly port: PortRange | undefined;
  /** Where the program itself listens. */
  readonly target: PortRange | undefined;
  /** "other": it speaks no HTTP (a database, mail, SSH, UDP). */
  readonly protocol: "http" | "other" | "unknown";
  /** Whether this first hop takes TLS. */
  readonly tls: Certainty;
  /** Whether nothing but redirects to https, refusals, challenges and health checks is answered there. */
  readonly isRedirectOnly: boolean;
  /** That of the file it is written in. */
  readonly fileClass: DeploymentClass;
}

/** The listeners of a service: its published ports, and what it listens on when it uses the host's network. */
export function listenersOfService(
  container: ServiceContainer,
  proxy: Proxy | undefined,
  ports: readonly ListeningPort[],
): readonly Listener[] {
  const { service, stack } = container;
  const base = { container, proxy, fileClass: stack.fileClass };
  const published = service.ports.map((port): Listener => ({
    ...base,
    kind: "published",
    at: port.span,
    published: port,
    exposure: port.exposure,
    address: port.hostAddress,
    port: port.published,
    target: port.target,
    ...answerAt(container, proxy, port.target, port.protocol),
  }));
  if (!isOnHostNetwork(service)) return published;
  const at = service.entry("network_mode")?.value.span ?? service.nameSpan;
  const strongest = ports[0]?.by;
  const own = [...new Set(ports.filter(({ by }) => by === strongest).map(({ port }) => port))];
  const targets = own.length === 0 ? [undefined] : own.map((port): PortRange => ({ first: port, last: port }));
  return targets.map((target): Listener => {
    const loopback = target !== undefined && isLoopback(proxy, target.first);
    const exposure = loopback ? "loopback" : "all";
    return {
      ...base,
      kind: "host-network",
      at,
      published: undefined,
      exposure,
      address: undefined,
      port: target,
      target,
      ...answerAt(container, proxy, target, "tcp"),
    };
  });
}

function isLoopback(proxy: Proxy | undefined, port: number): boolean {
  const servers = proxy === undefined ? [] : serversAt(proxy, { first: port, last: port });
  const listens = servers.flatMap((server) => server.listens).filter((listen) => listen.port === port);
  return listens.length > 0 && listens.every(({ reach }) => reach === "loopback" || reach === "unix");
}

/** The listeners of the machine's own nginx, one for each port and address. */
export function listenersOfHost(proxy: Proxy, fileClass: DeploymentClass): readonly Listener[] {
  const found = new Map<string, Listener>();
  for (const server of proxy.configs.flatMap(({ servers }) => servers)) {
    for (const { port, reach, span, address, quic } of server.listens) {
      if (port === undefined || reach === "unix" || quic) continue;
      const exposure: Exposure = reach === "other" ? "lan" : reach;
      const key = `${exposure} ${port}`;
      if (found.has(key)) continue;
      const target: PortRange = { first: port, last: port };
      const shown = reach === "all" ? undefined : address;
      const answer = answerOfNginx(proxy, target);
      found.set(key, {
        kind: "host-proxy",
        at: span,
        container: undefined,
        published: undefined,
        proxy,
        exposure,
        address: shown,
        port: target,
        target,
        fileClass,
        protocol: "http",
        ...answer,
      });
    }
  }
  return [...found.values()];
}

type AnswerAt = Pick<Listener, "protocol" | "tls" | "isRedirectOnly">;

function answerAt(container: ServiceContainer, proxy: Proxy | undefined, target: PortRange | undefined, transport: string): AnswerAt {
  const unclear = { tls: "unknown", isRedirectOnly: false } as const;
  if (transport !== "tcp") return { ...unclear, protocol: "other" };
  if (proxy?.kind === "opaque") return { ...unclear, protocol: target !== undefined && isOtherPort(target.first) ? "other" : "http" };
  if (target === undefined) return { ...unclear, protocol: "unknown" };
  if (proxy?.kind === "nginx") {
    const answer = answerOfNginx(proxy, target);
    const isStream = matching(indexOf(proxy).streams, target).length > 0;
    if (!isStream) return { ...answer, protocol: "http" };
    return { ...unclear, protocol: target.first === 443 ? "http" : "other" };
  }
  return { isRedirectOnly: false, protocol: protocolOf(container, target), tls: tlsOfProgram(container, target) };
}

/** The servers that nginx answers with at a port, those whose port is filled in later included. */
export function serversAt(proxy: Proxy, target: PortRange): readonly NginxServer[] {
  const { servers, filledIn } = indexOf(proxy);
  const exact = matching(servers, target);
  return exact.length > 0 ? exact : filledIn;
}

interface ServerIndex {
  readonly servers: ReadonlyMap<number, readonly NginxServer[]>;
  /** Of plain connections. */
  readonly streams: ReadonlyMap<number, readonly NginxServer[]>;
  /** Those with a port that is filled in later. */
  readonly filledIn: readonly NginxServer[];
}

const indexes = new WeakMap<Proxy, ServerIndex>();

function indexOf(proxy: Proxy): ServerIndex {
  const known = indexes.get(proxy);
  if (known !== undefined) return known;
  const all = proxy.configs.flatMap(({ servers }) => servers);
  const index: ServerIndex = {
    servers: byPort(all),
    streams: byPort(proxy.configs.flatMap(({ otherServers }) => otherServers)),
    filledIn: all.filter((server) => server.listens.some(({ port, reach }) => port === undefined && reach !== "unix")),
  };
  indexes.set(proxy, index);
  return index;
}

function byPort(servers: readonly NginxServer[]): ReadonlyMap<number, readonly NginxServer[]> {
  const result = new Map<number, NginxServer[]>();
  for (const server of servers) {
    for (const port of new Set(server.listens.flatMap((listen) => listen.port ?? []))) {
      const same = result.get(port);
      if (same === undefined) result.set(port, [server]);
      else same.push(server);
    }
  }
  return result;
}

function matching(servers: ReadonlyMap<number, readonly NginxServer[]>, { first, last }: PortRange): readonly NginxServer[] {
  if (first === last) return servers.get(first) ?? [];
  return [...new Set([...servers].flatMap(([port, same]) => (first <= port && port <= last ? same : [])))];
}

function answerOfNginx(proxy: Proxy, target: PortRange): Pick<Listener, "tls" | "isRedirectOnly"> {
  const servers = serversAt(proxy, target);
  // Without any configuration of the project, the stock one answers: pages on port 80, or 8080 in images that do without root.
  if (servers.length === 0)
    return {
      tls: proxy.configs.length === 0 && proxy.open === undefined && (target.first === 80 || target.first === 8080) ? "no" : "unknown",
      isRedirectOnly: false,
    };
  const listens = servers.flatMap((server) =>
    server.listens.filter(({ port, reach }) => (port === undefined ? reach !== "unix" : within(port, target))),
  );
  const tls = tlsOf(listens);
  const isRedirectOnly = tls === "no" && proxy.open === undefined && servers.every((server) => server.redirectsPlainHttp);
  return { tls, isRedirectOnly };
}

/** `ssl` holds for a whole socket, so that one server that has it is enough; a port or a parameter that is filled in later may be it. */
function tlsOf(listens: readonly NginxListen[]): Certainty {
  if (listens.every(({ ssl }) => ssl) || listens.some(({ ssl, port }) => ssl && port !== undefined)) return "yes";
  return listens.some(({ ssl, port, isUnknown }) => ssl || (isUnknown && port !== undefined)) ? "unknown" : "no";
}

function within(port: number | undefined, { first, last }: PortRange): boolean {
  return port !== undefined && first <= port && port <= last;
}

const otherPorts = new Set([
  20, 21, 22, 23, 25, 53, 69, 110, 111, 123, 135, 139, 143, 161, 162, 389, 445, 465, 514, 554, 587, 636, 853, 873, 989, 990, 993, 995, 1080,
  1194, 1433, 1521, 1723, 1812, 1883, 2888, 3888, 9229, 9230, 1935, 2049, 2181, 2222, 3306, 3389, 3478, 4222, 4317, 5060, 5061, 5222, 5269,
  5349, 5432, 5433, 5671, 5672, 5900, 6379, 6380, 6432, 7687, 8554, 8883, 9042, 9092, 9093, 11211, 25565, 27017, 27018, 50000, 51820,
]);
const httpPorts = new Set([
  80, 81, 88, 443, 591, 1337, 3000, 3001, 3002, 3003, 4000, 4173, 4200, 4321, 5000, 5001, 5173, 5174, 7000, 7860, 8501, 9000, 9090, 9443,
]);

function isOtherPort(port: number): boolean {
  return otherPorts.has(port) || databaseAtPort(port) !== undefined;
}

function isHttpPort(port: number): boolean {
  return httpPorts.has(port) || (port >= 8000 && port <= 8999 && !otherPorts.has(port));
}

function protocolOf({ service, image }: ServiceContainer, { first }: PortRange): Listener["protocol"] {
  const roles = service.origin === undefined ? [] : rolesOf(service.origin);
  if (service.stateful !== undefined || roles.includes("vpn") || isOtherPort(first)) return "other";
  if (isHttpPort(first) || (service.origin !== undefined && adminInterface(service.origin)?.ports.includes(first) === true)) return "http";
  // A program of the project itself that is published is a web application, unless its port says otherwise.
  return image !== undefined && first >= 1024 && first < 10_000 ? "http" : "unknown";
}

const tlsOption =
  /^--?(?:ssl|https|ssl-keyfile|ssl-certfile|ssl-cert|ssl-key|certfile|keyfile|tls|tls-cert|tls-cert-file|tls-key|cert|cert-file|key-file)(?:=|$)/;
const tlsVariable = /(?:^|_)(?:SSL|TLS|HTTPS)(?:_|$)/;

/** An option that names a certificate says yes; a usual port of TLS, or a variable that speaks of it, that it may be. */
function tlsOfProgram(container: ServiceContainer, { first }: PortRange): Certainty {
  const { service, image } = container;
  if (startWords(container).some(({ text }) => tlsOption.test(text))) return "yes";
  if (first === 443 || first === 8443 || first === 9443 || first === 4443) return "unknown";
  if (first === 80) return "no";
  if (image === undefined && service.shipped === "unknown" && !isHttpPort(first)) return "unknown";
  if (image === undefined && service.image?.reference === undefined) return "unknown";
  return service.variables.some(({ name }) => tlsVariable.test(name.value) && /CERT|KEY|ENABLE|^HTTPS$|^SSL$|^TLS$/.test(name.value))
    ? "unknown"
    : "no";
}
