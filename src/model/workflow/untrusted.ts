import { textOf, type Span } from "../../text/index.ts";
import { UNTRUSTED_OUTPUTS } from "../../facts/workflow/code-inputs.ts";
import { OUTSIDER_CONTEXTS, OUTSIDER_EVENTS } from "../../facts/workflow/untrusted-contexts.ts";
import { literalText, type ContextAccess, type Expression } from "../../syntax/workflow/index.ts";
import { definitionsOf, expressionOf, shellVariableDefinitions, type Definition, type Place } from "./trace.ts";
import { refsOf } from "./trigger.ts";

/** A text that somebody else than the workflow's author chooses, and how it comes here. */
export interface Taint {
  /**
   * "outsider": anybody who can open an issue or a pull request. "branch": who may push branches of any name. "tag": who may push tags.
   * "starter": who may start the workflow by hand or by the API, and fills in its inputs.
   */
  readonly who: "outsider" | "branch" | "tag" | "starter";
  /** The context as it is written, as in `github.event.issue.title`. */
  readonly source: string;
  readonly at: Span;
  /** The values gone through on the way, the nearest to the expression first. */
  readonly through: readonly Span[];
}

/** Names that stand for other names are followed this far. */
const MAX_DEPTH = 8;
/** Values that are looked at for one expression. */
const MAX_VALUES = 64;

/** The foreign texts that may stand in what an expression comes to. A comparison, a number and the result of `contains` and its like hold none. */
export function taintsOf(expression: Expression, place: Place): readonly Taint[] {
  return new Tracer().expression(expression, place, false);
}

class Tracer {
  private readonly seen = new Set<string>();
  private through: readonly Span[] = [];

  /** `whole`: an object is turned into text with all that is in it. */
  expression(expression: Expression, place: Place, whole: boolean): readonly Taint[] {
    switch (expression.kind) {
      case "literal":
      case "not":
      case "comparison":
        return [];
      case "context":
        return this.context(expression, place, whole);
      case "call":
        return this.call(expression, place, whole);
      case "logical": {
        // `a && b` is b, or an `a` that counts as false and so is empty.
        const operands = expression.operator === "&&" ? expression.operands.slice(-1) : expression.operands;
        return operands.flatMap((operand) => this.expression(operand, place, whole));
      }
      case "access":
        return this.access(expression, place, whole);
    }
  }

  private call({ name, args }: Extract<Expression, { kind: "call" }>, place: Place, whole: boolean): readonly Taint[] {
    if (name === "tojson") return args.flatMap((arg) => this.expression(arg, place, true));
    if (name === "format" || name === "join" || name === "case") return args.flatMap((arg) => this.expression(arg, place, whole));
    return name === "fromjson" ? args.flatMap((arg) => this.expression(arg, place, whole)) : [];
  }

  /** `(a || b).title` is `a.title` or `b.title`; what is behind `fromJSON(x)` is as foreign as x. */
  private access({ target, steps, span }: Extract<Expression, { kind: "access" }>, place: Place, whole: boolean): readonly Taint[] {
    const path = steps.map((step) => (step.kind === "property" ? step.name.toLowerCase() : step.kind === "star" ? "*" : "?")).join(".");
    if (target.kind === "context")
      return this.context({ ...target, steps: [...target.steps, ...steps], path: `${target.path}.${path}`, span }, place, whole);
    if (target.kind === "logical")
      return target.operands.flatMap((one) => this.access({ kind: "access", target: one, steps, span }, place, whole));
    return this.expression(target, place, whole);
  }

  private context(access: ContextAccess, place: Place, whole: boolean): readonly Taint[] {
    const found = whoChooses(access, place, whole);
    const own = found === undefined ? [] : [{ who: found, source: writtenPath(access), at: access.span, through: this.through }];
    const definitions = definitionsOf(access, place);
    return [...own, ...(definitions?.known ?? []).flatMap((definition) => this.definition(definition))];
  }

  private definition({ value, place }: Definition): readonly Taint[] {
    const { file, start, end } = value.span;
    const key = `${file.path}:${start}-${end}`;
    if (value.kind === "literal" || this.seen.has(key) || this.seen.size >= MAX_VALUES || this.through.length >= MAX_DEPTH) return [];
    this.seen.add(key);
    const before = this.through;
    this.through = [...before, value.span];
    const found = value.parts.flatMap((part) => {
      if (part.kind === "variable") return shellVariableDefinitions(part.name, place).known.flatMap((one) => this.definition(one));
      const expression = expressionOf(part, place);
      return expression === undefined ? [] : this.expression(expression, place, false);
    });
    this.through = before;
    return found;
  }
}

function whoChooses(access: ContextAccess, place: Place, whole: boolean): Taint["who"] | undefined {
  const { path } = access;
  const { workflow } = place.job;
  if (OUTSIDERS.some((pattern) => matches(pattern, path))) return "outsider";
  if (whole && OUTSIDER_CONTEXTS.some((context) => context.startsWith(`${path}.`)))
    return workflow === undefined || workflow.triggers.some(({ event }) => OUTSIDER_EVENTS.includes(event)) ? "outsider" : undefined;
  if (path === "github.ref" || path === "github.ref_name" || path === "github.event.ref") {
    const refs = workflow === undefined ? "fixed" : refsOf(workflow);
    return refs === "any-branch" ? "branch" : refs === "any-tag" ? "tag" : undefined;
  }
  if (path.startsWith("github.event.client_payload.") || (whole && path === "github.event.client_payload")) return "starter";
  if (whole && (path === "inputs" || path === "github.event.inputs"))
    return workflow?.trigger("workflow_dispatch") === undefined ? undefined : "starter";
  if (access.context === "steps") return outputOfAction(access, place);
  return isFilledInByHand(access, place) ? "starter" : undefined;
}

/** The context as its author wrote it, when that is a plain path. */
function writtenPath({ path, span }: ContextAccess): string {
  const written = textOf(span);
  return written.length <= 80 && /^[\w.*-]+$/.test(written) ? written : path;
}

/** An input of a manual run that takes any text. */
function isFilledInByHand({ context, path, steps }: ContextAccess, { job }: Place): boolean {
  const at = context === "inputs" ? 0 : path.startsWith("github.event.inputs.") ? 2 : undefined;
  const step = at === undefined ? undefined : steps[at];
  if (step?.kind !== "property") return false;
  const input = job.workflow?.trigger("workflow_dispatch")?.inputs.find(({ name }) => name.toLowerCase() === step.name.toLowerCase());
  return input !== undefined && (literalText(input.type) ?? "string") === "string";
}

function outputOfAction({ steps }: ContextAccess, { job }: Place): Taint["who"] | undefined {
  const [id, , output] = steps;
  if (id?.kind !== "property" || output?.kind !== "property") return undefined;
  const action = job.step(id.name)?.action ?? "";
  return Object.hasOwn(UNTRUSTED_OUTPUTS, action) && UNTRUSTED_OUTPUTS[action]!.test(output.name) ? "outsider" : undefined;
}

const OUTSIDERS = OUTSIDER_CONTEXTS.map((context) => context.split("."));

/** Whether a path is one of these; a "*" on either side stands for any step, and for a number. */
function matches(pattern: readonly string[], path: string): boolean {
  const steps = path.split(".");
  if (steps.length !== pattern.length) return false;
  return pattern.every((one, at) => one === steps[at] || one === "*" || (steps[at] === "*" && at >= 2));
}
