import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { StatefulImage } from "../image-facts.ts";
import type { Listener } from "./listener.ts";
import { namesIn, shareNetwork } from "./network.ts";

/** A service that keeps data, and who gets at it. */
export interface Store {
  readonly stack: Stack;
  readonly service: Service;
  readonly facts: StatefulImage;
  /** Its listeners that others than the machine can reach. */
  readonly entrances: readonly Listener[];
  /** The services that name it, in a variable, an env file or `depends_on`. */
  readonly usedBy: readonly Service[];
  /** All services that share a network with it, `usedBy` included. */
  readonly reachableBy: readonly Service[];
}

/** How many pairs of services are compared. */
const MOST_PAIRS = 100_000;

/** The stores of a stack. */
export function storesIn(stack: Stack, entrancesOf: (service: Service) => readonly Listener[]): readonly Store[] {
  const stateful = stack.services.filter((service) => service.stateful !== undefined);
  if (stateful.length === 0) return [];
  const users = usersIn(stack);
  const others = stateful.length * stack.services.length > MOST_PAIRS ? [] : stack.services;
  return stateful.map((service) => ({
    stack,
    service,
    facts: service.stateful!,
    entrances: entrancesOf(service),
    usedBy: [...(users.get(service) ?? [])],
    reachableBy: others.filter((other) => other !== service && shareNetwork({ stack, service }, { stack, service: other }) === "yes"),
  }));
}

/** By service, the services that speak of it: by a host name in a value, or as something to wait for. */
function usersIn(stack: Stack): ReadonlyMap<Service, ReadonlySet<Service>> {
  const names = namesIn(stack);
  const users = new Map<Service, Set<Service>>();
  for (const user of stack.services) {
    const add = (service: Service | undefined): void => {
      if (service === undefined || service === user) return;
      const known = users.get(service);
      if (known === undefined) users.set(service, new Set([user]));
      else known.add(user);
    };
    for (const { service } of user.dependencies) add(stack.service(service.value));
    for (const { value } of user.variables) {
      if (value.kind === "known") for (const host of hostsIn(value.text)) for (const { service } of names.get(host) ?? []) add(service);
    }
    for (const host of settingHosts(user)) for (const { service } of names.get(host) ?? []) add(service);
  }
  return users;
}

const urlVariables = [
  "DATABASE_URL",
  "REDIS_URL",
  "MONGO_URL",
  "MONGODB_URI",
  "AMQP_URL",
  "CELERY_BROKER_URL",
  "DB_HOST",
  "POSTGRES_HOST",
  "REDIS_HOST",
  "MYSQL_HOST",
  "MONGO_HOST",
  "RABBITMQ_HOST",
];

/** The hosts in the usual variables that an env file gives. */
function settingHosts(service: Service): readonly string[] {
  if (service.envFiles.length === 0) return [];
  return urlVariables.flatMap((name) => {
    const value = service.setting(name)?.value;
    return value?.kind === "known" ? hostsIn(value.text) : [];
  });
}

/** The words of a value that stand where a host does: the whole value, behind "//" or "@", or before a port. */
function hostsIn(text: string): readonly string[] {
  const found = [...text.slice(0, 4096).matchAll(/(?:^|\/\/|@|,)([A-Za-z0-9_.-]+)(?=$|[:/,?])/g)].map((match) => match[1]!.toLowerCase());
  return found.slice(0, 16);
}
