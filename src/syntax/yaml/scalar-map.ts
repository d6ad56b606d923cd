import type { YamlScalar } from "./ast.ts";
import { blockIndentation } from "./block-body.ts";

/**
 * Where the characters of a scalar's text stand in its file, as pairs of text index and source offset in one flat list; between two
 * pairs both count up together. The rules are those of YAML 1.2.2: line folding (6.5), escapes (5.7), block scalars (8.1).
 */
export function mapScalar(scalar: YamlScalar): readonly number[] {
  const { style, inner, text } = scalar;
  const walk: Walk = { source: inner.file.text, end: inner.end, at: inner.start, index: 0, map: [0, inner.start] };
  if (style === "literal") walkLiteral(walk, text);
  else if (style === "folded") walkFolded(walk, text);
  else if (style === "double") walkDouble(walk);
  else walkFlow(walk, style === "single");
  return walk.map;
}

/** `at` is the source offset that belongs to `index` of the text. */
interface Walk {
  readonly source: string;
  readonly end: number;
  at: number;
  index: number;
  readonly map: number[];
}

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 39;
const BACKSLASH = 92;

/** Plain and single-quoted: line breaks fold, and `''` is one quote. */
function walkFlow(walk: Walk, isQuoted: boolean): void {
  while (walk.at < walk.end) {
    const code = walk.source.charCodeAt(walk.at);
    if (isWhite(code)) walkWhite(walk);
    else if (isQuoted && code === QUOTE) take(walk, 2, 1);
    else keep(walk, 1);
  }
}

function walkDouble(walk: Walk): void {
  while (walk.at < walk.end) {
    const code = walk.source.charCodeAt(walk.at);
    if (isWhite(code)) walkWhite(walk);
    else if (code === BACKSLASH) walkEscape(walk);
    else keep(walk, 1);
  }
}

const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function walkEscape(walk: Walk): void {
  const { source, at } = walk;
  const newline = newlineAt(source, at + 1);
  if (newline > 0) return take(walk, skipBlanks(source, at + 1 + newline) - at, 0);
  const letter = source[at + 1] ?? "";
  const digits = codeLengths[letter];
  if (digits !== undefined) {
    const code = source.slice(at + 2, at + 2 + digits);
    const isCode = code.length === digits && /^[0-9a-fA-F]+$/.test(code) && parseInt(code, 16) <= 0x10ffff;
    if (isCode) return take(walk, digits + 2, parseInt(code, 16) > 0xffff ? 2 : 1);
    return keep(walk, digits + 2);
  }
  // What is no escape stays as the two characters it is.
  if (/[0abefnrtvN_LP "/\\\t]/.test(letter)) take(walk, 2, 1);
  else keep(walk, 2);
}

/** A run of white space: kept within a line; around line breaks one break becomes a space, and of n the first is dropped. */
function walkWhite(walk: Walk): void {
  const { source, end } = walk;
  let next = skipBlanks(source, walk.at);
  let length = next < end ? newlineAt(source, next) : 0;
  if (length === 0) return keep(walk, Math.max(next - walk.at, 1));
  let count = 0;
  for (; length > 0 && next < end; length = newlineAt(source, next)) {
    if (count !== 1) walk.map.push(walk.index, next);
    if (count > 0) {
      walk.map.push(walk.index, next);
      walk.index += 1;
    }
    count += 1;
    next = skipBlanks(source, next + length);
  }
  if (count === 1) walk.index += 1;
  walk.at = next;
  walk.map.push(walk.index, next);
}

/** Every line of the text stands at the end of its source line, whatever the indentation. */
function walkLiteral(walk: Walk, text: string): void {
  let lineStart = walk.source.lastIndexOf("\n", walk.at - 1) + 1;
  while (walk.index <= text.length) {
    const textEnd = endOf(text, walk.index);
    const lineEnd = Math.min(lineEndAt(walk.source, lineStart), Math.max(walk.end, lineStart));
    walk.map.push(walk.index, Math.max(lineEnd - (textEnd - walk.index), lineStart));
    walk.index = textEnd + 1;
    lineStart = endOf(walk.source, lineStart) + 1;
  }
}

/** Lines join with a space, unless one is empty or indented further. */
function walkFolded(walk: Walk, text: string): void {
  const { source, end, map } = walk;
  let lineStart = source.lastIndexOf("\n", walk.at - 1) + 1;
  const indentation = blockIndentation(source, lineStart, end, text);
  let breaks: number[] = [];
  while (walk.index < text.length && lineStart < end) {
    const lineEnd = Math.min(lineEndAt(source, lineStart), end);
    const start = Math.min(skipSpaces(source, lineStart, lineStart + indentation), lineEnd);
    if (start < lineEnd) {
      pushBreaks(walk, text, breaks);
      map.push(walk.index, start);
      walk.index += lineEnd - start;
      breaks = [];
    }
    breaks.push(lineEnd);
    lineStart = endOf(source, lineStart) + 1;
  }
  pushBreaks(walk, text, breaks);
}

/** Pairs the space or the line breaks that stand at `walk.index` of the text with the source's line breaks, the last with the last. */
function pushBreaks(walk: Walk, text: string, breaks: readonly number[]): void {
  let count = 0;
  if (text[walk.index] === " " && walk.index > 0) count = 1;
  else while (text[walk.index + count] === "\n") count += 1;
  for (let i = 0; i < count; i++) {
    const offset = breaks[Math.max(breaks.length - count + i, 0)];
    if (offset !== undefined) walk.map.push(walk.index, offset);
    walk.index += 1;
  }
}

/** Passes over `count` characters that the text holds as they are. */
function keep(walk: Walk, count: number): void {
  walk.at += count;
  walk.index += count;
}

/** Passes over `sourceLength` characters that stand for `textLength` characters of the text. */
function take(walk: Walk, sourceLength: number, textLength: number): void {
  for (let i = 0; i < textLength; i++) walk.map.push(walk.index + i, walk.at);
  walk.at += sourceLength;
  walk.index += textLength;
  walk.map.push(walk.index, walk.at);
}

function isWhite(code: number): boolean {
  return code === SPACE || code === TAB || code === NEWLINE || code === RETURN;
}

/** The length of the line break at `at`: 2, 1 or, where there is none, 0. */
function newlineAt(source: string, at: number): number {
  if (source.charCodeAt(at) === NEWLINE) return 1;
  return source.charCodeAt(at) === RETURN && source.charCodeAt(at + 1) === NEWLINE ? 2 : 0;
}

function skipBlanks(source: string, at: number): number {
  let next = at;
  while (source.charCodeAt(next) === SPACE || source.charCodeAt(next) === TAB) next += 1;
  return next;
}

function skipSpaces(source: string, at: number, limit: number): number {
  let next = at;
  while (next < limit && source.charCodeAt(next) === SPACE) next += 1;
  return next;
}

/** The offset of the next "\n", or the length. */
function endOf(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** Where the content of the line that starts at `start` ends: before its "\n" or "\r\n". */
function lineEndAt(source: string, start: number): number {
  const end = endOf(source, start);
  return end > start && source.charCodeAt(end - 1) === RETURN && end < source.length ? end - 1 : end;
}
