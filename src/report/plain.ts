/**
 * One line of text that a terminal or a CI log only displays: every line break or tab becomes a space, and every other character that
 * steers a terminal or hides (C0, C1, bidirectional overrides, zero-width, lone surrogates) becomes a visible replacement character.
 */
export function printable(text: string): string {
  // Runs of blanks are taken whole, so that a long one is looked at once.
  return disarm(text.replace(/[\s\u0085]+/g, (run) => (/[\t-\r\u0085\u2028\u2029]/.test(run) ? " " : run)).replace(unprintable, "\uFFFD"));
}

/** Category Cc (controls), Cf (format characters, zero-width and bidirectional ones included), Cs (lone surrogates), Zl and Zp (separators). */
export const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Of the same length, and without the openings that a CI runner obeys anywhere in a line: `##[` (GitHub Actions), `##vso[` (Azure
 * Pipelines), `##teamcity[`. The other one, `::` at the start of a line, is for `guardLines`.
 */
export function disarm(text: string): string {
  return text.replace(/##([a-z]{0,16})\[/gi, "##$1(");
}

/** GitHub's runner takes a line for a command when it starts with `::`, spaces before it not counted. */
export function guardLines(output: string): string {
  return output.replace(/^((?:[^\S\n]|\u001b\[\d*m)*):(?=:)/gm, "$1: "); // oxlint-disable-line no-control-regex -- colours are escape sequences
}

/** How many columns of a terminal `text` takes: none for a combining mark, two for East Asian wide characters and emoji (Unicode annex 11). */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function characterWidth(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (/^[\p{Mn}\p{Me}]/u.test(character)) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Breaks a printable text between words into lines of at most `width` columns; a longer word is cut. Never empty. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ").flatMap((word) => piecesOf(word, width))) {
    const length = widthOf(word);
    if (used > 0 && used + 1 + length > width) {
      lines.push(line);
      line = word;
      used = length;
    } else {
      line = used === 0 ? word : `${line} ${word}`;
      used += length + (used === 0 ? 0 : 1);
    }
  }
  return [...lines, line];
}

/** `text`, or its beginning and "…" where it is longer than `length` UTF-16 units. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/** What a reader hears of Markdown prose: links by their text, no emphasis, no headings, one paragraph a line; code keeps its backticks. */
export function proseOf(markdown: string): string {
  return markdown
    .trim()
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " "))
    .join("\n")
    .replace(/\[([^\]\n]{1,200})\]\([^)\n]{0,500}\)/g, "$1")
    .replace(/\*\*([^*\n]{1,200})\*\*/g, "$1")
    .replace(/^#{1,6} /gm, "");
}

/** The first sentence of Markdown prose, in one line. */
export function firstSentenceOf(markdown: string): string {
  const prose = proseOf(markdown).split("\n", 1)[0]!;
  // Not inside backticks, and not after an abbreviation: what follows has to start like a sentence.
  const end = /^(?:`[^`]*`|[^`])*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?=\s+[A-Z]|$)/.exec(prose);
  return end === null ? prose : end[0];
}

function piecesOf(word: string, width: number): string[] {
  if (word.length <= width / 2 || widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const length = characterWidth(character);
    if (used + length > width) {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += length;
  }
  return [...pieces, piece];
}
