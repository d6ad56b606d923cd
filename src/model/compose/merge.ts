import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from "../../syntax/yaml/ast.ts";

/** Keys whose list is one value: what the later file gives takes the place of what the earlier one gave. */
const wholeLists = new Set(["command", "entrypoint", "test"]);

/** Two nodes merged, and whether that left something open: one wrote a list where the other wrote a mapping, and the later was kept. */
export interface Merged<N extends YamlNode = YamlNode> {
  readonly node: N;
  readonly isExact: boolean;
}

/**
 * Puts `later` over `earlier` as Compose does (Compose Specification, "Merge and override"): mappings merge key by key, lists follow one another, anything
 * else is replaced; `!override` replaces and `!reset` takes away. What a list means (that of two mounts of one target the later wins) is for those who read it.
 */
export function mergeMappings(earlier: YamlMapping, later: YamlMapping): Merged<YamlMapping> {
  let isExact = true;
  const entries = new Map<string, YamlEntry>(earlier.entries.map((entry) => [entry.key.text, entry]));
  for (const entry of later.entries) {
    const name = entry.key.text;
    const before = entries.get(name);
    if (entry.value.tag === "!reset") entries.delete(name);
    else if (before === undefined) entries.set(name, entry);
    else {
      const merged = mergeNodes(name, before.value, entry.value);
      isExact &&= merged.isExact;
      entries.set(name, { ...entry, value: merged.node });
    }
  }
  return { node: { ...later, entries: [...entries.values()] }, isExact };
}

function mergeNodes(key: string, earlier: YamlNode, later: YamlNode): Merged {
  if (later.tag === "!override" || later.kind === "scalar" || earlier.kind === "scalar") return { node: later, isExact: true };
  if (later.kind === "mapping" && earlier.kind === "mapping") return mergeMappings(earlier, later);
  if (later.kind === "sequence" && earlier.kind === "sequence") {
    const node: YamlSequence = wholeLists.has(key) ? later : { ...later, items: [...earlier.items, ...later.items] };
    return { node, isExact: true };
  }
  return { node: later, isExact: false };
}
