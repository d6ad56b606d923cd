import { describe, expect, test } from "vitest";
import { firstSentenceOf, guardLines, printable, proseOf, widthOf, wrap } from "../../src/report/plain.ts";

describe("plain text", () => {
  test.each([
    ["a\r\n  b\tc", "a b c"],
    ["\u001b]0;title\u0007 \u009b31m", "�]0;title� �31m"],
    ["a\u202eb\u2066c\u200bd\u00ade\u2028f", "a�b�c�d�e f"],
    ["\ud800 lone, 😀 paired", "� lone, 😀 paired"],
    ["x ##[error]y ##VSO[z", "x ##(error]y ##VSO(z"],
  ])("%j prints as %j", (text, printed) => expect(printable(text)).toBe(printed));

  test.each([
    ["::error::x", ": :error::x"],
    ["ok\n  \u3000::set-env::x\nok ::x", "ok\n  \u3000: :set-env::x\nok ::x"],
    ["\u001b[31m::x", "\u001b[31m: :x"],
    ["a::b\n:c", "a::b\n:c"],
  ])("the lines of %j are no command", (output, guarded) => expect(guardLines(output)).toBe(guarded));

  test.each([
    ["abc", 3],
    ["日本", 4],
    ["e\u0301", 1],
    ["🚀", 2],
    ["│•…→", 4],
  ])("%s takes %i columns", (text, width) => expect(widthOf(text)).toBe(width));

  test.each<[text: string, lines: readonly string[]]>([
    ["", [""]],
    ["one two three", ["one two", "three"]],
    ["12345678901234567 x", ["12345678", "90123456", "7 x"]],
    ["日本語日本語 x", ["日本語日", "本語 x"]],
  ])("%j wraps at 8 columns", (text, lines) => expect(wrap(text, 8)).toEqual(lines));

  test.each([
    ["Do this. Then that.", "Do this."],
    ["Use `a. B` here, e.g. Docker's, then stop. More.", "Use `a. B` here, e.g. Docker's, then stop."],
    ["See [the docs](https://a.example/x). **Then** go.", "See the docs."],
    ["Over two\nlines it goes. On.", "Over two lines it goes."],
    ["Version 1.2 is fine", "Version 1.2 is fine"],
    ["First paragraph\n\nSecond. One.", "First paragraph"],
    ["An `unclosed quote. Here.", "An `unclosed quote. Here."],
  ])("the first sentence of %j", (markdown, sentence) => expect(firstSentenceOf(markdown)).toBe(sentence));

  test("prose of Markdown", () =>
    expect(proseOf("# Why\n\nIt is **bad**,\nsee [it](https://a.example).\n")).toBe("Why\nIt is bad, see it."));
});
