import { isEdgeProxy } from "../image-facts.ts";
import type { PublishedPort } from "./port.ts";
import type { Service } from "./service.ts";
import type { Stack } from "./stack.ts";

/** The ports of a service that others than this machine can reach. */
export function openPorts(service: Service): readonly PublishedPort[] {
  return service.ports.filter(({ exposure }) => exposure === "all" || exposure === "lan");
}

/** Whether the service uses the network of its host, so that whatever it listens on is the host's. */
export function isOnHostNetwork(service: Service): boolean {
  return service.networkMode.kind === "known" && service.networkMode.text === "host";
}

/** Whether the service is the proxy or web server that the outside talks to. */
export function isEdge(service: Service): boolean {
  return service.origin !== undefined && isEdgeProxy(service.origin) && (openPorts(service).length > 0 || isOnHostNetwork(service));
}

const edges = new WeakMap<Stack, readonly Service[]>();

/** The service that the outside talks to and that can connect to this one, over a network they share; undefined when there is none. */
export function edgeBeside(service: Service, stack: Stack): Service | undefined {
  const known = edges.get(stack) ?? stack.services.filter(isEdge);
  edges.set(stack, known);
  return known.find((edge) => edge !== service && edge.networks?.some((name) => service.networks?.includes(name)) === true);
}
