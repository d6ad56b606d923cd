import type { Argument, Directive, NginxDocument } from "./ast.ts";

/** What the `include` directives of a file name, in the order written: a file or a glob each, relative or absolute, perhaps with variables in it. */
export function nginxIncludes(document: NginxDocument): readonly Argument[] {
  const result: Argument[] = [];
  const rest: Directive[] = document.directives.toReversed();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next.name.value === "include" && next.args.length === 1) result.push(next.args[0]!);
    for (const child of next.block?.directives.toReversed() ?? []) rest.push(child);
  }
  return result;
}
