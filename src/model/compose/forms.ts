import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "../../syntax/yaml/ast.ts";
import { isNull } from "../../syntax/yaml/ask.ts";
import { slice } from "./interpolation.ts";

/** A list of `KEY=value` as the mapping it stands for, every character still at its place; undefined for what is neither. The last of two with one key counts. */
export function asEntries(node: YamlNode): YamlMapping | undefined {
  if (node.kind === "mapping") return node;
  if (isNull(node)) return { kind: "mapping", entries: [], tag: node.tag, span: node.span };
  if (node.kind === "scalar") return undefined;
  return mappingOf(node, (item) => {
    const at = item.text.indexOf("=");
    if (at === -1) return { key: item, value: nothingBehind(item), span: item.inner };
    // A text that is empty is not one that is missing: the style keeps them apart.
    const style = item.style === "plain" ? "double" : item.style;
    const value: YamlScalar = { ...slice(item, at + 1, item.text.length), style };
    return { key: slice(item, 0, at), value, span: item.inner };
  });
}

/** A list of names as a mapping whose values are empty; undefined for what is neither. */
export function asNames(node: YamlNode): YamlMapping | undefined {
  if (node.kind === "mapping") return node;
  if (isNull(node)) return { kind: "mapping", entries: [], tag: node.tag, span: node.span };
  if (node.kind === "scalar") return undefined;
  return mappingOf(node, (item) => ({ key: item, value: nothingBehind(item), span: item.inner }));
}

/** A single text as a list of it; undefined for a mapping and for nothing. */
export function asItems(node: YamlNode): YamlSequence | undefined {
  if (node.kind === "sequence") return node;
  if (node.kind === "mapping" || isNull(node)) return undefined;
  return { kind: "sequence", items: [node], tag: node.tag, span: node.span };
}

function mappingOf({ items, tag, span }: YamlSequence, read: (item: YamlScalar) => YamlEntry): YamlMapping {
  const entries = new Map<string, YamlEntry>();
  for (const item of items) {
    if (item.kind !== "scalar") continue;
    const entry = read(item);
    entries.set(entry.key.text, entry);
  }
  return { kind: "mapping", entries: [...entries.values()], tag, span };
}

function nothingBehind(item: YamlScalar): YamlScalar {
  const inner = { ...item.inner, start: item.inner.end };
  return { kind: "scalar", text: "", style: "plain", tag: undefined, span: inner, inner, offsetOf: () => inner.end };
}
