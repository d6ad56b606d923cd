import { COMPANIONS, type CompanionRow } from "../../facts/env-companions.ts";
import type { EnvBinding, Siblings } from "./binding.ts";

/** A switch that is on, and what it needs to work. */
export interface Companion {
  readonly switch: EnvBinding;
  /** Any one of these would do. */
  readonly names: readonly string[];
  /** "given" counts what is only known at run time. "empty": all that is there, is empty; "absent": none is there; "unknown": one may come from where we cannot see. */
  readonly state: "given" | "empty" | "absent" | "unknown";
  /** The binding that gives nothing. */
  readonly empty: EnvBinding | undefined;
  readonly consequence: string;
}

/** What the switches of one environment need, and whether it is there. `mayGrow` where another file may give more variables than these. */
export function companionsOf(environment: Siblings, mayGrow: boolean): Companion[] {
  const rows = COMPANIONS.flatMap((row) => {
    const found = row.switches.map((name) => environment.find(name)).find((binding) => binding !== undefined && isOn(binding, row));
    return found === undefined ? [] : row.needs.map((names) => companionOf(environment, { row, switch: found, names, mayGrow }));
  });
  return [...rows, ...clientsOf(environment)];
}

interface Need {
  readonly row: Pick<CompanionRow, "consequence" | "onlyEmpty">;
  readonly switch: EnvBinding;
  readonly names: readonly string[];
  readonly mayGrow: boolean;
}

function companionOf(environment: Siblings, { row, names, mayGrow, switch: on }: Need): Companion {
  const bindings = names
    .flatMap((name) => [environment.find(name), environment.find(`${name}_FILE`)])
    .filter((binding) => binding !== undefined);
  const empty = bindings.find((binding) => binding.value.kind === "known" && binding.value.text.trim() === "");
  const isGiven = bindings.some((binding) => binding !== empty && !(binding.value.kind === "known" && binding.value.text.trim() === ""));
  const missing = empty !== undefined ? "empty" : mayGrow || row.onlyEmpty === true ? "unknown" : "absent";
  return { switch: on, names, state: isGiven ? "given" : missing, empty, consequence: row.consequence };
}

/** An OAuth client's id is of no use without its secret, when there is a variable for one: a client without is public, and has no such variable. */
function clientsOf(environment: Siblings): Companion[] {
  return environment.all.flatMap((binding) => {
    const stem = /^(.+)_CLIENT_ID$/.exec(binding.name.value)?.[1];
    const names = [`${stem}_CLIENT_SECRET`];
    if (
      stem === undefined ||
      environment.find(names[0]!) === undefined ||
      environment.find(binding.name.value) !== binding ||
      !isSet(binding)
    )
      return [];
    return [
      companionOf(environment, {
        row: { consequence: "logging in with it fails", onlyEmpty: true },
        switch: binding,
        names,
        mayGrow: true,
      }),
    ];
  });
}

function isOn(binding: EnvBinding, { when }: CompanionRow): boolean {
  const { value } = binding;
  if (value.kind !== "known") return false;
  const text = value.text.trim().toLowerCase();
  if (when === "on") return /^(?:1|true|yes|on|enabled)$/.test(text);
  return when === "set" ? isSet(binding) : when.includes(text);
}

function isSet({ value }: EnvBinding): boolean {
  return value.kind === "known" && !/^(?:|0|0\.0|false|no|off|none|null)$/i.test(value.text.trim());
}
