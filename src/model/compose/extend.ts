import type { ComposeDocument, ComposeEntry } from "../../syntax/compose/ast.ts";
import { entryOf, textOfScalar, valueOf } from "../../syntax/yaml/ask.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { mergeMappings } from "./merge.ts";

/** A service of a file with what it extends merged in. */
export interface ExtendedService {
  readonly entry: ComposeEntry;
  /** Why keys may be missing; undefined when all it extends stands in the same file. */
  readonly open: string | undefined;
}

/** Longer chains are left open, so that the work stays proportional to the file. */
const longestChain = 16;

/** The services of a file, each with the services of that file it extends merged in (Compose Specification, "extends"). */
export function extendServices(document: ComposeDocument): ExtendedService[] {
  const byName = new Map(document.services.map((entry) => [entry.key.text, entry]));
  const ownName = document.file.path.slice(document.file.path.lastIndexOf("/") + 1);
  return document.services.map((entry) => {
    const chain: YamlMapping[] = [entry.value];
    let open: string | undefined;
    for (let node = entry.value; open === undefined && entryOf(node, "extends") !== undefined; node = chain[0]!) {
      const base = baseOf(node, ownName);
      const found = base === undefined ? undefined : byName.get(base)?.value;
      if (found === undefined) open = "it extends a service that is written elsewhere";
      else if (chain.includes(found)) open = "it extends itself";
      else if (chain.length === longestChain) open = "it extends a service through too many others";
      else chain.unshift(found);
    }
    const merged = mergeChain(chain);
    return {
      entry: { ...entry, value: merged.node },
      open: open ?? (merged.isExact ? undefined : "it extends a service that writes one of its keys in another form"),
    };
  });
}

/** The name of the service that `extends` means; undefined when that stands in another file, or is filled in at run time. */
function baseOf(node: YamlMapping, ownName: string): string | undefined {
  const value = valueOf(node, "extends");
  const file = textOfScalar(valueOf(value, "file"));
  if (file !== undefined && file.replace(/^\.\//, "") !== ownName) return undefined;
  const name = textOfScalar(value) ?? textOfScalar(valueOf(value, "service"));
  return name?.includes("$") === true ? undefined : name;
}

function mergeChain(chain: readonly YamlMapping[]): { readonly node: YamlMapping; readonly isExact: boolean } {
  let [node] = chain as [YamlMapping];
  let isExact = true;
  for (const later of chain.slice(1)) {
    const merged = mergeMappings(node, later);
    node = merged.node;
    isExact &&= merged.isExact;
  }
  return { node, isExact };
}
