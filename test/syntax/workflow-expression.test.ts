import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import { expressionsBelow } from "../../src/syntax/workflow/ask.ts";
import type { Expression } from "../../src/syntax/workflow/ast.ts";
import { parseExpression } from "../../src/syntax/workflow/expression.ts";

function parse(text: string): ReturnType<typeof parseExpression> {
  const file = { path: "a.yml", text: `  ${text}` };
  return parseExpression({ file, text, offsetOf: (index) => index + 2, endOf: (index) => index + 3 }, 0, text.length);
}

function draw(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "context":
      return expression.path;
    case "access":
      return `${draw(expression.target)}${expression.steps.map((step) => (step.kind === "property" ? `.${step.name}` : step.kind === "star" ? ".*" : ".?")).join("")}`;
    case "call":
      return `${expression.name}(${expression.args.map(draw).join(", ")})`;
    case "not":
      return `!${draw(expression.operand)}`;
    case "comparison":
      return `(${draw(expression.left)} ${expression.operator} ${draw(expression.right)})`;
    case "logical":
      return `(${expression.operands.map(draw).join(` ${expression.operator} `)})`;
  }
}

describe("an expression", () => {
  test.each([
    ["github.event.pull_request.title", "github.event.pull_request.title", []],
    [" GitHub . Head_Ref ", "github.head_ref", []],
    ["secrets['A-b']", "secrets.a-b", []],
    ["github.event.commits[0].author.*", "github.event.commits.0.author.*", []],
    ["github.event.commits[*].message", "github.event.commits.*.message", []],
    ["env[inputs.name].x", "env.?.x", ["inputs.name"]],
    ["'it''s ''so''' == \"\"".replace('""', "''"), '("it\'s \'so\'" == "")', ["'it''s ''so'''", "''"]],
    ["-1.5e3 < 0x1F", "(-1500 < 31)", ["-1.5e3", "0x1F"]],
    ["true != null", "(true != null)", ["true", "null"]],
    [
      "!cancelled() && (a.b || c.d) && e.f",
      "(!cancelled() && (a.b || c.d) && e.f)",
      ["!cancelled()", "cancelled()", "(a.b || c.d)", "a.b", "c.d", "e.f"],
    ],
    ["a == b == c", "((a == b) == c)", ["a == b", "a", "b", "c"]],
    ["contains( fromJSON('[1]') , github.ref )", 'contains(fromjson("[1]"), github.ref)', ["fromJSON('[1]')", "'[1]'", "github.ref"]],
    ["fromJSON(needs.a.outputs.b)[0].c", "fromjson(needs.a.outputs.b).0.c", ["fromJSON(needs.a.outputs.b)", "needs.a.outputs.b"]],
    ["(a).b['c']", "a.b.c", []],
    ["format('{0}\n{1}', a,\n b)", 'format("{0}\\n{1}", a, b)', ["'{0}\n{1}'", "a", "b"]],
    ["brandNew(x.y)", "brandnew(x.y)", ["x.y"]],
  ] as const)("%j", (text, drawing, below) => {
    const { expression } = parse(text);
    expect(expression && draw(expression)).toBe(drawing);
    const [whole, ...inner] = [...expressionsBelow(expression!)].map((one) => textOf(one.span));
    expect([whole, inner]).toEqual([text.trim(), below]);
  });

  test("knows where names and steps stand", () => {
    const { expression } = parse("toJSON( github.event['x'].* )");
    if (expression?.kind !== "call" || expression.args[0]?.kind !== "context") throw new Error("no call");
    expect([textOf(expression.nameSpan), ...expression.args[0].steps.map((step) => textOf(step.span))]).toEqual([
      "toJSON",
      "event",
      "'x'",
      "*",
    ]);
  });
});

describe("what is no expression", () => {
  test.each([
    ["", "it is empty", ""],
    ["a +", "this is no name, number, text or operator", "+"],
    ['a == "b"', "this is no name, number, text or operator", '"b"'],
    ["a == 'b", "this is no name, number, text or operator", "'b"],
    ["a b", "unexpected symbol", "b"],
    ["a &&", "unexpected end of expression", "&&"],
    ["contains(a)", "too few parameters supplied", "contains"],
    ["a.", "unexpected end of expression", "."],
    ["(".repeat(60), "exceeded max expression depth 50", "("],
    ["!".repeat(20_000), "exceeded max expression depth 50", "!"],
    ["1==".repeat(5_000) + "1", "it nests too deep", "1==".repeat(5_000) + "1"],
    ["a.b".padEnd(21_001), "it is longer than 21000 characters", "a.b".padEnd(21_001)],
  ])("%#: %.20s", (text, why, place) => {
    const { expression, problem } = parse(text);
    expect(expression).toBeUndefined();
    expect([problem?.message, problem && textOf(problem.at)]).toEqual([`This expression cannot be read: ${why}.`, place]);
  });
});
