import type { SourceFile, Span } from "../../text/index.ts";
import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { entryOf, valueOf } from "../../syntax/yaml/ask.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Image } from "../image/image.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { resolve, type Lookup } from "../value.ts";
import { interpolation } from "./interpolation.ts";
import { readService, type Build, type Service } from "./service.ts";

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
  return documents.filter((document) => !isOverlay(document)).map((document) => connectStack(document, context));
}

/** A service without an image, a build or a base is only the difference to another file. */
export function isOverlay(document: ComposeDocument): boolean {
  return document.services.some(({ value }) => !["image", "build", "extends"].some((key) => entryOf(value, key) !== undefined));
}

function connectStack(document: ComposeDocument, context: StackContext): Stack {
  const { file, root } = document;
  const folder = folderOf(file.path);
  const fillIn = interpolation(lookupIn(context.dotenv(projectPath(folder, ".env")!)));
  const open = entryOf(root, "include") === undefined ? undefined : "it includes other Compose files";
  const awaited = awaitedServices(document);
  const services = document.services.map((entry) =>
    readService(entry, {
      interpolation: fillIn,
      folder,
      open,
      isAwaited: (name) => awaited.has(name),
      shipped: (build) => context.shipped(build),
    }),
  );
  const byName = new Map(services.map((service) => [service.name, service]));
  const servicesSpan = entryOf(root, "services")?.key.inner ?? root.span;
  return {
    file,
    document,
    fileClass: context.classOf(file),
    folder,
    root,
    services,
    open,
    servicesSpan,
    service: (name) => byName.get(name),
  };
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

function awaitedServices(document: ComposeDocument): Set<string> {
  const awaited = new Set<string>();
  for (const { value } of document.services) {
    const dependencies = valueOf(value, "depends_on");
    if (dependencies?.kind !== "mapping") continue;
    for (const { key, value: dependency } of dependencies.entries) {
      const condition = valueOf(dependency, "condition");
      if (condition?.kind === "scalar" && condition.text === "service_completed_successfully") awaited.add(key.text);
    }
  }
  return awaited;
}

/** What a service builds from; undefined where that is remote, written inline, or filled in at run time. */
export function buildTarget(build: Build): { readonly dockerfile: string; readonly stage: string | undefined } | undefined {
  if (build.isInline || build.dockerfile.value === undefined) return undefined;
  const target = build.target?.value;
  if (target !== undefined && target.kind !== "known") return undefined;
  return { dockerfile: build.dockerfile.value, stage: target?.text };
}
