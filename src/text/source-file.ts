/** One text as it was read: `path` is relative to the project root, with "/", and `text` is what the bytes decode to, a byte order mark included. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A half-open range `[start, end)` of UTF-16 offsets into `file.text`. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A value together with the place it was written at. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** Makes a span; offsets are UTF-16 and are clamped into the file, so that a broken parser can never point outside of it. */
export function span(file: SourceFile, start: number, end: number): Span {
  const length = file.text.length;
  const from = Math.min(Math.max(start, 0), length);
  return { file, start: from, end: Math.min(Math.max(end, from), length) };
}

/** The characters that `at` covers, exactly as they stand in the file. */
export function textOf(at: Span): string {
  return at.file.text.slice(at.start, at.end);
}

/** The smallest span that covers both; both must lie in the same file, otherwise `first` is returned. */
export function cover(first: Span, last: Span): Span {
  if (first.file !== last.file) return first;
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** Whether `inner` lies within `outer` (touching ends count). */
export function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}
