import { posix } from "node:path";
import type { CopyInstruction, Stage, StageInstruction } from "../../syntax/dockerfile/ast.ts";
import type { Scalar } from "../../syntax/template/ast.ts";
import { asSequence, textOfScalar, valueOf } from "../../syntax/yaml/ask.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import type { Span } from "../../text/index.ts";
import type { PathTree } from "../deployment.ts";
import { contextOf, isGlob, namesMatching, sourcePath } from "../image/build-context.ts";
import { chainTo, stageOf, type Image } from "../image/image.ts";
import { folderOf, nameOf, projectPath } from "../project-path.ts";
import { literalText, resolve } from "../value.ts";
import type { Container } from "./container.ts";

/** A file or folder that comes into a container from outside of its base image. */
export interface ContainerFile {
  readonly by: "mount" | "config" | "secret" | "copy";
  /** Absolute, without a slash at its end. */
  readonly path: string;
  /** Where it comes from, as a path of the project; undefined for what is not a part of it, or not known. */
  readonly source: string | undefined;
  /** Why the source is not known, as the end of a sentence. */
  readonly why: string | undefined;
  /** The source as it is written. */
  readonly at: Span;
  /** The path as it is written. */
  readonly pathAt: Span;
}

/** How many images may be built on one another, and how often a stage may copy out of another one. */
const MOST_STEPS = 16;

/** What is brought into a container, and which of it stands at a path in the end. */
export interface ContainerFiles {
  /** In the order in which they come, so that a later one hides an earlier one at the same path. */
  readonly all: readonly ContainerFile[];
  /** The file itself, or the folder that brings it; of several, the one that hides the others. Undefined when only the base image, or a command, can hold it. */
  at(path: string): ContainerFile | undefined;
}

class FileIndex implements ContainerFiles {
  readonly #byPath = new Map<string, { readonly file: ContainerFile; readonly order: number }>();

  constructor(readonly all: readonly ContainerFile[]) {
    for (const [order, file] of all.entries()) this.#byPath.set(file.path, { file, order });
  }

  at(path: string): ContainerFile | undefined {
    let best: { readonly file: ContainerFile; readonly order: number } | undefined;
    for (let folder = path; ; folder = posix.dirname(folder)) {
      const found = this.#byPath.get(folder);
      if (found !== undefined && (best === undefined || found.order > best.order)) best = found;
      if (folder === "/" || folder === ".") return best?.file;
    }
  }
}

/** The files of containers. Copies come before mounts, which hide what an image holds. */
export class ContainerFileReader {
  readonly #stages = new Map<Stage, ContainerFiles>();
  readonly #contexts = new Map<Image, string | undefined>();

  constructor(private readonly tree: PathTree) {}

  read(container: Container): ContainerFiles {
    const copied = container.image === undefined ? [] : this.ofImage(container.image, 0);
    return new FileIndex([...copied, ...mountsOf(container)]);
  }

  private ofImage(image: Image, depth: number): readonly ContainerFile[] {
    const inherited = image.parent === undefined || depth >= MOST_STEPS ? [] : this.ofImage(image.parent, depth + 1);
    return [...inherited, ...this.ofStage(image.stage, image, 0).all];
  }

  /** What a stage holds, with the stages it is built on. */
  private ofStage(stage: Stage, image: Image, depth: number): ContainerFiles {
    const known = this.#stages.get(stage);
    if (known !== undefined) return known;
    // Stages may name one another in a circle.
    this.#stages.set(stage, new FileIndex([]));
    const files: ContainerFile[] = [];
    let folder = "/";
    for (const instruction of chainTo(stage, image).flatMap(({ instructions }) => instructions)) {
      if (instruction.keyword === "WORKDIR") folder = this.absolute(instruction.value, instruction, image, folder) ?? folder;
      else if (instruction.keyword === "COPY" || instruction.keyword === "ADD")
        files.push(...this.copied(instruction, image, { folder, depth }));
    }
    const result = new FileIndex(files);
    this.#stages.set(stage, result);
    return result;
  }

  private copied(copy: CopyInstruction, image: Image, { folder, depth }: { folder: string; depth: number }): readonly ContainerFile[] {
    const { destination } = copy;
    const written = destination === undefined ? undefined : textIn(destination, copy, image);
    if (destination === undefined || written === undefined) return [];
    const target = posix.resolve(folder, written);
    const isFolder = /(?:^|\/)\.?$/.test(written) || copy.sources.length + copy.heredocs.length > 1;
    const base = { by: "copy", pathAt: destination.span } as const;
    const inline = copy.heredocs.map(({ name, marker }): ContainerFile => ({
      ...base,
      path: isFolder ? posix.join(target, name) : target,
      source: undefined,
      why: "it is written in the Dockerfile itself",
      at: marker,
    }));
    const sources = copy.sources.flatMap((scalar) =>
      this.sourcesOf(scalar, copy, image, depth).map(({ source, name, why }): ContainerFile => {
        const keepsName = source === undefined ? isFolder && name !== "" : isFolder && !this.tree.isDirectory(source);
        const path = keepsName ? posix.join(target, name) : target;
        return { ...base, path, source, why, at: scalar.span };
      }),
    );
    return [...inline, ...sources];
  }

  /** What a source of COPY stands for: several files for a pattern. */
  private sourcesOf(
    scalar: Scalar,
    copy: CopyInstruction,
    image: Image,
    depth: number,
  ): readonly { readonly source: string | undefined; readonly name: string; readonly why: string | undefined }[] {
    const text = textIn(scalar, copy, image);
    if (text === undefined) return [{ source: undefined, name: "", why: "the source is filled in when the image is built" }];
    const name = nameOf(text.replace(/\/+$/, ""));
    if (copy.from !== undefined) return [{ ...this.fromStage(text, copy.from, image, depth), name }];
    if (/^[a-z]+:\/\//i.test(text)) return [{ source: undefined, name, why: "it is fetched when the image is built" }];
    const context = this.contextOf(image) ?? this.nearestWith(text, folderOf(image.document.file.path));
    if (context === undefined) return [{ source: undefined, name, why: "it is not known which folder the image is built from" }];
    if (!isGlob(text)) return [{ source: sourcePath(context, text), name, why: undefined }];
    const folder = sourcePath(context, posix.dirname(text)) ?? "";
    const names = namesMatching(context, text, this.tree) ?? [];
    return names.map((one) => ({ source: folder === "" ? one : `${folder}/${one}`, name: one, why: undefined }));
  }

  /** What another stage has at a path, when that came from the project as it is. */
  private fromStage(
    path: string,
    from: Scalar,
    image: Image,
    depth: number,
  ): { readonly source: string | undefined; readonly why: string | undefined } {
    const name = literalText(from);
    const stage = name === undefined ? undefined : stageOf(image.document, name);
    const why = "it comes out of another stage or image";
    if (stage === undefined || depth >= MOST_STEPS || image.chain.includes(stage)) return { source: undefined, why };
    const absolute = posix.resolve("/", path);
    const found = this.ofStage(stage, image, depth + 1).at(absolute);
    const source = found === undefined ? undefined : sourceAt(found, absolute);
    return source !== undefined && this.tree.has(source) ? { source, why: undefined } : { source: undefined, why };
  }

  /** The nearest folder from a Dockerfile's own upwards that holds a source, where none holds them all. */
  private nearestWith(source: string, folder: string): string | undefined {
    if (isGlob(source)) return undefined;
    for (let at = folder; ; at = folderOf(at)) {
      const path = sourcePath(at, source);
      if (path !== undefined && path !== "" && this.tree.has(path)) return at;
      if (at === "") return undefined;
    }
  }

  private contextOf(image: Image): string | undefined {
    if (!this.#contexts.has(image)) this.#contexts.set(image, contextOf(image, this.tree));
    return this.#contexts.get(image);
  }

  private absolute(scalar: Scalar | undefined, at: StageInstruction, image: Image, folder: string): string | undefined {
    const text = scalar === undefined ? undefined : textIn(scalar, at, image);
    return text === undefined ? undefined : posix.resolve(folder, text);
  }
}

/** The path in the project of what stands at a path at or below that of a file of a container. */
export function sourceAt(file: ContainerFile, path: string): string | undefined {
  if (file.source === undefined || path === file.path) return file.source;
  const inside = path.slice(file.path === "/" ? 1 : file.path.length + 1);
  return file.source === "" ? inside : `${file.source}/${inside}`;
}

function textIn(scalar: Scalar, at: StageInstruction, { variables }: Image): string | undefined {
  const value = resolve(scalar, variables.at(at));
  return value.kind === "known" ? value.text : undefined;
}

/** Binds, volumes, `configs` and `secrets` of a service, those of the outer folders first. */
function mountsOf({ stack, service }: Container): readonly ContainerFile[] {
  if (stack === undefined || service === undefined) return [];
  const files: ContainerFile[] = [];
  for (const { type, source, target } of service.mounts) {
    if (target?.value.kind !== "known" || !target.value.text.startsWith("/")) continue;
    const isBind = type === "bind" && source?.value.kind === "known";
    const path = isBind ? projectPath(stack.folderAt(source.span), source.value.kind === "known" ? source.value.text : "") : undefined;
    files.push({
      by: "mount",
      path: posix.resolve(target.value.text),
      source: path,
      why: path !== undefined ? undefined : isBind ? "it lies outside of the project" : "it is a volume, or filled in at run time",
      at: (source ?? target).span,
      pathAt: target.span,
    });
  }
  files.push(
    ...grants(stack.root, service.at("configs"), "config", stack.folder),
    ...grants(stack.root, service.at("secrets"), "secret", stack.folder),
  );
  return files.sort((a, b) => a.path.length - b.path.length);
}

/** `configs` and `secrets` (Compose Specification, both with a short and a long syntax). */
function grants(root: YamlNode, list: YamlNode | undefined, by: "config" | "secret", folder: string): readonly ContainerFile[] {
  return (asSequence(list)?.items ?? []).flatMap((item): readonly ContainerFile[] => {
    const nameNode = item.kind === "scalar" ? item : valueOf(item, "source");
    const name = textOfScalar(nameNode);
    if (name === undefined || nameNode?.kind !== "scalar") return [];
    const targetNode = item.kind === "mapping" ? valueOf(item, "target") : undefined;
    const written = textOfScalar(targetNode) ?? name;
    const definition = valueOf(valueOf(root, `${by}s`), name);
    const from = textOfScalar(valueOf(definition, "file"));
    const source = from === undefined || from.includes("$") ? undefined : projectPath(folder, from);
    return [
      {
        by,
        path: posix.resolve(by === "secret" ? "/run/secrets" : "/", written),
        source,
        why: source === undefined ? "it is not a file of the project" : undefined,
        at: nameNode.inner,
        pathAt: targetNode?.kind === "scalar" ? targetNode.inner : nameNode.inner,
      },
    ];
  });
}
