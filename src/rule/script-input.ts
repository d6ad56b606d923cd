import { CODE_INPUTS } from "../facts/workflow/code-inputs.ts";
import { childrenOf, type EmbeddedExpression, type Expression, type WorkflowScalar } from "../syntax/workflow/index.ts";
import type { WorkflowStep } from "../model/workflow/index.ts";
import type { Fix, Span } from "../text/index.ts";

/** A text of a step that is run as code after GitHub has filled in its expressions. */
export interface Script {
  /** "run", or the action's input. */
  readonly name: string;
  readonly value: WorkflowScalar;
}

/** The scripts of a step: `run`, and the inputs that known actions run. */
export function scriptsOf({ syntax, action }: WorkflowStep): readonly Script[] {
  const run = syntax.run === undefined ? [] : [{ name: "run", value: syntax.run }];
  const inputs = action !== undefined && Object.hasOwn(CODE_INPUTS, action) ? CODE_INPUTS[action]! : [];
  const given = syntax.with.entries.filter(({ name }) => inputs.includes(name.toLowerCase()));
  return [...run, ...given.map(({ name, value }) => ({ name, value }))];
}

/**
 * The edits that hand an expression to a step's shell script as an environment variable. Undefined where that cannot be done without knowing more: behind
 * single quotes, in a comment or a here-document, in another language, or where the step's keys do not stand on lines of their own.
 */
export function passByEnvironment(step: WorkflowStep, part: EmbeddedExpression): Fix | undefined {
  const { syntax } = step;
  const quotes = syntax.run === undefined || !step.isPosix ? undefined : quotesAround(syntax.run.node.text, part.index);
  const name = part.expression === undefined ? undefined : variableName(part.expression);
  const run = syntax.node.entries.find(({ key }) => key.text === "run");
  // Quotes that are put into a quoted value, or to the beginning of a plain one, would be read as YAML's.
  const style = syntax.run?.node.style;
  if (style === "double" || style === "single" || (style === "plain" && part.index === 0)) return undefined;
  if (quotes === undefined || name === undefined || run === undefined || syntax.env.entries.some((entry) => entry.name === name))
    return undefined;
  const place = syntax.env.keySpan === undefined ? run.key.span : syntax.env.entries[0]?.nameSpan;
  const indent = place === undefined ? undefined : indentOf(place);
  if (place === undefined || indent === undefined) return undefined;
  const entry = `${name}: ${part.text}\n${indent}`;
  const replacement = syntax.env.keySpan === undefined ? `env:\n${indent}  ${entry}` : entry;
  const use = quotes === "double" ? `\${${name}}` : `"$${name}"`;
  const at = { ...place, end: place.start };
  return {
    title: `Pass it as the variable ${name}`,
    safety: "unsafe",
    edits: [
      { span: at, replacement },
      { span: part.span, replacement: use },
    ],
  };
}

/** Longer scripts are not searched for open quotes. */
const MAX_SCRIPT = 20_000;

/** The white space before a key that begins its line, or that stands behind the dash of a list. */
function indentOf({ file, start }: Span): string | undefined {
  const line = file.text.slice(file.text.lastIndexOf("\n", start - 1) + 1, start);
  return /^ *(?:- +)?$/.test(line) ? " ".repeat(line.length) : undefined;
}

function quotesAround(text: string, index: number): "none" | "double" | undefined {
  const lineStart = text.lastIndexOf("\n", index - 1) + 1;
  const before = text.slice(lineStart, index).replace(/\$\{\{.*?\}\}/g, "");
  if (text.length > MAX_SCRIPT || text.includes("<<") || /['`#\\]|\$\(/.test(before)) return undefined;
  // A quote that an earlier line left open would turn this around.
  const earlier = text.slice(0, lineStart);
  if ((earlier.match(/"/g)?.length ?? 0) % 2 === 1 || (earlier.match(/'/g)?.length ?? 0) % 2 === 1) return undefined;
  return (before.match(/"/g)?.length ?? 0) % 2 === 1 ? "double" : "none";
}

/** `github.event.pull_request.title` as PULL_REQUEST_TITLE, `inputs.version` as VERSION. */
function variableName(expression: Expression): string | undefined {
  if (expression.kind !== "context") return childrenOf(expression).length === 1 ? variableName(childrenOf(expression)[0]!) : undefined;
  const words = expression.path
    .split(".")
    .filter((step) => /[a-z]/.test(step) && step !== "github" && step !== "event" && step !== "outputs");
  const name = words
    .slice(-2)
    .join("_")
    .replace(/[^a-z0-9]+/g, "_")
    .toUpperCase()
    .replace(/^(?:INPUTS|ENV)_/, "");
  return /^[A-Z]\w*$/.test(name) && !RESERVED.test(name) ? name : undefined;
}

const RESERVED = /^(?:PATH|HOME|USER|SHELL|PWD|IFS|TERM|ENV|CI|GITHUB_.*|RUNNER_.*)$/;
