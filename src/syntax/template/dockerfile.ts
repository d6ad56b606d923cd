import type { SyntaxProblem } from "../document.ts";
import type { Scalar, VariableOperator } from "./ast.ts";
import { ForeignExpressions } from "./foreign.ts";
import { expressionIn, PartList, spanIn, type TemplateInput } from "./parts.ts";

const MAX_NESTING = 32;
const OPERATORS: readonly VariableOperator[] = [":-", "-", ":?", "?", ":+", "+"];

/**
 * Reads one word of a Dockerfile as its builder does (BuildKit, frontend/dockerfile/shell): takes quotes and escapes off, and finds
 * `$NAME`, `${NAME}` and the `-`, `+` and `?` forms. `${NAME%…}`, `${NAME#…}` and `${NAME/…/…}` become expression parts, and so does
 * what other programs fill in. `problems` takes what the builder would refuse.
 */
export function parseDockerfileTemplate(input: TemplateInput, escape: string, problems: SyntaxProblem[] | undefined): Scalar {
  return new WordReader(input, escape, problems).readAll();
}

class WordReader {
  private readonly text: string;
  private readonly foreign: ForeignExpressions;
  private position = 0;
  private failed = false;

  constructor(
    private readonly input: TemplateInput,
    private readonly escape: string,
    private readonly problems: SyntaxProblem[] | undefined,
  ) {
    this.text = input.text;
    this.foreign = new ForeignExpressions(input.text);
  }

  readAll(): Scalar {
    const parts = new PartList(this.input);
    this.readUntil("", parts, false, 0);
    return parts.finish(this.text, this.input.inner);
  }

  /** Reads up to `stop` and over it, "" for the end. `raw` keeps the escape characters. */
  private readUntil(stop: string, parts: PartList, raw: boolean, depth: number): void {
    const { text, escape } = this;
    while (this.position < text.length) {
      const at = this.position;
      const c = text[at]!;
      if (stop !== "" && c === stop) {
        this.position++;
        return;
      }
      if (c === "'") this.readSingleQuoted(parts);
      else if (c === '"') this.readDoubleQuoted(parts, raw, depth);
      else if (this.readFilledIn(parts, depth)) continue;
      else if (c === escape) {
        if (raw) parts.addText(at, at + 1);
        if (at + 1 < text.length) parts.addDecoded(text[at + 1]!, raw ? at + 1 : at, at + 2);
        this.position += 2;
      } else {
        parts.addText(at, at + 1);
        this.position++;
      }
    }
    if (stop !== "") this.failed = true;
  }

  private readSingleQuoted(parts: PartList): void {
    const start = this.position;
    const end = this.text.indexOf("'", start + 1);
    if (end < 0) return this.readUnclosed(parts, start, "single quote");
    parts.addText(start + 1, end);
    this.position = end + 1;
  }

  private readDoubleQuoted(parts: PartList, raw: boolean, depth: number): void {
    const { text, escape } = this;
    const start = this.position++;
    while (this.position < text.length) {
      const at = this.position;
      const c = text[at]!;
      if (c === '"') {
        this.position++;
        return;
      }
      if (this.readFilledIn(parts, depth)) continue;
      const next = text[at + 1];
      if (c === escape && (next === '"' || next === "$" || next === escape)) {
        if (raw) parts.addText(at, at + 1);
        parts.addDecoded(next, raw ? at + 1 : at, at + 2);
        this.position += 2;
      } else {
        if (c !== escape || next !== undefined) parts.addText(at, at + 1);
        this.position++;
      }
    }
    this.failed = true;
    this.refuse(start, text.length, "a double quote is never closed");
  }

  private readUnclosed(parts: PartList, start: number, what: string): void {
    this.failed = true;
    this.refuse(start, this.text.length, `a ${what} is never closed`);
    parts.addText(start + 1, this.text.length);
    this.position = this.text.length;
  }

  /** Whether a variable or an expression stood here; it is then read. */
  private readFilledIn(parts: PartList, depth: number): boolean {
    const { input, text } = this;
    const start = this.position;
    const c = text[start];
    if (c !== "$" && c !== "{" && c !== "<") return false;
    const foreignEnd = this.foreign.endOf(start, text.length);
    if (foreignEnd > 0) {
      parts.add(expressionIn(input, start, foreignEnd));
      this.position = foreignEnd;
      return true;
    }
    if (c !== "$") return false;
    if (text[start + 1] === "{") {
      this.readBraced(parts, depth);
      return true;
    }
    const end = endOfName(text, start + 1);
    if (end === start + 1) return false;
    const name = text.slice(start + 1, end);
    parts.add({
      kind: "variable",
      name,
      nameSpan: spanIn(input, start + 1, end),
      text: text.slice(start, end),
      span: spanIn(input, start, end),
    });
    this.position = end;
    return true;
  }

  private readBraced(parts: PartList, depth: number): void {
    const { input, text } = this;
    const start = this.position;
    const nameEnd = endOfName(text, start + 2);
    const nameSpan = spanIn(input, start + 2, nameEnd);
    const name = text.slice(start + 2, nameEnd);
    const common = (end: number) =>
      ({ kind: "variable", name, nameSpan, text: text.slice(start, end), span: spanIn(input, start, end) }) as const;
    if (name !== "" && text[nameEnd] === "}") {
      this.position = nameEnd + 1;
      parts.add(common(this.position));
      return;
    }
    // The builder takes a variable without a name; it stands for nothing we could name, so it is left unread.
    const operator = /^(?::?[-+?]|[#%/])/.exec(text.slice(nameEnd, nameEnd + 2))?.[0];
    if (operator === undefined || (name === "" && operator.startsWith(":")) || depth >= MAX_NESTING) return this.readInvalid(parts, start);
    const wordStart = nameEnd + operator.length;
    this.position = wordStart;
    const word = new PartList(input);
    const evaluated = name === "" ? undefined : OPERATORS.find((one) => one === operator);
    if (operator === "/") this.readUntil("/", word, true, depth + 1);
    this.readUntil("}", word, /[#%/]/.test(operator), depth + 1);
    if (this.failed) this.refuse(start, text.length, "`${` is never closed");
    const end = this.position;
    if (evaluated === undefined || this.failed) parts.add(expressionIn(input, start, end));
    else
      parts.add({
        ...common(end),
        operator: evaluated,
        word: word.finish(text.slice(wordStart, end - 1), spanIn(input, wordStart, end - 1)),
      });
  }

  private readInvalid(parts: PartList, start: number): void {
    const close = this.text.indexOf("}", start);
    const end = close < 0 ? this.text.length : close + 1;
    this.refuse(start, end, "what stands behind `${` is no variable");
    parts.add(expressionIn(this.input, start, end));
    this.position = end;
  }

  private reported = false;

  private refuse(start: number, end: number, why: string): void {
    if (this.reported) return;
    this.reported = true;
    this.problems?.push({ at: spanIn(this.input, start, end), message: `The builder cannot read this word: ${why}.`, severity: "error" });
  }
}

/** A name, a number (`$1`) or one special parameter (`$@`), as the builder's shell package takes them. */
function endOfName(text: string, from: number): number {
  const first = text[from];
  if (first === undefined) return from;
  let i = from;
  if (/\d/.test(first)) {
    while (i < text.length && /\d/.test(text[i]!)) i++;
    return i;
  }
  if ("@*#?-$!".includes(first)) return from + 1;
  while (i < text.length && /[\p{L}\p{Nd}_]/u.test(text[i]!)) i++;
  return i;
}
