/** A text that a shell parser can read, of the same length as the original, and the ranges it must not take literally. */
export interface Masked {
  readonly text: string;
  /** Where `${{ … }}` stood, in order. */
  readonly expressions: readonly Range[];
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces what is no shell by something as long that is: a backslash before CRLF by one before LF, and, where asked to, `${{ … }}` by underscores. */
export function mask(text: string, withExpressions: boolean): Masked {
  const unix = text.includes("\\\r\n") ? text.replaceAll("\\\r\n", " \\\n") : text;
  const expressions = withExpressions ? expressionsIn(text) : [];
  if (expressions.length === 0) return { text: unix, expressions };
  const chunks: string[] = [];
  let done = 0;
  for (const { start, end } of expressions) {
    chunks.push(unix.slice(done, start), "_".repeat(end - start));
    done = end;
  }
  chunks.push(unix.slice(done));
  return { text: chunks.join(""), expressions };
}

/** Every `${{ … }}`; a `}}` inside of a single-quoted string does not end one. An open one is no expression. */
function expressionsIn(text: string): readonly Range[] {
  const found: Range[] = [];
  let start = text.indexOf("${{");
  while (start !== -1) {
    const end = expressionEnd(text, start + 3);
    if (end === -1) break;
    found.push({ start, end });
    start = text.indexOf("${{", end);
  }
  return found;
}

function expressionEnd(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === "'") quoted = !quoted;
    else if (!quoted && char === "}" && text[i + 1] === "}") return i + 2;
  }
  return -1;
}

/** The first of the sorted `ranges` that ends behind `offset`, as an index into them. */
export function firstBehind(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
