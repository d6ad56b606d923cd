import { nginxDirectives, nginxModulePrefixes } from "../../facts/nginx-directives.ts";

/** Where a directive may stand, as one letter: see facts/nginx-directives.ts. */
export type Context = "m" | "e" | "h" | "s" | "l" | "i" | "x" | "u" | "t" | "a" | "o";

export interface KnownDirective {
  /** The letters of the contexts it may stand in; "*" for everywhere. */
  readonly contexts: string;
  readonly isSimple: boolean;
  readonly isBlock: boolean;
  /** Infinity for no known limit. */
  readonly mostArguments: number;
}

/** What is known of the directive of that name; undefined for a name that no module we know of has. */
export function knownDirective(name: string): KnownDirective | undefined {
  table ??= readTable();
  return table.get(name) ?? (nginxModulePrefixes.some((prefix) => name.startsWith(prefix)) ? foreign : undefined);
}

/** Whether the directive may stand in the context; false for an unknown one. */
export function mayStandIn(name: string, context: Context): boolean {
  const contexts = knownDirective(name)?.contexts;
  return contexts !== undefined && (contexts === "*" || contexts.includes(context));
}

/** The context that the block of a directive makes, given that of the directive; "o" for a block with rules of its own, as `map` has. */
export function contextInside(name: string, outside: Context): Context {
  if (name === "server") return outside === "t" || outside === "a" ? outside : "s";
  if (name === "if" || name === "limit_except" || name === "location") return name === "if" ? "i" : name === "location" ? "l" : "x";
  return blocks[name] ?? "o";
}

const blocks: Readonly<Record<string, Context>> = Object.freeze({
  events: "e",
  mgmt: "e",
  http: "h",
  stream: "t",
  mail: "a",
  upstream: "u",
});
const foreign: KnownDirective = { contexts: "mhsli", isSimple: true, isBlock: true, mostArguments: Infinity };

let table: ReadonlyMap<string, KnownDirective> | undefined;

function readTable(): ReadonlyMap<string, KnownDirective> {
  const result = new Map<string, KnownDirective>();
  for (const [key, names] of Object.entries(nginxDirectives)) {
    const [contexts, shape, most] = key.split(" ") as [string, string, string];
    const known: KnownDirective = {
      contexts,
      isSimple: shape.includes(";"),
      isBlock: shape.includes("{"),
      mostArguments: most === "*" ? Infinity : Number(most),
    };
    for (const name of names.trim().split(/\s+/)) result.set(name, known);
  }
  return result;
}
