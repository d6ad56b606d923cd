import { folderOf, nameOf } from "../project-path.ts";

/** The candidate that a path is most likely meant to be: of the same name, as few steps away as possible; undefined where none has the name. */
export function nearestPath(path: string, candidates: readonly string[]): string | undefined {
  const name = nameOf(path).toLowerCase();
  const same = candidates.filter((one) => nameOf(one).toLowerCase() === name && one !== path);
  return same.toSorted((a, b) => distance(path, a) - distance(path, b) || (a < b ? -1 : 1))[0];
}

/** How many steps lead from one path's folder to that of another. */
function distance(from: string, to: string): number {
  const a = folderOf(from).split("/");
  const b = folderOf(to).split("/");
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}

/** How to write `path` relative to `folder`: "../Dockerfile". */
export function relativePath(folder: string, path: string): string {
  const from = folder === "" ? [] : folder.split("/");
  const to = path.split("/");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
