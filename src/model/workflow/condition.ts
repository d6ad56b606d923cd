import type { Condition, ContextAccess, Expression } from "../../syntax/workflow/index.ts";
import { EVENT_OBJECTS } from "../../facts/workflow/untrusted-contexts.ts";
import type { WorkflowJob } from "./job.ts";
import { definitionsOf, expressionOf, type Place } from "./trace.ts";

/** Undefined where the files do not tell. */
export type Truth = boolean | undefined;

/** Under which circumstances a condition is asked. */
export interface Scenario {
  readonly event: string;
  /**
   * "stranger": a pull request, not merged, that somebody without any right opened from a fork. "branch": a push to a branch that no
   * condition names.
   */
  readonly by: "stranger" | "branch";
}

/**
 * What an expression comes to in a scenario. "free": a text that whoever causes the event chooses, and that is none of those the workflow names.
 * "fixed": a text of the project's own that the files do not show, as the default branch's name. "repository": its own name or its owner's, which is what
 * a condition compares it with to keep forks out. "chosen": a text that whoever causes the event writes so that the condition holds.
 */
type Value =
  | { readonly kind: "known"; readonly value: Primitive }
  | { readonly kind: "free"; readonly prefix: string }
  | { readonly kind: "fixed" }
  | { readonly kind: "repository" }
  | { readonly kind: "chosen" }
  | { readonly kind: "list"; readonly items: readonly Primitive[] }
  | { readonly kind: "unknown" };

type Primitive = string | number | boolean | null;

const UNKNOWN: Value = { kind: "unknown" };
const MAX_DEPTH = 6;
/** Jobs in a row that are followed. */
const MAX_JOBS = 1000;

/** Whether a job runs: its own `if`, and that everything it needs ran, unless its `if` asks for `always()`, `cancelled()` or `failure()`. */
export function runs(job: WorkflowJob, scenario: Scenario): Truth {
  return runsWithin(job, scenario, new Map());
}

/** `known` holds what was found out already, and nothing yet for a job that is being asked, which then needs itself. */
function runsWithin(job: WorkflowJob, scenario: Scenario, known: Map<WorkflowJob, Truth>): Truth {
  if (known.has(job) || known.size >= MAX_JOBS) return known.get(job);
  known.set(job, undefined);
  const truth = runsItself(job, scenario, known);
  known.set(job, truth);
  return truth;
}

function runsItself(job: WorkflowJob, scenario: Scenario, known: Map<WorkflowJob, Truth>): Truth {
  const condition = job.syntax?.if;
  const own = condition === undefined ? true : holds(condition, scenario, { job, step: undefined });
  if (condition !== undefined && ignoresFailure(condition)) return own;
  return allOf([own, ...job.needs.map((need) => runsWithin(need, scenario, known))]);
}

/** Whether an `if` lets its job run although a job it needs failed or was skipped (GitHub documentation, "Status check functions"). */
export function ignoresFailure({ expression }: Condition): boolean {
  return expression !== undefined && calls(expression, new Set(["always", "failure", "cancelled"]));
}

/** Whether a condition, or any expression, is true. One with text beside its braces is a text, and so true. */
export function holds(condition: Condition | Expression, scenario: Scenario, place: Place): Truth {
  if (!("form" in condition)) return truthOf(evaluate(condition, scenario, place, 0));
  if (condition.form === "mixed") return true;
  return condition.expression === undefined ? undefined : truthOf(evaluate(condition.expression, scenario, place, 0));
}

/** False when one is, true when all are. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

function calls(expression: Expression, names: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case "call":
      return names.has(expression.name) || expression.args.some((arg) => calls(arg, names));
    case "not":
      return calls(expression.operand, names);
    case "logical":
      return expression.operands.some((operand) => calls(operand, names));
    case "comparison":
      return calls(expression.left, names) || calls(expression.right, names);
    default:
      return false;
  }
}

function evaluate(expression: Expression, scenario: Scenario, place: Place, depth: number): Value {
  const below = (one: Expression): Value => evaluate(one, scenario, place, depth);
  switch (expression.kind) {
    case "literal":
      return { kind: "known", value: expression.value };
    case "context":
      return contextValue(expression, scenario, place, depth);
    case "access":
      return UNKNOWN;
    case "call":
      return callValue(expression.name, expression.args.map(below));
    case "not": {
      const truth = truthOf(below(expression.operand));
      return truth === undefined ? UNKNOWN : known(!truth);
    }
    case "comparison":
      return compare(expression.operator, below(expression.left), below(expression.right));
    case "logical":
      return logical(expression.operator, expression.operands.map(below));
  }
}

/** `&&` gives its first operand that is not true, `||` its first that is, both else their last. */
function logical(operator: "&&" | "||", values: readonly Value[]): Value {
  const deciding = operator === "||";
  let isOpen = false;
  for (const value of values) {
    const truth = truthOf(value);
    if (truth === deciding) return isOpen ? known(deciding) : value;
    if (truth === undefined) isOpen = true;
  }
  return isOpen ? UNKNOWN : (values.at(-1) ?? UNKNOWN);
}

function compare(operator: string, left: Value, right: Value): Value {
  if (operator !== "==" && operator !== "!=") return UNKNOWN;
  const same = isSame(left, right);
  return same === undefined ? UNKNOWN : known(operator === "==" ? same : !same);
}

/** Texts compare without case (GitHub documentation, "Operators"); a free text is like no other. */
function isSame(left: Value, right: Value): Truth {
  if (left.kind === "known" && right.kind === "known") return looselyEqual(left.value, right.value);
  const kinds = [left.kind, right.kind];
  if (kinds.includes("chosen") || (kinds.includes("repository") && kinds.includes("known"))) return true;
  if (kinds.includes("unknown") || kinds.includes("list")) return undefined;
  return kinds.filter((kind) => kind === "free").length === 1 ? false : undefined;
}

function looselyEqual(left: Primitive, right: Primitive): boolean {
  if (typeof left === "string" && typeof right === "string") return left.toLowerCase() === right.toLowerCase();
  if (typeof left === typeof right) return left === right;
  return numberOf(left) === numberOf(right);
}

function numberOf(value: Primitive): number {
  return value === null || value === "" ? 0 : Number(value);
}

function callValue(name: string, args: readonly Value[]): Value {
  const [first = UNKNOWN, second = UNKNOWN] = args;
  switch (name) {
    case "always":
    case "success":
      return known(true);
    case "cancelled":
    case "failure":
      return known(false);
    case "startswith":
    case "endswith":
    case "contains":
      return textTest(name, first, second);
    case "fromjson":
      return first.kind === "known" ? parsed(first.value) : UNKNOWN;
    case "format":
    case "join":
      if (args.some(({ kind }) => kind === "unknown" || kind === "list")) return UNKNOWN;
      return args.find(({ kind }) => kind === "free") ?? { kind: "fixed" };
    default:
      return UNKNOWN;
  }
}

function parsed(value: unknown): Value {
  if (typeof value !== "string" || value.length > 10_000) return UNKNOWN;
  try {
    const json: unknown = JSON.parse(value);
    if (Array.isArray(json)) return json.every(isPrimitive) ? { kind: "list", items: json } : UNKNOWN;
    return isPrimitive(json) ? known(json) : UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

function isPrimitive(value: unknown): value is Primitive {
  return value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string";
}

function textTest(name: "startswith" | "endswith" | "contains", text: Value, part: Value): Value {
  if (text.kind === "chosen") return known(true);
  if (text.kind === "list") {
    if (part.kind === "free") return known(false);
    return part.kind === "known" ? known(text.items.some((item) => looselyEqual(item, part.value))) : UNKNOWN;
  }
  if (part.kind !== "known") return UNKNOWN;
  const wanted = String(part.value ?? "").toLowerCase();
  if (text.kind === "free") {
    if (wanted === "") return known(true);
    if (name === "startswith") return known(text.prefix.startsWith(wanted));
    return known(name === "contains" && text.prefix.includes(wanted));
  }
  if (text.kind !== "known") return UNKNOWN;
  const whole = String(text.value ?? "").toLowerCase();
  if (name === "startswith") return known(whole.startsWith(wanted));
  return known(name === "endswith" ? whole.endsWith(wanted) : whole.includes(wanted));
}

function truthOf(value: Value): Truth {
  if (value.kind === "known") return !(value.value === null || value.value === false || value.value === 0 || value.value === "");
  return value.kind === "unknown" ? undefined : true;
}

function known(value: Primitive): Value {
  return { kind: "known", value };
}

function contextValue(access: ContextAccess, scenario: Scenario, place: Place, depth: number): Value {
  const { context, path } = access;
  if (context === "github") return githubValue(path, scenario);
  if (context === "vars") return { kind: "fixed" };
  const isInput = context === "inputs";
  const workflow = place.job.workflow;
  if (isInput && scenario.event !== "workflow_dispatch" && workflow !== undefined && workflow.trigger("workflow_call") === undefined)
    return known(null);
  if (depth >= MAX_DEPTH || (context !== "env" && context !== "needs" && context !== "steps")) return UNKNOWN;
  const definitions = definitionsOf(access, place);
  const [only] = definitions?.known ?? [];
  if (definitions?.isComplete !== true || only === undefined || definitions.known.length !== 1) return UNKNOWN;
  if (only.value.kind === "literal") return known(only.value.text);
  const [part] = only.value.parts;
  const expression = part !== undefined && only.value.parts.length === 1 ? expressionOf(part, only.place) : undefined;
  return expression === undefined ? UNKNOWN : evaluate(expression, scenario, only.place, depth + 1);
}

function githubValue(path: string, { event, by }: Scenario): Value {
  const own = by === "stranger" ? STRANGER[path] : BRANCH[path];
  if (path === "github.event_name") return known(event);
  if (by === "stranger" && event === "pull_request_target" && path.startsWith("github.ref")) return { kind: "fixed" };
  if (own !== undefined) return own;
  if (path === "github.repository" || path === "github.repository_owner") return { kind: "repository" };
  const object = /^github\.event\.([a-z_]+)(?:\.|$)/.exec(path)?.[1];
  const events = object !== undefined && Object.hasOwn(EVENT_OBJECTS, object) ? EVENT_OBJECTS[object] : undefined;
  return events !== undefined && !events.includes(event) ? known(null) : UNKNOWN;
}

const FREE: Value = { kind: "free", prefix: "" };
const FIXED: Value = { kind: "fixed" };

/** GitHub documentation, "Contexts" and "Webhook events and payloads", for a pull request from a fork. */
const STRANGER: Readonly<Record<string, Value>> = {
  "github.ref": { kind: "free", prefix: "refs/pull/" },
  "github.ref_name": FREE,
  "github.head_ref": FREE,
  "github.actor": FREE,
  "github.triggering_actor": FREE,
  "github.event.sender.login": FREE,
  "github.event.pull_request.merged": known(false),
  "github.event.pull_request.user.login": FREE,
  "github.event.pull_request.user.type": known("User"),
  "github.event.pull_request.author_association": known("NONE"),
  "github.event.pull_request.title": FREE,
  "github.event.pull_request.body": FREE,
  "github.event.pull_request.head.ref": FREE,
  "github.event.pull_request.head.label": FREE,
  "github.event.pull_request.head.repo.fork": known(true),
  "github.event.pull_request.head.repo.full_name": FREE,
  "github.event.pull_request.head.repo.owner.login": FREE,
  "github.event.pull_request.head.user.login": FREE,
  "github.event.comment.author_association": known("NONE"),
  "github.event.comment.body": { kind: "chosen" },
  "github.event.comment.user.login": FREE,
  "github.event.issue.pull_request": known(true),
  "github.event.issue.pull_request.url": known(true),
  "github.event.issue.state": known("open"),
  "github.event.issue.user.login": FREE,
  "github.event.workflow_run.event": known("pull_request"),
  "github.event.workflow_run.head_branch": FREE,
  "github.event.workflow_run.head_repository.full_name": FREE,
  "github.event.workflow_run.head_repository.fork": known(true),
  "github.event.workflow_run.conclusion": known("success"),
  "github.event.workflow_run.actor.login": FREE,
  "github.event.repository.default_branch": FIXED,
};

const BRANCH: Readonly<Record<string, Value>> = {
  "github.ref": { kind: "free", prefix: "refs/heads/" },
  "github.ref_name": FREE,
  "github.ref_type": known("branch"),
  "github.base_ref": known(""),
  "github.head_ref": known(""),
  "github.actor": FREE,
  "github.triggering_actor": FREE,
  "github.event.pusher.name": FREE,
  "github.event.sender.login": FREE,
  "github.event.deleted": known(false),
  "github.event.base_ref": known(null),
  "github.event.head_commit.message": FREE,
  "github.event.repository.default_branch": FIXED,
};
