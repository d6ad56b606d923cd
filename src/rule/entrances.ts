import { isOnHostNetwork } from "../model/compose/exposure.ts";
import type { Deployment } from "../model/deployment.ts";
import type { Listener } from "../model/route/listener.ts";
import type { Route } from "../model/route/route.ts";
import type { Handover, Target } from "../model/route/target.ts";

const known = new WeakMap<Deployment, readonly Listener[]>();

/**
 * The ways in that others can reach, and that are put to use: none of tests, examples and development, and none of jobs. What several stacks share is there
 * once, as in the first of them, which is the one that ships.
 */
export function entrancesOf(deployment: Deployment): readonly Listener[] {
  let found = known.get(deployment);
  if (found === undefined) known.set(deployment, (found = [...distinct(deployment.traffic.listeners)].filter(isInUse)));
  return found;
}

function* distinct(listeners: readonly Listener[]): Iterable<Listener> {
  const owners = new Map<string, unknown>();
  for (const listener of listeners) {
    const { at, container, target } = listener;
    const place = `${at.file.path}:${at.start} ${container === undefined || listener.kind !== "published" ? target?.first : ""}`;
    const owner = container?.stack ?? "host";
    const first = owners.get(place) ?? owner;
    owners.set(place, first);
    if (first === owner) yield listener;
  }
}

function isInUse({ exposure, fileClass, container }: Listener): boolean {
  return (
    (exposure === "all" || exposure === "lan") &&
    !["dev", "test", "ci", "example"].includes(fileClass) &&
    container?.service.isOneShot !== true
  );
}

/** A pass of a proxy, and the service of the project it leads to. */
export interface Passage {
  readonly handover: Handover;
  readonly target: Extract<Target, { kind: "service" }>;
}

/** The pass of a proxy of the machine itself that leads to a published port over the loopback address. */
export function hostPassageTo(listener: Listener, deployment: Deployment): Passage | undefined {
  return passagesTo(listener, deployment).find(
    ({ handover, target }) =>
      target.through === listener && (handover.proxy.container?.service === undefined || isOnHostNetwork(handover.proxy.container.service)),
  );
}

/** The pass, over a network of containers, to the very port that a listener publishes, of another proxy that the outside reaches. */
export function innerPassageTo(listener: Listener, deployment: Deployment): Passage | undefined {
  const service = listener.container?.service;
  if (service === undefined) return undefined;
  const reached = new Set(
    deployment.traffic
      .routesTo(service)
      .flatMap(({ hops, entrance, purpose }) => (entrance === listener || purpose !== "content" ? [] : hops.map(({ proxy }) => proxy))),
  );
  return passagesTo(listener, deployment).find(
    ({ handover, target }) =>
      handover.proxy !== listener.proxy && reached.has(handover.proxy) && target.through === undefined && leadsTo(listener, target.port),
  );
}

function leadsTo({ target }: Listener, port: number | undefined): boolean {
  return port !== undefined && target !== undefined && target.first <= port && port <= target.last;
}

function passagesTo({ container }: Listener, { traffic }: Deployment): readonly Passage[] {
  if (container === undefined) return [];
  return traffic
    .handoversTo(container.service)
    .flatMap((handover) =>
      handover.targets.flatMap((target) =>
        target.kind === "service" && target.service === container.service ? [{ handover, target }] : [],
      ),
    );
}

/** What nginx does for requests on a way that they lose on another one, as in `TLS`, `the rate limit`; empty for a mere pass. */
export function guardsOn(routes: readonly Route[]): readonly string[] {
  const has = (test: (route: Route) => boolean): boolean => routes.some(test);
  return [
    ...(has(({ tls }) => tls === "yes") ? ["TLS"] : []),
    ...(has(({ accessControl }) => accessControl.kind === "set") ? ["the access control"] : []),
    ...(has(({ rateLimit }) => rateLimit.kind === "set") ? ["the rate limit"] : []),
    ...(has(({ responseHeaders }) => responseHeaders.headers.length > 0) ? ["the response headers"] : []),
  ];
}

/** The port others see, as in `Port 8080`. */
export function portOfListener({ port, target }: Listener): string {
  const range = port ?? target;
  if (range === undefined) return "The port";
  return range.first === range.last ? `Port ${range.first}` : `Ports ${range.first} to ${range.last}`;
}
