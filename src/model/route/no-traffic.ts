import type { Traffic } from "./traffic.ts";

const nothing = (): readonly [] => [];

/** The traffic of a project without containers and without nginx. */
export const noTraffic: Traffic = {
  containers: [],
  proxies: [],
  listeners: [],
  entrances: [],
  handovers: [],
  routes: [],
  stores: [],
  unresolved: [],
  mayEndTlsElsewhere: () => undefined,
  containerOf: () => undefined,
  proxyOf: () => undefined,
  linksOf: nothing,
  isOfHost: () => "unknown",
  filesOf: () => ({ all: [], at: () => undefined }),
  routesTo: nothing,
  routesFrom: nothing,
  listenersOf: nothing,
  entrancesOf: nothing,
  handoversTo: nothing,
  isBehindProxy: () => "unknown",
  portsOf: nothing,
};
