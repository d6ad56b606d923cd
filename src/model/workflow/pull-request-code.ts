import type { Span } from "../../text/index.ts";
import { PULL_REQUEST_CODE, PULL_REQUEST_LOOKUPS } from "../../facts/workflow/untrusted-contexts.ts";
import { expressionsBelow, expressionsIn, type Expression, type WorkflowScalar } from "../../syntax/workflow/index.ts";
import type { WorkflowJob } from "./job.ts";
import type { WorkflowStep } from "./step.ts";
import { definitionsOf, expressionOf, type Place } from "./trace.ts";

/** A step that brings the code of a pull request, or of the run that started this one, into the job. */
export interface ForeignCheckout {
  readonly step: WorkflowStep;
  /** What names the code: the value of `ref` or `repository`, or the command. */
  readonly at: Span;
}

/** Where a job checks out code that its workflow's own branch does not hold. */
export function foreignCheckoutsOf(job: WorkflowJob): readonly ForeignCheckout[] {
  return job.allSteps.flatMap((step) => {
    const at = step.action === "actions/checkout" ? foreignInput(step) : foreignCommand(step);
    return at === undefined ? [] : [{ step, at }];
  });
}

function foreignInput(step: WorkflowStep): Span | undefined {
  const place = { job: step.job, step };
  return ["ref", "repository"].map((name) => step.input(name)).find((value) => value !== undefined && isForeign(value, place))?.span;
}

function isForeign(value: WorkflowScalar, place: Place): boolean {
  if (/refs\/pull\//.test(value.node.text)) return true;
  return expressionsIn(value).some(({ expression }) => expression !== undefined && names(expression, place, new Set()));
}

/** Values that are followed from one expression. */
const MAX_VALUES = 200;

/** Whether an expression can name a pull request's code, also by way of other values; `seen` holds those looked at. */
function names(expression: Expression, place: Place, seen: Set<string>): boolean {
  for (const part of expressionsBelow(expression)) {
    if (part.kind === "literal" && typeof part.value === "string" && part.value.startsWith("refs/pull/")) return true;
    if (part.kind !== "context") continue;
    if (PULL_REQUEST_CODE.includes(part.path) || /^github\.event\.workflow_run\.pull_requests\.[^.]+\.head\./.test(part.path)) return true;
    if (part.context === "steps" && isLookup(part.steps, place)) return true;
    for (const { value, place: at } of definitionsOf(part, place)?.known ?? []) {
      const key = `${value.span.file.path}:${value.span.start}-${value.span.end}`;
      if (value.kind === "literal" || seen.has(key) || seen.size > MAX_VALUES) continue;
      seen.add(key);
      if (value.source.includes("refs/pull/")) return true;
      for (const one of value.parts) {
        const inner = expressionOf(one, at);
        if (inner !== undefined && names(inner, at, seen)) return true;
      }
    }
  }
  return false;
}

function isLookup([id, , output]: Extract<Expression, { kind: "context" }>["steps"], { job }: Place): boolean {
  if (id?.kind !== "property" || output?.kind !== "property") return false;
  const action = job.step(id.name)?.action ?? "";
  return Object.hasOwn(PULL_REQUEST_LOOKUPS, action) && PULL_REQUEST_LOOKUPS[action]!.test(output.name);
}

/** `gh pr checkout`, `git fetch origin pull/1/head`, `git checkout` of the pull request's branch. */
function foreignCommand(step: WorkflowStep): Span | undefined {
  const place = { job: step.job, step };
  for (const { command, effective } of step.commands) {
    const texts = effective.words.map(({ text }) => text);
    if (effective.program === "gh" && texts[0] === "pr" && texts[1] === "checkout") return command.span;
    if (effective.program !== "git" || !/^(?:fetch|pull|checkout|switch|clone)$/.test(texts.find((text) => !text.startsWith("-")) ?? ""))
      continue;
    if (texts.some((text) => /(?:^|\/|\+)pull\//.test(text) && !text.includes("://"))) return command.span;
    const parts = effective.words.flatMap(({ value }) => (value.kind === "template" ? value.parts : []));
    if (parts.some((part) => namesCode(expressionOf(part, place), place))) return command.span;
  }
  return undefined;
}

function namesCode(expression: Expression | undefined, place: Place): boolean {
  return expression !== undefined && names(expression, place, new Set());
}
