import { TokenType, type Token } from "@actions/expressions/lexer";
import {
  Binary,
  ContextAccess,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
  type Expr,
} from "@actions/expressions/ast";
import type { Span } from "../../text/index.ts";
import type { AccessStep, Comparison, Expression } from "./expression-ast.ts";

/** The package limits nesting to 50 itself, but not how many comparisons stand side by side, each of which holds those before it. */
const CHAIN_LIMIT = 50;

/**
 * Turns the package's tree into ours. Its nodes know some of their tokens only, but they use up all of them from left to right, so that
 * walking both together gives every place. undefined when comparisons are chained beyond the limit.
 */
export function adaptExpression(
  root: Expr,
  tokens: readonly Token[],
  offsets: readonly number[],
  at: (from: number, to: number) => Span,
): Expression | undefined {
  const walk: TokenWalk = { tokens, offsets, at, next: 0, isTooDeep: false };
  const expression = adapt(walk, root);
  return walk.isTooDeep ? undefined : expression;
}

interface TokenWalk {
  readonly tokens: readonly Token[];
  readonly offsets: readonly number[];
  at(from: number, to: number): Span;
  /** The token to be used up next. */
  next: number;
  isTooDeep: boolean;
}

function adapt(walk: TokenWalk, node: Expr): Expression {
  const start = walk.next;
  if (node instanceof Binary) return adaptComparison(walk, node, start);
  if (node instanceof IndexAccess) return adaptAccess(walk, node, start);
  if (node instanceof FunctionCall) return adaptCall(walk, node, start);
  if (node instanceof Logical) {
    const operands = node.args.map((operand, index) => {
      if (index > 0) walk.next += 1;
      return adapt(walk, operand);
    });
    return { kind: "logical", operator: node.operator.lexeme as "&&" | "||", operands, span: since(walk, start) };
  }
  if (node instanceof Unary) {
    walk.next += 1;
    const operand = adapt(walk, node.expr);
    return { kind: "not", operand, span: since(walk, start) };
  }
  if (node instanceof Grouping) {
    walk.next += 1;
    const inner = adapt(walk, node.group);
    walk.next += 1;
    return { ...inner, span: since(walk, start) };
  }
  walk.next += 1;
  if (node instanceof ContextAccess) {
    const context = node.name.lexeme.toLowerCase();
    return { kind: "context", context, steps: [], path: context, span: since(walk, start) };
  }
  return { kind: "literal", value: node instanceof Literal ? valueOf(node.token) : null, span: since(walk, start) };
}

/** `a == b == c` is nested to the left; going down step by step keeps a long chain from using up the stack. */
function adaptComparison(walk: TokenWalk, node: Binary, start: number): Expression {
  const chain: Binary[] = [];
  let first: Expr = node;
  for (; first instanceof Binary; first = first.left) chain.unshift(first);
  if (chain.length > CHAIN_LIMIT) walk.isTooDeep = true;
  if (walk.isTooDeep) return { kind: "literal", value: null, span: since(walk, start) };
  let left = adapt(walk, first);
  for (const { operator, right } of chain) {
    walk.next += 1;
    const adapted = adapt(walk, right);
    left = { kind: "comparison", operator: operator.lexeme as Comparison["operator"], left, right: adapted, span: since(walk, start) };
  }
  return left;
}

function adaptAccess(walk: TokenWalk, node: IndexAccess, start: number): Expression {
  const chain: IndexAccess[] = [];
  let target: Expr = node;
  for (; target instanceof IndexAccess; target = target.expr) chain.unshift(target);
  const adapted = adapt(walk, target);
  const steps = chain.map(({ index }) => adaptStep(walk, index));
  const span = since(walk, start);
  if (adapted.kind !== "context") return { kind: "access", target: adapted, steps, span };
  const path = [adapted.path, ...steps.map(pathOf)].join(".");
  return { kind: "context", context: adapted.context, steps: [...adapted.steps, ...steps], path, span };
}

function adaptStep(walk: TokenWalk, index: Expr): AccessStep {
  const isBracket = walk.tokens[walk.next]?.type === TokenType.LEFT_BRACKET;
  walk.next += 1;
  const step = stepOf(walk, index, isBracket);
  if (isBracket) walk.next += 1;
  return step;
}

function stepOf(walk: TokenWalk, index: Expr, isBracket: boolean): AccessStep {
  const start = walk.next;
  if (index instanceof Star || !isBracket) {
    walk.next += 1;
    const span = since(walk, start);
    return index instanceof Star ? { kind: "star", span } : { kind: "property", name: walk.tokens[start]?.lexeme ?? "", span };
  }
  const inner = adapt(walk, index);
  const isName = inner.kind === "literal" && (typeof inner.value === "string" || typeof inner.value === "number");
  return isName ? { kind: "property", name: String(inner.value), span: inner.span } : { kind: "computed", index: inner, span: inner.span };
}

function pathOf(step: AccessStep): string {
  if (step.kind === "property") return step.name.toLowerCase();
  return step.kind === "star" ? "*" : "?";
}

function adaptCall(walk: TokenWalk, node: FunctionCall, start: number): Expression {
  walk.next += 2;
  const args: Expression[] = [];
  for (const argument of node.args) {
    args.push(adapt(walk, argument));
    if (walk.tokens[walk.next]?.type === TokenType.COMMA) walk.next += 1;
  }
  walk.next += 1;
  return {
    kind: "call",
    name: node.functionName.lexeme.toLowerCase(),
    nameSpan: tokenSpan(walk, start, start),
    args,
    span: since(walk, start),
  };
}

/** From a token to the one used up last. */
function since(walk: TokenWalk, start: number): Span {
  return tokenSpan(walk, start, Math.max(walk.next - 1, start));
}

function tokenSpan(walk: TokenWalk, first: number, last: number): Span {
  const end = (walk.offsets[last] ?? 0) + (walk.tokens[last]?.lexeme.length ?? 0);
  return walk.at(walk.offsets[first] ?? 0, end);
}

function valueOf({ type, lexeme, value }: Token): string | number | boolean | null {
  if (type === TokenType.STRING) return lexeme.slice(1, -1).replaceAll("''", "'");
  if (type === TokenType.NUMBER) return typeof value === "number" ? value : Number(lexeme);
  return type === TokenType.NULL ? null : type === TokenType.TRUE;
}
