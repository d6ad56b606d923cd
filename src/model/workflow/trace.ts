import type { Span } from "../../text/index.ts";
import type { ContextAccess, EmbeddedExpression, Expression, NamedValues } from "../../syntax/workflow/index.ts";
import { namedValue } from "../../syntax/workflow/index.ts";
import { flatten, splitScalar, type Part, type Scalar } from "../../syntax/template/index.ts";
import type { WorkflowJob } from "./job.ts";
import type { WorkflowStep } from "./step.ts";

/** Where an expression stands: what `env`, `steps`, `needs`, `matrix` and `inputs` mean depends on it. */
export interface Place {
  readonly job: WorkflowJob;
  /** Undefined for what belongs to the job as a whole, as its outputs. */
  readonly step: WorkflowStep | undefined;
}

/** A value that a name stands for, and where it is written. */
export interface Definition {
  readonly value: Scalar;
  readonly place: Place;
}

/** What a name may stand for. */
export interface Definitions {
  readonly known: readonly Definition[];
  /** False where it may also be something that the files do not tell. */
  readonly isComplete: boolean;
}

/** The values that a workflow itself gives a context: `env`, `steps`, `needs`, `jobs`, `matrix`, `inputs`. Undefined for what GitHub gives: `github`, `secrets`, `vars`, … */
export function definitionsOf(access: ContextAccess, place: Place): Definitions | undefined {
  const names = access.steps.map((step) => (step.kind === "property" ? step.name : undefined));
  const [first, second, third] = names;
  if (first === undefined) return undefined;
  switch (access.context) {
    case "env":
      return variableDefinitions(first, place);
    case "inputs":
      return inputDefinitions(first, place);
    case "matrix":
      return matrixDefinitions(first, place);
    case "steps":
      return second?.toLowerCase() === "outputs" && third !== undefined ? stepOutput(first, third, place) : undefined;
    case "needs":
    case "jobs":
      return second?.toLowerCase() === "outputs" && third !== undefined ? jobOutput(first, third, place) : undefined;
    default:
      return undefined;
  }
}

/** What an environment variable of a step is set to: the innermost `env` that names it, or else what earlier steps write to GITHUB_ENV. */
function variableDefinitions(name: string, place: Place): Definitions {
  const { job, step } = place;
  const layers: readonly NamedValues[] = job.environments(step);
  for (const layer of layers) {
    const entry = namedValue(layer, name);
    if (entry !== undefined)
      return { known: [{ value: entry.value, place: layer === step?.syntax.env ? place : { job, step: undefined } }], isComplete: true };
    if (layer.expression !== undefined) return NOTHING;
  }
  return { known: writtenEarlier(name, place), isComplete: false };
}

/** What a shell variable stands for where a script uses it: an assignment of the script, or the step's environment. */
export function shellVariableDefinitions(name: string, place: Place): Definitions {
  const assigned = (place.step?.commands ?? []).flatMap(({ command }) => command.assignments);
  const bare = place.step?.script?.commands.flatMap(({ assignments }) => assignments) ?? [];
  const own = [...bare, ...assigned].filter((assignment) => assignment.name === name);
  if (own.length > 0) return { known: own.map(({ value }) => ({ value: value.value, place })), isComplete: false };
  return variableDefinitions(name, place);
}

/** The expression a part of a value stands for; undefined for one of another language, and one that cannot be read. */
export function expressionOf(part: Part, { step }: Place): Expression | undefined {
  if (part.kind !== "expression") return undefined;
  if (isEmbedded(part)) return part.expression;
  return step?.expressionAt(part.span)?.expression;
}

function isEmbedded(part: Part): part is EmbeddedExpression {
  return "expression" in part;
}

const NOTHING: Definitions = { known: [], isComplete: false };

function inputDefinitions(name: string, { job }: Place): Definitions {
  const declared = job.action?.inputs ?? job.workflow?.triggers.flatMap(({ inputs }) => inputs) ?? [];
  const fallback = declared.find((input) => input.name.toLowerCase() === name.toLowerCase())?.default;
  const known: Definition[] = [];
  const callers = job.project.callersOf(job.file);
  for (const caller of callers) {
    const given =
      caller.step === undefined ? namedValue(caller.job.syntax!.with, name, { ignoreCase: true })?.value : caller.step.input(name);
    if (given !== undefined) known.push({ value: given, place: caller });
  }
  if (fallback !== undefined) known.push({ value: fallback, place: { job, step: undefined } });
  const isStartedOtherwise = job.workflow?.triggers.some(({ event }) => event === "workflow_dispatch") ?? false;
  return { known, isComplete: callers.length > 0 && !isStartedOtherwise };
}

function matrixDefinitions(name: string, { job }: Place): Definitions {
  const matrix = job.syntax?.matrix;
  if (matrix === undefined) return NOTHING;
  const place = { job, step: undefined };
  const axis = matrix.axes.filter((one) => one.name === name).flatMap(({ values }) => values);
  const included = matrix.include.flatMap((one) => namedValue(one, name)?.value ?? []);
  const within = ({ start, end }: Span): boolean => matrix.span.start <= start && end <= matrix.span.end;
  const isNamed = matrix.axes.some((one) => one.name === name) || included.length > 0;
  // Where an expression gives the whole matrix, or what is included, each of its names comes from there.
  const whole = isNamed ? [] : (job.workflow?.document.templates ?? []).filter(({ span }) => within(span));
  return { known: [...axis, ...included, ...whole].map((value) => ({ value, place })), isComplete: matrix.isComplete };
}

function stepOutput(id: string, output: string, { job }: Place): Definitions {
  const step = job.step(id);
  if (step === undefined) return NOTHING;
  const action = step.localAction;
  const declared = action?.action?.outputs.find(({ name }) => name.toLowerCase() === output.toLowerCase())?.value;
  if (action !== undefined)
    return declared === undefined ? NOTHING : { known: [{ value: declared, place: { job: action, step: undefined } }], isComplete: true };
  return { known: writesOf(step).get(output) ?? [], isComplete: false };
}

function jobOutput(id: string, output: string, { job }: Place): Definitions {
  const other = job.workflow?.job(id);
  if (other === undefined) return NOTHING;
  const { called } = other;
  if (called === "unknown") return NOTHING;
  if (called === undefined) {
    const value = namedValue(other.syntax!.outputs, output, { ignoreCase: true })?.value;
    return value === undefined ? NOTHING : { known: [{ value, place: { job: other, step: undefined } }], isComplete: true };
  }
  const declared = called.trigger("workflow_call")?.outputs.find(({ name }) => name.toLowerCase() === output.toLowerCase())?.value;
  const [first] = called.jobs;
  return declared === undefined || first === undefined
    ? NOTHING
    : { known: [{ value: declared, place: { job: first, step: undefined } }], isComplete: true };
}

/** What earlier steps of a job write to GITHUB_ENV for a name. */
function writtenEarlier(name: string, { job, step }: Place): readonly Definition[] {
  let known = environmentWrites.get(job);
  if (known === undefined) {
    known = new Map();
    for (const one of job.steps) {
      if (one.syntax.run?.node.text.includes("GITHUB_ENV") !== true) continue;
      for (const [written, definitions] of writesOf(one)) known.set(written, [...(known.get(written) ?? []), ...definitions]);
    }
    environmentWrites.set(job, known);
  }
  const found = known.get(name) ?? [];
  return step === undefined ? found : found.filter(({ place }) => place.step !== undefined && place.step.syntax.index < step.syntax.index);
}

const environmentWrites = new WeakMap<WorkflowJob, Map<string, readonly Definition[]>>();
const writes = new WeakMap<WorkflowStep, ReadonlyMap<string, readonly Definition[]>>();

/**
 * What a script writes to GITHUB_OUTPUT and GITHUB_ENV, by name (GitHub documentation, "Workflow commands"): `echo "name=value" >> file`, the older
 * `::set-output name=…::value`, and the lines between `name<<EOF` and `EOF`.
 */
function writesOf(step: WorkflowStep): ReadonlyMap<string, readonly Definition[]> {
  const known = writes.get(step);
  if (known !== undefined) return known;
  const found = new Map<string, Definition[]>();
  const add = (name: string, value: Scalar): void => {
    const values = found.get(name) ?? [];
    values.push({ value, place: { job: step.job, step } });
    found.set(name, values);
  };
  writes.set(step, found);
  let open: { readonly name: string; readonly delimiter: string } | undefined;
  for (const { effective } of /GITHUB_(?:OUTPUT|ENV)|::set-/.test(step.syntax.run?.node.text ?? "") ? step.commands : []) {
    const isPrint = effective.program === "echo" || effective.program === "printf";
    const word = isPrint ? effective.words.find((one) => !/^-[neE]+$/.test(one.text)) : undefined;
    if (word === undefined) continue;
    const { text } = flatten(word.value);
    const begin = /^([\w-]+)<<(\S+)$/.exec(text);
    if (begin !== null) open = { name: begin[1]!, delimiter: begin[2]! };
    else if (open !== undefined && text === open.delimiter) open = undefined;
    else if (open !== undefined) add(open.name, word.value);
    else for (const line of splitScalar(word.value, "\n")) addLine(line, add);
  }
  return found;
}

function addLine(line: Scalar, add: (name: string, value: Scalar) => void): void {
  const flat = flatten(line);
  const match = /^(?:([\w-]+)=|::set-(?:output|env) name=([\w-]+)::)/.exec(flat.text);
  if (match !== null) add((match[1] ?? match[2])!, flat.slice(match[0].length));
}
