import type { SourceFile, Span } from "../../text/index.ts";
import { span } from "../../text/index.ts";
import type { YamlEntry, YamlNode } from "./ast.ts";

/** One mapping entry or sequence item. `parent` is its index in the list it stands in, -1 for none. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly parent: number;
  readonly label: string;
}

/** Every mapping entry and sequence item of a file, each once and where it was written. */
export interface Outline {
  blocks(): readonly Span[];
  /** As in `services.db.ports[0]`; a key that is more than letters, digits, "-" and "_" is quoted, and a second document starts with `document[1]`. */
  pathAt(offset: number): string;
}

/** The outline is made on the first question. */
export function outline(file: SourceFile, documents: readonly (YamlNode | undefined)[]): Outline {
  let known: readonly Place[] | undefined;
  const places = (): readonly Place[] => (known ??= collect(documents));
  return {
    blocks: () => places().map(({ start, end }) => span(file, start, end)),
    pathAt: (offset) => pathIn(places(), offset),
  };
}

function collect(documents: readonly (YamlNode | undefined)[]): readonly Place[] {
  const places: Place[] = [];
  for (const [index, root] of documents.entries()) {
    if (root === undefined) continue;
    if (index === 0) addChildren(places, root, -1);
    else {
      places.push({ start: root.span.start, end: root.span.end, parent: -1, label: `document[${index}]` });
      addChildren(places, root, places.length - 1);
    }
  }
  return places;
}

function addChildren(places: Place[], node: YamlNode, parent: number): void {
  if (node.kind === "scalar") return;
  if (node.kind === "mapping") {
    for (const entry of node.entries) if (entry.mergedBy === undefined) addEntry(places, entry, parent);
    return;
  }
  for (const [index, item] of node.items.entries()) {
    // An aliased item lies elsewhere, and belongs to the place it was written at.
    if (item.span.start < node.span.start || item.span.end > node.span.end) continue;
    addPlace(places, item, { start: item.span.start, end: item.span.end, parent, label: `[${index}]` });
  }
}

function addEntry(places: Place[], { key, value, span, alias }: YamlEntry, parent: number): void {
  const place = { start: span.start, end: span.end, parent, label: labelOf(key.text) };
  if (alias === undefined) addPlace(places, value, place);
  else places.push(place);
}

function addPlace(places: Place[], node: YamlNode, place: Place): void {
  places.push(place);
  addChildren(places, node, places.length - 1);
}

function labelOf(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

/** Places are ordered by their start, outer before inner. */
function pathIn(places: readonly Place[], offset: number): string {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  let at = low - 1;
  while (at >= 0 && places[at]!.end < offset) at = places[at]!.parent;
  let path = "";
  for (; at >= 0; at = places[at]!.parent) {
    const { label } = places[at]!;
    path = path === "" || path.startsWith("[") ? label + path : `${label}.${path}`;
  }
  return path;
}
