import { classifyValue, isSecretName } from "../model/secret/index.ts";
import type { EnvBinding, ServiceEnvironment } from "../model/environment/binding.ts";
import type { Span } from "../text/index.ts";
import { isNamedIn } from "./stack-variables.ts";

/** A secret in an env file that a literal in the Compose file wins over, so that it never takes effect. */
export interface Shadowing {
  /** The literal that wins. */
  readonly at: Span;
  /** The value that is dead. */
  readonly dead: Span;
  /** The env file's path. */
  readonly path: string;
  /** Whether the one that wins is a default, a placeholder or weak, as the dead one is not. */
  readonly isWorse: boolean;
}

/**
 * The shadowing that a service's own literal secret brings about: over a file of its `env_file`, or over `.env` where nothing in the stack refers to the variable there.
 * Undefined where the dead value is no better than a placeholder, and for every other binding; an ordinary setting is there to be overridden.
 */
export function shadowingOf({ name: { value: name }, written, sink }: EnvBinding): Shadowing | undefined {
  if (sink.kind !== "service" || written?.kind !== "literal" || written.text === "" || !isSecretName(name)) return undefined;
  const dead = deadValue(name, sink);
  if (dead === undefined || dead.text === "" || dead.text === written.text) return undefined;
  const [winner, loser] = [written.text, dead.text].map((text) => classifyValue(text, { name }));
  if (loser === "reference" || loser === "empty" || winner === "reference" || winner === "empty") return undefined;
  // A placeholder that a real value wins over does no harm.
  return isBad(loser!) ? undefined : { at: written.span, dead: dead.at, path: dead.at.file.path, isWorse: isBad(winner!) };
}

function isBad(valueClass: string): boolean {
  return valueClass === "known-default" || valueClass === "placeholder" || valueClass === "weak";
}

function deadValue(
  name: string,
  { siblings, stack }: Extract<EnvBinding["sink"], { kind: "service" }>,
): { readonly text: string; readonly at: Span } | undefined {
  const inFile = loadedBy(siblings).get(name);
  const value = inFile?.value ?? (isNamedIn(stack, name) ? undefined : stack.lookup(name));
  if (value?.kind !== "known" || value.origins.length !== 1) return undefined;
  return { text: value.text, at: value.origins[0]!.span };
}

/** The variables of a service's env files by name, the last of each. */
function loadedBy(environment: ServiceEnvironment): ReadonlyMap<string, EnvBinding> {
  let index = loaded.get(environment);
  if (index === undefined) {
    index = new Map(environment.all.flatMap((one) => (one.sink.kind === "env-file" ? [[one.name.value, one] as const] : [])));
    loaded.set(environment, index);
  }
  return index;
}

const loaded = new WeakMap<ServiceEnvironment, ReadonlyMap<string, EnvBinding>>();
