import type { Span } from "../../text/index.ts";

/** A GitHub Actions expression, as in `${{ github.ref == 'refs/heads/main' && !cancelled() }}`. Every span lies in the file. */
export type Expression = LiteralExpression | ContextAccess | ValueAccess | FunctionCall | Negation | Comparison | LogicalExpression;

export interface LiteralExpression {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

/** `github`, `github.event.issue.title`, `secrets['X']`, `github.event.commits.*.message`, `env[inputs.name]`. */
export interface ContextAccess {
  readonly kind: "context";
  /** The context's name, lower-cased: names are compared without case. */
  readonly context: string;
  readonly steps: readonly AccessStep[];
  /**
   * Context and steps joined by ".", lower-cased: "github.event.commits.*.message", "github.event.commits.0.message".
   * A step that is only known when the workflow runs is "?".
   */
  readonly path: string;
  readonly span: Span;
}

/** The same behind a value that is no context: `fromJSON(needs.a.outputs.b).name`. */
export interface ValueAccess {
  readonly kind: "access";
  readonly target: Expression;
  readonly steps: readonly AccessStep[];
  readonly span: Span;
}

/** "property": `.name` or `['name']` (or a number), as written. "star": `.*` or `[*]`. "computed": `[expression]`. `span` is the name, the star or the expression. */
export type AccessStep =
  | { readonly kind: "property"; readonly name: string; readonly span: Span }
  | { readonly kind: "star"; readonly span: Span }
  | { readonly kind: "computed"; readonly index: Expression; readonly span: Span };

export interface FunctionCall {
  readonly kind: "call";
  /** Lower-cased, as in "fromjson": names are compared without case. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  readonly span: Span;
}

export interface Negation {
  readonly kind: "not";
  readonly operand: Expression;
  readonly span: Span;
}

export interface Comparison {
  readonly kind: "comparison";
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `a && b && c` is one node with three operands. */
export interface LogicalExpression {
  readonly kind: "logical";
  readonly operator: "&&" | "||";
  readonly operands: readonly Expression[];
  readonly span: Span;
}
