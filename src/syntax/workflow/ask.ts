import { regionOf, type ScalarRegion } from "../yaml/ask.ts";
import type { EmbeddedExpression, Expression, Job, NamedValue, NamedValues, Step, WorkflowDocument, WorkflowScalar } from "./ast.ts";

/** The value a name has in `env`, `with` and their like; names of inputs are compared without case where `ignoreCase` says so. */
export function namedValue(values: NamedValues, name: string, options: { readonly ignoreCase?: boolean } = {}): NamedValue | undefined {
  if (options.ignoreCase !== true) return values.entries.find((entry) => entry.name === name);
  const wanted = name.toLowerCase();
  return values.entries.find((entry) => entry.name.toLowerCase() === wanted);
}

/** The plain text of a value; undefined when it is missing or holds an expression. */
export function literalText(value: WorkflowScalar | undefined): string | undefined {
  return value?.kind === "literal" ? value.text : undefined;
}

/** The expressions in a value, in the order written, the unreadable ones included. */
export function expressionsIn(value: WorkflowScalar | undefined): readonly EmbeddedExpression[] {
  return value?.kind === "template" ? value.parts.filter((part) => part.kind === "expression") : [];
}

/** A step's script as a shell parser takes it; `${{ … }}` stands in it as written. */
export function scriptOf(step: Step): ScalarRegion | undefined {
  return step.run === undefined ? undefined : regionOf(step.run.node);
}

/** The shell that runs a step: its own, or the default of its job or workflow; undefined for the runner's. */
export function shellOf(step: Step, job?: Job, workflow?: WorkflowDocument): WorkflowScalar | undefined {
  return step.shell ?? job?.defaults.shell ?? workflow?.defaults.shell;
}

/** The folder a step runs in, found the same way; undefined for the workspace. */
export function workingDirectoryOf(step: Step, job?: Job, workflow?: WorkflowDocument): WorkflowScalar | undefined {
  return step.workingDirectory ?? job?.defaults.workingDirectory ?? workflow?.defaults.workingDirectory;
}

/** An expression and everything below it, outer before inner. */
export function* expressionsBelow(expression: Expression): Iterable<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* expressionsBelow(child);
}

/** The expressions that stand directly in another one, in the order written. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "context":
      return computedSteps(expression.steps);
    case "access":
      return [expression.target, ...computedSteps(expression.steps)];
    case "call":
      return expression.args;
    case "not":
      return [expression.operand];
    case "comparison":
      return [expression.left, expression.right];
    case "logical":
      return expression.operands;
  }
}

function computedSteps(steps: Extract<Expression, { kind: "context" }>["steps"]): readonly Expression[] {
  return steps.flatMap((step) => (step.kind === "computed" ? [step.index] : []));
}
