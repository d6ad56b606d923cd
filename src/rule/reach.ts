import { edgeBeside, isOnHostNetwork, openPorts } from "../model/compose/exposure.ts";
import type { PublishedPort } from "../model/compose/port.ts";
import type { Service } from "../model/compose/service.ts";
import type { Stack } from "../model/compose/stack.ts";
import { adminInterface, databaseAtPort } from "../model/image-facts.ts";

/** Who can connect to a service besides those it is there for. */
export interface Reach {
  /** As in "lets … in". */
  readonly who: string;
  /** Somebody outside of the stack, at once; otherwise only through the service that the outside talks to. */
  readonly isOutside: boolean;
}

/** Who can connect to a service through a published port, its host's network, or a proxy it shares a network with; undefined when nobody can. */
export function reachOf(service: Service, stack: Stack): Reach | undefined {
  const [port] = openPorts(service);
  if (port?.exposure === "lan") return { who: `the network of ${port.hostAddress}`, isOutside: true };
  if (port !== undefined || isOnHostNetwork(service)) return { who: "everyone who reaches this machine", isOutside: true };
  const edge = edgeBeside(service, stack);
  return edge === undefined ? undefined : { who: `whoever takes over "${edge.name}"`, isOutside: false };
}

/** What to call the store that answers at a port; undefined for other services, and for a store's console, which is no store. */
export function storeAt(service: Service, { target }: PublishedPort): string | undefined {
  const store = service.stateful;
  if (store === undefined) return service.build === undefined || target === undefined ? undefined : databaseAtPort(target.first);
  const console = service.origin === undefined ? undefined : adminInterface(service.origin);
  const isConsole = target !== undefined && console?.ports.includes(target.first) === true && !store.ports.includes(target.first);
  return isConsole ? undefined : store.label;
}

/** The port as people know it, with the verb that fits: `Port 5432`, `is`. */
export function portName({ published, target }: PublishedPort): readonly [name: string, verb: string] {
  const range = published ?? target;
  if (range === undefined) return ["A port", "is"];
  return range.first === range.last ? [`Port ${range.first}`, "is"] : [`Ports ${range.first} to ${range.last}`, "are"];
}
