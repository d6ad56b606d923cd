import { describe, expect, test } from "vitest";
import {
  flatten,
  offsetIn,
  parseTemplate,
  plainInput,
  splitScalar,
  variablesOf,
  type Scalar,
  type TemplateSyntax,
} from "../../src/syntax/template/index.ts";
import type { SyntaxProblem } from "../../src/syntax/document.ts";
import { textOf } from "../../src/text/index.ts";

/** "text", name, name<operator>(word), and ‹expression›. */
function show(scalar: Scalar): string {
  if (scalar.kind === "literal") return JSON.stringify(scalar.text);
  return scalar.parts
    .map((part) => {
      if (part.kind === "text") return JSON.stringify(part.text);
      if (part.kind === "expression") return `‹${part.text}›`;
      return part.operator === undefined ? part.name : `${part.name}${part.operator}(${show(part.word!)})`;
    })
    .join(" ");
}

function read(text: string, syntax: TemplateSyntax): { scalar: Scalar; problems: SyntaxProblem[] } {
  const problems: SyntaxProblem[] = [];
  const file = { path: "compose.yaml", text: `»${text}«` };
  return { scalar: parseTemplate(plainInput(file, 1, text.length + 1), syntax, { problems }), problems };
}

/** Every part lies where its characters are, and the parts leave no gap (quotes of a Dockerfile word aside). */
function checkSpans(scalar: Scalar): void {
  const parts = scalar.kind === "literal" ? [] : scalar.parts;
  for (const part of parts) {
    if (part.kind !== "text" || part.offsetOf === undefined) expect(textOf(part.span)).toBe(part.text);
    if (part.kind === "variable") {
      expect(textOf(part.nameSpan)).toBe(part.name);
      if (part.word !== undefined) checkSpans(part.word);
    }
  }
}

function check(text: string, syntax: TemplateSyntax, tree: string, problems = 0): void {
  const result = read(text, syntax);
  expect(show(result.scalar)).toBe(tree);
  expect(result.problems).toHaveLength(problems);
  checkSpans(result.scalar);
}

describe("Compose", () => {
  test.each<[string, string, number?]>([
    ["", '""'],
    ["plain", '"plain"'],
    ["$HOST", "HOST"],
    ["${HOST}", "HOST"],
    ["$HOST:80", 'HOST ":80"'],
    ["${TAG:-latest}", 'TAG:-("latest")'],
    ["${TAG-latest}", 'TAG-("latest")'],
    ["${TAG:-}", 'TAG:-("")'],
    ["${KEY:?set it}", 'KEY:?("set it")'],
    ["${KEY?}", 'KEY?("")'],
    ["${A:+b}", 'A:+("b")'],
    ["${A+b}", 'A+("b")'],
    ["${A:-b-c:-d}", 'A:-("b-c:-d")'],
    ["${A:-${B:-c}}/${D}", 'A:-(B:-("c")) "/" D'],
    ["${A:-x} and ${B:-y} }", 'A:-("x") " and " B:-("y") " }"'],
    ['${A:-{"k":1}}', 'A:-("{\\"k\\":1}")'],
    ["${A:-$$x}", 'A:-("$x")'],
    ["a$$b", '"a$b"'],
    ["$${A}", '"${A}"'],
    ["$$$A", '"$" A'],
    ["cost: 5$", '"cost: 5$"'],
    ["$1 $- $é", '"$1 $- $é"'],
    ["${}", "‹${}›", 1],
    ["${1A}", "‹${1A}›", 1],
    ["${A", "‹${A›", 1],
    ["${A!} b", '‹${A!}› " b"', 1],
    ["${A:-x\ny}", '‹${A:-x› "\\ny}"', 1],
    ["a ${{ secrets.X }} b", '"a " ‹${{ secrets.X }}› " b"', 1],
    ["{{.Node.Hostname}}-${A}", '‹{{.Node.Hostname}}› "-" A'],
    ["<%= x %>", "‹<%= x %>›"],
    ["echo $(date +%s) $((1+(2)))", '"echo " ‹$(date +%s)› " " ‹$((1+(2)))›'],
    ["$(never", '"$(never"'],
    ["{{ never", '"{{ never"'],
  ])("%j", (text, tree, problems) => check(text, "compose", tree, problems));
});

describe("Dockerfile", () => {
  test.each<[string, string, number?]>([
    ["plain", '"plain"'],
    ["/app/$NAME", '"/app/" NAME'],
    ["${A}_${B:-c}", 'A "_" B:-("c")'],
    ["\\$A", '"$A"'],
    ["a\\ b", '"a b"'],
    [`"a b$C"`, '"a b" C'],
    [`'a $B'`, '"a $B"'],
    [`"\\$A \\x"`, '"$A \\\\x"'],
    [`"\${A:-"x y"}"`, 'A:-("x y")'],
    ["${A%.*}", "‹${A%.*}›"],
    ["${A##v}/x", '‹${A##v}› "/x"'],
    ["${A/a/b}z", '‹${A/a/b}› "z"'],
    ["${A//\\//_}", "‹${A//\\//_}›"],
    ["${A:?why}", 'A:?("why")'],
    ["$1$@", "1 @"],
    ["a$", '"a$"'],
    ["${A", "‹${A›", 1],
    ["${:-x}", "‹${:-x}›", 1],
    ["${A:-x", "‹${A:-x›", 1],
    [`"open`, '"open"', 1],
    [`'open`, '"open"', 1],
    ["{{ image }}", "‹{{ image }}›"],
  ])("%j", (text, tree, problems) => check(text, "dockerfile", tree, problems));

  test("the escape character can be a backtick", () => {
    const file = { path: "Dockerfile", text: "c:\\`$A" };
    expect(show(parseTemplate(plainInput(file, 0, 6), "dockerfile", { escape: "`" }))).toBe('"c:\\\\$A"');
  });
});

describe("nothing evaluated", () => {
  test.each<[string, TemplateSyntax, string]>([
    ["${{ env.A }}/$B ${C}", "actions", '‹${{ env.A }}› "/$B ${C}"'],
    ["$B ${C} {{ d }} $(e)", "opaque", '‹$B› " " ‹${C}› " " ‹{{ d }}› " " ‹$(e)›'],
    ["5 $", "opaque", '"5 $"'],
  ])("%j as %s", (text, syntax, tree) => check(text, syntax, tree));
});

describe("positions", () => {
  test("a doubled dollar and a decoded input still give source offsets", () => {
    const file = { path: "a.yaml", text: '"a\\tb$$c${D}e"' };
    const offsets = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
    const inner = { file, start: 1, end: 13 };
    const scalar = parseTemplate({ text: "a\tb$$c${D}e", inner, offsetOf: (index) => offsets[index] ?? 13 }, "compose");
    expect(show(scalar)).toBe('"a\\tb$c" D "e"');
    const [first, variable, last] = scalar.kind === "template" ? scalar.parts : [];
    expect(first?.kind === "text" && [0, 1, 2, 3, 4, 5].map((index) => offsetIn(first, index))).toEqual([1, 2, 4, 5, 7, 8]);
    expect(textOf(variable!.span)).toBe("${D}");
    expect(textOf(last!.span)).toBe("e");
  });

  test("a scalar can be cut at plain text", () => {
    const { scalar } = read("${HOST:-a:b}:$$80:x${P}", "compose");
    expect(splitScalar(scalar, ":").map((piece) => [show(piece), textOf(piece.span)])).toEqual([
      ['HOST:-("a:b")', "${HOST:-a:b}"],
      ['"$80"', "$$80"],
      ['"x" P', "x${P}"],
    ]);
    expect(splitScalar(scalar, ":", 2).map(show)).toEqual(['HOST:-("a:b")', '"$80:x" P']);
    const empty = flatten(scalar).slice(1, 1);
    expect([show(empty), empty.span.start, empty.span.end]).toEqual(['""', 13, 13]);
  });

  test("variables of words count", () => {
    expect([...variablesOf(read("$A ${B:-${C}} {{ D }}", "compose").scalar)].map((part) => part.name)).toEqual(["A", "B", "C"]);
  });
});

describe("hostile text", () => {
  test.each([
    ["${A:-".repeat(20_000), "compose"],
    [`${"${A:-{".repeat(20_000)}}`, "compose"],
    [`${"${A:-".repeat(20_000)}${"}".repeat(20_000)}`, "compose"],
    ["$(".repeat(50_000), "compose"],
    ["{{".repeat(50_000), "compose"],
    [`\${A:-${"{{".repeat(50_000)} }${" ".repeat(50_000)}}}`, "compose"],
    ["${A:-".repeat(50_000), "dockerfile"],
    [`"\${A:-`.repeat(50_000), "dockerfile"],
    ["${".repeat(50_000), "opaque"],
  ] as const)("%#: is read in one go", (text, syntax) => {
    const { scalar } = read(text, syntax);
    expect(scalar.span.end - scalar.span.start).toBe(text.length);
  });
});
