import type { Span } from "../../text/index.ts";
import { MOVING_TAGS } from "../../facts/workflow/registry-actions.ts";
import { flatten, HOLE, sourceOf, type Flat, type Part, type Scalar } from "../../syntax/template/index.ts";
import { type ContextAccess, type Expression } from "../../syntax/workflow/index.ts";
import { splitNames } from "./image-push.ts";
import { locatedScalar } from "./located.ts";
import { definitionsOf, expressionOf, shellVariableDefinitions, type Definitions, type Place } from "./trace.ts";
import { isStartedByTagsOnly } from "./trigger.ts";

/**
 * What becomes of a tag with the next build. "moving": it goes on to the new image. "branch": it does so with the next build of its branch. "fixed": it
 * stays with this one, as a commit's hash, a version or a run's number does. "unknown": the files do not tell.
 */
export type TagReading = "moving" | "branch" | "fixed" | "unknown";

/** The name of an image without its tag, and what its tags are; several where a name stands for several. */
export interface NamedImage {
  /** As written, except that `${{ env.X }}`, `${X}` and `$X` are the same. */
  readonly image: string;
  readonly tag: TagReading;
  /** The tag alone; the whole name where it has none of its own. */
  readonly at: Scalar["span"];
}

/** Values that are followed from one name. */
const MAX_VALUES = 200;

/** Where a value stands, and which values were read on the way, so that none is read twice. */
interface Reading extends Place {
  readonly seen: Set<string>;
}

/** Reads a name that an image is pushed under. Values are followed through `env`, outputs, inputs and shell variables. */
export function tagOf(name: Scalar, place: Place): NamedImage {
  const flat = flatten(name);
  const tagAt = tagStart(flat);
  const at = tagAt === undefined ? name.span : flat.spanOf(tagAt, flat.text.length);
  return { image: spelled(flat, tagAt), tag: ofName(name, { ...place, seen: new Set() }), at };
}

function spelled(flat: Flat, tagAt: number | undefined): string {
  const source = sourceOf(flat.slice(0, tagAt === undefined ? flat.text.length : tagAt - 1));
  return source
    .replace(/\$\{\{\s*env\.([\w-]+)\s*\}\}|\$\{(\w+)\}/g, (_, first: string, second: string) => `$${first ?? second}`)
    .toLowerCase();
}

/** Where the tag begins, behind the last colon that no slash follows; undefined for none. */
function tagStart({ text }: Flat): number | undefined {
  const colon = text.lastIndexOf(":");
  return colon > text.lastIndexOf("/") && colon >= 0 ? colon + 1 : undefined;
}

function ofName(name: Scalar, place: Reading): TagReading {
  const flat = flatten(name);
  if (flat.text.includes("@")) return "fixed";
  const tagAt = tagStart(flat);
  if (tagAt !== undefined) return ofTag(flat.slice(tagAt), place);
  const last = flat.text.slice(flat.text.lastIndexOf("/") + 1);
  // Without a tag it is "latest"; what a variable gives may hold one.
  if (!last.includes(HOLE)) return "moving";
  const part = name.kind === "template" ? name.parts.at(-1) : undefined;
  if (part === undefined || last !== HOLE) return "unknown";
  const expression = expressionOf(part, place);
  if (expression?.kind === "context") {
    if (/^github\.(?:repository|event\.repository\.(?:name|full_name))$/.test(expression.path)) return "moving";
    return metadataTags(expression, place) ?? worst(valuesOf(expression, place), (value, at) => namesIn(value, at), place);
  }
  return part.kind === "variable" ? worst(shellVariableDefinitions(part.name, place), (value, at) => namesIn(value, at), place) : "unknown";
}

function namesIn(value: Scalar, place: Reading): TagReading {
  const names = splitNames(value);
  return together(names.map((name) => ofName(name, place)));
}

/** What several tags of one image come to: one that stays is enough. */
function together(readings: readonly TagReading[]): TagReading {
  if (readings.includes("fixed")) return "fixed";
  if (readings.length === 0 || readings.includes("unknown")) return "unknown";
  return readings.includes("moving") ? "moving" : "branch";
}

/** What a context stands for; nothing where somebody else may fill it in, as the inputs of a workflow that other projects call. */
function valuesOf(access: ContextAccess, place: Place): Definitions | undefined {
  const definitions = definitionsOf(access, place);
  return access.context === "inputs" && definitions?.isComplete !== true ? undefined : definitions;
}

/** What a name comes to that stands for one of several values. */
function worst(definitions: Definitions | undefined, read: (value: Scalar, place: Reading) => TagReading, { seen }: Reading): TagReading {
  const known = definitions?.known ?? [];
  if (known.length === 0) return "unknown";
  const readings = new Set(known.map(({ value, place }) => (isNew(value.span, seen) ? read(value, { ...place, seen }) : "unknown")));
  const [only] = readings;
  return readings.size === 1 ? only! : "unknown";
}

function isNew({ file, start, end }: Span, seen: Set<string>): boolean {
  const key = `${file.path}:${start}-${end}`;
  return seen.size < MAX_VALUES && !seen.has(key) && seen.add(key).size > 0;
}

function ofTag(tag: Scalar, place: Reading): TagReading {
  if (tag.kind === "literal") return ofText(tag.text);
  const readings = tag.parts.filter(({ kind }) => kind !== "text").map((part) => ofPart(part, place));
  return together(readings);
}

function ofText(text: string): TagReading {
  if (MOVING_TAGS.includes(text.toLowerCase())) return "moving";
  return /^v?\d+\.\d+\.\d+|^[0-9a-f]{7,40}$|\d{8}/.test(text) ? "fixed" : "unknown";
}

function ofPart(part: Part, place: Reading): TagReading {
  if (part.kind === "variable") {
    if (/^GITHUB_(?:SHA|RUN_ID|RUN_NUMBER)$/.test(part.name)) return "fixed";
    if (part.name === "GITHUB_REF_NAME") return ofRef(place);
    return worst(shellVariableDefinitions(part.name, place), (value, at) => ofTag(value, at), place);
  }
  const expression = expressionOf(part, place);
  if (expression !== undefined) return ofExpression(expression, place);
  // `${GITHUB_SHA::7}`, `$(git rev-parse HEAD)`, `$(date +%s)`
  return /GITHUB_SHA|GITHUB_RUN_|git (?:rev-parse|describe|log)|\bdate\b/.test(part.text) ? "fixed" : "unknown";
}

const FIXED =
  /^github\.(?:sha|run_id|run_number|event\.(?:after|pull_request\.head\.sha|release\.tag_name|workflow_run\.(?:head_sha|id)|head_commit\.(?:id|timestamp)))$/;

function ofExpression(expression: Expression, place: Reading): TagReading {
  switch (expression.kind) {
    case "literal":
      return ofText(String(expression.value));
    case "context": {
      const { path } = expression;
      if (FIXED.test(path)) return "fixed";
      if (path === "github.ref_name" || path === "github.ref") return ofRef(place);
      if (path === "github.head_ref" || path === "github.base_ref") return "branch";
      return metadataTags(expression, place) ?? worst(valuesOf(expression, place), (value, at) => ofTag(value, at), place);
    }
    case "call":
      if (expression.name === "hashfiles") return "fixed";
      return expression.args.some((arg) => ofExpression(arg, place) === "fixed") ? "fixed" : "unknown";
    case "logical": {
      const values = expression.operator === "&&" ? expression.operands.slice(-1) : expression.operands;
      const readings = new Set(values.map((value) => ofExpression(value, place)));
      return readings.size === 1 ? [...readings][0]! : "unknown";
    }
    default:
      return "unknown";
  }
}

/** The name of the branch or tag that the workflow runs for. */
function ofRef({ job: { workflow } }: Place): TagReading {
  if (workflow === undefined || workflow.triggers.some(({ event }) => event === "workflow_call")) return "unknown";
  const push = workflow.trigger("push");
  if (push === undefined) return workflow.trigger("release") === undefined ? "unknown" : "fixed";
  if (isStartedByTagsOnly(push)) return "fixed";
  return push.tags === undefined && push.branches !== undefined && workflow.trigger("release") === undefined ? "branch" : "unknown";
}

/** What docker/metadata-action makes of its input `tags` (its README, "tags input"); undefined for any other output. */
function metadataTags({ steps, context }: ContextAccess, place: Reading): TagReading | undefined {
  const [id, , output] = steps;
  if (context !== "steps" || id?.kind !== "property" || output?.kind !== "property") return undefined;
  const step = place.job.step(id.name);
  if (step?.action !== "docker/metadata-action") return undefined;
  if (output.name.toLowerCase() === "version") return "unknown";
  const tags = step.input("tags");
  if (tags === undefined) return "unknown";
  const flat = flatten(locatedScalar(tags));
  const lines = [...flat.text.matchAll(/[^\n]+/g)].filter(([line]) => line.trim() !== "" && !line.trim().startsWith("#"));
  const at = { job: step.job, step, seen: place.seen };
  return together(lines.map((line) => metadataLine(flat.slice(line.index, line.index + line[0].length), at)));
}

function metadataLine(line: Scalar, place: Reading): TagReading {
  const flat = flatten(line);
  const { text } = flat;
  if (/\btype=(?:sha|semver|pep440|match)\b|\bevent=tag\b|\{\{\s*(?:date|sha|commit_date)/.test(text)) return "fixed";
  if (/\btype=ref\b/.test(text)) return "branch";
  if (/\btype=(?:edge|schedule)\b/.test(text)) return "moving";
  const value = /(?:^\s*|\bvalue=)([^,=\s]+)(?:,|\s*$)/.exec(text);
  if (value === null) return "unknown";
  const start = value.index + value[0].indexOf(value[1]!);
  return ofTag(flat.slice(start, start + value[1]!.length), place);
}
