import { describe, expect, test } from "vitest";
import { lineHashes } from "../../src/report/line-hash.ts";

// Expected values: the published test vectors of github/codeql-action (src/fingerprints.test.ts).
const withFinalBreak = [
  "e9496ae3ebfced30:1",
  "fb7c023a8b9ccb3f:1",
  "ce8ba1a563dcdaca:1",
  "e20e36e16fcb0cc8:1",
  "b3edc88f2938467e:1",
  "c8e28b0b4002a3a0:1",
  "c129715d7a2bc9a3:1",
];
const ten = Array.from({ length: 10 }, () => "Lorem ipsum dolor sit amet.\n").join("");

const vectors: readonly (readonly [name: string, text: string, hashes: readonly string[]])[] = [
  ["an empty text", "", ["c129715d7a2bc9a3:1"]],
  ["blanks around", " a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]],
  [
    "empty lines",
    " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
    ["8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"],
  ],
  ["a final line break", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", withFinalBreak],
  ["carriage returns", " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", withFinalBreak],
  ["pairs", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", withFinalBreak],
  ["all three mixed", " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", withFinalBreak],
  [
    "the same line over and over",
    ten,
    [
      ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
      "a7f2ff1481e87703:1",
      "a9cf91f7bbf1862b:1",
      "55ec222b86bcae53:1",
      "cc97dc7b1d7d8f7b:1",
      "c129715d7a2bc9a3:1",
    ],
  ],
];

describe("line hashes are those of GitHub's action", () => {
  test.each(vectors)("%s", (_, text, hashes) => expect(lineHashes(text)).toEqual(hashes));

  test("agrees with 64-bit arithmetic on units of every size", () => {
    const text = Array.from(
      { length: 60 },
      (_, i) => `${String.fromCharCode(0xffff - i * 997)}${"é漢😀".repeat(i % 7)} key_${i}: value`,
    ).join("\n");
    expect(lineHashes(text)).toEqual(bySums(text));
  });
});

/** The definition, written down without a window: for short texts with "\n" only. */
function bySums(text: string): string[] {
  const units = [...Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).filter((unit) => unit !== 32 && unit !== 9), 0xffff];
  const starts = units.flatMap((_, i) => (i === 0 || units[i - 1] === 10 ? [i] : []));
  return starts.map((start) => {
    let hash = 0n;
    for (let i = start; i < start + 100; i++) hash = BigInt.asUintN(64, hash * 37n + BigInt(units[i] ?? 0));
    return `${hash.toString(16)}:1`;
  });
}
