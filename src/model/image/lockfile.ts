import { posix } from "node:path";
import type { CopyInstruction, RunInstruction, Stage } from "../../syntax/dockerfile/ast.ts";
import { sourceOf, type Scalar } from "../../syntax/template/index.ts";
import type { PathTree } from "../deployment.ts";
import { nameOf } from "../project-path.ts";
import { literalText } from "../value.ts";
import { isGlob, namesMatching, sourcePath } from "./build-context.ts";
import { lockfilesOf, type NodeInstall } from "./node-install.ts";

export interface InstallPlace {
  /** The stage that installs, behind those it is built on. */
  readonly chain: readonly Stage[];
  readonly run: RunInstruction;
  /** The folder of the project that COPY starts at; undefined where it is not known. */
  readonly context: string | undefined;
  readonly tree: PathTree;
}

/** The name of the lockfile that an install finds, by what was copied or mounted before it; undefined where none is seen to be there. */
export function lockfileAt({ manager, folder }: NodeInstall, { chain, run, context, tree }: InstallPlace): string | undefined {
  const names = lockfilesOf(manager);
  const mounted = run.mounts.flatMap(({ fields }) => fields.filter(({ name }) => name.value === "source" || name.value === "src"));
  const source = mounted.map(({ value }) => nameOf(textOfScalar(value))).find((name) => names.includes(name));
  if (source !== undefined) return source;
  const { copies, workdirs } = layoutOf(chain);
  const workdir = workdirs.get(run) ?? "/";
  const at = folder === undefined ? workdir : inside(workdir, folder.text);
  const search = searchFor(`${manager}\n${at}\n${context ?? ""}\n${context === undefined}`, chain.at(-1)!);
  for (; search.name === undefined && search.next < copies.length; search.next++) {
    const { instruction, destination } = copies[search.next]!;
    if (instruction.span.start > run.span.start) break;
    const found = lockfilesIn(instruction, destination, at, names, context, tree);
    search.name = found.find((one) => at === one.folder || at.startsWith(one.folder === "/" ? "/" : `${one.folder}/`))?.name;
  }
  return search.name;
}

interface Layout {
  readonly copies: readonly { readonly instruction: CopyInstruction; readonly destination: string }[];
  /** The folder that a RUN works in. */
  readonly workdirs: ReadonlyMap<RunInstruction, string>;
}

const layouts = new WeakMap<Stage, Layout>();

/** Where a stage, with those it is built on, works and copies to. */
function layoutOf(chain: readonly Stage[]): Layout {
  const stage = chain.at(-1)!;
  const known = layouts.get(stage);
  if (known !== undefined) return known;
  const copies: { instruction: CopyInstruction; destination: string }[] = [];
  const workdirs = new Map<RunInstruction, string>();
  let workdir = "/";
  for (const instruction of chain.flatMap(({ instructions }) => instructions)) {
    if (instruction.keyword === "WORKDIR") workdir = inside(workdir, textOfScalar(instruction.value));
    else if (instruction.keyword === "RUN") workdirs.set(instruction, workdir);
    else if (instruction.keyword === "COPY" || instruction.keyword === "ADD")
      copies.push({ instruction, destination: inside(workdir, textOfScalar(instruction.destination)) });
  }
  const layout = { copies, workdirs };
  layouts.set(stage, layout);
  return layout;
}

/** How far the copies were looked through for one kind of install: the next one, which stands further down, goes on from there. */
interface Search {
  next: number;
  name: string | undefined;
}

const searches = new WeakMap<Stage, Map<string, Search>>();

function searchFor(key: string, stage: Stage): Search {
  const own = searches.get(stage) ?? new Map<string, Search>();
  searches.set(stage, own);
  const search = own.get(key) ?? { next: 0, name: undefined };
  own.set(key, search);
  return search;
}

function textOfScalar(scalar: Scalar | undefined): string {
  return scalar === undefined ? "" : sourceOf(scalar);
}

/** Variables stand for themselves: the same ones name the same folder. */
function inside(folder: string, path: string): string {
  const joined = posix.normalize(path.startsWith("$") ? `/${path}` : posix.resolve("/", folder, path));
  return joined.length > 1 ? joined.replace(/\/+$/, "") : joined;
}

function lockfilesIn(
  { sources, from }: CopyInstruction,
  destination: string,
  at: string,
  names: readonly string[],
  context: string | undefined,
  tree: PathTree,
): { readonly name: string; readonly folder: string }[] {
  return sources.flatMap((scalar) => {
    const source = literalText(scalar);
    if (source === undefined) return [];
    const name = nameOf(source);
    if (names.includes(name)) return [{ name, folder: names.includes(nameOf(destination)) ? posix.dirname(destination) : destination }];
    if (from !== undefined || context === undefined) return [];
    if (isGlob(source)) {
      const matched = namesMatching(context, source, tree)?.find((one) => names.includes(one));
      return matched === undefined ? [] : [{ name: matched, folder: destination }];
    }
    return inFolder(sourcePath(context, source), destination, at, names, tree);
  });
}

/** A folder that is copied whole: the lockfile beside the package.json, or in a folder above it, as workspaces have it. */
function inFolder(
  path: string | undefined,
  destination: string,
  at: string,
  names: readonly string[],
  tree: PathTree,
): { name: string; folder: string }[] {
  const below = posix.relative(destination, at);
  if (path === undefined || below.startsWith("..") || !tree.isDirectory(path)) return [];
  const parts = below === "" ? [] : below.split("/");
  for (let length = parts.length; length >= 0; length--) {
    const inner = [path, ...parts.slice(0, length)].filter((part) => part !== "").join("/");
    const name = names.find((one) => tree.has(inner === "" ? one : `${inner}/${one}`));
    if (name !== undefined) return [{ name, folder: inside(destination, parts.slice(0, length).join("/")) }];
  }
  return [];
}
