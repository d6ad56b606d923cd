import type { Span } from "../../text/index.ts";
import type { Directive } from "./ast.ts";

/** The spans of all directives, nested ones included. */
export function allSpans(directives: readonly Directive[]): Span[] {
  const result: Span[] = [];
  const rest = [...directives];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    result.push(next.span);
    for (const child of next.block?.directives ?? []) rest.push(child);
  }
  return result;
}

/**
 * The path to the innermost directive at `offset`, as in `http.server[shop.example.com].location[/api].add_header[X-Frame-Options]`; "" outside
 * of all. A directive is told from its equals by what it names, and only where that is the same, by its number among them (`#2`).
 */
export function pathAt(directives: readonly Directive[], offset: number): string {
  const path: string[] = [];
  for (let level: readonly Directive[] = directives; ;) {
    const at = indexAt(level, offset);
    const found = level[at];
    if (found === undefined) return path.join(".");
    path.push(keysOf(level)[at]!);
    level = found.block?.directives ?? [];
  }
}

/** The index of the directive that covers `offset`, or -1. */
function indexAt(level: readonly Directive[], offset: number): number {
  let low = 0;
  let high = level.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (level[middle]!.span.end <= offset) low = middle + 1;
    else high = middle;
  }
  const found = level[low];
  return found !== undefined && found.span.start <= offset ? low : -1;
}

const keys = new WeakMap<readonly Directive[], readonly string[]>();

function keysOf(level: readonly Directive[]): readonly string[] {
  const known = keys.get(level);
  if (known) return known;
  const counts = new Map<string, number>();
  const result = level.map((directive) => {
    const key = keyOf(directive);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  });
  keys.set(level, result);
  return result;
}

/** Directives that set one named thing, which is their first argument. */
const named = new Set(["acme_issuer", "geo", "limit_conn_zone", "limit_req_zone", "log_format", "map", "set", "split_clients", "upstream"]);
const LONGEST_KEY = 80;

function keyOf(directive: Directive): string {
  const name = clean(directive.name.value);
  const key = nameGiven(directive);
  return key === "" ? name : `${name}[${clean(key)}]`;
}

function nameGiven(directive: Directive): string {
  const { args, block } = directive;
  const name = directive.name.value;
  if (name === "server" && block) return block.directives.find((child) => child.name.value === "server_name")?.args[0]?.text ?? "";
  if (name === "location") return args.map((arg) => arg.text).join(" ");
  if (name === "map" || name === "geo") return args.at(-1)?.text ?? "";
  if (named.has(name) || /(?:^|_)(?:add|set|hide|pass)_header$|_param$/.test(name)) return args[0]?.text ?? "";
  return "";
}

function clean(text: string): string {
  return text.replace(/[^\x21-\x7e]+/g, " ").slice(0, LONGEST_KEY);
}
