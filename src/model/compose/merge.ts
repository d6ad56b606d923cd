import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from "../../syntax/yaml/ast.ts";
import { entryOf, isNull, valueOf } from "../../syntax/yaml/ask.ts";
import { asEntries, asItems, asNames } from "./forms.ts";
import { mergeWayOf } from "./merge-way.ts";

/** Two nodes merged, and whether that left something open: they are written in forms that Compose refuses to merge, and the later was kept. */
export interface Merged<N extends YamlNode = YamlNode> {
  readonly node: N;
  readonly isExact: boolean;
}

/**
 * Puts `later` over `earlier` as Compose does (Compose Specification, "Merge and override"): mappings merge key by key, lists follow one another, anything else is replaced, and each
 * key that has a way of its own goes that (`mergeWayOf`); `!override` replaces. What `!reset` takes away stays in the result as an entry with that tag until
 * `withoutResets`, so that it also takes away what is merged below it later. `path` is where the mappings stand: "" for whole files, "services.*" for services.
 */
export function mergeMappings(earlier: YamlMapping, later: YamlMapping, path: string): Merged<YamlMapping> {
  let isExact = true;
  const entries = new Map<string, YamlEntry>(earlier.entries.map((entry) => [entry.key.text, entry]));
  for (const entry of later.entries) {
    const name = entry.key.text;
    const before = entries.get(name);
    if (before === undefined || isReplaced(before.value, entry.value)) entries.set(name, entry);
    else {
      const merged = mergeNodes(pathBelow(path, name), before.value, entry.value);
      isExact &&= merged.isExact;
      entries.set(name, merged.node === before.value ? before : { ...entry, value: merged.node });
    }
  }
  return { node: { ...later, entries: [...entries.values()] }, isExact };
}

/** The sections whose entries are named by the user. */
const sections = new Set(["services", "networks", "volumes", "secrets", "configs"]);

function pathBelow(path: string, key: string): string {
  if (path === "") return key;
  return sections.has(path) ? `${path}.*` : `${path}.${key}`;
}

/** The node without what `!reset` takes away, at any depth. */
export function withoutResets<N extends YamlNode>(node: N): N {
  if (node.kind === "scalar") return node;
  if (node.kind === "sequence") return { ...node, items: node.items.filter(isKept).map(withoutResets) };
  const entries = node.entries
    .filter(({ value }) => isKept(value))
    .map((entry) => (entry.value.kind === "scalar" ? entry : { ...entry, value: withoutResets(entry.value) }));
  return { ...node, entries };
}

function isKept({ tag }: YamlNode): boolean {
  return tag !== "!reset";
}

function isReplaced(earlier: YamlNode, later: YamlNode): boolean {
  return later.tag === "!reset" || later.tag === "!override" || earlier.tag === "!reset";
}

function mergeNodes(path: string, earlier: YamlNode, later: YamlNode): Merged {
  switch (mergeWayOf(path)) {
    case "replace":
      return { node: later, isExact: true };
    case "variables":
      return replaceEntries(asEntries(earlier), asEntries(later), later);
    case "names":
      return mergeNamed(path, asNames(earlier), asNames(later), later);
    case "dependencies":
      return mergeDependencies(path, asNames(earlier), asNames(later), later);
    case "items":
      return append(path, asItems(earlier), asItems(later));
    case "build":
      return mergeNamed(path, asBuild(earlier), asBuild(later), later);
    case "logging":
      return hasOtherDriver(earlier, later) ? { node: later, isExact: true } : mergeAlike(path, earlier, later);
    case "mounts":
      return mergeMounts(earlier, later);
    default:
      return mergeAlike(path, earlier, later);
  }
}

function mergeAlike(path: string, earlier: YamlNode, later: YamlNode): Merged {
  if (isNull(later)) return { node: earlier, isExact: true };
  if (later.kind === "mapping" && earlier.kind === "mapping") return mergeMappings(earlier, later, path);
  if (later.kind === "sequence" && earlier.kind === "sequence") return append(path, earlier, later);
  return { node: later, isExact: earlier.kind === "scalar" };
}

function mergeNamed(path: string, earlier: YamlMapping | undefined, later: YamlMapping | undefined, written: YamlNode): Merged {
  if (earlier === undefined || later === undefined) return { node: written, isExact: false };
  return mergeMappings(earlier, later, path);
}

/** A dependency that a list names has the condition that it only started, whatever was written before. */
function mergeDependencies(path: string, earlier: YamlMapping | undefined, later: YamlMapping | undefined, written: YamlNode): Merged {
  return written.kind === "mapping" ? mergeNamed(path, earlier, later, written) : replaceEntries(earlier, later, written);
}

function replaceEntries(earlier: YamlMapping | undefined, later: YamlMapping | undefined, written: YamlNode): Merged {
  if (earlier === undefined || later === undefined) return { node: written, isExact: false };
  const named = new Set(later.entries.map(({ key }) => key.text));
  const kept = earlier.entries.filter(({ key }) => !named.has(key.text));
  return { node: { ...later, entries: [...kept, ...later.entries] }, isExact: true };
}

/** The later list behind the earlier one, without the texts that this has already. Paths stay: the same one may be another in another file. */
function append(path: string, earlier: YamlSequence | undefined, later: YamlSequence | undefined): Merged<YamlSequence> {
  if (earlier === undefined || later === undefined) return { node: (later ?? earlier)!, isExact: true };
  const known = new Set(pathLists.has(path) ? [] : earlier.items.map(textOf));
  const added = later.items.filter((item) => item.kind !== "scalar" || !known.has(item.text));
  return { node: { ...later, items: [...earlier.items, ...added] }, isExact: true };
}

const pathLists = new Set(["services.*.env_file", "services.*.label_file", "services.*.volumes"]);

/** Files and secrets given to a service: of two at one place the later stays. */
function mergeMounts(earlier: YamlNode, later: YamlNode): Merged {
  if (earlier.kind !== "sequence" || later.kind !== "sequence") return mergeAlike("", earlier, later);
  const given = new Set(later.items.map(placeOf));
  const kept = earlier.items.filter((item) => !given.has(placeOf(item)));
  return { node: { ...later, items: [...kept, ...later.items] }, isExact: true };
}

function placeOf(item: YamlNode): string | undefined {
  return textOf(item) ?? textOf(valueOf(item, "target")) ?? textOf(valueOf(item, "source"));
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}

/** A build that is only a text names its context. */
function asBuild(node: YamlNode): YamlMapping | undefined {
  if (node.kind === "mapping") return node;
  if (node.kind === "sequence" || isNull(node)) return undefined;
  const key = { ...node, text: "context", inner: { ...node.inner, end: node.inner.start } };
  return { kind: "mapping", tag: undefined, span: node.span, entries: [{ key, value: node, span: node.span }] };
}

function hasOtherDriver(earlier: YamlNode, later: YamlNode): boolean {
  const [before, after] = [entryOf(earlier, "driver"), entryOf(later, "driver")];
  return before !== undefined && after !== undefined && textOf(before.value) !== textOf(after.value);
}
