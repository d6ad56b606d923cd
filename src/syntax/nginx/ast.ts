import type { Located, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import type { Scalar } from "../template/ast.ts";

/** One nginx configuration file: a whole configuration, or a part that another one includes. */
export interface NginxDocument extends BaseDocument {
  readonly kind: "nginx";
  /** In the order written. */
  readonly directives: readonly Directive[];
}

/** `name argument …;` or `name argument … { … }`. */
export interface Directive {
  /** Decoded, as nginx also takes a quoted name. */
  readonly name: Located<string>;
  readonly args: readonly Argument[];
  /** For a directive that opens one, an empty one included. */
  readonly block?: Block;
  /** From the name to the semicolon or the closing brace, both included. */
  readonly span: Span;
}

export interface Block {
  readonly directives: readonly Directive[];
  /** The program of a `*_by_lua_block`, which is not nginx syntax: the characters between the braces. `directives` is empty then. */
  readonly code?: Located<string>;
  /** With both braces; up to the end of what was read when the closing one is missing. */
  readonly span: Span;
}

export interface Argument {
  /** Decoded as nginx does: quotes removed, `\"` `\'` `\\` `\t` `\r` `\n` replaced; every other backslash stays, and so do variables. */
  readonly text: string;
  readonly quote: "none" | "single" | "double";
  /** As written, quotes included. */
  readonly span: Span;
  /** What the characters of `text` cover: without the quotes. */
  readonly inner: Span;
  /**
   * The same text with `$name` and `${name}` as variable parts, for directives that evaluate them; a capture is a variable named by its digit.
   * Not meant for regular expressions, in which `$` may be an anchor. Its span is that of the argument.
   */
  readonly scalar: Scalar;
  /** The source offset of the character at `index` of `text` (0 ≤ index ≤ text.length), however escapes shift it. */
  offsetOf(index: number): number;
}
