import { span, type SourceFile } from "../../text/index.ts";
import type { TemplateInput } from "../template/index.ts";

/**
 * The index of the quote that closes the one at `open`, or -1. A backslash keeps the quote behind it from closing, in single quotes too
 * (compose-go; a POSIX shell has no escape in single quotes).
 */
export function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

/**
 * The decoded text between two quotes. First a backslash goes that stands before the quote character itself; then, in double quotes only,
 * `\n`, `\t` and the like, `\\`, `\0` with three octal digits, and `\$`, which becomes `$$`, the template grammar's dollar sign.
 */
export function decodeQuoted(file: SourceFile, open: number, close: number): TemplateInput {
  const inner = span(file, open + 1, close);
  const raw = file.text.slice(open + 1, close);
  if (!raw.includes("\\")) return { text: raw, inner, offsetOf: (index) => inner.start + index };
  const quote = file.text[open]!;
  const unquoted = replaceWithOffsets(raw, /\\[\s\S]/g, (match) => (match[1] === quote ? quote : match));
  const decoded =
    quote === '"' ? replaceWithOffsets(unquoted.text, /\\(?:0\d{0,3}|[abfnrtv$"\\])/g, decodeEscape) : identity(unquoted.text);
  const { text } = decoded;
  return { text, inner, offsetOf: (index) => (index < text.length ? inner.start + unquoted.offsetOf(decoded.offsetOf(index)) : inner.end) };
}

interface Replaced {
  readonly text: string;
  /** Where what the character at `index` was made of begins. */
  offsetOf(index: number): number;
}

function identity(text: string): Replaced {
  return { text, offsetOf: (index) => index };
}

function replaceWithOffsets(text: string, pattern: RegExp, replacement: (match: string) => string): Replaced {
  let result = "";
  let done = 0;
  const offsets: number[] = [];
  const copy = (to: number) => {
    result += text.slice(done, to);
    for (; done < to; done++) offsets.push(done);
  };
  for (const match of text.matchAll(pattern)) {
    copy(match.index);
    const by = replacement(match[0]);
    result += by;
    // Where nothing was shortened the characters still stand side by side.
    for (let i = 0; i < by.length; i++) offsets.push(by.length === match[0].length ? match.index + i : match.index);
    done = match.index + match[0].length;
  }
  copy(text.length);
  return { text: result, offsetOf: (index) => offsets[index] ?? text.length };
}

const NAMED: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  $: "$$",
};

function decodeEscape(match: string): string {
  if (match[1] !== "0") return NAMED[match[1]!] ?? match;
  const digits = match.slice(2);
  const code = /^[0-7]{3}$/.test(digits) ? Number.parseInt(digits, 8) : 256;
  // What is no character keeps its digits and loses only the zero.
  return code < 256 ? String.fromCharCode(code) : `\\${digits}`;
}
