/**
 * Where the Lua program of a `*_by_lua_block` ends: the offset of its closing brace, or -1 when there is none. `from` is the offset behind
 * the opening brace. Braces in strings, long brackets and comments do not count, as in lua-nginx-module's ngx_http_lua_conf_lua_block_parse.
 */
export function closingBraceOfLua(text: string, from: number): number {
  let depth = 1;
  // Where the lines end on which a quote was seen to stand alone: looking again for the next one there would take quadratic time.
  const alone: Record<string, number> = {};
  interesting.lastIndex = from;
  for (let match = interesting.exec(text); match !== null; match = interesting.exec(text)) {
    const at = match.index;
    const sign = match[0];
    if (sign === "{") depth++;
    else if (sign === "}") {
      depth--;
      if (depth === 0) return at;
    } else if (sign === "--" || sign === "[") {
      const end = sign === "[" ? endOfLongBracket(text, at) : endOfComment(text, at);
      if (end === -1) return -1;
      interesting.lastIndex = end;
    } else if (at >= (alone[sign] ?? 0)) {
      // A quote that nothing closes on its line is passed over.
      const end = endOfString(text, at);
      if (end === 0) alone[sign] = lineEndAt(text, at);
      else interesting.lastIndex = end;
    }
  }
  return -1;
}

/**
 * Where a Lua block that never closes should have ended, judged by indentation: the offset of the first brace that starts a line no further in
 * than `indent` characters, or -1.
 */
export function likelyEndOfLua(text: string, from: number, indent: number): number {
  lineStartingBrace.lastIndex = from;
  for (let match = lineStartingBrace.exec(text); match !== null; match = lineStartingBrace.exec(text)) {
    if (match[1]!.length <= indent) return match.index + match[0].length - 1;
  }
  return -1;
}

const interesting = /[{}"']|--|\[(?=[=[])/g;
const lineStartingBrace = /\n([ \t]*)\}/g;

function endOfComment(text: string, at: number): number {
  if (text[at + 2] === "[") {
    const end = longBracket(text, at + 2);
    if (end !== 0) return end;
  }
  return lineEndAt(text, at);
}

function lineEndAt(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function endOfLongBracket(text: string, at: number): number {
  const end = longBracket(text, at);
  return end === 0 ? at + 1 : end;
}

/** The offset behind a long bracket (`[[…]]`, `[==[…]==]`) that starts at `at`; 0 when none starts there, -1 when it never closes. */
function longBracket(text: string, at: number): number {
  let open = at + 1;
  while (text[open] === "=") open++;
  if (text[open] !== "[") return 0;
  const closing = `]${"=".repeat(open - at - 1)}]`;
  const end = text.indexOf(closing, open + 1);
  return end === -1 ? -1 : end + closing.length;
}

/** The offset behind a string that starts at `at`; 0 when it does not close on its line. */
function endOfString(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i];
    if (char === "\\") i++;
    else if (char === quote) return i + 1;
    else if (char === "\n") break;
  }
  return 0;
}
