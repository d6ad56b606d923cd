import { span, type SourceFile } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { ParserDirective } from "./ast.ts";

const KNOWN: readonly string[] = ["syntax", "escape", "check"];
const DIRECTIVE = /^(#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*)(\S(?:.*\S)?)[ \t\r]*$/;
const BYTE_ORDER_MARK = "\uFEFF";

export interface Directives {
  readonly list: readonly ParserDirective[];
  readonly escape: "\\" | "`";
  /** The offset of the first line that is no directive. */
  readonly end: number;
}

/**
 * The parser directives at the top of a Dockerfile. The first line that is none of `syntax`, `escape` and `check` ends them, a blank line and
 * an ordinary comment included (Dockerfile reference, "Parser directives").
 */
export function readDirectives(file: SourceFile, problems: SyntaxProblem[]): Directives {
  const { text } = file;
  const list: ParserDirective[] = [];
  let escape: Directives["escape"] = "\\";
  let start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  while (start < text.length) {
    const lineEnd = text.indexOf("\n", start);
    const end = lineEnd === -1 ? text.length : lineEnd;
    const line = text.slice(start, end);
    const indent = line.length - line.trimStart().length;
    const match = DIRECTIVE.exec(line.slice(indent));
    const name = match?.[2]!.toLowerCase();
    if (match === null || name === undefined || !KNOWN.includes(name)) break;
    const valueStart = start + indent + match[1]!.length;
    const value = { value: match[3]!, span: span(file, valueStart, valueStart + match[3]!.length) };
    const at = span(file, start + indent, value.span.end);
    if (list.some((directive) => directive.name === name)) {
      problems.push({ at, message: `The directive "${name}" is given twice, which the builder refuses.`, severity: "error" });
    } else if (name === "escape") {
      if (value.value === "\\" || value.value === "`") escape = value.value;
      else problems.push({ at: value.span, message: "The escape character can only be a backslash or a backquote.", severity: "error" });
    }
    list.push({ name, value, span: at });
    start = lineEnd === -1 ? text.length : lineEnd + 1;
  }
  return { list, escape, end: start };
}
