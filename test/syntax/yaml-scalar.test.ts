import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { YamlScalar } from "../../src/syntax/yaml/ast.ts";
import { textOf } from "../../src/text/index.ts";
import { parseYaml } from "../../src/syntax/yaml/parse.ts";

function scalarOf(text: string): YamlScalar {
  const { root } = parseYaml({ path: "a.yml", text });
  const value = root?.kind === "mapping" ? root.entries[0]!.value : root;
  if (value?.kind !== "scalar") throw new Error("no scalar");
  return value;
}

/** For every character of the decoded text, what stands at its place in the source, with line breaks as "↵". */
function sourceOf(scalar: YamlScalar): string {
  const source = scalar.span.file.text;
  return scalar.text
    .split("")
    .map((_, index) => source[scalar.offsetOf(index)] ?? "∎")
    .join("")
    .replaceAll("\r", "↵")
    .replaceAll("\n", "↵");
}

describe("offsetOf finds every character", () => {
  test.each([
    ["a: hello", "hello", "hello"],
    ["a: one\n  two\n\n  three", "one two\nthree", "one↵two↵three"],
    ["a: one  \r\n   two\r\n\r\n\r\n three", "one two\n\nthree", "one↵two↵↵three"],
    ["a: 'it''s'", "it's", "it's"],
    ["a: ' a\n  b  '", " a b  ", " a↵b  "],
    ["a: '\n  b\n\n  '", " b\n", "↵b↵"],
    ['a: "x\\ty"', "x\ty", "x\\y"],
    ['a: "\\x41\\u00e9\\U0001F600z"', "Aé😀z", "\\\\\\\\z"],
    ['a: "one \\\n   two"', "one two", "one two"],
    ['a: "one  \n\n  two"', "one\ntwo", "one↵two"],
    ['a: "\\\n  \\  x"', "  x", "\\ x"],
    ["a: |\n  x\n\n   y\n", "x\n\n y\n", "x↵↵ y↵"],
    ["a: |2\n   x\n  y\n", " x\ny\n", " x↵y↵"],
    ["a: |-\r\n  x\r\n  y\r\n", "x\ny", "x↵y"],
    ["a: |+\n  x\n\n", "x\n\n", "x↵↵"],
    ["a: |\n\n  x", "\nx\n", "↵x∎"],
    ["a: | # why\n  x\n", "x\n", "x↵"],
    ["a: >\n  one\n  two\n\n  three\n    more\n  end\n", "one two\nthree\n  more\nend\n", "one↵two↵three↵  more↵end↵"],
    ["a: >2-\n   x\n  y\n", " x\ny", " x↵y"],
    ["a: >\n\n\n  x\n", "\n\nx\n", "↵↵x↵"],
    ["a: >+\r\n  x\r\n\r\n  y\r\n\r\n", "x\ny\n\n", "x↵y↵↵"],
    ["--- |\nx\ny\n", "x\ny\n", "x↵y↵"],
  ])("%j", (text, decoded, source) => {
    const scalar = scalarOf(text);
    expect(scalar.text).toBe(decoded);
    expect(sourceOf(scalar)).toBe(source);
    expect(scalar.offsetOf(-1)).toBe(scalar.offsetOf(0));
    expect(scalar.offsetOf(decoded.length + 9)).toBe(scalar.offsetOf(decoded.length));
  });
});

const spans = (text: string): readonly string[] => {
  const { span, inner } = scalarOf(text);
  return [textOf(span), textOf(inner)];
};

describe("span and inner", () => {
  test.each([
    ["a: b # c", "b", "b"],
    ["a: 'b' ", "'b'", "b"],
    ['a: "b\\n"', '"b\\n"', "b\\n"],
    ["a: |\n  b\n   c\n\n# d\n", "b\n   c", "b\n   c"],
    ["a: >-\r\n  b\r\n  \r\n", "b", "b"],
    ["a: |2\n     b\nc: d", "   b", "   b"],
    ["a: |\n\nc: d", "", ""],
    ["a: |", "", ""],
    ["a:   # c\n", "", ""],
  ])("%j", (text, whole, inner) => expect(spans(text)).toEqual([whole, inner]));
});

const word = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "-", "'", '"', "#", ":", "\\", "\t"), minLength: 1, maxLength: 6 });
const words = fc.array(word, { minLength: 1, maxLength: 8 });
const gap = fc.constantFrom(" ", "  ", "\n", "\n\n", " \n\n\n", "\r\n", "\r\n\r\n", " \t\n \n");

/** Every character that is not white space and that no escape stands for is found at its own place. */
function checkPlaces(text: string): void {
  const scalar = scalarOf(text);
  const source = scalar.span.file.text;
  let last = scalar.offsetOf(0);
  expect(last).toBeGreaterThanOrEqual(scalar.span.start);
  for (let index = 0; index < scalar.text.length; index++) {
    const offset = scalar.offsetOf(index);
    const found = source[offset];
    expect(offset).toBeGreaterThanOrEqual(last);
    last = offset;
    const wanted = scalar.text[index];
    if (wanted === found || found === "\\") continue;
    // A fold stands for a line break, and what stands behind the last line's end is cut off at it.
    if (/\s/.test(wanted!) && (offset === scalar.span.end || /[\r\n]/.test(found!))) continue;
    expect([text, index, found]).toEqual([text, index, wanted]);
  }
  expect(scalar.offsetOf(scalar.text.length)).toBeLessThanOrEqual(scalar.span.end);
}

const lines = (list: readonly string[], gaps: readonly string[], indent: string): string =>
  list.map((one, index) => (index === 0 ? one : gaps[index % gaps.length]!.replaceAll("\n", `\n${indent}`) + one)).join("");
const check = (style: (list: readonly string[], gaps: readonly string[]) => string): void =>
  fc.assert(
    fc.property(words, fc.array(gap, { minLength: 1 }), (list, gaps) => checkPlaces(style(list, gaps))),
    { numRuns: 400 },
  );

describe("offsetOf holds for any text", () => {
  test("plain", () =>
    check(
      (list, gaps) =>
        `k: w${lines(
          list.map((one) => one.replaceAll(/[#:'"\t\\-]/g, "x")),
          gaps,
          "   ",
        )}\n`,
    ));
  test("single-quoted", () => check((list, gaps) => `k: '${lines(list, gaps, "  ").replaceAll("'", "''")}'\n`));
  test("double-quoted", () =>
    check(
      (list, gaps) =>
        `k: "${lines(list, gaps, "  ").replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("é", "\\xe9").replaceAll("b", "\\\n  b")}"\n`,
    ));
  test("literal", () => check((list, gaps) => `k: |\n  ${lines(list, gaps, "  ")}\n`));
  test("literal with an indentation indicator", () => check((list, gaps) => `k: |1+\n   ${lines(list, gaps, "   ")}\n\n`));
  test("folded", () => check((list, gaps) => `k: >\r\n    ${lines(list, gaps, "    ")}\n`));
  test("folded, some lines indented further", () => check((list, gaps) => `k: >2+\n  ${lines(list, [...gaps, "\n  "], "  ")}\n\n \n`));
});
