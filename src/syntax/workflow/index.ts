export type * from "./ast.ts";
export { childrenOf, expressionsBelow, expressionsIn, literalText, namedValue, scriptOf, shellOf } from "./ask.ts";
export type { ExpressionSource, ParsedExpression } from "./expression.ts";
export { parseAction, parseWorkflow } from "./parse.ts";
