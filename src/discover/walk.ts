import { isFailure, type EntryType } from "./file-system.ts";
import type { Limits } from "./limits.ts";
import { judgeName, type NameVerdict } from "./name.ts";
import type { Notices } from "./notices.ts";
import type { ListedTree } from "./path-tree.ts";
import { isAlwaysPruned, pruneReason } from "./pruned.ts";

/** How deep below an ignored folder env files are still looked for: `.envs/production/web/.env` is; the depths of a build cache are not. */
const IGNORED_DEPTH = 3;

/** A file whose name says it may be ours. */
export interface Candidate {
  readonly path: string;
  readonly verdict: NameVerdict;
  readonly type: EntryType;
}

interface Folder {
  readonly path: string;
  readonly depth: number;
  /** How deep it lies below an ignored folder; 0 when it is not ignored. */
  readonly ignored: number;
}

export interface Walk {
  readonly tree: ListedTree;
  readonly notices: Notices;
  readonly limits: Limits;
  /** Whether the configuration excludes a path. */
  isExcluded(path: string): boolean;
  /** Whether a file, or a folder with "/" at its end, is ignored and nothing in it is tracked all the same. */
  isLeftToGit(path: string): boolean;
  /** Whether anything was listed before: a walk never enters a folder twice. */
  readonly visited: Set<string>;
  /** Names listed so far. */
  count: number;
}

/**
 * Every candidate below `start`, without entering pruned, excluded or ignored folders or following links; env files are found though they
 * are ignored, because they are what gets deployed.
 */
export function walk(start: string, state: Walk): Candidate[] {
  const found: Candidate[] = [];
  const rest: Folder[] = [{ path: start, depth: 0, ignored: 0 }];
  for (let folder = rest.pop(); folder !== undefined; folder = rest.pop()) {
    if (state.visited.has(folder.path)) continue;
    state.visited.add(folder.path);
    const entries = state.tree.entries(folder.path);
    if (isFailure(entries)) {
      if (folder.ignored === 0) state.notices.fail(`${folder.path}/`, `${entries.detail}: nothing in it was audited`);
      continue;
    }
    state.count += entries.length;
    if (state.count > state.limits.entries) {
      state.notices.fail(`${folder.path}/`, `beyond the ${state.limits.entries} names a run looks at: nothing from here on was audited`);
      break;
    }
    for (const { name, type } of entries) {
      const path = folder.path === "" ? name : `${folder.path}/${name}`;
      if (type === "directory") enter(path, name, folder, state, rest);
      else addCandidate(path, type, folder, state, found);
    }
  }
  return found;
}

function addCandidate(path: string, type: EntryType, folder: Folder, state: Walk, found: Candidate[]): void {
  const verdict = judgeName(path);
  const [first] = verdict.claims;
  if ((first === undefined && verdict.isSensitive === undefined) || state.isExcluded(path)) return;
  if (first?.kind !== "dotenv" && (folder.ignored > 0 || state.isLeftToGit(path))) return;
  found.push({ path, verdict, type });
}

function enter(path: string, name: string, folder: Folder, state: Walk, rest: Folder[]): void {
  if (isAlwaysPruned(name) || state.isExcluded(`${path}/`)) return;
  const isIgnored = folder.ignored > 0 || state.isLeftToGit(`${path}/`);
  if (isIgnored && folder.ignored >= IGNORED_DEPTH) return;
  const reason = pruneReason(name, typesIn(path, state.tree), typesIn(folder.path, state.tree));
  if (reason !== undefined) {
    if (!isIgnored) state.notices.skip(`${path}/`, reason);
    return;
  }
  if (folder.depth >= state.limits.depth) {
    state.notices.fail(`${path}/`, `more than ${state.limits.depth} folders deep: nothing in it was audited`);
    return;
  }
  if (!isIgnored && isNamedLikeFile(name)) {
    state.notices.fail(`${path}/`, "a folder, where a file is expected by this name: the files in it were looked through instead");
  }
  rest.push({ path, depth: folder.depth + 1, ignored: isIgnored ? folder.ignored + 1 : 0 });
}

const noTypes: ReadonlyMap<string, EntryType> = new Map();

function typesIn(folder: string, tree: ListedTree): ReadonlyMap<string, EntryType> {
  return tree.types(folder) ?? noTypes;
}

/** Docker makes a folder of this kind itself when a file that a container mounts does not exist. */
function isNamedLikeFile(name: string): boolean {
  return /^(?:Dockerfile|Containerfile|(?:docker-)?compose\.ya?ml|nginx\.conf)$/.test(name);
}
