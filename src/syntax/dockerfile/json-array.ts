import { RegionBuilder, regionSpan, type Region } from "../shell/index.ts";
import type { Span } from "../../text/index.ts";
import { isSpace } from "./logical-line.ts";

/** One string of an exec form. */
export interface JsonString {
  readonly region: Region;
  /** With its quotes. */
  readonly span: Span;
}

/** "none": no JSON array, so the text is in shell form. "mixed": an array that holds other things than strings, which the builder refuses. */
export type JsonArray =
  | { readonly kind: "strings"; readonly strings: readonly JsonString[] }
  | { readonly kind: "mixed" }
  | { readonly kind: "none" };

/**
 * Reads `[start, end)` of a line as the builder does: as an exec form if it is a whole, valid JSON array of strings, as RFC 8259 has it, and as
 * shell text otherwise (BuildKit, parseJSON).
 */
export function readJsonArray(line: Region, start: number, end: number): JsonArray {
  const { text } = line;
  let from = start;
  while (from < end && isSpace(text[from])) from++;
  if (text[from] !== "[") return { kind: "none" };
  const values = parsedArray(text.slice(from, end));
  if (values === undefined) return { kind: "none" };
  if (!values.every((value) => typeof value === "string")) return { kind: "mixed" };
  return { kind: "strings", strings: stringsIn(line, from, end) };
}

/** Text that was meant as an exec form, as far as one can see, though it is no JSON: `["a" "b"]`, `['a']`, `[npm, start]`. `[ -f x ]` and `[[ … ]]` are shell. */
export function looksLikeBrokenJson(text: string): boolean {
  if (!text.startsWith("[") || text.startsWith("[[")) return false;
  if (!isSpace(text[1])) return true;
  // A test of the shell also begins with a bracket and a blank, but puts no comma behind its first operand.
  return /^\[\s+(?:"[^"\n]*"|'[^'\n]*'|[“”‘’][^“”‘’\n]*[“”‘’])\s*(?:,|\]\s*$)/.test(text);
}

function parsedArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The strings of a valid array of strings. */
function stringsIn(line: Region, from: number, end: number): readonly JsonString[] {
  const { text } = line;
  const found: JsonString[] = [];
  let position = text.indexOf('"', from);
  while (position !== -1 && position < end) {
    const close = stringEnd(text, position + 1);
    found.push({ region: decoded(line, position + 1, close), span: regionSpan(line, position, close + 1) });
    position = text.indexOf('"', close + 1);
  }
  return found;
}

function stringEnd(text: string, from: number): number {
  let i = from;
  while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function decoded(line: Region, from: number, to: number): Region {
  const builder = new RegionBuilder(line, from);
  let start = from;
  for (let i = from; i < to; i++) {
    if (line.text[i] !== "\\") continue;
    builder.copy(start, i);
    const letter = line.text[i + 1]!;
    const width = letter === "u" ? 6 : 2;
    const char = letter === "u" ? String.fromCharCode(Number.parseInt(line.text.slice(i + 2, i + 6), 16)) : (ESCAPES[letter] ?? letter);
    builder.replace(i, i + width, char);
    start = i + width;
    i = start - 1;
  }
  builder.copy(start, to);
  return builder.build();
}
