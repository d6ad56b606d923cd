import { span, type SourceFile } from "../../text/index.ts";
import { regionSpan, subRegion, wholeFile, type Region } from "../shell/index.ts";
import type { Heredoc } from "./ast.ts";
import { isSpace, lineAt } from "./logical-line.ts";

/** A `<<EOF` on an instruction's line. */
export interface HeredocMarker extends Pick<Heredoc, "name" | "marker" | "stripsTabs" | "expands"> {
  readonly start: number;
  readonly end: number;
}

/** Variables in the default of a variable in the default of …. */
const MAX_NESTING = 32;

/**
 * The heredocs an instruction announces. The builder splits the line into words by its own rules, and only a whole word counts: `cat <<EOF`
 * has one, `cat<<EOF` has none. When a quote or a `${` on the line does not end, nothing counts (BuildKit, frontend/dockerfile/parser,
 * heredocsFromLine).
 */
export function heredocMarkers(line: Region): readonly HeredocMarker[] {
  if (!line.text.includes("<<")) return [];
  const found: HeredocMarker[] = [];
  for (const [start, end] of new WordSplitter(line.text).words() ?? []) {
    const match = /^\d*<<(-?)\s*([^<]+)$/.exec(line.text.slice(start, end));
    if (match === null) continue;
    const { name, quoted } = unquote(match[2]!);
    if (name === "") continue;
    found.push({ name, marker: regionSpan(line, start, end), stripsTabs: match[1] === "-", expands: !quoted, start, end });
  }
  return found;
}

/** Where the lines of a file stand by their text: to look for each heredoc's end down the file would not be linear. */
export class HeredocLines {
  private lines: ReadonlyMap<string, readonly number[]> | undefined;
  private untabbed: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(private readonly file: SourceFile) {}

  /** The heredoc whose lines begin at `from`, and where the line behind its end begins. Undefined when it never ends. */
  read(marker: HeredocMarker, from: number): { readonly heredoc: Heredoc; readonly end: number; readonly next: number } | undefined {
    const { file } = this;
    const { name, marker: at, stripsTabs, expands } = marker;
    const closing = firstFrom(this.linesOf(stripsTabs).get(name) ?? [], from);
    if (closing === undefined) return undefined;
    const { contentEnd: end, next } = lineAt(file.text, closing);
    const body = subRegion(wholeFile(file), from, closing);
    return { heredoc: { name, marker: at, body, bodySpan: span(file, from, closing), stripsTabs, expands }, end, next };
  }

  private linesOf(stripsTabs: boolean): ReadonlyMap<string, readonly number[]> {
    if (stripsTabs) return (this.untabbed ??= linesByText(this.file.text, (line) => line.replace(/^\t+/, "")));
    return (this.lines ??= linesByText(this.file.text, (line) => line));
  }
}

function linesByText(text: string, keyOf: (line: string) => string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (let start = 0; start < text.length;) {
    const { contentEnd, next } = lineAt(text, start);
    const key = keyOf(text.slice(start, contentEnd));
    const starts = found.get(key);
    if (starts === undefined) found.set(key, [start]);
    else starts.push(start);
    start = next;
  }
  return found;
}

/** The first of the sorted `starts` that is not before `from`. */
function firstFrom(starts: readonly number[], from: number): number | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return starts[low];
}

/** A delimiter without its quotes. */
function unquote(word: string): { readonly name: string; readonly quoted: boolean } {
  let name = "";
  let quote = "";
  let quoted = false;
  for (let i = 0; i < word.length; i++) {
    const char = word[i]!;
    if (quote === "" && (char === "'" || char === '"')) {
      quote = char;
      quoted = true;
    } else if (char === quote) quote = "";
    else if (char === "\\" && (quote === "" || (quote === '"' && '"$\\'.includes(word[i + 1] ?? "x")))) name += word[++i] ?? "";
    else name += char;
  }
  return { name, quoted };
}

/** Splits a line into words as the builder's shell package does, whatever the escape directive says. */
class WordSplitter {
  private position = 0;

  constructor(private readonly text: string) {}

  /** The ranges of the words; undefined when a quote or a substitution does not end. */
  words(): readonly (readonly [number, number])[] | undefined {
    const { text } = this;
    const found: [number, number][] = [];
    let start = -1;
    while (this.position < text.length) {
      const at = this.position;
      if (isSpace(text[at])) {
        if (start !== -1) found.push([start, at]);
        start = -1;
        this.position++;
        continue;
      }
      if (start === -1) start = at;
      if (!this.piece(0)) return undefined;
    }
    if (start !== -1) found.push([start, text.length]);
    return found;
  }

  /** Goes over one character, quoted text, substitution or `<<`; false when it does not end. */
  private piece(depth: number): boolean {
    const { text } = this;
    switch (text[this.position]) {
      case "'": {
        const close = text.indexOf("'", this.position + 1);
        this.position = close + 1;
        return close !== -1;
      }
      case '"':
        return this.doubleQuoted(depth);
      case "$":
        return this.dollar(depth);
      case "<":
        this.position++;
        // Blanks behind `<<` belong to the word.
        if (text[this.position] === "<") while (/[\t\r ]/.test(text[++this.position] ?? "")) continue;
        return true;
      case "\\":
        this.position += 2;
        return true;
      default:
        this.position++;
        return true;
    }
  }

  private doubleQuoted(depth: number): boolean {
    const { text } = this;
    this.position++;
    while (this.position < text.length) {
      const char = text[this.position]!;
      if (char === "$") {
        if (!this.dollar(depth)) return false;
        continue;
      }
      const escapes = char === "\\" && /["$\\]/.test(text[this.position + 1] ?? "");
      this.position += escapes ? 2 : 1;
      if (char === '"') return true;
    }
    return false;
  }

  private dollar(depth: number): boolean {
    const { text } = this;
    if (text[++this.position] !== "{") return true;
    const operator = /^(?:[0-9]+|[@*#?\-$!]|[\p{L}\p{Nd}_]*)(.?.?)/u.exec(text.slice(this.position + 1, this.position + 256));
    const mark = operator?.[1] ?? "";
    const isKnown = /^(?:[}+\-?#%/]|:[^#%])/.test(mark) && !/^[{}:]/.test(text[this.position + 1] ?? "{");
    if (!isKnown || depth >= MAX_NESTING) return false;
    this.position += 1 + operator![0].length - mark.length;
    if (mark[0] === "}") {
      this.position++;
      return true;
    }
    this.position += mark[0] === ":" ? 2 : 1;
    if (mark[0] === "/") {
      if (mark[1] === "/") this.position++;
      if (!this.until("/", depth + 1)) return false;
    }
    return this.until("}", depth + 1);
  }

  private until(stop: string, depth: number): boolean {
    while (this.position < this.text.length) {
      if (this.text[this.position] === stop) {
        this.position++;
        return true;
      }
      if (!this.piece(depth)) return false;
    }
    return false;
  }
}
