import type { SourceFile, Span } from "../text/index.ts";
import { positionOf } from "../text/line-index.ts";

/** Lines and columns are 1-based, columns count UTF-16 units, and the end column is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a finding stands. Line breaks at its end are left out: a pull request shows an alert only if every line of its region changed. */
export function rangeOf(at: Span): Range {
  let end = at.end;
  while (end > at.start && isLineBreak(at.file.text.charCodeAt(end - 1))) end--;
  return exactRangeOf({ file: at.file, start: at.start, end });
}

/** Where an edit stands, with every line break it covers. */
export function exactRangeOf(at: Span): Range {
  const from = visiblePositionOf(at.file, at.start);
  const to = visiblePositionOf(at.file, at.end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** `path:line:column` as terminals and editors open it; `path` has to be the one to display. */
export function linkTo(path: string, at: Span): string {
  const { line, column } = visiblePositionOf(at.file, at.start);
  return `${path}:${line}:${column}`;
}

export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** SARIF 2.1.0, 3.30.2: positions do not depend on whether a byte order mark is there; editors do not count it either. */
function visiblePositionOf(file: SourceFile, offset: number): { readonly line: number; readonly column: number } {
  const { line, column } = positionOf(file, offset);
  return line === 1 && file.text.startsWith("\uFEFF") ? { line, column: Math.max(1, column - 1) } : { line, column };
}
