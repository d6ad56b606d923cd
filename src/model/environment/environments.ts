import type { EnvBinding, Siblings } from "./binding.ts";

/** The variables that reach one process: a service's, or those of an env file that nothing in the project is seen to load. */
export interface Environment {
  readonly siblings: Siblings;
  /** Whether variables may come from files that we cannot see. */
  readonly mayGrow: boolean;
}

/** Every environment of the project, each once, in the order of their bindings. What a Dockerfile or a workflow sets is only a part of one. */
export function environmentsOf(bindings: readonly EnvBinding[]): Environment[] {
  const found = new Map<Siblings, Environment>();
  const add = (siblings: Siblings, mayGrow: boolean): void => {
    if (!found.has(siblings)) found.set(siblings, { siblings, mayGrow });
  };
  for (const { sink } of bindings) {
    if (sink.kind === "service") add(sink.siblings, !sink.siblings.isClosed);
    else if (sink.kind === "env-file" && sink.environments.length === 0) add(sink.siblings, true);
    else if (sink.kind === "env-file") for (const environment of sink.environments) add(environment, !environment.isClosed);
  }
  return [...found.values()];
}
