import type { SourceFile } from "../../text/index.ts";
import type { DotenvDocument } from "../../syntax/dotenv/index.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Image } from "../image/image.ts";
import { projectPath } from "../project-path.ts";
import { resolve, type Lookup } from "../value.ts";
import type { EnvBinding, EnvSink, ServiceEnvironment, Siblings } from "./binding.ts";

export interface BindingSources {
  readonly dotenvs: readonly DotenvDocument[];
  readonly stacks: readonly Stack[];
  readonly images: readonly Image[];
  classOf(file: SourceFile): DeploymentClass;
}

/** Every place in the project that gives an environment variable, each bound to what it goes to. In the order of env files, services, images. */
export function connectBindings({ dotenvs, stacks, images, classOf }: BindingSources): EnvBinding[] {
  const files = new Map(dotenvs.map((document) => [document.file.path, [] as EnvBinding[]]));
  const imageBindings = new Map(images.map((image) => [image, bindImage(image)]));
  const users = new Map<string, FileUsers>(dotenvs.map((document) => [document.file.path, { services: [], stacks: [], environments: [] }]));
  const context = { files, users, imageBindings };
  const serviceBindings = stacks.flatMap((stack) => {
    for (const { file } of stack.envFiles) users.get(file.path)?.stacks.push(stack);
    return stack.services.flatMap((service) => bindService(service, stack, context));
  });
  for (const document of dotenvs) {
    const { path } = document.file;
    const own = files.get(path)!;
    const sink: EnvSink = { kind: "env-file", ...users.get(path)!, siblings: siblingsOf(() => own, true) };
    own.push(...bindFile(document, classOf(document.file), sink));
  }
  return [...[...files.values()].flat(), ...serviceBindings, ...[...imageBindings.values()].flat()];
}

interface FileUsers {
  readonly services: Service[];
  readonly stacks: Stack[];
  readonly environments: ServiceEnvironment[];
}

interface ServiceContext {
  readonly files: ReadonlyMap<string, readonly EnvBinding[]>;
  readonly users: ReadonlyMap<string, FileUsers>;
  readonly imageBindings: ReadonlyMap<Image, readonly EnvBinding[]>;
}

/** The env files of a service in the order they are loaded; undefined for one whose path is filled in at run time or leads out of the project. */
function envFilesOf(service: Service, stack: Stack): (string | undefined)[] {
  return service.envFiles.map(({ path }) =>
    path.value.kind === "known" ? projectPath(stack.folderAt(path.span), path.value.text) : undefined,
  );
}

function bindFile(document: DotenvDocument, fileClass: DeploymentClass, sink: EnvSink): EnvBinding[] {
  const lookup = ownLookup(document);
  return document.assignments.map((assignment) => ({
    name: assignment.key,
    written: assignment.value,
    value:
      assignment.value === undefined
        ? { kind: "unknown", why: `${assignment.key.value} is taken from the environment`, at: assignment.key.span }
        : resolve(assignment.value, lookup),
    span: assignment.span,
    fileClass,
    sink,
  }));
}

/** Within an env file, a variable stands for what an earlier line gave it. */
function ownLookup(document: DotenvDocument): Lookup {
  const values = new Map(document.assignments.map((assignment) => [assignment.key.value, assignment.value]));
  const resolving = new Set<string>();
  const lookup: Lookup = (name) => {
    const value = values.get(name);
    if (value === undefined || resolving.has(name)) return { kind: "unknown", why: `${document.file.path} gives ${name} no value` };
    resolving.add(name);
    const resolved = resolve(value, lookup);
    resolving.delete(name);
    return resolved;
  };
  return lookup;
}

/** Binds the service's own entries, and enters its environment with the env files it loads. */
function bindService(service: Service, stack: Stack, { files, users, imageBindings }: ServiceContext): EnvBinding[] {
  const own: EnvBinding[] = [];
  const paths = envFilesOf(service, stack);
  const isClosed = service.open === undefined && paths.every((path) => path !== undefined && files.has(path));
  const everything = (): readonly EnvBinding[] => {
    const { shipped } = service;
    const fromImage = shipped === undefined || shipped === "unknown" ? [] : (imageBindings.get(shipped) ?? []);
    return [...fromImage, ...paths.flatMap((path) => (path === undefined ? [] : (files.get(path) ?? []))), ...own];
  };
  const environment: ServiceEnvironment = Object.assign(siblingsOf(everything, isClosed), { service, stack });
  const sink: EnvSink = { kind: "service", service, stack, siblings: environment };
  for (const { name, written, value, span } of service.variables)
    own.push({ name, written, value, span, fileClass: stack.fileClass, sink });
  for (const path of new Set(paths)) {
    const loaders = path === undefined ? undefined : users.get(path);
    loaders?.services.push(service);
    loaders?.environments.push(environment);
  }
  return own;
}

function bindImage(image: Image): EnvBinding[] {
  const own: EnvBinding[] = [];
  const sink: EnvSink = { kind: "image", image, siblings: siblingsOf(() => own, false) };
  for (const instruction of image.instructions) {
    if (instruction.keyword !== "ENV") continue;
    for (const { name, value, span } of instruction.pairs) {
      const written = value ?? { kind: "literal" as const, text: "", span };
      own.push({ name, written, value: resolve(written, image.variables.at(instruction)), span, fileClass: image.fileClass, sink });
    }
  }
  return own;
}

function siblingsOf(all: () => readonly EnvBinding[], isClosed: boolean): Siblings {
  let known: readonly EnvBinding[] | undefined;
  let byName: ReadonlyMap<string, EnvBinding> | undefined;
  return {
    get all() {
      return (known ??= all());
    },
    isClosed,
    find(name) {
      byName ??= new Map(this.all.map((binding) => [binding.name.value, binding]));
      return byName.get(name);
    },
  };
}
