/**
 * Where the body of a block scalar stands: from its first character behind the indentation to the end of its last line that holds
 * anything. `range` starts at the `|` or `>`; `text` is the decoded value.
 */
export function blockBody(source: string, text: string, range: readonly [number, number, ...number[]]): readonly [number, number] {
  const newline = source.indexOf("\n", range[0]);
  const body = newline === -1 ? range[1] : Math.min(newline + 1, range[1]);
  const end = lastContent(source, body, range[1]);
  if (text === "" || end === body) return [body, body];
  return [Math.min(bodyStart(source, body, end, text), end), end];
}

function bodyStart(source: string, body: number, end: number, text: string): number {
  const limit = body + blockIndentation(source, body, end, text);
  let start = body;
  while (start < limit && source[start] === " ") start += 1;
  return start;
}

/** How many spaces every line of a block scalar's body loses: what its first line with content starts with, less what of it the text keeps. */
export function blockIndentation(source: string, body: number, end: number, text: string): number {
  let lineStart = body;
  let at = body;
  for (; at < end; at++) {
    if (source[at] === "\n") lineStart = at + 1;
    else if (source[at] !== " " && source[at] !== "\r") break;
  }
  const kept = /[^ \n]/.exec(text)?.index ?? text.length;
  const keptIndentation = kept - (text.lastIndexOf("\n", kept - 1) + 1);
  return Math.max(at - lineStart - keptIndentation, 0);
}

function lastContent(source: string, body: number, limit: number): number {
  let end = limit;
  while (end > body) {
    let lineStart = end;
    while (lineStart > body && source[lineStart - 1] === " ") lineStart -= 1;
    const isStart = lineStart === body || source[lineStart - 1] === "\n";
    if (!isStart) return end;
    if (lineStart === body) return body;
    end = lineStart - 1;
    if (end > body && source[end - 1] === "\r") end -= 1;
  }
  return end;
}
