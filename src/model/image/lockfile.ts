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
  const found: { readonly name: string; readonly folder: string }[] = [];
  let workdir = "/";
  /** Only what lies on the way to the folder of the install counts, so that a folder that is copied whole is looked at in a few places. */
  const copies: { readonly instruction: CopyInstruction; readonly workdir: string }[] = [];
  for (const instruction of chain.flatMap(({ instructions }) => instructions)) {
    if (instruction === run) break;
    if (instruction.keyword === "WORKDIR") workdir = inside(workdir, textOfScalar(instruction.value));
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") copies.push({ instruction, workdir });
  }
  const at = folder === undefined ? workdir : inside(workdir, folder.text);
  for (const copy of copies)
    found.push(
      ...lockfilesIn(copy.instruction, inside(copy.workdir, textOfScalar(copy.instruction.destination)), at, names, context, tree),
    );
  for (const { fields } of run.mounts) {
    const field = (...keys: readonly string[]): string => textOfScalar(fields.find(({ name }) => keys.includes(name.value))?.value);
    const source = nameOf(field("source", "src"));
    if (names.includes(source)) return source;
  }
  return found.find((one) => at === one.folder || at.startsWith(one.folder === "/" ? "/" : `${one.folder}/`))?.name;
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
