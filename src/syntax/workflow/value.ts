import type { SyntaxProblem } from "../document.ts";
import { regionOf } from "../yaml/ask.ts";
import type { YamlEntry, YamlScalar } from "../yaml/ast.ts";
import type { Condition, EmbeddedExpression, WorkflowScalar, WorkflowTemplate } from "./ast.ts";
import { parseExpression, spanIn, type ExpressionSource } from "./expression.ts";

/** Splits a scalar into text and `${{ … }}`. What cannot be read is a problem, and stays in the template without an expression. */
export function readValue(node: YamlScalar, problems: SyntaxProblem[]): WorkflowScalar {
  const { text } = node;
  if (!text.includes(OPEN)) return { kind: "literal", text, span: node.inner, node };
  const source = regionOf(node);
  const parts: WorkflowTemplate["parts"][number][] = [];
  let done = 0;
  const addText = (end: number): void => {
    if (end > done) parts.push({ kind: "text", text: text.slice(done, end), span: spanIn(source, done, end) });
  };
  for (let start = text.indexOf(OPEN); start >= 0; start = text.indexOf(OPEN, done)) {
    const end = endOfExpression(text, start + OPEN.length);
    if (end < 0) {
      problems.push({
        at: spanIn(source, start, start + OPEN.length),
        severity: "error",
        message: "This expression is never closed with }}.",
      });
      break;
    }
    addText(start);
    parts.push(embedded(source, start, end, problems));
    done = end;
  }
  addText(text.length);
  return { kind: "template", source: text, parts, span: node.inner, node };
}

/** Reads the value of an `if` (GitHub documentation, "Workflow syntax", `jobs.<job_id>.if`): the braces may be left out. */
export function readCondition(value: WorkflowScalar, entry: YamlEntry, problems: SyntaxProblem[]): Condition {
  const common = { value, keySpan: entry.key.inner, span: entry.span };
  if (value.kind === "literal") {
    const { expression, problem } = parseExpression(regionOf(value.node), 0, value.text.length);
    if (problem !== undefined) problems.push({ ...problem, severity: "error" });
    return { ...common, form: "bare", expression };
  }
  const [first, second] = value.parts;
  if (second !== undefined || first?.kind !== "expression") return { ...common, form: "mixed", expression: undefined };
  return { ...common, form: "wrapped", expression: first.expression };
}

const OPEN = "${{";

function embedded(source: ExpressionSource, start: number, end: number, problems: SyntaxProblem[]): EmbeddedExpression {
  const { expression, problem } = parseExpression(source, start + OPEN.length, end - 2);
  if (problem !== undefined) problems.push({ ...problem, severity: "error" });
  return { kind: "expression", text: source.text.slice(start, end), span: spanIn(source, start, end), expression, index: start };
}

/** Behind the first `}}` that does not stand in quotes; -1 when there is none. A doubled quote opens and closes at once, which comes to the same. */
function endOfExpression(text: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text[at] === "}" && text[at + 1] === "}") return at + 2;
  }
  return -1;
}
