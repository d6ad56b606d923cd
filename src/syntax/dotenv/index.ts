export type { Assignment, Divergence, DivergenceKind, DotenvDocument, MalformedLine, MalformedReason, Quote } from "./ast.ts";
export { parseDotenv } from "./parse.ts";
