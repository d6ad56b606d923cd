export type { ExpressionPart, Literal, Part, Scalar, Template, TextPart, VariableOperator, VariablePart } from "./ast.ts";
export { flatten, HOLE, offsetIn, sourceOf, splitScalar, variablesOf, type Flat } from "./flat.ts";
export { parseTemplate, plainInput, type TemplateInput, type TemplateOptions, type TemplateSyntax } from "./parse.ts";
