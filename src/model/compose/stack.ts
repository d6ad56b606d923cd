import type { SourceFile, Span } from "../../text/index.ts";
import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { entryOf, valueOf } from "../../syntax/yaml/ask.ts";
import type { FileClass } from "../file-class.ts";
import type { Image } from "../image/image.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { resolve, type Lookup, type Resolved } from "../value.ts";
import { interpolation } from "./interpolation.ts";
import { readService, type Build, type Service } from "./service.ts";

/** The services that run together, as Compose would start them. */
export interface Stack {
  readonly file: SourceFile;
  readonly document: ComposeDocument;
  readonly fileClass: FileClass;
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
  classOf(file: SourceFile): FileClass;
  dotenv(path: string): DotenvDocument | undefined;
  /** What a Dockerfile of the project builds for this stage; undefined when the project has no such Dockerfile or stage. */
  image(dockerfile: string, stage: string | undefined): Image | undefined;
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
    readService(entry, { interpolation: fillIn, folder, open, isAwaited: (name) => awaited.has(name), shipped: (build) => shippedBy(build, context) }),
  );
  const byName = new Map(services.map((service) => [service.name, service]));
  const servicesSpan = entryOf(root, "services")?.key.inner ?? root.span;
  return { file, document, fileClass: context.classOf(file), folder, root, services, open, servicesSpan, service: (name) => byName.get(name) };
}

/** What `.env` beside the Compose file gives. The shell, which may override it, is never read: a variable that the file does not give is unknown. */
function lookupIn(dotenv: DotenvDocument | undefined): Lookup {
  if (dotenv === undefined) return (name) => ({ kind: "unknown", why: `nothing in the project gives ${name} a value` });
  const byName = new Map(dotenv.assignments.map((assignment) => [assignment.key.value, assignment]));
  const resolving = new Set<string>();
  const lookup: Lookup = (name): Resolved => {
    const assignment = byName.get(name);
    if (assignment === undefined || resolving.has(name)) return { kind: "unknown", why: `${dotenv.file.path} gives ${name} no value` };
    resolving.add(name);
    const value = resolve(assignment.value, lookup);
    resolving.delete(name);
    return value;
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

function shippedBy(build: Build, context: StackContext): Image | "unknown" {
  if (build.isInline || build.dockerfile.value === undefined) return "unknown";
  const target = build.target?.value;
  if (target !== undefined && target.kind !== "known") return "unknown";
  return context.image(build.dockerfile.value, target?.text) ?? "unknown";
}
