import type { DockerfileDocument, Stage } from "../../syntax/dockerfile/ast.ts";
import type { ActionDocument } from "../../syntax/workflow/ast.ts";
import type { SourceFile } from "../../text/index.ts";
import type { Build, Service } from "../compose/service.ts";
import { buildTarget, type Stack } from "../compose/stack.ts";
import type { DeploymentClass } from "../classify.ts";
import { fileClassOf } from "../file-class.ts";
import { baseImageFactsOfAnyTag } from "../image-facts.ts";
import { canonicalText, parseImageReference } from "../image-reference.ts";
import type { Resolved } from "../value.ts";
import { buildsOf, withPublished, type ImageBuild } from "./builds.ts";
import { readImage, stageOf, type Image } from "./image.ts";
import type { BuildArguments } from "./variables.ts";

/** The images that the project's Dockerfiles ship, and what each build of a service makes. */
export interface Images {
  /** In the order of their files. */
  readonly all: readonly Image[];
  madeBy(build: Build): Image | "unknown";
}

export interface ImageSources {
  readonly dockerfiles: readonly DockerfileDocument[];
  readonly stacks: readonly Stack[];
  readonly workflowBuilds: readonly ImageBuild[];
  readonly actions: readonly ActionDocument[];
  classOf(file: SourceFile): DeploymentClass;
}

/**
 * Reads what every Dockerfile ships: one image for each stage that something in the project builds. Its last stage is one too where nothing builds the file, or
 * only development does, which then has a stage of its own. Build arguments count where all who build the image give the same.
 */
export function connectImages({ dockerfiles, stacks, workflowBuilds, actions, classOf }: ImageSources): Images {
  const buildsByFile = byDockerfile(withPublished(buildsOf(stacks, workflowBuilds, actions), stacks));
  const images: Image[] = [];
  const byStage = new Map<string, Image>();
  const parents = new Map<Image, Image>();
  for (const document of dockerfiles) {
    const builds = buildsByFile.get(document.file.path) ?? [];
    const made = imagesOf(document, builds, classOf(document.file), parents);
    for (const image of made) byStage.set(keyOf(document, image.stage), image);
    images.push(...made);
  }
  connectParents(images, parents);
  const byPath = new Map(dockerfiles.map((document) => [document.file.path, document]));
  return { all: images, madeBy: (build) => madeBy(build, byPath, byStage) };
}

/** What production and development have in common is production's, so that its images come first. */
function imagesOf(
  document: DockerfileDocument,
  all: readonly ImageBuild[],
  fileClass: DeploymentClass,
  parents: ReadonlyMap<Image, Image>,
): readonly Image[] {
  const shippedStages = new Set<Stage>();
  const made = [...stagesToShip(document, all)].map(([stage, builds]) => {
    const ownStages: Stage[] = [];
    const image: Image = readImage({
      document,
      stage,
      fileClass: classOfImage(stage, builds, fileClass),
      arguments: agreedArguments(builds.flatMap(({ service }) => service ?? [])),
      builds,
      shippedStages,
      ownStages,
      parentOf: () => parents.get(image),
    });
    return { image, ownStages };
  });
  made.sort((a, b) => Number(a.image.fileClass === "dev") - Number(b.image.fileClass === "dev"));
  const taken = new Set<Stage>();
  for (const [at, { image, ownStages }] of made.entries()) {
    const chain = new Set(image.chain);
    for (const stage of document.stages) {
      if (taken.has(stage) || !(chain.has(stage) || (at === 0 && !shippedStages.has(stage)))) continue;
      taken.add(stage);
      ownStages.push(stage);
    }
  }
  return made.map(({ image }) => image);
}

function byDockerfile(builds: readonly ImageBuild[]): ReadonlyMap<string, readonly ImageBuild[]> {
  const groups = new Map<string, ImageBuild[]>();
  for (const build of builds) {
    const group = groups.get(build.dockerfile);
    if (group === undefined) groups.set(build.dockerfile, [build]);
    else group.push(build);
  }
  return groups;
}

function keyOf({ file }: DockerfileDocument, { index }: Stage): string {
  return `${file.path}\n${index}`;
}

function stagesToShip(document: DockerfileDocument, builds: readonly ImageBuild[]): ReadonlyMap<Stage, readonly ImageBuild[]> {
  const shipped = new Map<Stage, ImageBuild[]>();
  for (const build of builds) {
    const stage = stageOf(document, build.stage);
    if (stage === undefined) continue;
    const known = shipped.get(stage);
    if (known === undefined) shipped.set(stage, [build]);
    else known.push(build);
  }
  const last = document.stages.at(-1);
  if (last !== undefined && !shipped.has(last) && [...shipped].every(([stage, own]) => isForDevelopment(stage, own))) shipped.set(last, []);
  return new Map([...shipped].sort(([a], [b]) => a.index - b.index));
}

/** Only development builds it, or the stage says so by its name. */
function isForDevelopment(stage: Stage, builds: readonly ImageBuild[]): boolean {
  const named = stage.name === undefined ? "neutral" : fileClassOf(stage.name.value);
  return isUnshipped(named) || (builds.length > 0 && builds.every(({ fileClass }) => isUnshipped(fileClass)));
}

function isUnshipped(fileClass: DeploymentClass): boolean {
  return fileClass === "dev" || fileClass === "test" || fileClass === "ci" || fileClass === "example";
}

/** Whether a stage is neither part of what ships nor, by its name, of anything but development: nobody is given what it holds. */
export function isSetAside(stage: Stage, image: Image): boolean {
  return !image.shippedStages.has(stage) && stage.name !== undefined && isUnshipped(fileClassOf(stage.name.value));
}

/** A file that says what it is for is believed; of one that does not, the stage's name and who builds it tell. */
function classOfImage(stage: Stage, builds: readonly ImageBuild[], fileClass: DeploymentClass): DeploymentClass {
  return (fileClass === "neutral" || fileClass === "base") && isForDevelopment(stage, builds) ? "dev" : fileClass;
}

function madeBy(build: Build, documents: ReadonlyMap<string, DockerfileDocument>, images: ReadonlyMap<string, Image>): Image | "unknown" {
  const target = buildTarget(build);
  const document = target === undefined ? undefined : documents.get(target.dockerfile);
  const stage = document === undefined ? undefined : stageOf(document, target?.stage);
  return (document === undefined || stage === undefined ? undefined : images.get(keyOf(document, stage))) ?? "unknown";
}

function agreedArguments(services: readonly Service[]): BuildArguments {
  const result = new Map<string, Resolved>();
  for (const name of new Set(services.flatMap(({ build }) => build?.args.map((arg) => arg.name.value) ?? []))) {
    const values = services.map(({ build }) => build?.args.findLast((arg) => arg.name.value === name)?.value);
    const [first] = values;
    const agree = first?.kind === "known" && values.every((value) => value?.kind === "known" && value.text === first.text);
    const given = values.find((value) => value !== undefined);
    if (agree) result.set(name, first);
    else if (given !== undefined)
      result.set(name, { kind: "unknown", why: `${name} is not the same for all who build this`, at: services[0]!.nameSpan });
  }
  return result;
}

/** How many images of the project may be built on one another. */
const maximumDepth = 16;

/** Finds the images that are built on another image of the project, by the names that builds give. A public image's name stays the public image's. */
function connectParents(images: readonly Image[], parents: Map<Image, Image>): void {
  const byName = new Map<string, Image>();
  for (const image of images) {
    for (const name of image.builds.flatMap(({ names }) => names)) {
      const reference = parseImageReference(name);
      if (reference.kind === "reference" && baseImageFactsOfAnyTag(reference) === undefined) byName.set(canonicalText(reference), image);
    }
  }
  for (const image of images) {
    const { reference } = image.base;
    const parent = reference === undefined ? undefined : byName.get(canonicalText(reference));
    if (parent !== undefined && parent.document !== image.document) parents.set(image, parent);
  }
  for (const image of images) if (!endsSoon(image, parents)) parents.delete(image);
}

function endsSoon(image: Image, parents: ReadonlyMap<Image, Image>): boolean {
  let at: Image | undefined = image;
  for (let depth = 0; depth < maximumDepth; depth++) {
    at = parents.get(at);
    if (at === undefined) return true;
  }
  return false;
}
