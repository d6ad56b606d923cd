import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { span, type SourceFile, type Span } from "../../text/index.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlProblem, YamlScalar, YamlSequence } from "./ast.ts";
import { blockBody } from "./block-body.ts";
import { applyMerges, type Merge } from "./merge.ts";
import { emptyScalar, makeScalar } from "./scalar.ts";

/** What the conversion of one file shares: problems, and how much aliases have brought in. */
export interface View {
  readonly file: SourceFile;
  readonly problems: YamlProblem[];
  readonly anchors: Map<string, Anchored>;
  /** Nodes made so far and nodes brought in by aliases and merge keys; their sum's growth is the size of a node. */
  nodes: number;
  borrowed: number;
}

/** An anchor's node and its size; without them it is still being read. */
export interface Anchored {
  readonly node?: YamlNode;
  readonly size: number;
}

/** What a node looks like before it is followed, as the `yaml` package gives it. */
export type RawNode = ParsedNode;

/** How many nodes aliases may bring in, in one file: real files stay below a thousandth, and a few lines can name a billion. */
const BORROW_LIMIT = 200_000;

export function makeView(file: SourceFile, problems: YamlProblem[]): View {
  return { file, problems, anchors: new Map(), nodes: 0, borrowed: 0 };
}

/** One document's contents as our own nodes; undefined when it is empty. Anchors do not reach over documents. */
export function viewDocument(view: View, contents: RawNode | null): YamlNode | undefined {
  view.anchors.clear();
  if (contents === null) return undefined;
  const node = viewNode(view, contents);
  const isEmpty = node.kind === "scalar" && node.style === "plain" && node.text === "" && node.tag === undefined;
  return isEmpty && contents.range[0] === contents.range[1] ? undefined : node;
}

function viewNode(view: View, raw: RawNode): YamlNode {
  if (isAlias(raw)) return follow(view, raw.source, rangeOf(view, raw));
  const { anchor } = raw;
  if (anchor === undefined) return viewContent(view, raw);
  const before = view.nodes + view.borrowed;
  view.anchors.set(anchor, { size: 0 });
  const node = viewContent(view, raw);
  view.anchors.set(anchor, { node, size: view.nodes + view.borrowed - before });
  return node;
}

function viewContent(view: View, raw: RawNode): YamlNode {
  view.nodes += 1;
  if (isScalar(raw)) return viewScalar(view, raw as Scalar.Parsed);
  if (isMap(raw)) return viewMapping(view, raw as YAMLMap.Parsed);
  if (isSeq(raw)) return viewSequence(view, raw as YAMLSeq.Parsed);
  return emptyScalar(view.file, 0, 0);
}

/** The node an alias names. An empty scalar in the alias's own place when there is none, when it holds itself, and once the limit is reached. */
function follow(view: View, name: string, at: Span): YamlNode {
  const target = view.anchors.get(name);
  if (target?.node !== undefined && borrow(view, target.size, at)) return target.node;
  if (target === undefined) report(view, at, `No anchor ${quote(name)} stands before this alias, so it was read as empty.`);
  else if (target.node === undefined) report(view, at, `The alias ${quote(name)} stands inside what it names, so it was read as empty.`);
  return emptyScalar(view.file, at.start, at.end);
}

/** Counts nodes that an alias or a merge key brings in; false, and reported once, when that is too much. */
export function borrow(view: View, size: number, at: Span): boolean {
  const isFirst = view.borrowed <= BORROW_LIMIT;
  if (view.borrowed + size <= BORROW_LIMIT) {
    view.borrowed += size;
    return true;
  }
  view.borrowed = BORROW_LIMIT + 1;
  if (isFirst)
    report(
      view,
      at,
      `Aliases and merge keys bring in more than ${BORROW_LIMIT} nodes, so this one and those behind it were read as empty.`,
    );
  return false;
}

export function report(view: View, at: Span, message: string, related?: YamlProblem["related"]): void {
  view.problems.push({ at, message, severity: "error", related });
}

const styles: Readonly<Record<string, YamlScalar["style"]>> = {
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function viewScalar(view: View, raw: Scalar.Parsed): YamlScalar {
  const { file } = view;
  const text = raw.source;
  const style = styles[raw.type ?? ""] ?? "plain";
  const [start, end] = style === "literal" || style === "folded" ? blockBody(file.text, text, raw.range) : raw.range;
  return makeScalar({ file, text, style, tag: tagOf(raw), start, end });
}

function viewSequence(view: View, raw: YAMLSeq.Parsed): YamlSequence {
  const items: YamlNode[] = [];
  let end = raw.range[0];
  for (const item of raw.items as RawNode[]) {
    const node = viewNode(view, item);
    items.push(node);
    end = isAlias(item) ? item.range[1] : node.span.end;
  }
  return { kind: "sequence", items, tag: tagOf(raw), span: span(view.file, raw.range[0], raw.flow ? raw.range[1] : end) };
}

function viewMapping(view: View, raw: YAMLMap.Parsed): YamlMapping {
  const { file } = view;
  const own = new Map<string, YamlEntry>();
  const merges: Merge[] = [];
  let [start] = raw.range;
  let end = start;
  for (const pair of raw.items) {
    const entry = viewEntry(view, pair as Pair<RawNode, RawNode | null>);
    if (own.size === 0 && merges.length === 0) start = Math.min(start, entry.span.start);
    end = entry.span.end;
    if (isMergeKey(entry.key)) merges.push({ key: entry.key.span, value: entry.value });
    else addEntry(view, own, entry);
  }
  if (merges.length > 0) applyMerges(view, own, merges);
  return { kind: "mapping", entries: [...own.values()], tag: tagOf(raw), span: span(file, start, raw.flow ? raw.range[1] : end) };
}

function viewEntry(view: View, pair: Pair<RawNode, RawNode | null>): YamlEntry {
  const keyPlace = rangeOf(view, pair.key);
  const key = viewKey(view, pair.key, keyPlace);
  if (pair.value === null) {
    const value = emptyScalar(view.file, keyPlace.end, keyPlace.end);
    return { key, value, span: keyPlace };
  }
  const value = viewNode(view, pair.value);
  const alias = isAlias(pair.value) ? rangeOf(view, pair.value) : undefined;
  const place = span(view.file, Math.min(keyPlace.start, key.span.start), (alias ?? value.span).end);
  return alias === undefined ? { key, value, span: place } : { key, value, span: place, alias };
}

/** Keys are text for everyone who reads deployment files; a collection as a key is kept as its own source. */
function viewKey(view: View, raw: RawNode, place: Span): YamlScalar {
  const key = viewNode(view, raw);
  if (key.kind === "scalar") return key;
  report(view, place, "A list or a mapping stands here as a key; it was read as the text it is written in.");
  const { start, end } = key.span;
  return makeScalar({ file: view.file, text: view.file.text.slice(start, end), style: "plain", tag: undefined, start, end });
}

/** The last of equal keys counts, as in JSON and in most readers, but Compose, GitHub and Kubernetes refuse such a file. */
function addEntry(view: View, own: Map<string, YamlEntry>, entry: YamlEntry): void {
  const { text } = entry.key;
  const first = own.get(text);
  if (first !== undefined) {
    const message = `The key ${quote(text)} stands a second time in this mapping; only the last one was read.`;
    report(view, entry.key.span, message, { at: first.key.span, note: `${quote(text)} stands here before` });
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

function rangeOf(view: View, raw: RawNode): Span {
  return span(view.file, raw.range[0], raw.range[1]);
}

/** A key or an anchor's name for a message, never longer than a line can take. */
function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
