import { span, type SourceFile, type Span } from "../../text/index.ts";
import type { Scalar } from "../template/ast.ts";
import { PartList } from "../template/parts.ts";
import type { Argument } from "./ast.ts";

/**
 * The argument that stands at `start`–`end` of `file`, quotes included; `closed` says whether a quoted one has its closing quote.
 * Decodes as ngx_conf_read_token does.
 */
export function readArgument(file: SourceFile, start: number, end: number, closed: boolean): Argument {
  const first = file.text[start];
  const quote = first === '"' ? "double" : first === "'" ? "single" : "none";
  const from = quote === "none" ? start : start + 1;
  const to = quote !== "none" && closed ? end - 1 : end;
  return new Word(span(file, start, end), span(file, from, Math.max(from, to)), quote);
}

class Word implements Argument {
  readonly text: string;
  readonly scalar: Scalar;
  /** The indexes in `text` of the characters that the source writes with a backslash. */
  private readonly escaped: readonly number[];

  constructor(
    readonly span: Span,
    readonly inner: Span,
    readonly quote: Argument["quote"],
  ) {
    const raw = inner.file.text.slice(inner.start, inner.end);
    const { text, escaped } = raw.includes("\\") ? decode(raw) : { text: raw, escaped: [] };
    this.text = text;
    this.escaped = escaped;
    this.scalar = text.includes("$") ? evaluate(this) : literal(this);
  }

  offsetOf(index: number): number {
    let low = 0;
    let high = this.escaped.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.escaped[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return Math.min(this.inner.start + Math.max(index, 0) + low, this.inner.end);
  }
}

const escapes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "\\": "\\", t: "\t", r: "\r", n: "\n" };

function decode(raw: string): { text: string; escaped: number[] } {
  const escaped: number[] = [];
  const text = raw.replace(/\\(["'\\trn])/g, (_, letter: string, at: number) => {
    escaped.push(at - escaped.length);
    return escapes[letter]!;
  });
  return { text, escaped };
}

function literal(word: Word): Scalar {
  const { text, span } = word;
  if (text.length === span.end - span.start) return { kind: "literal", text, span };
  return { kind: "literal", text, span, offsetOf: (index) => word.offsetOf(index) };
}

/** A variable's name is letters, digits and underscores; a first digit from 1 to 9 is a capture and stands alone (ngx_http_script_compile). */
const variable = /\$(?:([1-9])|\{(\w+)\}|(\w+))/g;

function evaluate(word: Word): Scalar {
  const { file } = word.span;
  const parts = new PartList(word);
  let done = 0;
  for (const match of word.text.matchAll(variable)) {
    const start = match.index;
    const end = start + match[0].length;
    const name = match[1] ?? match[2] ?? match[3]!;
    const nameStart = word.offsetOf(start + (match[2] === undefined ? 1 : 2));
    parts.addText(done, start);
    const nameSpan = span(file, nameStart, nameStart + name.length);
    parts.add({ kind: "variable", name, nameSpan, text: match[0], span: span(file, word.offsetOf(start), word.offsetOf(end)) });
    done = end;
  }
  parts.addText(done, word.text.length);
  return parts.finish(word.text, word.span);
}
