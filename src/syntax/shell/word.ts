import type { ParameterExpansionPart, Word as Node, WordPart } from "unbash";
import { flatten, offsetIn, sourceOf, type Literal, type VariableOperator } from "../template/index.ts";
import { expressionIn, PartList, spanIn, type TemplateInput } from "../template/parts.ts";
import type { Word } from "./ast.ts";
import { firstBehind, type Range } from "./mask.ts";
import { lastAtOrBefore, regionSpan, type Region } from "./region.ts";

/** What the words of one script are read from: its text as written, and where expressions of another language stand in it. */
export interface WordSource {
  readonly region: Region;
  readonly input: TemplateInput;
  readonly expressions: readonly Range[];
}

/** The source of a script's words. */
export function wordSource(region: Region, expressions: readonly Range[]): WordSource {
  const inner = regionSpan(region, 0, region.text.length);
  return { region, input: { text: region.text, inner, offsetOf: (index) => region.offsetOf(index) }, expressions };
}

/** Our word for the parser's: decoded from the text as written, so that every character keeps its place. */
export function wordOf(source: WordSource, node: Pick<Node, "pos" | "end" | "parts">): Word {
  const reader = new WordReader(source);
  if (node.parts === undefined) reader.bare(node.pos, node.end);
  else for (const part of node.parts) reader.part(part);
  return reader.finish(node.pos, node.end);
}

/** A word for a stretch that is only known at run time, as the elements of an array. */
export function opaqueWord(source: WordSource, start: number, end: number): Word {
  const reader = new WordReader(source);
  reader.expansion(start, end);
  return reader.finish(start, end);
}

/** A word that no shell looked at, as the exec form of a Dockerfile has them. */
export function literalWord(value: Literal): Word {
  return { text: value.text, literal: true, quoted: true, value, span: value.span };
}

/** The word's text from `start` on, as a word of its own: the value in `--output=value`. What stands before must be plain text. */
export function wordFrom(word: Word, start: number): Word {
  const value = flatten(word.value).slice(start);
  return { text: sourceOf(value), literal: value.kind === "literal", quoted: word.quoted, value, span: value.span };
}

/** The word's text as a region, for a program that reads it as a text of its own. */
export function wordRegion({ value, text, span }: Word): Region {
  const parts = value.kind === "literal" ? [{ ...value, kind: "text" as const }] : value.parts;
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.text.length;
  }
  const offsetOf = (index: number): number => {
    const found = lastAtOrBefore(starts, index);
    const part = parts[found];
    if (part === undefined || index >= text.length) return parts.at(-1)?.span.end ?? span.end;
    const inPart = index - starts[found]!;
    return part.kind === "text" ? offsetIn(part, inPart) : Math.min(part.span.start + inPart, part.span.end);
  };
  return { file: span.file, text, offsetOf, endOf: (index) => offsetOf(index) + widthAt(span.file.text, text, index, offsetOf) };
}

/** How many units the source takes for the character at `index` of a decoded text: more than one where it is escaped. */
function widthAt(source: string, text: string, index: number, offsetOf: (index: number) => number): number {
  const offset = offsetOf(index);
  const isKept = text[index] === "\\" && source[offset + 1] !== "\\";
  if (source[offset] !== "\\" || isKept || (index + 1 < text.length && offsetOf(index + 1) === offset + 1)) return 1;
  return source[offset + 1] === "u" && text[index] !== "u" ? 6 : 2;
}

class WordReader {
  private readonly parts: PartList;
  private readonly written: string[] = [];
  private quoted = false;
  private literal = true;

  constructor(private readonly source: WordSource) {
    this.parts = new PartList(source.input);
  }

  part(part: WordPart): void {
    switch (part.type) {
      case "SingleQuoted":
        this.quoted = true;
        return this.text(part.pos + 1, Math.min(part.end, part.pos + 1 + part.value.length));
      case "AnsiCQuoted":
        this.quoted = true;
        return this.ansi(part.pos + 2, part.end - 1, part.value);
      case "DoubleQuoted":
      case "LocaleString":
        this.quoted = true;
        for (const child of part.parts) {
          if (child.type === "Literal") this.escaped(child.pos, child.end, '$`"\\');
          else this.part(child);
        }
        return;
      case "Literal":
        return this.bare(part.pos, part.end);
      case "Glob":
      case "ExtendedGlob":
      case "BraceExpansion":
        return part.parts?.some(isExpansion) ? this.expansion(part.pos, part.end) : this.bare(part.pos, part.end);
      case "SimpleExpansion":
        return this.simple(part.pos, part.end);
      case "ParameterExpansion":
        return this.parameter(part);
      default:
        return this.expansion(part.pos, part.end);
    }
  }

  /** Unquoted text: a backslash takes the next character as it is. */
  bare(from: number, to: number): void {
    this.escaped(from, to, undefined);
  }

  expansion(from: number, to: number): void {
    const part = expressionIn(this.source.input, from, to);
    this.add({ ...part, span: regionSpan(this.source.region, from, to) });
  }

  finish(from: number, to: number): Word {
    const text = this.written.join("");
    const span = regionSpan(this.source.region, from, to);
    return { text, literal: this.literal, quoted: this.quoted, value: this.parts.finish(text, span), span };
  }

  private simple(from: number, to: number): void {
    const { input, region } = this.source;
    const name = region.text.slice(from + 1, to);
    if (!/^[A-Za-z_]\w*$/.test(name)) return this.expansion(from, to);
    const text = region.text.slice(from, to);
    this.add({ kind: "variable", name, nameSpan: spanIn(input, from + 1, to), text, span: regionSpan(region, from, to) });
  }

  private parameter(part: ParameterExpansionPart): void {
    const { input, region } = this.source;
    const { parameter: name, operation, pos, end } = part;
    const isPlain = part.prefix === undefined && part.index === undefined && /^[A-Za-z_]\w*$/.test(name);
    if (!isPlain || (operation !== undefined && operation.type !== "Default")) return this.expansion(pos, end);
    this.add({
      kind: "variable",
      name,
      nameSpan: spanIn(input, part.parameterPos, part.parameterEnd),
      text: region.text.slice(pos, end),
      span: regionSpan(region, pos, end),
      // Assigning a default gives the same value as using it.
      ...(operation && {
        operator: operation.operator.replace("=", "-") as VariableOperator,
        word: wordOf(this.source, operation.operand).value,
      }),
    });
  }

  private ansi(from: number, to: number, value: string): void {
    if (this.source.region.text.slice(from, to) === value) this.text(from, to);
    else this.decoded(value, from, to);
  }

  private decoded(value: string, from: number, to: number): void {
    this.parts.addDecoded(value, from, to);
    this.written.push(value);
  }

  /** Text in which a backslash takes the next character: any (`undefined`), or only one of `escapable`; before a line break both vanish. */
  private escaped(from: number, to: number, escapable: string | undefined): void {
    const { text } = this.source.region;
    let start = from;
    let slash = indexWithin(text, "\\", from, to);
    while (slash !== -1 && slash + 1 < to) {
      const next = text[slash + 1]!;
      const lineBreak = next === "\n" ? 2 : next === "\r" && text[slash + 2] === "\n" ? 3 : 0;
      if (lineBreak > 0 || escapable === undefined || escapable.includes(next)) {
        this.quoted ||= lineBreak === 0;
        this.text(start, slash);
        start = slash + Math.max(lineBreak, 2);
        if (lineBreak === 0) this.decoded(next, slash, start);
      }
      slash = indexWithin(text, "\\", slash + Math.max(lineBreak, 2), to);
    }
    this.text(start, to);
  }

  /** Text that stands for itself, but for the expressions of another language in it. */
  private text(from: number, to: number): void {
    const { expressions } = this.source;
    let start = from;
    for (let i = expressions.length === 0 ? 0 : firstBehind(expressions, from); i < expressions.length; i++) {
      const expression = expressions[i]!;
      if (expression.start >= to) break;
      if (expression.start > start) this.plain(start, expression.start);
      const end = Math.min(expression.end, to);
      if (end > start) this.expansion(Math.max(expression.start, start), end);
      start = Math.max(start, end);
    }
    if (start < to) this.plain(start, to);
  }

  private plain(from: number, to: number): void {
    this.parts.addText(from, to);
    this.written.push(this.source.region.text.slice(from, to));
  }

  private add(part: Parameters<PartList["add"]>[0]): void {
    this.parts.add(part);
    this.written.push(part.text);
    this.literal = false;
  }
}

/** As `indexOf`, but it looks no further than `to`: a search to the end of the script for each word would not be linear. */
function indexWithin(text: string, char: string, from: number, to: number): number {
  for (let i = from; i < to; i++) if (text[i] === char) return i;
  return -1;
}

/** Whether a part of a word, or one inside of it, is only known at run time. */
function isExpansion(part: WordPart): boolean {
  switch (part.type) {
    case "SimpleExpansion":
    case "ParameterExpansion":
    case "CommandExpansion":
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
      return true;
    case "DoubleQuoted":
    case "LocaleString":
    case "BraceExpansion":
    case "ExtendedGlob":
    case "Glob":
      return part.parts?.some(isExpansion) ?? false;
    default:
      return false;
  }
}
