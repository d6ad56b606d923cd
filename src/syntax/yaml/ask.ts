import type { SourceFile } from "../../text/index.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./ast.ts";

/** The entry that gives `key`, by its decoded text; undefined when there is none or `node` is no mapping. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== "mapping") return undefined;
  if (node.entries.length < LARGE) return node.entries.find((entry) => entry.key.text === key);
  let index = indexes.get(node);
  if (index === undefined) indexes.set(node, (index = new Map(node.entries.map((entry) => [entry.key.text, entry]))));
  return index.get(key);
}

/** From here on an index pays, and keeps the work linear when every key of a long mapping is asked for. */
const LARGE = 32;
const indexes = new WeakMap<YamlMapping, Map<string, YamlEntry>>();

/** What stands behind `key`. */
export function valueOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

export function asMapping(node: YamlNode | undefined): YamlMapping | undefined {
  return node?.kind === "mapping" ? node : undefined;
}

export function asSequence(node: YamlNode | undefined): YamlSequence | undefined {
  return node?.kind === "sequence" ? node : undefined;
}

/** A scalar's decoded text; undefined for everything else, null values included. */
export function textOfScalar(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && !isNull(node) ? node.text : undefined;
}

/** Whether the value is null in the core schema (YAML 1.2.2, section 10.3.2): plain and empty, `~`, `null`, `Null` or `NULL`. */
export function isNull(node: YamlNode | undefined): boolean {
  if (node?.kind !== "scalar") return false;
  if (node.tag !== undefined) return node.tag === "!!null";
  return node.style === "plain" && /^(?:|~|null|Null|NULL)$/.test(node.text);
}

/**
 * Whether a plain scalar is a boolean: `true` or `false` in the core schema's three spellings each, and with `yaml11` also the words
 * that YAML 1.1 takes for one (`yes`, `no`, `on`, `off`, `y`, `n`). undefined for everything else, a quoted "true" included.
 */
export function boolOf(node: YamlNode | undefined, options: { readonly yaml11?: boolean } = {}): boolean | undefined {
  if (node?.kind !== "scalar" || node.style !== "plain") return undefined;
  if (node.tag !== undefined && node.tag !== "!!bool") return undefined;
  if (/^(?:true|True|TRUE)$/.test(node.text)) return true;
  if (/^(?:false|False|FALSE)$/.test(node.text)) return false;
  if (options.yaml11 !== true) return undefined;
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(node.text)) return true;
  return /^(?:n|N|no|No|NO|off|Off|OFF)$/.test(node.text) ? false : undefined;
}

/** Shows `visit` every value below `node`, keys left out, in the order written; a node that aliases share is shown once. */
export function walkScalars(node: YamlNode | undefined, visit: (scalar: YamlScalar) => void): void {
  const seen = new Set<YamlNode>();
  const walk = (current: YamlNode): void => {
    if (seen.has(current)) return;
    seen.add(current);
    if (current.kind === "scalar") visit(current);
    else if (current.kind === "sequence") for (const item of current.items) walk(item);
    else for (const entry of current.entries) walk(entry.value);
  };
  if (node !== undefined) walk(node);
}

/** Decoded text that knows where each of its characters was written. */
export interface ScalarRegion {
  readonly file: SourceFile;
  readonly text: string;
  offsetOf(index: number): number;
  /** The source offset behind the character at `index`: an escape's end, and at a line's end the end of the line, not the next one's start. */
  endOf(index: number): number;
}

/** A scalar as the region that parsers of the languages inside it take. */
export function regionOf(scalar: YamlScalar): ScalarRegion {
  const { file } = scalar.span;
  const offsetOf = (index: number): number => scalar.offsetOf(index);
  const isQuoted = scalar.style === "single" || scalar.style === "double";
  const endOf = (index: number): number => {
    const start = scalar.offsetOf(index);
    const isEscape = isQuoted && /["'\\]/.test(file.text[start] ?? "");
    return isEscape ? Math.max(scalar.offsetOf(index + 1), start + 1) : start + 1;
  };
  return { file, text: scalar.text, offsetOf, endOf };
}
