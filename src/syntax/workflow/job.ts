import { entryOf, isNull } from "../yaml/ask.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "../yaml/ast.ts";
import type { Job, JobEnvironment, Matrix, MatrixAxis, NamedValues, RunsOn, WorkflowScalar } from "./ast.ts";
import { quoted, type Reader } from "./reader.ts";
import { readConcurrency, readContainer, readDefaults, readPermissions, readServices } from "./settings.ts";
import { readSteps } from "./step.ts";
import { readUses } from "./uses.ts";

/** Reads `jobs`. A job that is no mapping is a problem and left out. */
export function readJobs(reader: Reader, entry: YamlEntry | undefined): readonly Job[] {
  const jobs: Job[] = [];
  for (const job of reader.mapping(entry)?.entries ?? []) {
    if (job.value.kind === "mapping") jobs.push(readJob(reader, job, job.value));
    else reader.report(job.key.span, `The job ${quoted(job)} takes a mapping; it was left out.`);
  }
  return jobs;
}

function readJob(reader: Reader, entry: YamlEntry, node: YamlMapping): Job {
  const at = (key: string): YamlEntry | undefined => entryOf(node, key);
  return {
    id: entry.key.text,
    idSpan: entry.key.inner,
    span: entry.span,
    node,
    name: reader.text(at("name")),
    needs: reader.texts(at("needs")) ?? [],
    if: reader.condition(at("if")),
    runsOn: readRunsOn(reader, at("runs-on")),
    environment: readEnvironment(reader, at("environment")),
    permissions: readPermissions(reader, at("permissions")),
    concurrency: readConcurrency(reader, at("concurrency")),
    defaults: readDefaults(reader, at("defaults")),
    env: reader.named(at("env")),
    outputs: reader.named(at("outputs")),
    matrix: readMatrix(reader, at("strategy")),
    container: readContainer(reader, at("container")),
    services: readServices(reader, at("services")),
    continueOnError: reader.text(at("continue-on-error")),
    timeoutMinutes: reader.text(at("timeout-minutes")),
    steps: readSteps(reader, at("steps")),
    uses: readUses(reader, at("uses")),
    with: reader.named(at("with")),
    ...readSecrets(reader, at("secrets")),
  };
}

function readSecrets(reader: Reader, entry: YamlEntry | undefined): Pick<Job, "secrets" | "inheritsSecrets"> {
  if (entry?.value.kind === "scalar" && entry.value.text === "inherit")
    return { secrets: reader.named(undefined), inheritsSecrets: entry.value.inner };
  return { secrets: reader.named(entry), inheritsSecrets: undefined };
}

/** `runs-on`: a label, a list of labels, or a mapping of group and labels. */
function readRunsOn(reader: Reader, entry: YamlEntry | undefined): RunsOn | undefined {
  if (entry === undefined || isNull(entry.value)) return undefined;
  const common = { keySpan: entry.key.inner, span: entry.value.span };
  if (entry.value.kind !== "mapping") return { ...common, labels: reader.texts(entry) ?? [], group: undefined };
  return { ...common, labels: reader.texts(entryOf(entry.value, "labels")) ?? [], group: reader.text(entryOf(entry.value, "group")) };
}

function readEnvironment(reader: Reader, entry: YamlEntry | undefined): JobEnvironment | undefined {
  if (entry === undefined || isNull(entry.value)) return undefined;
  const common = { keySpan: entry.key.inner, span: entry.value.span };
  if (entry.value.kind === "scalar") return { ...common, name: reader.value(entry.value), url: undefined };
  const mapping = reader.mapping(entry);
  return { ...common, name: reader.text(entryOf(mapping, "name")), url: reader.text(entryOf(mapping, "url")) };
}

/** `strategy.matrix`: axes, and the combinations that are added and left out. */
function readMatrix(reader: Reader, strategy: YamlEntry | undefined): Matrix | undefined {
  const entry = entryOf(isExpression(reader, strategy?.value) ? undefined : reader.mapping(strategy), "matrix");
  if (entry === undefined || isNull(entry.value)) return undefined;
  const common = { axes: [], include: [], exclude: [], span: entry.value.span };
  if (isExpression(reader, entry.value)) return { ...common, isComplete: false };
  const mapping = reader.mapping(entry);
  const axes: MatrixAxis[] = [];
  let isComplete = true;
  for (const { key, value } of mapping?.entries ?? []) {
    if (isExpression(reader, value)) isComplete = false;
    if (key.text !== "include" && key.text !== "exclude")
      axes.push({ name: key.text, nameSpan: key.inner, values: valuesOf(reader, value), node: value });
  }
  const include = combinations(reader, entryOf(mapping, "include"));
  return { ...common, axes, include, exclude: combinations(reader, entryOf(mapping, "exclude")), isComplete };
}

function isExpression(reader: Reader, node: YamlNode | undefined): boolean {
  return node?.kind === "scalar" && !isNull(node) && reader.value(node).kind === "template";
}

/** The values of an axis that are text. An axis that is one value is no list to GitHub, but its meaning is plain. */
function valuesOf(reader: Reader, node: YamlNode): readonly WorkflowScalar[] {
  const items: readonly YamlNode[] = node.kind === "sequence" ? node.items : [node];
  return items.filter((item): item is YamlScalar => item.kind === "scalar" && !isNull(item)).map((item) => reader.value(item));
}

function combinations(reader: Reader, entry: YamlEntry | undefined): readonly NamedValues[] {
  if (entry === undefined || isExpression(reader, entry.value)) return [];
  return reader.mappings(entry).map((mapping) => {
    // A combination may hold lists and mappings as well; only texts can be asked for here.
    const texts = mapping.entries.filter((one) => one.value.kind === "scalar");
    return { entries: reader.namedIn({ ...mapping, entries: texts }), keySpan: entry.key.inner, expression: undefined };
  });
}
