export type * from "./ast.ts";
export { childrenOf, expressionsBelow, expressionsIn, literalText, namedValue, scriptOf, shellOf, workingDirectoryOf } from "./ask.ts";
export { parseExpression, type ExpressionSource, type ParsedExpression } from "./expression.ts";
export { parseAction, parseWorkflow } from "./parse.ts";
