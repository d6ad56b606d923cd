import { isSpace } from "./logical-line.ts";
import type { Region } from "../shell/index.ts";

/** What every instruction begins with; all ranges are indices into the text of `line`. */
export interface Head {
  readonly line: Region;
  readonly keyword: TextRange;
  readonly flags: readonly FlagRange[];
  /** Without blanks around it; empty at the end of the line when there are no arguments. */
  readonly arguments: TextRange;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** `--name=value`, quotes still on. */
export interface FlagRange extends TextRange {
  readonly name: string;
  readonly valueStart: number | undefined;
}

/** Takes an instruction apart: its keyword, the `--flags` behind it, and the rest (BuildKit, frontend/dockerfile/parser, splitCommand). */
export function readHead(line: Region, from: number, escape: string): Head {
  const { text } = line;
  const start = skip(text, from);
  let keywordEnd = start;
  while (keywordEnd < text.length && !isWordBreak(text[keywordEnd]!)) keywordEnd++;
  let end = text.length;
  while (end > keywordEnd && isSpace(text[end - 1])) end--;
  const flags: FlagRange[] = [];
  let position = skip(text, keywordEnd);
  while (text.startsWith("--", position)) {
    const flagEnd = Math.min(wordEnd(text, position, escape, true), end);
    const flag = flagIn(text, position, flagEnd);
    position = skip(text, flagEnd);
    if (flag.name === "" && flag.valueStart === undefined) break;
    flags.push(flag);
  }
  return { line, keyword: { start, end: keywordEnd }, flags, arguments: { start: Math.min(position, end), end } };
}

/** The keyword in upper case. */
export function keywordOf({ line, keyword }: Head): string {
  return line.text.slice(keyword.start, keyword.end).toUpperCase();
}

/** The ranges between runs of blanks, whatever stands in them (BuildKit, parseStringsWhitespaceDelimited). */
export function splitAtBlanks(text: string, from: number, to: number): readonly TextRange[] {
  const found: TextRange[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && !isWordBreak(text[i]!)) continue;
    if (i > start) found.push({ start, end: i });
    start = i + 1;
  }
  return found;
}

/** As `indexOf`, but it looks no further than the range: to search to the end of the line for each word would not be linear. */
export function indexWithin(text: string, char: string, { start, end }: TextRange): number {
  for (let i = start; i < end; i++) if (text[i] === char) return i;
  return -1;
}

/** The ranges between commas, as the fields of `--mount` stand. */
export function splitAtCommas(text: string, from: number, to: number): readonly TextRange[] {
  const found: TextRange[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && text[i] !== ",") continue;
    found.push({ start, end: i });
    start = i + 1;
  }
  return found;
}

/** The words between blanks that are neither quoted nor escaped, quotes still on (BuildKit, parseWords). */
export function splitWords(text: string, from: number, to: number, escape: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let position = from;
  while (position < to) {
    if (isSpace(text[position])) {
      position++;
      continue;
    }
    const end = Math.min(wordEnd(text, position, escape, false), to);
    // An escape character that escapes nothing is no word.
    if (end - position > 1 || text[position] !== escape) found.push({ start: position, end });
    position = end;
  }
  return found;
}

/** The end of the word at `start`: the first blank that is neither quoted nor escaped. Within single quotes only flags know escapes. */
function wordEnd(text: string, start: number, escape: string, isFlag: boolean): number {
  let quote = "";
  let i = start;
  for (; i < text.length; i++) {
    const char = text[i]!;
    if (char === escape && (isFlag || quote !== "'")) i++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (isSpace(char)) break;
  }
  return Math.min(i, text.length);
}

function flagIn(text: string, start: number, end: number): FlagRange {
  const equals = indexWithin(text, "=", { start, end });
  const hasValue = equals !== -1;
  const name = text.slice(start + 2, hasValue ? equals : end).replace(/["']/g, "");
  return { start, end, name, valueStart: hasValue ? equals + 1 : undefined };
}

function skip(text: string, from: number): number {
  let i = from;
  while (i < text.length && isSpace(text[i])) i++;
  return i;
}

/** What ends a keyword and separates plain arguments; narrower than `isSpace`. */
function isWordBreak(char: string): boolean {
  return char === " " || char === "\t" || char === "\v" || char === "\f" || char === "\r";
}
