import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { excerptOf, frameOf } from "../../src/report/frame.ts";
import { unprintable, widthOf } from "../../src/report/plain.ts";
import { redactionsOf, type Interval } from "../../src/report/redaction.ts";
import { span, type SourceFile } from "../../src/text/index.ts";
import { finding, rule, sampleReport } from "./sample-report.ts";

/** `source` holds the span between « and », and secrets between ‹ and ›; `picture` is what a reader sees, code and marks line by line. */
function check(source: string, picture: readonly string[], width = 60): void {
  const { file, marked, secrets } = read(source);
  const rows = frameOf(span(file, marked.start, marked.end), redactionsFor(file, secrets), width);
  expect(rows.flatMap((row) => [`${row.line} ${row.code}`, `${row.gap ? "…" : " "} ${row.marks}`])).toEqual(picture);
}

describe("a frame", () => {
  test.each<[name: string, source: string, picture: readonly string[], width?: number]>([
    ["one value", "a: 1\nports: «5432»\nb: 2\n", ["2 ports: 5432", "         ^^^^"]],
    ["tabs", "\tlisten\t«80»;\n", ["1     listen  80;", "              ^^"]],
    ["Windows line breaks", "a\r\nb: «c»\r\nd", ["2 b: c", "     ^"]],
    ["old Mac line breaks", "a\rb: «c»\rd", ["2 b: c", "     ^"]],
    ["the line break itself left out", "a: «1\r\n»b: 2", ["1 a: 1", "     ^"]],
    ["a byte order mark", "\uFEFF«FROM» node", ["1 FROM node", "  ^^^^"]],
    ["a span that begins at the byte order mark", "«\uFEFFFROM» node", ["1 FROM node", "  ^^^^"]],
    ["wide characters", "名: «日本» # x", ["1 名: 日本 # x", "      ^^^^"]],
    ["a combining mark", "e\u0301: «x»", ["1 e\u0301: x", "     ^"]],
    ["an emoji", "🚀: «x»", ["1 🚀: x", "      ^"]],
    ["nothing, before a word", "a: «»b", ["1 a: b", "     ^"]],
    ["nothing, at the end of the line", "a: b«»\nc", ["1 a: b", "      ^"]],
    ["nothing, in an empty line", "a\n«»\nc", ["2 ", "  ^"]],
    ["nothing, at the end of the file", "a\n«»", ["2 ", "  ^"]],
    ["two lines", "a: «{\n  b: 1 }»\n", ["1 a: {", "     ^", "2   b: 1 }", "    ^^^^^^"]],
    ["many lines", "«server {\n a;\n b;\n}»\n", ["1 server {", "… ^^^^^^^^", "4 }", "  ^"]],
    [
      "a long line, the span in its middle",
      `${"a".repeat(90)}«MARK»${"b".repeat(90)}`,
      [`1 …${"a".repeat(24)}MARK${"b".repeat(10)}…`, `  ${" ".repeat(25)}^^^^`],
      40,
    ],
    ["a long line, the span at its beginning", `«MARK»${"b".repeat(90)}`, [`1 MARK${"b".repeat(35)}…`, "  ^^^^"], 40],
    ["a long line, the span at its end", `${"a".repeat(90)}«MARK»`, [`1 …${"a".repeat(35)}MARK`, `  ${" ".repeat(36)}^^^^`], 40],
    [
      "a span that is too long itself",
      `a: «${"x".repeat(90)}»;`,
      [`1 …: ${"x".repeat(36)}…`.replace("…: ", "a: "), `  ${" ".repeat(3)}${"^".repeat(37)}`],
      40,
    ],
    ["a line as wide as the frame", `«${"x".repeat(40)}»`, [`1 ${"x".repeat(40)}`, `  ${"^".repeat(40)}`], 40],
    ["controls, escapes and overrides", "a\u001b[31m: «b\u202e\u200b\u009b»", ["1 a�[31m: b���", "          ^^^^"]],
    ["runner commands", "«##[error]» ##vso[task.x] ##teamcity[y]", ["1 ##(error] ##vso(task.x] ##teamcity(y]", "  ^^^^^^^^^"]],
    ["a secret", "PASSWORD=«‹hunter2›»", ["1 PASSWORD=••••", "           ^^^^"]],
    ["a secret of medium and one of great length", "«a»: ‹12345678› ‹12345678901234567890›", ["1 a: •••••••• ••••••••••••", "  ^"]],
    ["a span that reaches into a secret", "a: «b‹se»cret›c", ["1 a: b••••c", "     ^^^^^"]],
    ["a span inside a secret", "a: ‹s«e»cret›!", ["1 a: ••••!", "     ^^^^"]],
    ["a secret of several lines", "«key: |»\n  ‹aaa\n  bbb›\n", ["1 key: |", "  ^^^^^^"]],
    ["the first line of such a secret", "key: |\n  «‹aaa\n  bbb›»\n", ["2   ••••••••", "    ^^^^^^^^", "3 ••••••••", "  ^^^^^^^^"]],
    ["a password in a URL that nobody called a secret", "url: «redis»://:pa55@cache/0", ["1 url: redis://:••••@cache/0", "       ^^^^^"]],
    ["a variable that has the name of a secret", "  «DB_PASSWORD»: hunter2", ["1   DB_PASSWORD: ••••", "    ^^^^^^^^^^^"]],
  ])("shows %s", (_, source, picture, width) => check(source, picture, width));

  test("keeps to its width, shows no secret and no control, and marks something, whatever the text", () => {
    const piece = fc.oneof(
      fc.constantFrom("\t", "\r\n", "\n", "\r", "漢", "🚀", "\u001b[2J", "\u202e", "\uFEFF", "e\u0301", "##[", "://u:x@", " "),
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.nat({ max: 300 }).map((n) => "a".repeat(n)),
    );
    const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("").replaceAll("S", "s"));
    fc.assert(
      fc.property(
        texts,
        fc.nat(),
        fc.nat(400),
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 10, max: 90 }),
        (text, from, length, secretAt, secretLength, width) => {
          const split = secretAt % (text.length + 1);
          const file = { path: "a", text: `${text.slice(0, split)}${"S".repeat(secretLength)}${text.slice(split)}` };
          const start = from % (file.text.length + 1);
          const at = span(file, start, start + length);
          const redactions = redactionsFor(file, [{ start: split, end: split + secretLength }]);
          const rows = frameOf(at, redactions, width);
          for (const { code, marks } of rows) {
            expect(widthOf(code)).toBeLessThanOrEqual(width);
            expect(marks).toMatch(/^ *\^+$/);
            expect(marks.length).toBeLessThanOrEqual(width + 1);
          }
          const shown = [...rows.map((row) => row.code), excerptOf(at, redactions, width)].join("");
          expect(shown).not.toContain("S");
          expect(shown.search(unprintable)).toBe(-1);
          expect(shown).not.toMatch(/##\w*\[/);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe("an excerpt", () => {
  test.each<[source: string, excerpt: string]>([
    ["      - uses: «v4»\n", "- uses: v4"],
    ["\t\tpassword ‹hunter2›; «x»", "password ••••; x"],
    [`  a: «${"x".repeat(60)}» b`, `a: ${"x".repeat(26)}…`],
    ["«»", ""],
  ])("of %j", (source, excerpt) => {
    const { file, marked, secrets } = read(source);
    expect(excerptOf(span(file, marked.start, marked.end), redactionsFor(file, secrets), 30)).toBe(excerpt);
  });
});

function read(source: string): { file: SourceFile; marked: Interval; secrets: Interval[] } {
  const places: Record<string, number[]> = { "«": [], "»": [], "‹": [], "›": [] };
  let text = "";
  for (const character of source) {
    if (character in places) places[character]!.push(text.length);
    else text += character;
  }
  const secrets = places["‹"]!.map((start, i) => ({ start, end: places["›"]![i]! }));
  return { file: { path: "a", text }, marked: { start: places["«"]![0]!, end: places["»"]![0]! }, secrets };
}

function redactionsFor(file: SourceFile, secrets: readonly Interval[]) {
  const redact = secrets.map(({ start, end }) => span(file, start, end));
  return redactionsOf({ ...sampleReport, findings: [finding(rule({ id: "env/secret" }), { at: span(file, 0, 0), message: "x", redact })] });
}
