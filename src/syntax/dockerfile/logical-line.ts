import { span, type SourceFile } from "../../text/index.ts";
import type { Comment } from "../document.ts";
import { RegionBuilder, wholeFile, type Region } from "../shell/index.ts";

/** One instruction as the builder joins it: continued lines put together, comments and blank lines between them left out. */
export interface LogicalLine {
  readonly region: Region;
  /** Behind the last character that belongs to it. */
  readonly end: number;
  /** Where the line behind it begins. */
  readonly next: number;
}

/**
 * Reads the instruction that begins at `start`, which is the first character of a line that is no blank. A line goes on when its last
 * character but blanks is a single escape character; blank lines and comments do not end it (BuildKit, frontend/dockerfile/parser). Comments
 * between its lines go to `comments`.
 */
export function readLogicalLine(file: SourceFile, start: number, escape: string, comments: Comment[]): LogicalLine {
  const { text } = file;
  const joined = new RegionBuilder(wholeFile(file), start);
  let end = start;
  let lineStart = start;
  while (lineStart < text.length) {
    const { contentEnd, next } = lineAt(text, lineStart);
    const first = skipBlanks(text, lineStart, contentEnd);
    const isFirstLine = lineStart === start;
    if (text[first] === "#" && first < contentEnd && !isFirstLine) comments.push(commentAt(file, first, contentEnd));
    else if (first < contentEnd) {
      const mark = continuationMark(text, lineStart, contentEnd, escape);
      joined.copy(lineStart, mark ?? contentEnd);
      end = trimmedEnd(text, lineStart, contentEnd);
      if (mark === undefined) return { region: joined.build(), end, next };
    }
    lineStart = next;
  }
  return { region: joined.build(), end, next: lineStart };
}

/** The offset of the first line at or behind `from` that is neither blank nor a comment, at its first character; undefined when there is none before `to`. */
export function nextContent(file: SourceFile, from: number, to: number, comments: Comment[]): number | undefined {
  const { text } = file;
  let lineStart = from;
  while (lineStart < to) {
    const { contentEnd, next } = lineAt(text, lineStart);
    const first = skipBlanks(text, lineStart, contentEnd);
    if (text[first] === "#" && first < contentEnd) comments.push(commentAt(file, first, contentEnd));
    else if (first < contentEnd) return first < to ? first : undefined;
    lineStart = next;
  }
  return undefined;
}

/** Where the line at `start` ends, without its line break, and where the next one begins. */
export function lineAt(text: string, start: number): { readonly contentEnd: number; readonly next: number } {
  const lineBreak = text.indexOf("\n", start);
  const next = lineBreak === -1 ? text.length : lineBreak + 1;
  let contentEnd = lineBreak === -1 ? text.length : lineBreak;
  while (contentEnd > start && text[contentEnd - 1] === "\r") contentEnd--;
  return { contentEnd, next };
}

/** Whether the builder takes a character for white space (Go, unicode.IsSpace). */
export function isSpace(char: string | undefined): boolean {
  return char !== undefined && char !== "\uFEFF" && /[\s\u0085]/.test(char);
}

function skipBlanks(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isSpace(text[i])) i++;
  return i;
}

function trimmedEnd(text: string, from: number, to: number): number {
  let i = to;
  while (i > from && isSpace(text[i - 1])) i--;
  return i;
}

/** The offset of the escape character that continues the line, undefined for none. Two of them are an escaped one. */
function continuationMark(text: string, from: number, to: number, escape: string): number | undefined {
  let last = to - 1;
  while (last >= from && (text[last] === " " || text[last] === "\t")) last--;
  if (last < from || text[last] !== escape) return undefined;
  return last > from && text[last - 1] === escape ? undefined : last;
}

function commentAt(file: SourceFile, start: number, end: number): Comment {
  return { text: file.text.slice(start + 1, end).trim(), span: span(file, start, end) };
}
