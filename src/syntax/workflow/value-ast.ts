import type { ExpressionPart, Literal, Template, TextPart } from "../template/ast.ts";
import type { YamlScalar } from "../yaml/ast.ts";
import type { Expression } from "./expression-ast.ts";

/** A value of a workflow: plain text, or text with `${{ … }}` in it. Both are scalars of the shared template syntax too. */
export type WorkflowScalar = WorkflowLiteral | WorkflowTemplate;

export interface WorkflowLiteral extends Literal {
  /** What it was read from: style, quotes, exact places. */
  readonly node: YamlScalar;
}

export interface WorkflowTemplate extends Template {
  readonly parts: readonly (TextPart | EmbeddedExpression)[];
  readonly node: YamlScalar;
}

/** `${{ … }}`: `text` and `span` hold the braces. */
export interface EmbeddedExpression extends ExpressionPart {
  /** undefined when it cannot be read, which is a problem of the document. */
  readonly expression: Expression | undefined;
  /** Where its `$` stands in the decoded text of the value. */
  readonly index: number;
}
