export { applyEdits, type Edit, type Fix } from "./edit.ts";
export { contains, cover, span, textOf, type Located, type SourceFile, type Span } from "./source-file.ts";
