import type { Service } from "../model/compose/service.ts";
import type { Edit, Span } from "../text/index.ts";

/**
 * The edit that writes lines below a service's `image` or `build`, indented like its keys: "restart: always", or several lines with two blanks for each step
 * of nesting. Undefined where that cannot be done without touching anything else: the keys stand in braces, are shared, or come from elsewhere.
 */
export function addKey(service: Service, lines: readonly string[]): Edit | undefined {
  const entry = service.entry("build") ?? service.entry("image");
  if (entry === undefined || entry.mergedBy !== undefined || entry.alias !== undefined) return undefined;
  const { file, start } = entry.key.span;
  // A service written as an alias, or extending another one, has its keys outside of what its own key begins.
  if (service.nameSpan.file !== file || !isDirectlyBelow(service, start)) return undefined;
  const { text } = file;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  const nameStart = text.lastIndexOf("\n", service.nameSpan.start - 1) + 1;
  const step = indent.length - (service.nameSpan.start - nameStart);
  if (!/^ +$/.test(indent) || step < 1) return undefined;
  const end = endOfLine(entry.span);
  const newline = text[end - 1] === "\r" ? "\r\n" : "\n";
  const at = newline === "\r\n" ? end - 1 : end;
  const block = lines.map((line) => newline + indent + line.replace(/^(?: {2})+/, (blanks) => " ".repeat((blanks.length / 2) * step)));
  return { span: { file, start: at, end: at }, replacement: block.join("") };
}

function isDirectlyBelow({ node, nameSpan }: Service, start: number): boolean {
  return (
    node.span.start > nameSpan.start &&
    start >= node.span.start &&
    start < node.span.end &&
    !/[*&]/.test(nameSpan.file.text.slice(nameSpan.end, node.span.start))
  );
}

function endOfLine({ file, end }: Span): number {
  const found = file.text.indexOf("\n", Math.max(end - 1, 0));
  return found === -1 ? file.text.length : found;
}
