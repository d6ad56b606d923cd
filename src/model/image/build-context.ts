import { literalText } from "../value.ts";
import type { PathTree } from "../deployment.ts";
import { folderOf, projectPath } from "../project-path.ts";
import type { Image } from "./image.ts";

/**
 * The folder that the sources of COPY start at, relative to the project root: the one that builds name, else the nearest folder, from the Dockerfile's own
 * upwards, that holds what is copied. Undefined where builds disagree, and where no folder holds it.
 */
export function contextOf(image: Image, tree: PathTree): string | undefined {
  const known = contexts.get(image);
  if (known !== undefined) return known.folder;
  const folder = findContext(image, tree);
  contexts.set(image, { folder });
  return folder;
}

/** Asked for every install; an image belongs to one project, and so to one tree. */
const contexts = new WeakMap<Image, { readonly folder: string | undefined }>();

function findContext(image: Image, tree: PathTree): string | undefined {
  const named = [...new Set(image.builds.map(({ context }) => context))];
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  const sources = plainSources(image);
  let folder = folderOf(image.document.file.path);
  for (;;) {
    if (sources.every((source) => hasSource(folder, source, tree))) return folder;
    if (folder === "") return undefined;
    folder = folderOf(folder);
  }
}

/** How many sources are looked for; a Dockerfile may name thousands. */
const maximumSources = 32;

function plainSources({ document }: Image): readonly string[] {
  return document.stages
    .flatMap(({ instructions }) => instructions)
    .flatMap((one) => (one.keyword === "COPY" && one.from === undefined ? one.sources : []))
    .flatMap((source) => literalText(source) ?? [])
    .filter((source) => !isGlob(source))
    .slice(0, maximumSources);
}

function hasSource(folder: string, source: string, tree: PathTree): boolean {
  const path = sourcePath(folder, source);
  return path === "" || (path !== undefined && tree.has(path));
}

/** A source of COPY as a path of the project; a leading "/" means the context too. */
export function sourcePath(context: string, source: string): string | undefined {
  return projectPath(context, source.replace(/^\/+/, "") || ".");
}

/** Whether COPY takes `source` for a pattern (Dockerfile reference, "COPY": filepath.Match). */
export function isGlob(source: string): boolean {
  return /[*?[]/.test(source);
}

/** The names in the folder of a pattern that its last part matches; undefined where the pattern is not only in the last part. */
export function namesMatching(context: string, pattern: string, tree: PathTree): readonly string[] | undefined {
  const folder = folderOf(pattern);
  const path = isGlob(folder) ? undefined : sourcePath(context, folder === "" ? "." : folder);
  if (path === undefined) return undefined;
  const matches = nameMatcher(pattern.slice(pattern.lastIndexOf("/") + 1));
  return tree
    .list(path)
    .map((entry) => entry.slice(entry.lastIndexOf("/") + 1))
    .filter(matches);
}

const maximumPattern = 128;

/** `*` and `?` as filepath.Match reads them; a set of characters stands for any one. Stars that follow one another are one, so that matching stays quick. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const pieces = pattern
    .slice(0, maximumPattern)
    .replace(/\[[^\]]*\]/g, "?")
    .split(/\*+/);
  return (name) => {
    let at = 0;
    for (const [i, piece] of pieces.entries()) {
      const found = i === pieces.length - 1 && i > 0 ? lastFit(name, piece, at) : firstFit(name, piece, at, i === 0);
      if (found === undefined) return false;
      at = found + piece.length;
    }
    return at === name.length;
  };
}

function firstFit(name: string, piece: string, from: number, anchored: boolean): number | undefined {
  for (let at = from; at + piece.length <= name.length; at++) {
    if (fitsAt(name, piece, at)) return at;
    if (anchored) return undefined;
  }
  return undefined;
}

function lastFit(name: string, piece: string, from: number): number | undefined {
  const at = name.length - piece.length;
  return at >= from && fitsAt(name, piece, at) ? at : undefined;
}

function fitsAt(name: string, piece: string, at: number): boolean {
  for (let i = 0; i < piece.length; i++) if (piece[i] !== "?" && piece[i] !== name[at + i]) return false;
  return true;
}
