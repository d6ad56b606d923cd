import type { SourceFile, Span } from "../../text/index.ts";
import type { ComposeDocument, ComposeEntry } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { entryOf, valueOf } from "../../syntax/yaml/ask.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Image } from "../image/image.ts";
import { folderOf, nameOf, projectPath } from "../project-path.ts";
import { resolve, type Lookup } from "../value.ts";
import type { Build } from "./build.ts";
import { extendServices } from "./extend.ts";
import { interpolation } from "./interpolation.ts";
import { readService, type Service, type ServiceContext } from "./service.ts";

/** The services that run together, as Compose would start them. */
export interface Stack {
  readonly file: SourceFile;
  readonly document: ComposeDocument;
  readonly fileClass: DeploymentClass;
  /** The folder that relative paths start at, and where Compose looks for `.env`. */
  readonly folder: string;
  readonly root: YamlMapping;
  readonly services: readonly Service[];
  /** Why services or keys may be missing here that Compose would know; undefined when the stack is complete. */
  readonly open: string | undefined;
  /** The key `services`, where a finding about many services points. */
  readonly servicesSpan: Span;
  service(name: string): Service | undefined;
  /** What the files give for a variable of `${…}`. */
  readonly lookup: Lookup;
}

/** Where a stack finds what its file refers to. Paths are relative to the project root. */
export interface StackContext {
  classOf(file: SourceFile): DeploymentClass;
  dotenv(path: string): DotenvDocument | undefined;
  /** What a build of the project makes; asked only once all stacks are connected. "unknown" when its Dockerfile or stage cannot be told or found. */
  shipped(build: Build): Image | "unknown";
}

/** The stacks of a project: each Compose file alone, but for overlays, which say nothing without the file they lie over. */
export function connectStacks(documents: readonly ComposeDocument[], context: StackContext): Stack[] {
  const overlays = new Map<string, ComposeDocument[]>();
  for (const document of documents.filter(isOverlay)) {
    const folder = folderOf(document.file.path);
    overlays.set(folder, [...(overlays.get(folder) ?? []), document]);
  }
  const builders = new Map<string, Build>();
  const builderOf: ServiceContext["builderOf"] = ({ value }) => (value.kind === "known" ? builders.get(value.text) : undefined);
  const stacks = documents
    .filter((document) => !isOverlay(document))
    .map((document) => connectStack(document, overlays.get(folderOf(document.file.path)) ?? [], { ...context, builderOf }));
  for (const { image, build } of stacks.flatMap((stack) => stack.services)) {
    if (build !== undefined && image?.value.kind === "known" && !builders.has(image.value.text)) builders.set(image.value.text, build);
  }
  return stacks;
}

/** A service without an image, a build, a provider or a base is only the difference to another file. */
export function isOverlay(document: ComposeDocument): boolean {
  return document.services.some(({ value }) => !["image", "build", "extends", "provider"].some((key) => entryOf(value, key) !== undefined));
}

function connectStack(
  document: ComposeDocument,
  overlays: readonly ComposeDocument[],
  context: StackContext & Pick<ServiceContext, "builderOf">,
): Stack {
  const { file, root } = document;
  const folder = folderOf(file.path);
  const fillIn = interpolation(lookupIn(context.dotenv(projectPath(folder, ".env")!)));
  const extended = extendServices(document);
  const awaited = awaitedServices(extended.map(({ entry }) => entry));
  const addedTo = laidOver(overlays, context);
  const services = extended.map(({ entry, open }) =>
    readService(entry, {
      interpolation: fillIn,
      folder,
      open: open ?? addedTo.get(entry.key.text),
      isAwaited: (name) => awaited.has(name),
      builderOf: context.builderOf,
      dotenv: (path) => context.dotenv(path),
      shipped: (build) => context.shipped(build),
    }),
  );
  const byName = new Map(services.map((service) => [service.name, service]));
  return {
    file,
    document,
    fileClass: context.classOf(file),
    folder,
    root,
    services,
    open: entryOf(root, "include") === undefined ? undefined : "it includes other Compose files",
    servicesSpan: entryOf(root, "services")?.key.inner ?? root.span,
    service: (name) => byName.get(name),
    lookup: fillIn.lookup,
  };
}

/** By service, why it may have more keys than its own file gives: an overlay beside it that is not development's adds to it. */
function laidOver(overlays: readonly ComposeDocument[], context: StackContext): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const { file, services } of overlays) {
    if (["dev", "test", "ci", "example"].includes(context.classOf(file))) continue;
    for (const { key } of services) result.set(key.text, `${nameOf(file.path)}, which lies over it, may give it`);
  }
  return result;
}

/** What `.env` beside the Compose file gives. The shell, which may override it, is never read: a variable that the file does not give is unknown. */
function lookupIn(dotenv: DotenvDocument | undefined): Lookup {
  if (dotenv === undefined) return (name) => ({ kind: "unknown", why: `nothing in the project gives ${name} a value` });
  const byName = new Map(dotenv.assignments.map((assignment) => [assignment.key.value, assignment]));
  const resolving = new Set<string>();
  const lookup: Lookup = (name) => {
    const value = byName.get(name)?.value;
    if (value === undefined || resolving.has(name)) return { kind: "unknown", why: `${dotenv.file.path} gives ${name} no value` };
    resolving.add(name);
    const resolved = resolve(value, lookup);
    resolving.delete(name);
    return resolved;
  };
  return lookup;
}

function awaitedServices(services: readonly ComposeEntry[]): Set<string> {
  const awaited = new Set<string>();
  for (const { value } of services) {
    const dependencies = valueOf(value, "depends_on");
    if (dependencies?.kind !== "mapping") continue;
    for (const { key, value: dependency } of dependencies.entries) {
      const condition = valueOf(dependency, "condition");
      if (condition?.kind === "scalar" && condition.text === "service_completed_successfully") awaited.add(key.text);
    }
  }
  return awaited;
}

export { buildTarget } from "./build.ts";
