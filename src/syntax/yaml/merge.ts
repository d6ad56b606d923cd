import type { Span } from "../../text/index.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "./ast.ts";
import { borrow, report, type Reading } from "./reading.ts";

/** A `<<` and what stands behind it. */
export interface Merge {
  readonly key: Span;
  readonly value: YamlNode;
}

/**
 * Adds to a mapping's own entries those that its merge keys name (https://yaml.org/type/merge.html): an own key wins, and so does an
 * earlier merge over a later one. What is no mapping or list of mappings is a problem and brings nothing in.
 */
export function applyMerges(reading: Reading, own: Map<string, YamlEntry>, merges: readonly Merge[]): void {
  const [, second] = merges;
  if (second !== undefined) {
    const message = "A second << stands in this mapping; both were applied, but Docker Compose refuses such a file.";
    reading.problems.push({ at: second.key, message, severity: "note", related: { at: merges[0]!.key, note: "the first stands here" } });
  }
  for (const { key, value } of merges) {
    for (const source of sourcesOf(reading, key, value)) if (!mergeOne(reading, own, key, source)) return;
  }
}

function* sourcesOf(reading: Reading, key: Span, value: YamlNode): Iterable<YamlMapping> {
  const candidates = value.kind === "sequence" ? value.items : [value];
  for (const candidate of candidates) {
    if (candidate.kind === "mapping") yield candidate;
    else if (!isEmptyPlain(candidate)) return report(reading, key, "Only mappings can be merged with <<; this one was passed over.");
  }
}

function mergeOne(reading: Reading, own: Map<string, YamlEntry>, mergedBy: Span, source: YamlMapping): boolean {
  if (!borrow(reading, source.entries.length, mergedBy)) return false;
  for (const { key, value, span, alias } of source.entries) {
    if (own.has(key.text)) continue;
    own.set(key.text, alias === undefined ? { key, value, span, mergedBy } : { key, value, span, mergedBy, alias });
  }
  return true;
}

/** What an alias that could not be followed became: it has been reported. */
function isEmptyPlain(node: YamlNode): boolean {
  return node.kind === "scalar" && node.text === "" && node.style === "plain";
}
