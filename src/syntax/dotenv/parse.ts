import { span, textOf, type Located, type SourceFile, type Span } from "../../text/index.ts";
import type { Comment, SyntaxProblem } from "../document.ts";
import { parseTemplate, plainInput, type Scalar, type TemplateInput } from "../template/index.ts";
import type { Assignment, Divergence, DotenvDocument, MalformedLine, MalformedReason } from "./ast.ts";
import { closingQuote, decodeQuoted } from "./quoted.ts";

/** Reads an env file as Compose does. Never throws; a line Compose would refuse becomes a MalformedLine and a problem, and reading goes on. */
export function parseDotenv(file: SourceFile): DotenvDocument {
  const reader = new DotenvReader(file);
  reader.read();
  const { statements, problems, comments } = reader;
  const assignments = statements.filter((statement) => statement.kind === "assignment");
  const carriageReturn = file.text.indexOf("\r\n");
  return {
    kind: "dotenv",
    file,
    problems,
    comments,
    statements,
    assignments,
    malformed: statements.filter((statement) => statement.kind === "malformed"),
    byteOrderMark: file.text.startsWith("\uFEFF") ? span(file, 0, 1) : undefined,
    carriageReturn: carriageReturn < 0 ? undefined : span(file, carriageReturn, carriageReturn + 1),
    blocks: () => assignments.map((assignment) => assignment.span),
    pathAt: (offset) => keyAt(assignments, offset),
  };
}

/** Blanks as Compose counts them between words; a line feed is none of them. */
const BLANKS = /[\t\v\f\r \u0085\u00A0]*/y;
/** What Unicode calls white space, line feeds included. */
const WHITE = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]*/y;
const WHITE_CHARACTER = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/;
const EXPORT = /export[\t\f\r ][\t\v\f\r \u0085\u00A0]*/y;
const KEY_AND_BLANKS = /[\p{L}\p{N}_.[\]\-\t\v\f\r \u0085\u00A0]*/uy;
const TEMPLATE_MARK = /^(?:\{[{%#]|<%|\[\[)/;
const LOOKS_LIKE_ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*=/;
const COMMENT_LINE = /^[ \t]*#/;

const MESSAGES: Readonly<Record<MalformedReason, string>> = {
  "leading-character": "A key cannot begin with this character; the line was passed over.",
  key: "A key cannot contain this character; the line was passed over.",
  "space-in-key": "A key cannot contain a blank; the line was passed over.",
  "no-key": "No key stands before the delimiter; the line was passed over.",
  "no-delimiter": "The line has neither `=` nor `:`; it was passed over.",
  "unclosed-quote": "The quote that begins this value is never closed; reading went on at the next line that looks like an assignment.",
  "text-after-quote": "Text stands behind the closing quote; it was passed over.",
  template: "The line belongs to a template language; it was passed over.",
};

/** What stands before the delimiter. */
interface Head {
  readonly start: number;
  readonly exported: Span | undefined;
  readonly leadingSpace: Span | undefined;
  readonly key: Located<string>;
  readonly isSameLine: boolean;
}

type Value = Pick<Assignment, "delimiter" | "value" | "quote" | "rawSpan" | "inlineComment" | "divergences">;

class DotenvReader {
  readonly statements: (Assignment | MalformedLine)[] = [];
  readonly problems: SyntaxProblem[] = [];
  readonly comments: Comment[] = [];
  private readonly text: string;
  private position: number;
  private line = { start: 0, end: -1 };

  constructor(private readonly file: SourceFile) {
    this.text = file.text;
    this.position = file.text.startsWith("\uFEFF") ? 1 : 0;
  }

  read(): void {
    const { text } = this;
    let isFirst = true;
    while (this.position < text.length) {
      const before = this.position;
      const start = skip(WHITE, text, before);
      if (start >= text.length) return;
      const lineBreak = text.slice(before, start).lastIndexOf("\n");
      if (text[start] === "#") this.readComment(start);
      else this.readStatement(start, lineBreak >= 0 || isFirst ? before + lineBreak + 1 : undefined);
      isFirst = false;
    }
  }

  private readComment(start: number): Located<string> {
    const lineEnd = this.endOfLine(start);
    const at = span(this.file, start, trimmedEnd(this.text, start, lineEnd));
    const comment = this.text.slice(start + 1, at.end).trim();
    this.comments.push({ text: comment, span: at });
    this.position = lineEnd;
    return { value: comment, span: at };
  }

  /** `lineStart` is undefined for a statement that stands behind a quoted value on the same line. */
  private readStatement(start: number, lineStart: number | undefined): void {
    const { text, file } = this;
    const keyStart = skip(EXPORT, text, start);
    const nameEnd = skip(KEY_AND_BLANKS, text, keyStart);
    const key = span(file, keyStart, trimmedEnd(text, keyStart, nameEnd));
    const head: Head = {
      start,
      exported: keyStart > start ? span(file, start, start + "export".length) : undefined,
      leadingSpace: lineStart !== undefined && lineStart < start ? span(file, lineStart, start) : undefined,
      key: { value: textOf(key), span: key },
      isSameLine: lineStart === undefined,
    };
    const wrong = this.findFault(head, nameEnd);
    if (wrong !== undefined) return this.refuse(wrong.reason, start, wrong.at, this.endOfLine(nameEnd));
    const next = text[nameEnd];
    if (next === "=" || next === ":") return this.readAssignment(head, nameEnd, next);
    this.position = nameEnd;
    const divergences: Divergence[] = [{ kind: "inherited", span: key }];
    this.add(
      head,
      {
        delimiter: undefined,
        value: undefined,
        quote: "none",
        rawSpan: span(file, key.end, key.end),
        inlineComment: undefined,
        divergences,
      },
      undefined,
    );
  }

  /** Why Compose refuses the statement, given what stands behind its key. */
  private findFault(head: Head, nameEnd: number): { reason: MalformedReason; at: Span } | undefined {
    const { file, text } = this;
    const next = text[nameEnd];
    const hasDelimiter = next === "=" || next === ":";
    const { value: key, span: at } = head.key;
    const blank = key.search(WHITE_CHARACTER);
    const wholeLine = () => span(file, head.start, trimmedEnd(text, head.start, this.endOfLine(head.start)));
    if (TEMPLATE_MARK.test(text.slice(head.start, head.start + 2))) return { reason: "template", at: wholeLine() };
    if (head.isSameLine && (!hasDelimiter || key === "" || blank >= 0)) return { reason: "text-after-quote", at: wholeLine() };
    if (!hasDelimiter && next !== undefined && next !== "\n") {
      const length = text.codePointAt(nameEnd)! > 0xffff ? 2 : 1;
      return { reason: nameEnd === at.start ? "leading-character" : "key", at: span(file, nameEnd, nameEnd + length) };
    }
    if (key === "") return { reason: "no-key", at: span(file, nameEnd, nameEnd + 1) };
    if (blank < 0) return undefined;
    if (!hasDelimiter) return { reason: "no-delimiter", at };
    return { reason: "space-in-key", at: span(file, at.start + blank, at.start + blank + 1) };
  }

  private readAssignment(head: Head, at: number, sign: "=" | ":"): void {
    const { file, text } = this;
    const valueStart = skip(BLANKS, text, at + 1);
    const delimiter: Located<"=" | ":"> = { value: sign, span: span(file, at, at + 1) };
    const isQuoted = text[valueStart] === '"' || text[valueStart] === "'";
    const value = isQuoted ? this.readQuoted(head, valueStart, delimiter) : this.readUnquoted(valueStart, delimiter);
    if (value === undefined) return;
    const keyEnd = head.key.span.end;
    // Blanks behind the delimiter of an empty value are only the end of a line, and behind a colon they are the custom.
    const spaceEnd = value.rawSpan.end > valueStart && (sign === "=" || keyEnd < at) ? valueStart : at + 1;
    this.add(head, value, spaceEnd - keyEnd > 1 ? span(file, keyEnd, spaceEnd) : undefined);
  }

  private readUnquoted(start: number, delimiter: Located<"=" | ":">): Value {
    const { file, text } = this;
    const lineEnd = this.endOfLine(start);
    const cut = text.slice(start, lineEnd).indexOf(" #");
    const end = trimmedEnd(text, start, cut < 0 ? lineEnd : start + cut);
    const rawSpan = span(file, start, end);
    const divergences: Divergence[] = [];
    const isBacktick = text[start] === "`";
    if (isBacktick) divergences.push({ kind: "backtick", span: rawSpan });
    const hash = text.slice(start, end).indexOf("#");
    if (hash >= 0) divergences.push({ kind: "hash", span: span(file, start + hash, start + hash + 1) });
    const value = this.readTemplate(plainInput(file, start, end), divergences);
    const inlineComment = cut < 0 ? undefined : this.readComment(start + cut + 1);
    if (inlineComment !== undefined) divergences.push({ kind: "inline-comment", span: inlineComment.span });
    this.position = lineEnd;
    return { delimiter, value, quote: isBacktick ? "backtick" : "none", rawSpan, inlineComment, divergences };
  }

  private readQuoted(head: Head, open: number, delimiter: Located<"=" | ":">): Value | undefined {
    const { file, text } = this;
    const close = closingQuote(text, open);
    const isMultiLine = close >= 0 && this.endOfLine(open) < close;
    const behind = close < 0 ? close : skip(BLANKS, text, close + 1);
    const isLineDone = close >= 0 && (behind >= text.length || text[behind] === "\n" || text[behind] === "#");
    // A closing quote with more text behind it, lines further down, is the opening one of another value.
    if (close < 0 || (isMultiLine && !isLineDone)) {
      this.refuse("unclosed-quote", head.start, span(file, open, open + 1), this.recoverAfter(open));
      return undefined;
    }
    const rawSpan = span(file, open, close + 1);
    const divergences: Divergence[] = [{ kind: "quotes", span: rawSpan }];
    if (isMultiLine) divergences.push({ kind: "multi-line", span: rawSpan });
    if (isMultiLine && linesOf(text.slice(open, close)).some((line) => LOOKS_LIKE_ASSIGNMENT.test(line))) {
      divergences.push({ kind: "assignment-in-value", span: rawSpan });
    }
    const isDouble = text[open] === '"';
    const input = decodeQuoted(file, open, close);
    const value = isDouble ? this.readTemplate(input, divergences) : literalOf(input);
    const inlineComment = text[behind] === "#" ? this.readComment(behind) : undefined;
    if (inlineComment === undefined) this.position = behind;
    return { delimiter, value, quote: isDouble ? "double" : "single", rawSpan, inlineComment, divergences };
  }

  private readTemplate(input: TemplateInput, divergences: Divergence[]): Scalar {
    const problems: SyntaxProblem[] = [];
    const value = parseTemplate(input, "dotenv", { problems });
    for (const problem of problems) this.problems.push({ ...problem, severity: "note" });
    const isFilledIn = value.kind === "template" && value.parts.some((part) => part.kind === "variable");
    if (isFilledIn) divergences.push({ kind: "substitution", span: value.span });
    return value;
  }

  private add(head: Head, value: Value, spaceAroundDelimiter: Span | undefined): void {
    const { exported, leadingSpace, key } = head;
    const end = Math.max(value.rawSpan.end > value.rawSpan.start ? value.rawSpan.end : 0, value.delimiter?.span.end ?? key.span.end);
    const whole = span(this.file, head.start, end);
    const divergences: Divergence[] = [];
    if (exported !== undefined) divergences.push({ kind: "export", span: exported });
    if (head.isSameLine) divergences.push({ kind: "same-line", span: whole });
    if (spaceAroundDelimiter !== undefined) divergences.push({ kind: "space", span: spaceAroundDelimiter });
    if (value.delimiter?.value === ":") divergences.push({ kind: "colon", span: value.delimiter.span });
    divergences.push(...value.divergences);
    this.statements.push({ kind: "assignment", key, exported, leadingSpace, spaceAroundDelimiter, ...value, divergences, span: whole });
  }

  private refuse(reason: MalformedReason, start: number, at: Span, end: number): void {
    const whole = span(this.file, start, trimmedEnd(this.text, start, end));
    this.statements.push({ kind: "malformed", reason, at, span: whole });
    this.problems.push({ at, message: MESSAGES[reason], severity: reason === "unclosed-quote" ? "error" : "note" });
    this.position = end;
  }

  /** The end of the last line before the next one that looks like an assignment or a comment. */
  private recoverAfter(index: number): number {
    const { text } = this;
    let end = this.endOfLine(index);
    while (end < text.length) {
      const next = this.endOfLine(end + 1);
      const line = text.slice(end + 1, next);
      if (LOOKS_LIKE_ASSIGNMENT.test(line) || COMMENT_LINE.test(line)) return end;
      end = next;
    }
    return end;
  }

  /** The line feed at or behind `index`, or the end of the file. */
  private endOfLine(index: number): number {
    if (index < this.line.start || index > this.line.end) {
      const end = this.text.indexOf("\n", index);
      this.line = { start: index, end: end < 0 ? this.text.length : end };
    }
    return this.line.end;
  }
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let result = end;
  while (result > start && WHITE_CHARACTER.test(text[result - 1]!)) result--;
  return result;
}

function linesOf(text: string): string[] {
  return text.split("\n").slice(1);
}

function literalOf(input: TemplateInput): Scalar {
  const { text, inner } = input;
  if (text.length === inner.end - inner.start) return { kind: "literal", text, span: inner };
  return { kind: "literal", text, span: inner, offsetOf: (index) => input.offsetOf(index) };
}

function keyAt(assignments: readonly Assignment[], offset: number): string {
  let low = 0;
  let high = assignments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (assignments[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = assignments[low - 1];
  const end = found?.inlineComment?.span.end ?? found?.span.end ?? -1;
  return found !== undefined && offset <= end ? found.key.value : "";
}
