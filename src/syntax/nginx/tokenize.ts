import { span, type SourceFile } from "../../text/index.ts";
import type { Comment, SyntaxProblem } from "../document.ts";
import { closingBraceOfLua, likelyEndOfLua } from "./lua.ts";

export interface Word {
  readonly kind: "word";
  readonly start: number;
  readonly end: number;
  /** False for a quoted word whose closing quote is missing. */
  readonly closed: boolean;
  /** Whether it is the first thing on its line. */
  readonly startsLine: boolean;
}

export type Token = Word | { readonly kind: ";" | "{" | "}" | "end"; readonly start: number; readonly end: number };

/**
 * Splits a file as nginx's own reader does (ngx_conf_read_token in src/core/ngx_conf_file.c): quotes only count at the start of a word, `#` and
 * `}` are ordinary characters inside one, a backslash keeps the next character from ending it, and `${` does not open a block.
 */
export class Tokenizer {
  readonly comments: Comment[] = [];
  private readonly text: string;
  private at: number;
  /** Quotes that were seen to have no partner in the rest of the file: looking again would take quadratic time. */
  private readonly unclosed = new Set<string>();
  private luaIsBroken = false;

  constructor(
    private readonly file: SourceFile,
    private readonly report: (start: number, end: number, message: string, severity?: SyntaxProblem["severity"]) => void,
  ) {
    this.text = file.text;
    this.at = this.skipByteOrderMark();
  }

  next(): Token {
    const { text } = this;
    const before = this.at;
    this.skipBlank();
    const start = this.at;
    const char = text[start];
    if (char === undefined) return { kind: "end", start, end: start };
    if (char === ";" || char === "{" || char === "}") {
      this.at++;
      return { kind: char, start, end: this.at };
    }
    const startsLine = before === 0 || text.slice(before, start).includes("\n");
    return char === '"' || char === "'" ? this.quotedWord(start, char, startsLine) : this.bareWord(start, startsLine);
  }

  /**
   * Reads the Lua program behind an opening brace that ends at `open`. Answers where it ends: at its closing brace, or when it has none
   * (`closed` is false), at a brace that looks like it, or with the file.
   */
  lua(open: number): { readonly end: number; readonly closed: boolean } {
    const { text } = this;
    const found = this.luaIsBroken ? -1 : closingBraceOfLua(text, open);
    const closed = found !== -1;
    if (!closed) this.luaIsBroken = true;
    const likely = closed ? found : likelyEndOfLua(text, open, indentAt(text, open));
    const end = likely === -1 ? text.length : likely;
    this.at = Math.min(end + 1, text.length);
    return { end, closed };
  }

  private skipByteOrderMark(): number {
    if (!this.text.startsWith("\uFEFF")) return 0;
    this.report(0, 1, "nginx does not skip the byte order mark but takes it for a part of the first word; it is passed over here.", "note");
    return 1;
  }

  private skipBlank(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 10 || code === 9 || code === 13) this.at++;
      else if (code === 35) this.comment();
      else return;
    }
  }

  private comment(): void {
    const { text, at: start } = this;
    const lineEnd = text.indexOf("\n", start);
    this.at = lineEnd === -1 ? text.length : lineEnd;
    const end = text[this.at - 1] === "\r" ? this.at - 1 : this.at;
    this.comments.push({ text: text.slice(start + 1, end), span: span(this.file, start, end) });
  }

  private bareWord(start: number, startsLine: boolean): Word {
    const { text } = this;
    let i = start;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 92) i++;
      else if (code === 36) while (text.charCodeAt(i + 1) === 123) i++;
      else if (code === 59 || code === 123 || code === 32 || code === 10 || code === 9 || code === 13) break;
    }
    this.at = Math.min(i, text.length);
    return { kind: "word", start, end: this.at, closed: true, startsLine };
  }

  private quotedWord(start: number, quote: string, startsLine: boolean): Word {
    const { text } = this;
    const close = this.unclosed.has(quote) ? -1 : closingQuote(text, start);
    if (close === -1) {
      this.unclosed.add(quote);
      return this.wordUpToLineEnd(start, startsLine);
    }
    const next = text[close + 1];
    if (next === undefined || " \t\r\n;{)}".includes(next)) {
      this.at = close + 1;
      return { kind: "word", start, end: this.at, closed: true, startsLine };
    }
    // A string over several lines, the first of which looks finished, followed by rubbish: rather the quote before is missing its partner.
    const firstLine = text.slice(start, close).indexOf("\n");
    if (firstLine !== -1 && /[;{]\s*$/.test(text.slice(Math.max(start, start + firstLine - 80), start + firstLine))) {
      return this.wordUpToLineEnd(start, startsLine);
    }
    this.report(close + 1, close + 2, `${quote} ends the argument, so a space or ";" must follow; the rest is taken as another argument.`);
    this.at = close + 1;
    return { kind: "word", start, end: this.at, closed: true, startsLine };
  }

  /** For a string that never closes: it ends where its line does, without the semicolon or brace that stands there. */
  private wordUpToLineEnd(start: number, startsLine: boolean): Word {
    const { text } = this;
    this.report(start, start + 1, `The string that ${text[start]} opens here is never closed; it is taken to end with its line.`);
    const lineEnd = text.indexOf("\n", start);
    let end = lineEnd === -1 ? text.length : lineEnd;
    while (end > start + 1 && isBlank(text.charCodeAt(end - 1))) end--;
    if (end > start + 1 && (text[end - 1] === ";" || text[end - 1] === "{")) end--;
    this.at = end;
    return { kind: "word", start, end, closed: false, startsLine };
  }
}

function closingQuote(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === quote) return i;
  }
  return -1;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

/** How many blanks the line of `offset` starts with. */
function indentAt(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let i = start;
  while (text[i] === " " || text[i] === "\t") i++;
  return i - start;
}
