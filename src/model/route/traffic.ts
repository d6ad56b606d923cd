import type { Service } from "../compose/service.ts";
import type { NginxConfig } from "../nginx/index.ts";
import type { Container } from "./container.ts";
import type { ContainerFiles } from "./container-file.ts";
import type { Certainty, Listener } from "./listener.ts";
import type { ListeningPort } from "./listening-port.ts";
import type { ConfigLink, Proxy, Unresolved } from "./proxy.ts";
import type { Route } from "./route.ts";
import type { Store } from "./store.ts";
import type { Handover } from "./target.ts";

/** How requests come from outside to the services and their data. Worked out when first asked for. */
export interface Traffic {
  /** What runs with its files: every service, and every image of the project that no service runs. */
  readonly containers: readonly Container[];
  /** Those in containers, then those of the machine itself. */
  readonly proxies: readonly Proxy[];
  /** Every address on which something answers, those that only the machine itself can reach included. */
  readonly listeners: readonly Listener[];
  /** The listeners that others can reach. */
  readonly entrances: readonly Listener[];
  /** Every pass of an nginx that runs, with what it leads to, whether a request comes there or not. */
  readonly handovers: readonly Handover[];
  /** Every way in over HTTP to what answers. */
  readonly routes: readonly Route[];
  readonly stores: readonly Store[];
  /** What could not be linked. What depends on it is unknown. */
  readonly unresolved: readonly Unresolved[];
  /**
   * Why something that is not seen here may terminate TLS for what is in a folder: the configuration says so, or the configuration of a proxy that is not read
   * lies around it. The end of a sentence; undefined when nothing speaks for it.
   */
  mayEndTlsElsewhere(folder: string): string | undefined;
  containerOf(service: Service): Container | undefined;
  proxyOf(service: Service): Proxy | undefined;
  /** Where a configuration stands in containers; empty where nothing is known to take it there. */
  linksOf(config: NginxConfig): readonly ConfigLink[];
  /**
   * Whether a configuration is that of the machine's own nginx. "no": a container runs it, or could not as it is written; "yes": it hands requests on to a port that the
   * project publishes, or its name or its certificates say so; "unknown": nothing is known to use it.
   */
  isOfHost(config: NginxConfig): Certainty;
  /** What is brought into a container, so that one can ask what stands at a path. */
  filesOf(container: Container): ContainerFiles;
  /** The routes that end at a service. */
  routesTo(service: Service): readonly Route[];
  routesFrom(entrance: Listener): readonly Route[];
  listenersOf(service: Service): readonly Listener[];
  entrancesOf(service: Service): readonly Listener[];
  /** The passes that lead to a service. */
  handoversTo(service: Service): readonly Handover[];
  /** Whether a proxy hands requests on to it; "unknown" when one may whose configuration is not read, or which it asks for by its labels. */
  isBehindProxy(service: Service): Certainty;
  /** All that says which port a service listens on, the strongest first. */
  portsOf(service: Service): readonly ListeningPort[];
}
