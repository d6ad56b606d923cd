import type { SourceFile } from "./source-file.ts";

/** A place as people and code scanning name it: both 1-based, the column in UTF-16 units, so that column 1 stands before the first one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const starts = new WeakMap<SourceFile, readonly number[]>();

/** The offset of the first character of every line. "\n", "\r\n" and a lone "\r" end a line. Computed once a file. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = starts.get(file);
  if (known !== undefined) return known;
  const result = [0];
  const { text } = file;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) result.push(i + 1);
  }
  starts.set(file, result);
  return result;
}

/** The zero-based number of the line that holds `offset` (0 ≤ offset ≤ length; others are clamped). */
export function lineOf(file: SourceFile, offset: number): number {
  const lines = lineStarts(file);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where `offset` stands, for a report. */
export function positionOf(file: SourceFile, offset: number): Position {
  const line = lineOf(file, offset);
  return { line: line + 1, column: Math.max(0, offset - lineStarts(file)[line]!) + 1 };
}
