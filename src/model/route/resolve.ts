import { textOf, type Span } from "../../text/index.ts";
import { isOnHostNetwork } from "../compose/exposure.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { asMapping, asSequence } from "../../syntax/yaml/ask.ts";
import type { Deployment } from "../deployment.ts";
import type { Endpoint, NginxConfig, NginxPass, NginxUpstream } from "../nginx/index.ts";
import { folderOf } from "../project-path.ts";
import type { Listener } from "./listener.ts";
import { isOnExternalNetwork, namesIn, networkOwner, networksOf, shareNetwork, type NetworkName } from "./network.ts";
import type { Proxy } from "./proxy.ts";
import { portOf, type Handover, type Target } from "./target.ts";

/** How many servers of an `upstream` are followed, and how many passes of a deployment. */
const MOST_SERVERS = 32;
const MOST_HANDOVERS = 20_000;
const MOST_PORTS = 1024;

/** Finds what the passes of proxies lead to. */
export class Resolver {
  readonly #names = new Map<Stack, ReadonlyMap<string, readonly NetworkName[]>>();
  readonly #upstreams = new Map<Proxy, ReadonlyMap<string, NginxUpstream>>();
  readonly #byPort = new Map<number, Listener[]>();
  readonly #external: ReadonlyMap<string, readonly Stack[]>;
  readonly #written = new Map<string, Set<string>>();

  readonly #namedLater = new Map<Stack, boolean>();
  readonly #sharing = new Map<Service, boolean>();
  readonly #isNear: (one: string, other: string) => boolean;

  constructor(deployment: Deployment, listeners: readonly Listener[]) {
    this.#isNear = hostNearness(deployment.stacks.map(({ file }) => file.path));
    for (const listener of listeners) {
      const { port, container } = listener;
      if (port === undefined || container === undefined || listener.published?.protocol === "udp") continue;
      for (let one = port.first; one <= Math.min(port.last, port.first + MOST_PORTS); one++) {
        const known = this.#byPort.get(one);
        if (known === undefined) this.#byPort.set(one, [listener]);
        else known.push(listener);
      }
    }
    const external = new Map<string, Stack[]>();
    for (const stack of deployment.stacks) {
      for (const id of new Set(stack.services.flatMap((service) => networksOf(service, stack) ?? []))) {
        if (id.startsWith("external ")) external.set(id, [...(external.get(id) ?? []).slice(0, 31), stack]);
      }
    }
    this.#external = external;
    for (const document of deployment.documents.compose) {
      const folder = folderOf(document.file.path);
      const names = this.#written.get(folder) ?? new Set();
      for (const { key } of document.services) names.add(key.text.toLowerCase());
      this.#written.set(folder, names);
    }
  }

  /** All passes of a proxy. */
  *handoversOf(proxy: Proxy): Iterable<Handover> {
    let left = MOST_HANDOVERS;
    for (const config of proxy.configs) {
      for (const { level, pass } of config.passes) {
        if (left-- <= 0) return;
        yield { proxy, config, level, pass, targets: this.targetsOf(proxy, config, pass) };
      }
    }
  }

  private targetsOf(proxy: Proxy, config: NginxConfig, pass: NginxPass): readonly Target[] {
    const upstream = config.upstreamOf(pass) ?? this.upstreamsOf(proxy).get(pass.endpoint.host?.value ?? "");
    if (upstream === undefined) return [this.resolve(proxy, pass.endpoint, pass)];
    const at = upstream.servers[0]?.endpoint.span ?? upstream.name.span;
    if (upstream.isOpen) return [{ kind: "unknown", why: "the upstream includes files that are not part of the project", at }];
    if (upstream.servers.length === 0) return [{ kind: "unknown", why: "the upstream names no server", at: upstream.name.span }];
    const targets = upstream.servers.slice(0, MOST_SERVERS).map(({ endpoint }) => this.resolve(proxy, endpoint, pass));
    return targets.filter((one, i) => one.kind !== "service" || targets.findIndex((other) => isSame(one, other)) === i);
  }

  /** An `upstream` may stand in another file that the same nginx reads. */
  private upstreamsOf(proxy: Proxy): ReadonlyMap<string, NginxUpstream> {
    let known = this.#upstreams.get(proxy);
    if (known === undefined) {
      known = new Map(proxy.configs.flatMap(({ upstreams }) => upstreams.map((upstream) => [upstream.name.value, upstream] as const)));
      this.#upstreams.set(proxy, known);
    }
    return known;
  }

  private resolve(proxy: Proxy, endpoint: Endpoint, pass: NginxPass): Target {
    const at = endpoint.host?.span ?? endpoint.span;
    if (endpoint.socket !== undefined) return { kind: "unknown", why: "it is handed on through a socket file", at };
    const written =
      endpoint.isUnknown || endpoint.host === undefined ? undefined : { host: endpoint.host.value, port: portOf(endpoint, pass) };
    const address = written ?? filledIn(endpoint, pass, proxy);
    if (address === undefined) return { kind: "unknown", why: "where it is handed on to is filled in later", at };
    const { port } = address;
    const host = address.host.toLowerCase();
    const place = proxy.container?.service === undefined ? undefined : { stack: proxy.container.stack!, service: proxy.container.service };
    const isOnHost = proxy.container === undefined || (place !== undefined && isOnHostNetwork(place.service));
    if (isLoopback(host)) return isOnHost ? this.onMachine(port, at, proxy, pass) : this.inside(place, port, at);
    if (host === "host.docker.internal" || host === "gateway.docker.internal") return this.onMachine(port, at, proxy, pass);
    if (place === undefined || isOnHost)
      return isNameOfNetwork(host)
        ? { kind: "unknown", why: "it is a name of a network that is not known", at }
        : { kind: "outside", host, at };
    return this.named(host, port, at, place);
  }

  /** A loopback address of the machine: what publishes that port. Where several stacks do, production's. */
  private onMachine(port: number | undefined, at: Span, proxy: Proxy, pass: NginxPass): Target {
    const own = proxy.container?.stack;
    const isHttp = pass.kind === "proxy_pass" || pass.kind === "grpc_pass";
    const all = ((port === undefined ? undefined : this.#byPort.get(port)) ?? []).filter(
      ({ protocol, container }) =>
        (isHttp ? protocol !== "other" : container?.service.stateful === undefined) &&
        this.#isNear(proxy.at.file.path, container?.stack.file.path ?? ""),
    );
    const rank = ({ container, fileClass }: Listener): number => (container?.stack === own ? 0 : (ranks[fileClass] ?? 2));
    const [best] = all.toSorted((a, b) => rank(a) - rank(b));
    if (best?.container === undefined) return { kind: "local", port, at };
    const { stack, service } = best.container;
    const inside = best.port === undefined || best.target === undefined ? undefined : best.target.first + (port! - best.port.first);
    return { kind: "service", stack, service, port: inside, through: best, at };
  }

  /** A loopback address of a container: another program in it, or one of a service that shares its network. */
  private inside(place: { stack: Stack; service: Service } | undefined, port: number | undefined, at: Span): Target {
    if (place === undefined) return { kind: "local", port, at };
    if (!this.sharesAddress(place)) return { kind: "local", port, at };
    return { kind: "unknown", why: "several services share that address", at };
  }

  private sharesAddress({ stack, service }: { stack: Stack; service: Service }): boolean {
    let known = this.#sharing.get(service);
    if (known === undefined) {
      const owner = networkOwner(service, stack);
      known = stack.services.some((other) => other !== service && networkOwner(other, stack) === owner);
      this.#sharing.set(service, known);
    }
    return known;
  }

  private named(host: string, port: number | undefined, at: Span, place: { stack: Stack; service: Service }): Target {
    const { stack } = place;
    const found = this.namesOf(stack).get(host) ?? this.replicaNames(host, stack) ?? this.beyond(host, place);
    if (found !== undefined && found.length > 0) {
      const reach = found.map((name) => ({ name, shares: this.reaches(place, name) }));
      const best = reach.find(({ shares }) => shares === "yes") ?? reach.find(({ shares }) => shares === "unknown");
      const { service, stack: other } = (best ?? reach[0]!).name;
      if (best === undefined) return { kind: "unshared", stack: other, service, port, at };
      return { kind: "service", stack: other, service, port, through: undefined, at };
    }
    if (extraHosts(place.service).has(host)) return { kind: "outside", host, at };
    if (host.includes(".") || host.includes(":")) return { kind: "outside", host, at };
    const why = this.mayBeElsewhere(host, place);
    return why === undefined ? { kind: "missing", host, at } : { kind: "unknown", why, at };
  }

  private reaches(place: { stack: Stack; service: Service }, { stack, service, network }: NetworkName): "yes" | "no" | "unknown" {
    if (network !== undefined && place.stack === stack) {
      const own = networksOf(place.service, place.stack);
      if (own !== undefined && !own.some((id) => id.endsWith(`\n${network}`) || id.startsWith("external "))) return "no";
    }
    return shareNetwork(place, { stack, service });
  }

  /** `shop-api-1`, as Compose calls the containers of a service, and `tasks.api` of a swarm. */
  private replicaNames(host: string, stack: Stack): readonly NetworkName[] | undefined {
    const names = this.namesOf(stack);
    const swarm = /^tasks\.(.+)$/.exec(host)?.[1];
    if (swarm !== undefined) return names.get(swarm);
    const words = /^(.+)[-_]\d+$/.exec(host)?.[1]?.split(/[-_]/) ?? [];
    for (let i = 1; i < Math.min(words.length, 8); i++) {
      const known = names.get(words.slice(i).join("-")) ?? names.get(words.slice(i).join("_"));
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** A service of another stack on an external network that both are on. */
  private beyond(host: string, place: { stack: Stack; service: Service }): readonly NetworkName[] | undefined {
    const ids = (networksOf(place.service, place.stack) ?? []).filter((id) => id.startsWith("external "));
    const stacks = new Set(ids.flatMap((id) => this.#external.get(id) ?? []));
    stacks.delete(place.stack);
    return [...stacks].flatMap((stack) => this.namesOf(stack).get(host) ?? []);
  }

  private mayBeElsewhere(host: string, place: { stack: Stack; service: Service }): string | undefined {
    const { stack, service } = place;
    if (stack.open !== undefined) return stack.open;
    if (service.open !== undefined) return service.open;
    if (isOnExternalNetwork(place)) return "another project on the same network may have it";
    if (this.#written.get(stack.folder)?.has(host)) return "another Compose file beside this one has a service of that name";
    if (service.at("external_links") !== undefined || service.at("links") !== undefined) return "the service has links of its own";
    return this.isNamedLater(stack) ? "the name of a container is filled in later" : undefined;
  }

  /** Whether some service of the stack may have a name that is not known. */
  private isNamedLater(stack: Stack): boolean {
    let known = this.#namedLater.get(stack);
    if (known === undefined) {
      known = stack.services.some((one) => one.open !== undefined || one.value("container_name").kind === "unknown");
      this.#namedLater.set(stack, known);
    }
    return known;
  }

  private namesOf(stack: Stack): ReadonlyMap<string, readonly NetworkName[]> {
    let known = this.#names.get(stack);
    if (known === undefined) this.#names.set(stack, (known = namesIn(stack)));
    return known;
  }
}

/** The address that a template comes to with the variables of the container, as the image's entrypoint or `envsubst` fills them in. */
function filledIn(
  endpoint: Endpoint,
  pass: NginxPass,
  { container }: Proxy,
): { readonly host: string; readonly port: number | undefined } | undefined {
  if (container === undefined) return undefined;
  let isKnown = true;
  const text = textOf(endpoint.span)
    .slice(0, 1024)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? "";
      const value = container.service?.setting(name)?.value ?? container.image?.variables.final(name);
      isKnown &&= /^[A-Z][A-Z0-9_]*$/.test(name) && value?.kind === "known";
      return value?.kind === "known" ? value.text : "";
    });
  const match = isKnown ? /^["']?(?:([a-z]+):\/\/)?([A-Za-z0-9_.-]+)(?::(\d{1,5}))?(?:\/|["']?$)/.exec(text) : null;
  if (match === null) return undefined;
  const [, scheme, host, port] = match;
  return {
    host: host!,
    port: port === undefined ? portOf({ ...endpoint, scheme: scheme ?? endpoint.scheme, port: undefined }, pass) : Number(port),
  };
}

const ranks: Readonly<Record<string, number>> = { prod: 1, staging: 1, neutral: 2, base: 2, dev: 3, ci: 4, test: 4, example: 4 };

function isSame(one: Target, other: Target): boolean {
  return one.kind === "service" && other.kind === "service" && one.service === other.service && one.port === other.port;
}

/**
 * Tells whether two files can belong to one deployment. A collection of many projects has a folder for each: there only files of the same folder do, and those at the root.
 */
export function nearness(stackPaths: readonly string[]): (one: string, other: string) => boolean {
  const isCollection = new Set(stackPaths.map(topOf)).size > 3;
  return (one, other) => !isCollection || topOf(one) === topOf(other) || topOf(one) === "" || topOf(other) === "";
}

function topOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

/** How many folders with stacks make a collection of projects, however deep they lie. */
const MOST_FOLDERS = 8;

/**
 * Tells whether a configuration of the machine's own nginx and the Compose file of a stack can belong to one deployment. In a collection they do where no folder
 * around the configuration is nearer to another stack, or where the stack's folder lies around it.
 */
export function hostNearness(stackPaths: readonly string[]): (config: string, stack: string) => boolean {
  const isNear = nearness(stackPaths);
  const folders = new Set(stackPaths.map(folderOf));
  if (folders.size <= MOST_FOLDERS) return isNear;
  const around = new Set([...folders].flatMap(foldersAround));
  return (config, stack) => {
    const nearest = foldersAround(folderOf(config)).find((folder) => around.has(folder)) ?? "";
    const own = folderOf(stack);
    return isNear(config, stack) && (isBelow(own, nearest) || isBelow(folderOf(config), own));
  };
}

/** A folder and all around it, the project's root last. */
function foldersAround(folder: string): readonly string[] {
  return folder === "" ? [""] : [folder, ...foldersAround(folderOf(folder))];
}

function isBelow(folder: string, outer: string): boolean {
  return outer === "" || folder === outer || folder.startsWith(`${outer}/`);
}

/** Whether a host is this machine, or this container. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "0.0.0.0" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Only the networks of containers, and local name servers, have names without a dot. */
export function isNameOfNetwork(host: string): boolean {
  return !host.includes(".") && !host.includes(":") && !isLoopback(host);
}

function extraHosts(service: Service): ReadonlySet<string> {
  const node = service.at("extra_hosts");
  const listed = (asSequence(node)?.items ?? []).flatMap((item) => (item.kind === "scalar" ? item.text.split(/[:=]/)[0]! : []));
  return new Set([...listed, ...(asMapping(node)?.entries ?? []).map(({ key }) => key.text)].map((name) => name.toLowerCase()));
}
