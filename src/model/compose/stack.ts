import type { SourceFile, Span } from "../../text/index.ts";
import type { ComposeDocument, ComposeEntry } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { entryOf, valueOf } from "../../syntax/yaml/ask.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Image } from "../image/image.ts";
import type { ComposeStart } from "../invocation/compose-start.ts";
import type { Lookup } from "../value.ts";
import { assemble, type StackGap } from "./assembly.ts";
import type { Build } from "./build.ts";
import { ComposeFiles } from "./compose-files.ts";
import { planStacks, type StackPlan } from "./plan.ts";
import { lookupIn, Scopes } from "./scope.ts";
import { readService, type Service, type ServiceContext } from "./service.ts";

/** The services that run together, as Compose would start them. */
export interface Stack {
  /** The files that are given to Compose, in the order they lie over one another; those they include or extend are not among them. */
  readonly documents: readonly [ComposeDocument, ...ComposeDocument[]];
  /** The first of them. */
  readonly file: SourceFile;
  readonly document: ComposeDocument;
  /** Every file that says something of it: included and extended ones too. */
  readonly files: readonly SourceFile[];
  /** What it serves: the class of its last file that has one, else of the env file it is started with. */
  readonly fileClass: DeploymentClass;
  /** The folder that relative paths start at, and where Compose looks for `.env`. What an included or extended file writes may start elsewhere: see `folderAt`. */
  readonly folder: string;
  /** The files' contents, merged. */
  readonly root: YamlMapping;
  readonly services: readonly Service[];
  /** Why services or keys may be missing here that Compose would know; undefined when the stack is complete. */
  readonly open: string | undefined;
  /** What its files refer to and that is not there, or leads in a circle. */
  readonly gaps: readonly StackGap[];
  /** The profiles that are switched on where it is started; services of other profiles do not run there. */
  readonly profiles: readonly string[];
  /** The commands that start it, where the project holds any. */
  readonly starts: readonly Span[];
  /** The env files that `${…}` is filled in from, the last first to be asked. */
  readonly envFiles: readonly DotenvDocument[];
  /** The key `services`, where a finding about many services points. */
  readonly servicesSpan: Span;
  service(name: string): Service | undefined;
  /** The folder that a relative path written there starts at. */
  folderAt(at: Span): string;
  /** What the files give for a variable of `${…}`. */
  readonly lookup: Lookup;
}

/** Where a stack finds what its file refers to. Paths are relative to the project root. */
export interface StackContext {
  classOf(file: SourceFile): DeploymentClass;
  dotenv(path: string): DotenvDocument | undefined;
  /** What a build of the project makes; asked only once all stacks are connected. "unknown" when its Dockerfile or stage cannot be told or found. */
  shipped(build: Build): Image | "unknown";
  /** How scripts and workflows start Compose. */
  readonly starts?: readonly ComposeStart[];
}

/** The stacks of a project, those that ship before those of development, tests and examples. */
export function connectStacks(documents: readonly ComposeDocument[], context: StackContext): Stack[] {
  const files = new ComposeFiles(documents);
  const builders = new Map<string, Build>();
  const builderOf: ServiceContext["builderOf"] = ({ value }) => (value.kind === "known" ? builders.get(value.text) : undefined);
  const plans = planStacks({ files, classOf: context.classOf, starts: context.starts ?? [], dotenv: (path) => context.dotenv(path) });
  const stacks = plans.map((plan) => connectStack(plan, { ...context, builderOf, compose: (path) => files.at(path) }));
  for (const { image, build } of stacks.flatMap((stack) => stack.services)) {
    if (build !== undefined && image?.value.kind === "known" && !builders.has(image.value.text)) builders.set(image.value.text, build);
  }
  return stacks;
}

interface ConnectContext extends StackContext, Pick<ServiceContext, "builderOf"> {
  compose(path: string): ComposeDocument | undefined;
}

function connectStack(plan: StackPlan, context: ConnectContext): Stack {
  const { documents, folder, envFiles } = plan;
  const [document] = documents;
  const lookup = lookupIn(envFiles, plan.missingEnvFile);
  const scopes = new Scopes({ folder, lookup });
  const gaps: StackGap[] = [];
  const assembly = assemble(documents, { folder, lookup }, { ...context, scopes, gaps, included: 0 });
  const awaited = awaitedServices(assembly.services);
  const interpolation = scopes.interpolation();
  const services = assembly.services.map((entry) =>
    readService(entry, {
      interpolation,
      folderAt: (at) => scopes.at(at).folder,
      open: assembly.opens.get(entry.key.text) ?? plan.opens.get(entry.key.text) ?? plan.open,
      isAwaited: (name) => awaited.has(name),
      builderOf: context.builderOf,
      dotenv: (path) => context.dotenv(path),
      shipped: (build) => context.shipped(build),
    }),
  );
  const byName = new Map(services.map((service) => [service.name, service]));
  const { root } = assembly;
  return {
    ...plan,
    file: document.file,
    document,
    files: scopes.files,
    root,
    services,
    open: assembly.open ?? plan.open,
    gaps,
    servicesSpan: (entryOf(document.root, "services") ?? entryOf(root, "services"))?.key.inner ?? root.span,
    service: (name) => byName.get(name),
    folderAt: (at) => scopes.at(at).folder,
    lookup,
  };
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
export { isOverlay } from "./compose-files.ts";
