import { asMapping, textOfScalar, valueOf } from "../../syntax/yaml/ask.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";

/** What a service can be called by the others of its networks. */
export interface NetworkName {
  readonly stack: Stack;
  readonly service: Service;
  /** The networks on which the name holds; undefined for all that the service is on. */
  readonly network: string | undefined;
}

/** The services of a stack by their names in its networks: the service's own, aliases, `container_name` and `hostname`. */
export function namesIn(stack: Stack): ReadonlyMap<string, readonly NetworkName[]> {
  const names = new Map<string, NetworkName[]>();
  const add = (name: string | undefined, service: Service, network?: string): void => {
    if (name === undefined || name === "") return;
    const key = name.toLowerCase();
    const known = names.get(key);
    if (known === undefined) names.set(key, [{ stack, service, network }]);
    else if (known.length < 64) known.push({ stack, service, network });
  };
  for (const service of stack.services) {
    add(service.name, service);
    for (const key of ["container_name", "hostname"]) {
      const value = service.value(key);
      if (value.kind === "known") add(value.text, service);
    }
    for (const { key } of asMapping(service.at("networks"))?.entries ?? []) {
      for (const alias of service.texts("networks", key.text, "aliases")) if (alias.kind === "known") add(alias.text, service, key.text);
    }
  }
  return names;
}

/** The service whose network a service shares by `network_mode: service:…`, else itself. Never goes further than some steps. */
export function networkOwner(service: Service, stack: Stack): Service {
  let owner = service;
  for (let step = 0; step < 8; step++) {
    const mode = owner.networkMode;
    const name = mode.kind === "known" ? /^service:(.+)$/.exec(mode.text)?.[1] : undefined;
    const next = name === undefined ? undefined : stack.service(name);
    if (next === undefined) return owner;
    owner = next;
  }
  return owner;
}

/**
 * The networks that a service is on, each by a name that also tells it apart from those of other stacks; undefined where that is not known, and where it is on
 * none (`network_mode: host`, `none`).
 */
export function networksOf(service: Service, stack: Stack): readonly string[] | undefined {
  const owner = networkOwner(service, stack);
  if (owner.open !== undefined) return undefined;
  return owner.networks?.map((name) => networkId(name, stack));
}

/** A network that Compose makes belongs to the stack; an external one is known by its own name. */
function networkId(name: string, stack: Stack): string {
  return externalName(name, stack) ?? `${stack.file.path}\n${name}`;
}

function externalName(name: string, { root }: Stack): string | undefined {
  const network = valueOf(valueOf(root, "networks"), name);
  const external = valueOf(network, "external");
  const own = textOfScalar(valueOf(network, "name"));
  if (external?.kind === "mapping") return `external ${textOfScalar(valueOf(external, "name")) ?? own ?? name}`;
  return textOfScalar(external) === "true" ? `external ${own ?? name}` : undefined;
}

/** Whether two services can connect to each other; "unknown" where the networks of one are not known. */
export function shareNetwork(one: NetworkPlace, other: NetworkPlace): "yes" | "no" | "unknown" {
  if (one.stack === other.stack && networkOwner(one.service, one.stack) === networkOwner(other.service, other.stack)) return "yes";
  const [first, second] = [networksOf(one.service, one.stack), networksOf(other.service, other.stack)];
  if (first === undefined || second === undefined) return "unknown";
  return first.some((name) => second.includes(name)) ? "yes" : "no";
}

export interface NetworkPlace {
  readonly stack: Stack;
  readonly service: Service;
}

/** Whether a service is on a network that other Compose projects can be on too. */
export function isOnExternalNetwork({ stack, service }: NetworkPlace): boolean {
  return networksOf(service, stack)?.some((id) => id.startsWith("external ")) === true;
}
