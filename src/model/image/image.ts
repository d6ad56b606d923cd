import type { Span } from "../../text/index.ts";
import type { DockerfileDocument, FromInstruction, Keyword, Stage, StageInstruction } from "../../syntax/dockerfile/ast.ts";
import type { Service } from "../compose/service.ts";
import type { DeploymentClass } from "../classify.ts";
import type { ImageBuild } from "./builds.ts";
import { parseImageReference, type ImageReference } from "../image-reference.ts";
import { resolve, type Resolved } from "../value.ts";
import { Variables, type BuildArguments } from "./variables.ts";

/** What one Dockerfile ships: the stage that is built, with the stages it is built on. */
export interface Image {
  readonly document: DockerfileDocument;
  /** The file's, or "dev" where a file that does not say what it is for is only built for development, at this stage. */
  readonly fileClass: DeploymentClass;
  /** The stage that ships. */
  readonly stage: Stage;
  /** From the stage that starts at an image from outside to the one that ships. */
  readonly chain: readonly Stage[];
  /** The stages that any image made from the Dockerfile consists of. */
  readonly shippedStages: ReadonlySet<Stage>;
  /**
   * The stages that this image answers for, in order, so that each is judged once: those of its chain that no image before it has, production's first; the first
   * image also takes the stages that no image consists of.
   */
  readonly ownStages: readonly Stage[];
  /** The image from outside that the chain starts at. */
  readonly base: BaseImage;
  /** The image of the project that `base` is, where another of its Dockerfiles makes it. */
  readonly parent: Image | undefined;
  /** The places in the project that have it built. */
  readonly builds: readonly ImageBuild[];
  /** The services that build it. */
  readonly consumers: readonly Service[];
  /** The instructions of the chain in the order they take effect, FROM lines left out. */
  readonly instructions: readonly StageInstruction[];
  readonly variables: Variables;
  /** The last instruction of a keyword in the chain. */
  last<K extends Keyword>(keyword: K): WithKeyword<K> | undefined;
}

/** The instructions that a keyword may begin: those of `USER` are the ones that `WORKDIR` begins too. */
export type WithKeyword<K extends Keyword, I = StageInstruction> = I extends { readonly keyword: infer W }
  ? K extends W
    ? I
    : never
  : never;

/** Whether an instruction begins with the keyword. */
export function hasKeyword<K extends Keyword>(instruction: StageInstruction, keyword: K): instruction is StageInstruction & WithKeyword<K> {
  return instruction.keyword === keyword;
}

/** What a FROM line names. */
export interface BaseImage {
  readonly from: FromInstruction;
  /** The image part of the line; the keyword where there is none. */
  readonly span: Span;
  readonly value: Resolved;
  /** Undefined while it is filled in at run time, or when it is no reference; also for `scratch`. */
  readonly reference: ImageReference | undefined;
  readonly isScratch: boolean;
}

export interface ImageRequest {
  readonly document: DockerfileDocument;
  readonly stage: Stage;
  readonly fileClass: DeploymentClass;
  readonly arguments: BuildArguments;
  readonly builds: readonly ImageBuild[];
  /** Filled as the images of the Dockerfile are read. */
  readonly shippedStages: Set<Stage>;
  /** Filled once all images of the Dockerfile are read. */
  readonly ownStages: readonly Stage[];
  /** Asked only once all images are read. */
  parentOf(): Image | undefined;
}

/** The image a Dockerfile ships at a stage. */
export function readImage({
  document,
  stage,
  fileClass,
  arguments: given,
  builds,
  shippedStages,
  ownStages,
  parentOf,
}: ImageRequest): Image {
  const globals = new Variables(document, [], given);
  const chain = chainOf(stage, document, globals);
  const variables = new Variables(document, chain, given);
  const instructions = chain.flatMap((one) => one.instructions);
  for (const one of chain) shippedStages.add(one);
  return {
    document,
    fileClass,
    stage,
    chain,
    shippedStages,
    ownStages,
    base: readBase(chain[0]!.from, variables),
    get parent() {
      return parentOf();
    },
    builds,
    consumers: builds.flatMap(({ service }) => service ?? []),
    instructions,
    variables,
    last: <K extends Keyword>(keyword: K) =>
      instructions.findLast((one): one is StageInstruction & WithKeyword<K> => hasKeyword(one, keyword)),
  };
}

/** What a FROM line of the Dockerfile names, with the arguments that stand before the first FROM filled in. */
export function readBase(from: FromInstruction, variables: Variables): BaseImage {
  const { image } = from;
  const value: Resolved =
    image === undefined ? { kind: "unknown", why: "the FROM line names no image", at: from.span } : resolve(image, variables.global);
  const text = value.kind === "known" ? value.text : undefined;
  const parsed = text === undefined || text === "scratch" ? undefined : parseImageReference(text);
  return {
    from,
    span: image?.span ?? from.keywordSpan,
    value,
    reference: parsed?.kind === "reference" ? parsed : undefined,
    isScratch: text === "scratch",
  };
}

/** The stage that a FROM line builds on; undefined when it names an image from outside. Names compare without regard to case, and only earlier stages count. */
export function parentOf(stage: Stage, document: DockerfileDocument, variables: Variables): Stage | undefined {
  const { image } = stage.from;
  if (image === undefined) return undefined;
  const value = resolve(image, variables.global);
  return value.kind === "known" ? findStage(document, value.text, stage.index) : undefined;
}

/** The stage that a build names, by name or number; the last one where it names none. Undefined when there is no such stage. */
export function stageOf(document: DockerfileDocument, target: string | undefined): Stage | undefined {
  if (target === undefined || target === "") return document.stages.at(-1);
  return findStage(document, target, Infinity) ?? document.stages[/^\d+$/.test(target) ? Number(target) : -1];
}

const stagesByName = new WeakMap<DockerfileDocument, ReadonlyMap<string, readonly Stage[]>>();

/** The last stage of that name among those before the one at `before`. */
export function findStage(document: DockerfileDocument, name: string, before: number): Stage | undefined {
  const known = stagesByName.get(document) ?? groupByName(document.stages);
  stagesByName.set(document, known);
  return known.get(name.toLowerCase())?.findLast((stage) => stage.index < before);
}

function groupByName(stages: readonly Stage[]): ReadonlyMap<string, readonly Stage[]> {
  const groups = new Map<string, Stage[]>();
  for (const stage of stages) {
    if (stage.name === undefined) continue;
    const name = stage.name.value.toLowerCase();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [stage]);
    else group.push(stage);
  }
  return groups;
}

/** A stage of an image's Dockerfile behind those it is built on. */
export function chainTo(stage: Stage, image: Image): readonly Stage[] {
  return chainOf(stage, image.document, image.variables);
}

function chainOf(stage: Stage, document: DockerfileDocument, variables: Variables): readonly Stage[] {
  const chain = [stage];
  for (let parent = parentOf(stage, document, variables); parent !== undefined; parent = parentOf(parent, document, variables))
    chain.push(parent);
  return chain.reverse();
}
