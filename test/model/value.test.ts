import { describe, expect, test } from "vitest";
import { resolve, scalarOf, type Known, type Lookup } from "../../src/model/value.ts";
import { flatten, parseTemplate, plainInput, type Scalar } from "../../src/syntax/template/index.ts";
import { textOf } from "../../src/text/index.ts";

const compose = (text: string): Scalar => parseTemplate(plainInput({ path: "compose.yaml", text }, 0, text.length), "compose");

const env = { path: ".env", text: "A=alpha\nEMPTY=\n" };
const known = (text: string, start: number): Known => ({
  kind: "known",
  text,
  fromDefault: false,
  origins: text === "" ? [] : [{ value: text, span: { file: env, start, end: start + text.length } }],
  through: [],
});
/** A and EMPTY stand in the env file, GONE is known to be unset, anything else may come from the shell. */
const lookup: Lookup = (name) => {
  if (name === "A") return known("alpha", 2);
  if (name === "EMPTY") return known("", 14);
  return name === "GONE" ? { kind: "unset" } : { kind: "unknown", why: `${name} may come from the shell` };
};

describe("three values", () => {
  test.each<[string, string]>([
    ["plain", "known plain"],
    ["", "known "],
    ["$A", "known alpha"],
    ["x-${A}-y", "known x-alpha-y"],
    ["a$$b", "known a$b"],
    ["$X", "unknown X may come from the shell"],
    ["x$X", "unknown X may come from the shell"],
    ["${GONE}", "unset GONE"],
    ["x${GONE}y", "known xy"],
    ["${X:-d}", "known d (default)"],
    ["${X-d}", "known d (default)"],
    ["${X:-}", "known  (default)"],
    ["${A:-d}", "known alpha"],
    ["${EMPTY:-d}", "known d (default)"],
    ["${EMPTY-d}", "known "],
    ["${GONE:-${A}}", "known alpha (default)"],
    ["${X:-${Y}}", "unknown Y may come from the shell"],
    ["${X:-${GONE}}", "known  (default)"],
    ["${X:?set X}", "required X set X"],
    ["${X?}", "required X "],
    ["${EMPTY:?no}", "required EMPTY no"],
    ["${EMPTY?no}", "known "],
    ["${A:?no}", "known alpha"],
    ["x:${GONE:?no}", "required GONE no"],
    ["${A:+r}", "known r"],
    ["${EMPTY:+r}", "known "],
    ["${EMPTY+r}", "known r"],
    ["${GONE+r}", "known "],
    ["${X:+r}", "unknown X may come from the shell"],
    ["{{ x }}", "unknown it is filled in by another program"],
  ])("%s is %s", (text, expected) => {
    const value = resolve(compose(text), lookup);
    const shown = {
      known: () => value.kind === "known" && `${value.text}${value.fromDefault ? " (default)" : ""}`,
      unset: () => value.kind === "unset" && value.name,
      required: () => value.kind === "required" && `${value.name} ${value.message}`,
      unknown: () => value.kind === "unknown" && value.why,
    }[value.kind]();
    expect(`${value.kind} ${shown}`).toBe(expected);
  });
});

test("a known value tells where each piece was written, and through which variables it came", () => {
  const value = resolve(compose("x-${A}:${X:-80}"), lookup) as Known;
  expect(value.origins.map((origin) => [origin.span.file.path, textOf(origin.span)])).toEqual([
    ["compose.yaml", "x-"],
    [".env", "alpha"],
    ["compose.yaml", ":"],
    ["compose.yaml", "80"],
  ]);
  expect(value.through.map((one) => [one.value, textOf(one.span)])).toEqual([
    ["A", "${A}"],
    ["X", "${X:-80}"],
  ]);
});

test("a known value can be cut into places again, across files", () => {
  const scalar = compose("x$$-${A}");
  const flat = flatten(scalarOf(resolve(scalar, lookup) as Known, scalar.span));
  expect(flat.text).toBe("x$-alpha");
  expect([textOf(flat.spanOf(1, 2)), textOf(flat.spanOf(3, 5)), flat.spanOf(3, 5).file.path]).toEqual(["$$", "al", ".env"]);
});

test("values that name one another do not grow without end", () => {
  const doubling: Lookup = (name) =>
    name === "Z" ? known("x".repeat(64), 0) : resolve(compose(`$${String.fromCharCode(name.charCodeAt(0) + 1)}`.repeat(8)), doubling);
  expect(resolve(compose("$P"), doubling).kind).toBe("unknown");
});
