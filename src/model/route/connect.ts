import type { Service } from "../compose/service.ts";
import type { Deployment, PathTree } from "../deployment.ts";
import type { NginxConfig } from "../nginx/index.ts";
import { folderOf } from "../project-path.ts";
import { containersOf, type Container, type ServiceContainer } from "./container.ts";
import { ContainerFileReader, type ContainerFiles } from "./container-file.ts";
import { hostCertainty } from "./host.ts";
import { listenersOfHost, listenersOfService, type Certainty, type Listener } from "./listener.ts";
import { listeningPorts, type ListeningPort } from "./listening-port.ts";
import { asksForProxy, behindOpaque } from "./opaque.ts";
import { hostProxy, placeConfigs, type Placement } from "./placement.ts";
import type { ConfigLink, Proxy, Unresolved } from "./proxy.ts";
import { Resolver } from "./resolve.ts";
import type { Route } from "./route.ts";
import { storesIn, type Store } from "./store.ts";
import type { Handover } from "./target.ts";
import type { Traffic } from "./traffic.ts";
import { walkRoutes } from "./walk.ts";

/** What the configuration takes for granted. */
export interface Assumptions {
  /** Whether something in front of all this terminates TLS. */
  readonly tlsTerminatedUpstream: boolean;
}

/** How requests reach what a project deploys. Nothing is worked out before it is asked for. */
export function connectTraffic(deployment: Deployment, assumptions: Assumptions): Traffic {
  return new DeploymentTraffic(deployment, assumptions);
}

const unreadProxyFolders = ["", "caddy", "traefik", "haproxy", "envoy", "proxy", "docker", "deploy", "infra", "config"];
const unreadProxyFiles = ["Caddyfile", "traefik.yml", "traefik.yaml", "traefik.toml", "haproxy.cfg", "envoy.yaml"];

class DeploymentTraffic implements Traffic {
  readonly containers: readonly Container[];
  readonly #reader: ContainerFileReader;
  readonly #files = new Map<Container, ContainerFiles>();
  readonly #placement: Placement;
  readonly #byService: ReadonlyMap<Service, Container>;
  readonly #proxies: ReadonlyMap<Service, Proxy>;
  readonly #links: ReadonlyMap<NginxConfig, readonly ConfigLink[]>;
  readonly #ports = new Map<Service, readonly ListeningPort[]>();
  readonly #hosts: ReadonlyMap<NginxConfig, Certainty>;
  readonly proxies: readonly Proxy[];
  readonly listeners: readonly Listener[];
  readonly #resolver: Resolver;
  #handovers: readonly Handover[] | undefined;
  #walk: ReturnType<typeof walkRoutes> | undefined;
  #stores: readonly Store[] | undefined;
  readonly #tlsElsewhere = new Map<string, { readonly why: string | undefined }>();
  #routesTo: ReadonlyMap<Service | undefined, readonly Route[]> | undefined;
  #routesFrom: ReadonlyMap<Listener, readonly Route[]> | undefined;
  #listenersOf: ReadonlyMap<Service | undefined, readonly Listener[]> | undefined;
  #handoversTo: ReadonlyMap<Service, readonly Handover[]> | undefined;

  constructor(
    private readonly deployment: Deployment,
    private readonly assumptions: Assumptions,
  ) {
    this.#reader = new ContainerFileReader(deployment.tree);
    this.containers = containersOf(deployment);
    this.#byService = new Map(
      this.containers.flatMap((container) => (container.service === undefined ? [] : [[container.service, container] as const])),
    );
    this.#placement = placeConfigs(deployment, this.containers, this.#reader);
    this.#proxies = new Map(
      this.#placement.proxies.flatMap((proxy) =>
        proxy.container?.service === undefined ? [] : [[proxy.container.service, proxy] as const],
      ),
    );
    this.#links = group(this.#placement.links, ({ config }) => [config]);
    const ofServices = this.containers
      .filter(isService)
      .flatMap((container) => listenersOfService(container, this.proxyOf(container.service), this.portsOf(container.service)));
    this.#hosts = hostCertainty(deployment, ofServices, (config) => this.linksOf(config).length > 0);
    const hosts = deployment.nginx.filter((config) => this.#hosts.get(config) === "yes").map(hostProxy);
    this.proxies = [...this.#placement.proxies, ...hosts];
    this.listeners = [...ofServices, ...hosts.flatMap((proxy) => listenersOfHost(proxy, deployment.classOf(proxy.at.file)))];
    this.#resolver = new Resolver(deployment, ofServices);
  }

  get entrances(): readonly Listener[] {
    return this.listeners.filter(isOpen);
  }

  get handovers(): readonly Handover[] {
    return (this.#handovers ??= this.proxies.flatMap((proxy) => [...this.#resolver.handoversOf(proxy)]));
  }

  get routes(): readonly Route[] {
    return this.walked.routes;
  }

  get stores(): readonly Store[] {
    return (this.#stores ??= this.deployment.stacks.flatMap((stack) => storesIn(stack, (service) => this.entrancesOf(service))));
  }

  get unresolved(): readonly Unresolved[] {
    const upstreams = this.handovers.flatMap(({ proxy, targets }) =>
      targets.flatMap((target) =>
        target.kind === "unknown" ? [{ at: target.at, what: `where ${proxy.name} hands requests on to`, why: target.why }] : [],
      ),
    );
    const cut = { at: { file: this.deployment.root, start: 0, end: 0 }, what: "every way to the services", why: "there are too many" };
    return [...this.#placement.unresolved, ...upstreams, ...(this.walked.isCut ? [cut] : [])];
  }

  mayEndTlsElsewhere(folder: string): string | undefined {
    if (this.assumptions.tlsTerminatedUpstream) return "the configuration says that TLS ends in front of it";
    let found = this.#tlsElsewhere.get(folder);
    if (found === undefined) this.#tlsElsewhere.set(folder, (found = { why: unreadProxyAt(folder, this.deployment.tree) }));
    return found.why;
  }

  containerOf(service: Service): Container | undefined {
    return this.#byService.get(service);
  }

  proxyOf(service: Service): Proxy | undefined {
    return this.#proxies.get(service);
  }

  linksOf(config: NginxConfig): readonly ConfigLink[] {
    return this.#links.get(config) ?? [];
  }

  isOfHost(config: NginxConfig): Certainty {
    return this.#hosts.get(config) ?? "no";
  }

  filesOf(container: Container): ContainerFiles {
    let files = this.#files.get(container);
    if (files === undefined) this.#files.set(container, (files = this.#reader.read(container)));
    return files;
  }

  routesTo(service: Service): readonly Route[] {
    this.#routesTo ??= group(this.routes, (route) => [route.service]);
    return this.#routesTo.get(service) ?? [];
  }

  routesFrom(entrance: Listener): readonly Route[] {
    this.#routesFrom ??= group(this.routes, (route) => [route.entrance]);
    return this.#routesFrom.get(entrance) ?? [];
  }

  listenersOf(service: Service): readonly Listener[] {
    this.#listenersOf ??= group(this.listeners, ({ container }) => [container?.service]);
    return this.#listenersOf.get(service) ?? [];
  }

  entrancesOf(service: Service): readonly Listener[] {
    return this.listenersOf(service).filter(isOpen);
  }

  handoversTo(service: Service): readonly Handover[] {
    this.#handoversTo ??= group(this.handovers, ({ targets }) => [
      ...new Set(targets.flatMap((target) => (target.kind === "service" ? [target.service] : []))),
    ]);
    return this.#handoversTo.get(service) ?? [];
  }

  isBehindProxy(service: Service): Certainty {
    const own = this.proxyOf(service);
    if (this.handoversTo(service).some(({ proxy }) => proxy !== own)) return "yes";
    const isPossible = this.routesTo(service).some(({ hops }) => hops.some(({ proxy }) => proxy !== own && proxy.kind === "opaque"));
    return isPossible || asksForProxy(service) ? "unknown" : "no";
  }

  portsOf(service: Service): readonly ListeningPort[] {
    let ports = this.#ports.get(service);
    const container = this.containerOf(service);
    if (ports === undefined)
      this.#ports.set(service, (ports = container === undefined ? [] : listeningPorts(container, this.proxyOf(service))));
    return ports;
  }

  private get walked(): ReturnType<typeof walkRoutes> {
    return (this.#walk ??= walkRoutes({
      entrances: this.entrances,
      handovers: this.handovers,
      isAssumedTls: this.assumptions.tlsTerminatedUpstream,
      proxyOf: (service) => this.proxyOf(service),
      behind: (proxy) => behindOpaque(proxy, this.deployment),
    }));
  }
}

/** Why a proxy that is not read may end TLS for what is in a folder: its configuration lies there, in a folder around it, or below one of these. */
function unreadProxyAt(folder: string, tree: PathTree): string | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    for (const inside of unreadProxyFolders) {
      const names = unreadProxyFiles.map((name) => [at, inside, name].filter((part) => part !== "").join("/"));
      const found = names.find((path) => tree.has(path));
      if (found !== undefined) return `${found}, which is not read, may say so`;
    }
    if (at === "") return undefined;
  }
}

function isService(container: Container): container is ServiceContainer {
  return container.service !== undefined && container.stack !== undefined;
}

/** Whether others than the machine itself can reach it. */
function isOpen({ exposure }: Listener): boolean {
  return exposure === "all" || exposure === "lan";
}

function group<T, K>(items: readonly T[], keysOf: (item: T) => readonly K[]): ReadonlyMap<K, readonly T[]> {
  const result = new Map<K, T[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const same = result.get(key);
      if (same) same.push(item);
      else result.set(key, [item]);
    }
  }
  return result;
}
