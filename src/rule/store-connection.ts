import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding, ServiceEnvironment } from "../model/environment/binding.ts";
import { byUrl, connectionsOf, isStoreOf, namesOfService, type Connection } from "../model/environment/connection.ts";
import type { Service } from "../model/compose/service.ts";
import type { Stack } from "../model/compose/stack.ts";
import { resolve } from "../model/value.ts";
import { variablesOf } from "../syntax/template/index.ts";
import { unloadedEnvFile } from "./stack-variables.ts";

export { isStoreOf, namesOfService, type Connection };

/**
 * The connections to stores of every service of a stack that is no store itself. What an env file gives that was written for the stack, but is not loaded, counts as
 * well: it is what whoever deploys means the stack to have.
 */
export function storeConnectionsOf(stack: Stack, deployment: Deployment): readonly Connection[] {
  const environments = environmentsOfStacks(deployment).get(stack) ?? [];
  const own = environments.filter(({ service }) => service.stateful === undefined).flatMap((one) => connectionsOf(one));
  return [...own, ...connectionsMeant(stack, deployment)];
}

function connectionsMeant(stack: Stack, deployment: Deployment): Connection[] {
  const unloaded = unloadedEnvFile(stack, deployment);
  if (unloaded === undefined) return [];
  const given = new Map(unloaded.given.map(({ assignment }) => [assignment.key.value, assignment]));
  return stack.services.flatMap((service) => {
    if (service.stateful !== undefined) return [];
    return service.variables.flatMap(({ written, value }) => {
      const only = written?.kind === "template" && written.parts.length === 1 ? [...variablesOf(written)][0] : undefined;
      const assignment = only === undefined || value.kind === "known" ? undefined : given.get(only.name);
      return assignment?.value === undefined ? [] : (byUrl(assignment.value, { service, stack, variable: assignment.key }) ?? []);
    });
  });
}

/** What a store is told its own variable is, the env file that was written for the stack included; undefined where it is not known, or is a default that may be overridden. */
export function storeSetting(
  service: Service,
  name: string,
  stack: Stack,
  deployment: Deployment,
): { readonly text: string; readonly at: EnvBinding["span"] } | undefined {
  const found = service.setting(name);
  if (found === undefined) return undefined;
  if (found.value.kind === "known" && found.value.fromDefault) return undefined;
  if (found.value.kind === "known")
    return { text: found.value.text, at: found.value.origins.length === 1 ? found.value.origins[0]!.span : found.span };
  const unloaded = unloadedEnvFile(stack, deployment);
  const variable = service.variables.find((one) => one.name.value === name);
  const only =
    variable?.written?.kind === "template" && variable.written.parts.length === 1 ? [...variablesOf(variable.written)][0] : undefined;
  const value = unloaded?.given.find(({ assignment }) => assignment.key.value === only?.name)?.assignment.value;
  const resolved = value === undefined ? undefined : resolve(value, stack.lookup);
  return value !== undefined && resolved?.kind === "known" ? { text: resolved.text, at: value.span } : undefined;
}

/** The environments of all services, by their stacks. */
function environmentsOfStacks(deployment: Deployment): ReadonlyMap<Stack, readonly ServiceEnvironment[]> {
  const known = environments.get(deployment);
  if (known !== undefined) return known;
  const all = new Set<ServiceEnvironment>();
  for (const { sink } of deployment.bindings) {
    if (sink.kind === "service") all.add(sink.siblings);
    else if (sink.kind === "env-file") for (const environment of sink.environments) all.add(environment);
  }
  const byStack = new Map<Stack, ServiceEnvironment[]>();
  for (const environment of all) {
    const own = byStack.get(environment.stack);
    if (own === undefined) byStack.set(environment.stack, [environment]);
    else own.push(environment);
  }
  environments.set(deployment, byStack);
  return byStack;
}

const environments = new WeakMap<Deployment, ReadonlyMap<Stack, readonly ServiceEnvironment[]>>();

/** The environment of every service of a stack that is given any variable. */
export function serviceEnvironmentsOf(stack: Stack, deployment: Deployment): readonly ServiceEnvironment[] {
  return environmentsOfStacks(deployment).get(stack) ?? [];
}
