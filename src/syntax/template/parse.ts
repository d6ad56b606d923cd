import type { SyntaxProblem } from "../document.ts";
import type { Scalar } from "./ast.ts";
import { parseComposeTemplate } from "./compose.ts";
import { parseDockerfileTemplate } from "./dockerfile.ts";
import { ForeignExpressions } from "./foreign.ts";
import { expressionIn, PartList, type TemplateInput } from "./parts.ts";

export { plainInput, type TemplateInput } from "./parts.ts";

/**
 * Whose variables are read:
 * - "compose": Compose's interpolation; also the values of a dotenv file once quotes and escapes are off ("dotenv" is the same).
 * - "dockerfile": one word of an instruction, quotes and escapes still on.
 * - "actions": nothing but `${{ … }}`.
 * - "opaque": nothing is evaluated, and whatever some program fills in (`${…}` and `$NAME` included) is an expression.
 */
export type TemplateSyntax = "compose" | "dotenv" | "dockerfile" | "actions" | "opaque";

export interface TemplateOptions {
  /** Takes what the program that reads the file would refuse; without it those places are expression parts all the same. */
  readonly problems?: SyntaxProblem[];
  /** The Dockerfile's escape character, "\\" or "`". */
  readonly escape?: string;
}

/**
 * Splits decoded text into text, variables and expressions. Never throws; the result's span is `input.inner`, and every part's span is
 * found by `input.offsetOf`. Text without any variable gives a literal, in which `$$` has become `$` where the syntax says so.
 */
export function parseTemplate(input: TemplateInput, syntax: TemplateSyntax, options: TemplateOptions = {}): Scalar {
  if (syntax === "dockerfile") {
    const escape = options.escape ?? "\\";
    if (!/[$'"{<]/.test(input.text) && !input.text.includes(escape)) return plainLiteral(input);
    return parseDockerfileTemplate(input, escape, options.problems);
  }
  if (!/\$|\{\{|<%/.test(input.text)) return plainLiteral(input);
  if (syntax === "compose" || syntax === "dotenv") return parseComposeTemplate(input, options.problems);
  return parseForeign(input, syntax === "actions");
}

function plainLiteral(input: TemplateInput): Scalar {
  const parts = new PartList(input);
  parts.addText(0, input.text.length);
  return parts.finish(input.text, input.inner);
}

function parseForeign(input: TemplateInput, actionsOnly: boolean): Scalar {
  const { text } = input;
  const parts = new PartList(input);
  const foreign = new ForeignExpressions(text);
  const marks = actionsOnly ? /\$\{\{/g : /\$\{|\$\(|\{\{|<%|\$[A-Za-z_]/g;
  let done = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const start = match.index;
    let end = foreign.endOf(start, text.length);
    if (end < 0 && !actionsOnly) end = endOfShellVariable(text, start);
    if (end < 0) continue;
    parts.addText(done, start);
    parts.add(expressionIn(input, start, end));
    done = end;
    marks.lastIndex = end;
  }
  parts.addText(done, text.length);
  return parts.finish(text, input.inner);
}

const VARIABLE = /\$(?:\{[^{}]*\}|[A-Za-z_][A-Za-z0-9_]*)/y;

function endOfShellVariable(text: string, start: number): number {
  VARIABLE.lastIndex = start;
  return VARIABLE.test(text) ? VARIABLE.lastIndex : -1;
}
