import type { Span } from "../../text/index.ts";
import type { BaseDocument, SyntaxProblem } from "../document.ts";

/** One YAML file: everything a format built on YAML needs to make its own document. */
export interface YamlDocument extends BaseDocument {
  /** The contents of the first document; undefined when it is empty. */
  readonly root: YamlNode | undefined;
  /** The contents of every document of the file, in order. */
  readonly documents: readonly (YamlNode | undefined)[];
  readonly problems: readonly YamlProblem[];
}

export interface YamlProblem extends SyntaxProblem {
  /** The other place the problem speaks of: where a key stands first. */
  readonly related?: { readonly at: Span; readonly note: string };
}

/** A YAML node as the rules see it: aliases followed and merge keys applied, every leaf still at the place it was written. */
export type YamlNode = YamlMapping | YamlSequence | YamlScalar;

export interface YamlMapping {
  readonly kind: "mapping";
  /** In the order written; entries that `<<` brings in stand after the mapping's own, and a mapping's own key wins over a merged one. */
  readonly entries: readonly YamlEntry[];
  /** As in "!reset"; the tags of YAML's own schema as in "!!str". undefined for none. */
  readonly tag: string | undefined;
  /** From the first key to the end of the last value, braces included. */
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** A key with nothing behind it has an empty plain scalar as its value, whose span is the empty place behind the colon. */
  readonly value: YamlNode;
  /** Key and value. For a merged entry, where the anchor's mapping wrote it. */
  readonly span: Span;
  /** For an entry that a merge key brought in: the `<<` that did. */
  readonly mergedBy?: Span;
  /** Where `*name` stands, when the value was written as an alias: `value` then lies at the anchor and other entries may share it. */
  readonly alias?: Span;
}

export interface YamlSequence {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
  readonly tag: string | undefined;
  readonly span: Span;
}

export interface YamlScalar {
  readonly kind: "scalar";
  /** The decoded text, never converted: `014`, `yes` and `~` are those characters. */
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  readonly tag: string | undefined;
  /** The value as written, quotes included; for a block scalar its body, from its first character behind the indentation to the end of its last line. */
  readonly span: Span;
  /** What the characters of `text` cover in the source: without the quotes. */
  readonly inner: Span;
  /** The source offset of the character at `index` of `text` (0 ≤ index ≤ text.length), however quotes, escapes, folding and indentation shift it. Never behind `span.end`. */
  offsetOf(index: number): number;
}
