import type { SourceFile, Span } from "../text/index.ts";
import { lineOf, lineStarts } from "../text/line-index.ts";
import { likelySecretsIn } from "./likely-secret.ts";
import { isLineBreak } from "./place.ts";
import { characterWidth, disarm, unprintable } from "./plain.ts";
import { maskOf, merge, type Interval, type Redactions } from "./redaction.ts";

/** One line of source as it is shown, and under it the marks ("^" below every column of the span). */
export interface FrameRow {
  /** 1-based. */
  readonly line: number;
  readonly code: string;
  readonly marks: string;
  /** Lines of the span between this row and the next one are left out. */
  readonly gap: boolean;
}

/**
 * The source at `at` with the exact span marked, at most `width` columns wide: the line, or the first and the last line where the span
 * has several. Tabs are expanded, long lines cut around the span, secrets masked, characters that steer a terminal made visible.
 */
export function frameOf(at: Span, redactions: Redactions, width: number): readonly FrameRow[] {
  const { file, start } = at;
  let end = at.end;
  while (end > start && isLineBreak(file.text.charCodeAt(end - 1))) end--;
  const first = lineOf(file, start);
  const last = lineOf(file, end);
  if (first === last) return [rowOf(file, first, { start, end }, false, redactions, width)];
  const head = { start, end: lineBounds(file, first).end };
  const lastBounds = lineBounds(file, last);
  let tailStart = lastBounds.start;
  while (tailStart < end && isBlank(file.text.charCodeAt(tailStart))) tailStart++;
  const tail = { start: tailStart, end };
  return [rowOf(file, first, head, last > first + 1, redactions, width), rowOf(file, last, tail, false, redactions, width)];
}

/** The line that `at` starts on, without its indentation, at most `width` columns wide, cut around the span. */
export function excerptOf(at: Span, redactions: Redactions, width: number): string {
  const { start, end } = lineBounds(at.file, lineOf(at.file, at.start));
  let visible = start;
  while (visible < at.start && isBlank(at.file.text.charCodeAt(visible))) visible++;
  return viewIn(at.file, { start: visible, end }, { start: at.start, end: Math.min(at.end, end) }, redactions, width).code;
}

/** How far from the span, in UTF-16 units, a line is looked at: more than any frame shows, so that a URL cut by its edge is still known. */
const reach = 500;
/** How far before that the name of a long value is looked for. */
const lookBehind = 8192;
const tabStop = 4;
/** Columns kept to the left of the span where a line has to be cut. */
const leftContext = 24;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

function rowOf(file: SourceFile, line: number, span: Interval, gap: boolean, redactions: Redactions, width: number): FrameRow {
  return { line: line + 1, ...viewIn(file, lineBounds(file, line), span, redactions, width), gap };
}

function viewIn(file: SourceFile, bounds: Interval, span: Interval, redactions: Redactions, width: number): View {
  const from = Math.max(bounds.start, span.start - reach);
  const to = Math.min(bounds.end, Math.max(Math.min(span.end, span.start + reach), from) + reach);
  const before = Math.max(bounds.start, from - lookBehind);
  const secrets = merge([...redactions.within(file, from, to), ...likelySecretsIn(file.text.slice(before, to), before)]);
  return viewOf(cellsOf(file, from, to, secrets), span, { left: from > bounds.start, right: to < bounds.end }, width);
}

function lineBounds(file: SourceFile, line: number): Interval {
  const starts = lineStarts(file);
  const start = starts[line] ?? file.text.length;
  let end = starts[line + 1] ?? file.text.length;
  while (end > start && isLineBreak(file.text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function cellsOf(file: SourceFile, from: number, to: number, secrets: readonly Interval[]): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let nextSecret = 0;
  const add = (text: string, width: number, start: number, end: number): void => {
    cells.push({ text, width, start, end });
    column += width;
  };
  for (let i = from; i < to;) {
    while (nextSecret < secrets.length && secrets[nextSecret]!.end <= i) nextSecret++;
    const secret = secrets[nextSecret];
    if (secret !== undefined && secret.start <= i) {
      const end = Math.min(secret.end, to);
      for (const bullet of maskOf(secret.end - secret.start)) add(bullet, 1, i, end);
      i = end;
      continue;
    }
    const character = String.fromCodePoint(file.text.codePointAt(i)!);
    const end = i + character.length;
    if (character === "\t") add(" ".repeat(tabStop - (column % tabStop)), tabStop - (column % tabStop), i, end);
    // A byte order mark is no part of the line.
    else if (character === "\uFEFF" && i === 0) add("", 0, i, end);
    else if (character.search(unprintable) === 0) add("\uFFFD", 1, i, end);
    else add(character, characterWidth(character), i, end);
    i = end;
  }
  return cells;
}

interface View {
  readonly code: string;
  readonly marks: string;
}

function viewOf(cells: readonly Cell[], span: Interval, cut: { readonly left: boolean; readonly right: boolean }, width: number): View {
  const columns = [0];
  for (const cell of cells) columns.push(columns.at(-1)! + cell.width);
  const isMarked = (cell: Cell): boolean =>
    span.start === span.end ? cell.start <= span.start && span.start < cell.end : cell.start < span.end && cell.end > span.start;
  let first = cells.findIndex((cell) => isMarked(cell));
  let last = cells.findLastIndex((cell) => isMarked(cell));
  // An empty span at the end of the line has no cell below it.
  if (first === -1) first = last = cells.length;
  const [low, high] = shownCells(columns, first, last, cut, width);
  const before = low > 0 || cut.left ? "…" : "";
  const after = high < cells.length || cut.right ? "…" : "";
  const shown = cells.slice(low, high);
  const markStart = columns[first]! - columns[low]! + before.length;
  const markEnd = Math.min(columns[Math.min(last + 1, cells.length)]!, columns[high]!) - columns[low]! + before.length;
  const beyond = last >= high && high < cells.length ? 1 : 0;
  const code = disarm(before + shown.map((cell) => cell.text).join("") + after).trimEnd();
  // An empty span takes one column, however wide the character after it is.
  const length = span.start === span.end ? 1 : Math.max(1, markEnd - markStart + beyond);
  return { code, marks: " ".repeat(markStart) + "^".repeat(length) };
}

/** The half-open range of cells that fits into `width` columns together with the ellipses, the beginning of the marked ones included. */
function shownCells(
  columns: readonly number[],
  first: number,
  last: number,
  cut: { readonly left: boolean; readonly right: boolean },
  width: number,
): readonly [low: number, high: number] {
  const count = columns.length - 1;
  const total = columns[count]!;
  if (!cut.left && !cut.right && total <= width) return [0, count];
  const markEnd = columns[Math.min(last + 1, count)]!;
  let low = 0;
  if (cut.left || markEnd > width - 1) {
    const context = Math.min(leftContext, Math.max(width >> 3, width - 2 - (markEnd - columns[first]!)));
    // Where little of the line follows the span, the columns it leaves free show more of what stands before.
    const spare = cut.right ? 0 : Math.max(0, width - 1 - context - (total - columns[first]!));
    while (low < first && columns[low]! < columns[first]! - context - spare) low++;
  }
  const room = width - (low > 0 || cut.left ? 1 : 0);
  if (!cut.right && total - columns[low]! <= room) return [low, count];
  let high = low;
  while (high < count && columns[high + 1]! - columns[low]! <= room - 1) high++;
  return [low, high];
}
