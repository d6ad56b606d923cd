import type { Span } from "../../text/index.ts";

/** Plain text, or text that only has a value once variables are filled in. */
export type Scalar = Literal | Template;

export interface Literal {
  readonly kind: "literal";
  readonly text: string;
  readonly span: Span;
  /** As in TextPart. */
  readonly offsetOf?: (index: number) => number;
}

export interface Template {
  readonly kind: "template";
  /** The decoded text with its variables still in it, as in `"${HOST:-localhost}:80"` without the quotes. */
  readonly source: string;
  /** In order, without gaps; two text parts never stand side by side unless they come from different places. */
  readonly parts: readonly Part[];
  readonly span: Span;
}

export type Part = TextPart | VariablePart | ExpressionPart;

export interface TextPart {
  readonly kind: "text";
  readonly text: string;
  readonly span: Span;
  /**
   * The source offset of the character at `index` of `text` (0 ≤ index ≤ text.length). Given only where escapes, folding or a doubled
   * dollar make text and source differ; elsewhere it is `span.start + index`. Ask `offsetIn`, which knows both cases.
   */
  readonly offsetOf?: (index: number) => number;
}

/** `$NAME`, `${NAME}` or `${NAME<operator><word>}`. */
export interface VariablePart {
  readonly kind: "variable";
  readonly name: string;
  readonly nameSpan: Span;
  readonly operator?: VariableOperator;
  /** What stands behind the operator: a default, an error message or a replacement. Given exactly when the operator is. */
  readonly word?: Scalar;
  /** As in `${HOST:-localhost}`, decoded. */
  readonly text: string;
  readonly span: Span;
}

/** Anything else that is filled in later and that we do not evaluate: `${{ … }}`, `{{ … }}`, `<% … %>`, `$(…)`, `${X%.*}`. */
export interface ExpressionPart {
  readonly kind: "expression";
  readonly text: string;
  readonly span: Span;
}

/** The colon forms treat an empty value like a missing one. */
export type VariableOperator = ":-" | "-" | ":?" | "?" | ":+" | "+";
