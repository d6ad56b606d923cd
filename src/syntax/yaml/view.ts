import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { span, type Span } from "../../text/index.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence } from "./ast.ts";
import { blockBody } from "./block-body.ts";
import { applyMerges, type Merge } from "./merge.ts";
import { borrow, quote, report, type Reading } from "./reading.ts";
import { emptyScalar, makeScalar } from "./scalar.ts";

/** What a node looks like before it is followed, as the `yaml` package gives it. */
type RawNode = ParsedNode;

/** One document's contents as our own nodes; undefined when it is empty. Anchors do not reach over documents. */
export function viewDocument(reading: Reading, contents: RawNode | null): YamlNode | undefined {
  reading.anchors.clear();
  if (contents === null) return undefined;
  const node = viewNode(reading, contents);
  const isEmpty = node.kind === "scalar" && node.style === "plain" && node.text === "" && node.tag === undefined;
  return isEmpty && contents.range[0] === contents.range[1] ? undefined : node;
}

function viewNode(reading: Reading, raw: RawNode): YamlNode {
  if (isAlias(raw)) return follow(reading, raw.source, rangeOf(reading, raw));
  const { anchor } = raw;
  if (anchor === undefined) return viewContent(reading, raw);
  const before = reading.nodes + reading.borrowed;
  reading.anchors.set(anchor, { size: 0 });
  const node = viewContent(reading, raw);
  reading.anchors.set(anchor, { node, size: reading.nodes + reading.borrowed - before });
  return node;
}

function viewContent(reading: Reading, raw: RawNode): YamlNode {
  reading.nodes += 1;
  if (isScalar(raw)) return viewScalar(reading, raw);
  if (isMap(raw)) return viewMapping(reading, raw);
  if (isSeq(raw)) return viewSequence(reading, raw);
  return emptyScalar(reading.file, 0, 0);
}

/** The node an alias names. An empty scalar in the alias's own place when there is none, when it holds itself, and once the limit is reached. */
function follow(reading: Reading, name: string, at: Span): YamlNode {
  const target = reading.anchors.get(name);
  if (target?.node !== undefined && borrow(reading, target.size, at)) return target.node;
  if (target === undefined) report(reading, at, `No anchor ${quote(name)} stands before this alias, so it was read as empty.`);
  else if (target.node === undefined) report(reading, at, `The alias ${quote(name)} stands inside what it names, so it was read as empty.`);
  return emptyScalar(reading.file, at.start, at.end);
}

const styles: Readonly<Record<string, YamlScalar["style"]>> = {
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function viewScalar(reading: Reading, raw: Scalar.Parsed): YamlScalar {
  const { file } = reading;
  const text = raw.source;
  const style = styles[raw.type ?? ""] ?? "plain";
  const [start, end] = style === "literal" || style === "folded" ? blockBody(file.text, text, raw.range) : raw.range;
  return makeScalar({ file, text, style, tag: tagOf(raw), start, end });
}

function viewSequence(reading: Reading, raw: YAMLSeq.Parsed): YamlSequence {
  const items: YamlNode[] = [];
  let end = raw.range[0];
  for (const item of raw.items) {
    const node = viewNode(reading, item);
    items.push(node);
    end = isAlias(item) ? item.range[1] : node.span.end;
  }
  return { kind: "sequence", items, tag: tagOf(raw), span: span(reading.file, raw.range[0], raw.flow ? raw.range[1] : end) };
}

function viewMapping(reading: Reading, raw: YAMLMap.Parsed): YamlMapping {
  const { file } = reading;
  const own = new Map<string, YamlEntry>();
  const merges: Merge[] = [];
  let [start] = raw.range;
  let end = start;
  for (const pair of raw.items) {
    const entry = viewEntry(reading, pair);
    if (own.size === 0 && merges.length === 0) start = Math.min(start, entry.span.start);
    end = entry.span.end;
    if (isMergeKey(entry.key)) merges.push({ key: entry.key.span, value: entry.value });
    else addEntry(reading, own, entry);
  }
  if (merges.length > 0) applyMerges(reading, own, merges);
  return { kind: "mapping", entries: [...own.values()], tag: tagOf(raw), span: span(file, start, raw.flow ? raw.range[1] : end) };
}

function viewEntry(reading: Reading, pair: Pair<RawNode, RawNode | null>): YamlEntry {
  const keyPlace = rangeOf(reading, pair.key);
  const key = viewKey(reading, pair.key, keyPlace);
  if (pair.value === null) {
    const value = emptyScalar(reading.file, keyPlace.end, keyPlace.end);
    return { key, value, span: keyPlace };
  }
  const value = viewNode(reading, pair.value);
  const alias = isAlias(pair.value) ? rangeOf(reading, pair.value) : undefined;
  const place = span(reading.file, Math.min(keyPlace.start, key.span.start), (alias ?? value.span).end);
  return alias === undefined ? { key, value, span: place } : { key, value, span: place, alias };
}

/**
 * Keys are text for everyone who reads deployment files; a collection as a key is kept as its own source, and an alias as a key stands
 * where the alias is.
 */
function viewKey(reading: Reading, raw: RawNode, place: Span): YamlScalar {
  const key = viewNode(reading, raw);
  if (key.kind === "scalar") return isAlias(raw) ? makeScalar({ ...key, file: reading.file, start: place.start, end: place.end }) : key;
  report(reading, place, "A list or a mapping stands here as a key; it was read as the text it is written in.");
  const { start, end } = key.span;
  return makeScalar({ file: reading.file, text: reading.file.text.slice(start, end), style: "plain", tag: undefined, start, end });
}

/** The last of equal keys counts, as in JSON and in most readers, but Compose, GitHub and Kubernetes refuse such a file. */
function addEntry(reading: Reading, own: Map<string, YamlEntry>, entry: YamlEntry): void {
  const { text } = entry.key;
  const first = own.get(text);
  if (first !== undefined) {
    const message = `The key ${quote(text)} stands a second time in this mapping; only the last one was read.`;
    report(reading, entry.key.span, message, { at: first.key.span, note: `${quote(text)} stands here before` });
    own.delete(text);
  }
  own.set(text, entry);
}

function isMergeKey(key: YamlScalar): boolean {
  return key.text === "<<" && key.style === "plain" && (key.tag === undefined || key.tag === "!!merge");
}

const SCHEMA_TAG = "tag:yaml.org,2002:";

function tagOf(raw: { tag?: string }): string | undefined {
  return raw.tag?.startsWith(SCHEMA_TAG) ? `!!${raw.tag.slice(SCHEMA_TAG.length)}` : raw.tag;
}

function rangeOf(reading: Reading, raw: RawNode): Span {
  return span(reading.file, raw.range[0], raw.range[1]);
}
