import { span, type SourceFile, type Span } from "../../text/index.ts";
import type { ExpressionPart, Part, Scalar, VariablePart } from "./ast.ts";

/** Decoded text and where its characters stand in the source. A YAML scalar fits as it is. */
export interface TemplateInput {
  readonly text: string;
  /** What the characters of `text` cover in the source: without quotes. */
  readonly inner: Span;
  /** The source offset of the character at `index` of `text` (0 ≤ index ≤ text.length). */
  offsetOf(index: number): number;
}

/** Collects the parts of one scalar; indices are those of the input's decoded text. */
export class PartList {
  private readonly parts: Part[] = [];
  private text = "";
  /** Where characters begin that stand side by side: `at` in the collected text, `from` in the input. */
  private runs: { readonly at: number; readonly from: number }[] = [];
  /** Where the last character taken ends in the input, and whether the next one may continue its run. */
  private end = 0;
  private continues = false;

  constructor(private readonly input: TemplateInput) {}

  /** Takes the input's characters [from, to) as they are. */
  addText(from: number, to: number): void {
    this.addDecoded(this.input.text.slice(from, to), from, to);
  }

  /** Takes `text`, which the input writes as [from, to): either those characters themselves, or one character written with several. */
  addDecoded(text: string, from: number, to: number): void {
    if (text === "") return;
    if (!this.continues || this.end !== from) this.runs.push({ at: this.text.length, from });
    this.text += text;
    this.end = to;
    this.continues = text.length === to - from;
  }

  add(part: VariablePart | ExpressionPart): void {
    this.flush();
    this.parts.push(part);
  }

  /** The scalar: a literal when nothing but text came, whose span is then `whole`. */
  finish(source: string, whole: Span): Scalar {
    if (this.parts.length > 0) {
      this.flush();
      return { kind: "template", source, parts: this.parts, span: whole };
    }
    const { text } = this;
    const plain = text === "" || (whole.end - whole.start === text.length && this.input.offsetOf(this.runs[0]!.from) === whole.start);
    if (plain && this.runs.length <= 1) return { kind: "literal", text, span: whole };
    return { kind: "literal", text, span: whole, offsetOf: offsetsOf(this.input, this.runs, text.length, whole.end) };
  }

  private flush(): void {
    const { input, runs, text } = this;
    if (text === "") return;
    const end = input.offsetOf(this.end);
    const at = span(input.inner.file, input.offsetOf(runs[0]!.from), end);
    const plain = runs.length === 1 && at.end - at.start === text.length;
    this.parts.push(
      plain ? { kind: "text", text, span: at } : { kind: "text", text, span: at, offsetOf: offsetsOf(input, runs, text.length, end) },
    );
    this.text = "";
    this.runs = [];
    this.continues = false;
  }
}

function offsetsOf(
  input: TemplateInput,
  runs: readonly { at: number; from: number }[],
  length: number,
  end: number,
): (index: number) => number {
  return (index) => {
    if (index >= length) return end;
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (runs[middle]!.at <= index) low = middle;
      else high = middle - 1;
    }
    const run = runs[low]!;
    return input.offsetOf(run.from + Math.max(index, 0) - run.at);
  };
}

/** The span of the input's characters [from, to). */
export function spanIn(input: TemplateInput, from: number, to: number): Span {
  return span(input.inner.file, input.offsetOf(from), input.offsetOf(to));
}

/** The input's characters [from, to) as an expression part. */
export function expressionIn(input: TemplateInput, from: number, to: number): ExpressionPart {
  return { kind: "expression", text: input.text.slice(from, to), span: spanIn(input, from, to) };
}

/** Input for text that stands in the source exactly as it is, from `start` on. */
export function plainInput(file: SourceFile, start: number, end: number): TemplateInput {
  const inner = span(file, start, end);
  return { text: file.text.slice(inner.start, inner.end), inner, offsetOf: (index) => inner.start + index };
}
