import type { Span } from "../../text/index.ts";
import { operands } from "../../syntax/shell/index.ts";
import type { Expression } from "../../syntax/workflow/index.ts";
import { sourceOf, type Part, type Scalar } from "../../syntax/template/index.ts";
import type { Deployment } from "../deployment.ts";
import { locatedScalar } from "../workflow/located.ts";
import { splitNames, type ImagePush } from "../workflow/image-push.ts";
import { definitionsOf, expressionOf, shellVariableDefinitions, type Definitions, type Place } from "../workflow/trace.ts";
import { operationsOf } from "./operation.ts";

/** A name that the project's images are pushed under, without its tag. */
export interface PublishedImage {
  /** In lower case, with `hole` for what is only known at run time. */
  readonly name: string;
  readonly at: Span;
}

/** Everything the project pushes. */
export interface PublishedImages {
  readonly images: readonly PublishedImage[];
  /** Why there may be more; undefined when all are known. */
  readonly open: string | undefined;
}

/** Stands for what is only known at run time. */
export const hole = "\0";

/** How many values of one name are followed, and how deep. */
const MAX_VALUES = 40;
const MAX_DEPTH = 6;

const published = new WeakMap<Deployment, PublishedImages>();

/** The images that workflows and scripts push, with what `env`, outputs and matrices give filled in. */
export function publishedImages(deployment: Deployment): PublishedImages {
  let known = published.get(deployment);
  if (known === undefined) published.set(deployment, (known = readImages(deployment)));
  return known;
}

function readImages(deployment: Deployment): PublishedImages {
  const jobs = deployment.workflows.flatMap((workflow) => workflow.jobs);
  const pushes = jobs.flatMap((job) => job.pushes).filter(({ isLocal }) => !isLocal);
  const ofWorkflows = pushes.flatMap((push) => namesOf(push).map((name): PublishedImage => ({ name, at: push.at })));
  const pushed = operationsOf(deployment)
    .flatMap(({ script, commands }) => (script === undefined ? [] : commands))
    .filter(isPush);
  const ofScripts = pushed.flatMap(({ effective, at }) => {
    const name = operands(effective).at(-1);
    return name === undefined ? [] : [{ name: withoutTag(shapeOf(name.value)), at }];
  });
  const isUnnamed =
    pushes.some(({ names }) => names === undefined) || [...ofWorkflows, ...ofScripts].some(({ name }) => name === hole || name === "");
  const isElsewhere = jobs.some(({ called }) => called === "unknown");
  return {
    images: [...ofWorkflows, ...ofScripts],
    open: isUnnamed ? "a push does not say under which name" : isElsewhere ? "a job runs a workflow of another project" : undefined,
  };
}

function isPush({
  effective: { program, words },
}: {
  readonly effective: { readonly program: string; readonly words: readonly { readonly text: string }[] };
}): boolean {
  return (
    (program === "docker" || program === "podman") &&
    words.some(({ text }) => text === "push") &&
    !words.some(({ text }) => text === "compose")
  );
}

function namesOf({ names, place }: ImagePush): readonly string[] {
  return [
    ...new Set(
      (names ?? [])
        .flatMap((name) => spellings(name, place, 0))
        .flatMap((text) => text.split(/[\s,]+/))
        .filter((text) => text !== "")
        .map(withoutTag),
    ),
  ];
}

/** What a value comes to, with `hole` for what is not known; several where a name stands for several. */
function spellings(value: Scalar, place: Place, depth: number): readonly string[] {
  if (value.kind === "literal") return [value.text];
  let found = [""];
  for (const part of value.parts) {
    const texts = ofPart(part, place, depth);
    found = found.flatMap((start) => texts.map((text) => start + text)).slice(0, MAX_VALUES);
  }
  return found;
}

function ofPart(part: Part, place: Place, depth: number): readonly string[] {
  if (part.kind === "text") return [part.text];
  if (depth >= MAX_DEPTH) return [hole];
  if (part.kind === "variable") return ofDefinitions(shellVariableDefinitions(part.name, place), depth);
  const expression = expressionOf(part, place);
  return expression === undefined ? [hole] : ofExpression(expression, place, depth);
}

function ofExpression(expression: Expression, place: Place, depth: number): readonly string[] {
  if (expression.kind === "literal") return [String(expression.value)];
  if (expression.kind !== "context") return [hole];
  const [id, , output] = expression.steps;
  if (expression.context === "steps" && id?.kind === "property" && output?.kind === "property") {
    const step = place.job.step(id.name);
    const images = step?.action === "docker/metadata-action" && /^tags$/i.test(output.name) ? step.input("images") : undefined;
    if (images !== undefined)
      return splitNames(locatedScalar(images)).flatMap((name) => spellings(name, { job: place.job, step }, depth + 1));
  }
  return ofDefinitions(definitionsOf(expression, place), depth);
}

function ofDefinitions(definitions: Definitions | undefined, depth: number): readonly string[] {
  const known = definitions?.known ?? [];
  if (known.length === 0 || known.length > MAX_VALUES) return [hole];
  const texts = known.flatMap(({ value, place }) => spellings(value, place, depth + 1));
  return definitions?.isComplete === true || known.length === 1 ? texts : [...texts, hole];
}

/** A name as Compose or a script writes it, with a hole for each variable. */
export function shapeOf(value: Scalar): string {
  return sourceOf(value)
    .slice(0, 512)
    .replace(/\$\{[^}]*\}|\$[A-Za-z_]\w*/g, hole);
}

/** A name without tag and digest, as registries compare it. */
export function withoutTag(name: string): string {
  const path = name.trim().replace(/@.*$/s, "").toLowerCase();
  const colon = path.lastIndexOf(":");
  const bare = colon > path.lastIndexOf("/") ? path.slice(0, colon) : path;
  return bare.replace(/^(?:index\.|registry-1\.)?docker\.io\//, "").replace(/^library\//, "");
}

/** Whether two names may be the same once the holes are filled in. */
export function mayBeSame(one: string, other: string): boolean {
  if (!one.includes(hole)) return one === other || (other.includes(hole) && fits(other, one));
  if (!other.includes(hole)) return fits(one, other);
  const [left, right] = [one.split(hole), other.split(hole)];
  const begins = left[0]!.startsWith(right[0]!) || right[0]!.startsWith(left[0]!);
  return begins && (left.at(-1)!.endsWith(right.at(-1)!) || right.at(-1)!.endsWith(left.at(-1)!));
}

/** Whether the pieces between holes are found in a text, in their order. */
function fits(shape: string, text: string): boolean {
  const pieces = shape.split(hole);
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at + last.length <= text.length;
}
