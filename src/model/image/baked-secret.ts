import type { Pair } from "../../syntax/dockerfile/ast.ts";
import { variablesOf } from "../../syntax/template/index.ts";
import { classifyValue, isSecretName, type ValueClass } from "../secret/index.ts";
import type { Image } from "./image.ts";

/** A secret's name that ENV or ARG gives a value, or takes one for. */
export interface BakedSecret {
  readonly pair: Pair;
  /** "harmless": nothing, a reference, a switch or a path. */
  readonly held: ValueClass | "harmless";
  /** Whether the stage it stands in is part of what ships. */
  readonly ships: boolean;
  /** Of ENV: the build argument whose value it takes over. */
  readonly argument: string | undefined;
}

/** The variables that ENV sets in the stages an image answers for and that are secrets by their names, in order. */
export function secretVariables(image: Image): readonly BakedSecret[] {
  const argumentNames = declaredArguments(image);
  return image.ownStages.flatMap((stage) =>
    stage.instructions
      .flatMap((one) => (one.keyword === "ENV" ? one.pairs : []))
      .flatMap((pair) => {
        if (!isSecretName(pair.name.value)) return [];
        const used = pair.value === undefined ? [] : [...variablesOf(pair.value)];
        const argument = used.find(({ name }) => argumentNames.has(name))?.name;
        return [{ pair, held: heldBy(pair), ships: image.shippedStages.has(stage), argument }];
      }),
  );
}

/** The build arguments that are secrets by their names, each once: where its default tells most, else where it ships, else where it first stands. */
export function secretArguments(image: Image): readonly BakedSecret[] {
  const found = new Map<string, BakedSecret>();
  const places = [
    ...(image.ownStages[0] === image.document.stages[0] ? image.document.globalArgs : []).map((one) => ({ one, ships: false })),
    ...image.ownStages.flatMap((stage) => stage.instructions.map((one) => ({ one, ships: image.shippedStages.has(stage) }))),
  ];
  for (const { one, ships } of places) {
    for (const pair of one.keyword === "ARG" ? one.args : []) {
      const { value: name } = pair.name;
      if (!isSecretName(name)) continue;
      const secret: BakedSecret = { pair, held: heldBy(pair), ships, argument: undefined };
      const known = found.get(name);
      if (known === undefined || weightOf(secret) > weightOf(known)) found.set(name, secret);
    }
  }
  return [...found.values()];
}

function weightOf({ held, ships }: BakedSecret): number {
  return (held === "harmless" ? 0 : held === "plausible" ? 4 : 2) + (ships ? 1 : 0);
}

/** Switches that only have a secret's word in their name. */
const ordinary = /^(?:true|false|yes|no|on|off|0|1|none|null)$/i;

function heldBy({ name, value }: Pair): ValueClass | "harmless" {
  const held = classifyValue(value, { name: name.value });
  if (value === undefined || held === "empty" || held === "reference") return "harmless";
  if (value.kind !== "literal") return held;
  return ordinary.test(value.text) || (held === "other" && /^[.~]?\/|^https?:/.test(value.text)) ? "harmless" : held;
}

function declaredArguments({ document }: Image): ReadonlySet<string> {
  const args = document.stages.flatMap(({ instructions }) => instructions.flatMap((one) => (one.keyword === "ARG" ? one.args : [])));
  return new Set(args.map(({ name }) => name.value));
}
