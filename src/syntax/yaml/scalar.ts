import { span, type SourceFile, type Span } from "../../text/index.ts";
import type { YamlScalar } from "./ast.ts";
import { mapScalar } from "./scalar-map.ts";

/** What a scalar is made of; `start` and `end` are the value as written, for a block scalar the body's lines. */
export interface ScalarParts {
  readonly file: SourceFile;
  readonly text: string;
  readonly style: YamlScalar["style"];
  readonly tag: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Makes a scalar whose source positions are worked out only when `offsetOf` asks for them. */
export function makeScalar(parts: ScalarParts): YamlScalar {
  return new SourceScalar(parts);
}

/** The scalar that stands where a value is missing or cannot be read; `start` to `end` is what it stands for. */
export function emptyScalar(file: SourceFile, start: number, end: number): YamlScalar {
  return new SourceScalar({ file, text: "", style: "plain", tag: undefined, start, end });
}

// Kept beside the scalars, not in them: documents may be frozen.
const maps = new WeakMap<YamlScalar, readonly number[]>();

class SourceScalar implements YamlScalar {
  readonly kind = "scalar";
  readonly text: string;
  readonly style: YamlScalar["style"];
  readonly tag: string | undefined;
  readonly span: Span;

  constructor({ file, text, style, tag, start, end }: ScalarParts) {
    this.text = text;
    this.style = style;
    this.tag = tag;
    this.span = span(file, start, end);
  }

  get inner(): Span {
    if (this.style !== "single" && this.style !== "double") return this.span;
    const { file, start, end } = this.span;
    const quote = this.style === "single" ? "'" : '"';
    const isClosed = end - start > 1 && file.text[end - 1] === quote;
    return span(file, start + 1, isClosed ? end - 1 : end);
  }

  offsetOf(index: number): number {
    const { inner } = this;
    const at = Math.min(Math.max(index, 0), this.text.length);
    if (this.text.length === 0) return inner.start;
    // Escapes and folding only ever shorten, so that equal lengths mean that nothing was changed; a block scalar's text may end with
    // a line break that its span does not hold.
    const isBlock = this.style === "literal" || this.style === "folded";
    if (!isBlock && inner.end - inner.start === this.text.length) return inner.start + at;
    let map = maps.get(this);
    if (map === undefined) maps.set(this, (map = mapScalar(this)));
    return Math.min(lookUp(map, at), inner.end);
  }
}

/** Finds `index` in pairs of text index and source offset, ordered by the first. */
function lookUp(map: readonly number[], index: number): number {
  let low = 0;
  let high = map.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (map[middle * 2]! <= index) low = middle;
    else high = middle - 1;
  }
  return map[low * 2 + 1]! + index - map[low * 2]!;
}
