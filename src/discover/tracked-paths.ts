import { isFailure, type FileSystem } from "./file-system.ts";
import { readGitIndex } from "./git-index.ts";
import type { Notices } from "./notices.ts";
import type { ListedTree } from "./path-tree.ts";

/** Over half a million files. */
const INDEX_LIMIT = 64 * 1024 * 1024;

/** What git tracks, from `.git/index` itself: git is not run, since a repository's own configuration can make it run programs. Read once, when first asked. */
export class TrackedPaths {
  private known: { readonly paths: ReadonlySet<string> | undefined; folders?: ReadonlySet<string> } | undefined;

  constructor(
    private readonly fileSystem: FileSystem,
    private readonly tree: ListedTree,
    private readonly notices: Notices,
  ) {}

  /** The tracked paths; undefined when there is no repository at the root, or its index cannot be read. */
  get paths(): ReadonlySet<string> | undefined {
    this.known ??= { paths: this.read() };
    return this.known.paths;
  }

  /** Whether git tracks the file, or something in the folder given with "/" at its end; false when that cannot be known. */
  has(path: string): boolean {
    const { paths } = this;
    if (paths === undefined) return false;
    if (!path.endsWith("/")) return paths.has(path);
    this.known!.folders ??= foldersOf(paths);
    return this.known!.folders.has(path);
  }

  private read(): ReadonlySet<string> | undefined {
    const path = this.indexPath();
    if (path === undefined || this.tree.kindOf(path) !== "file") return undefined;
    const bytes = this.fileSystem.readFile(path, INDEX_LIMIT);
    const index = isFailure(bytes) ? { reason: bytes.detail } : readGitIndex(bytes);
    if ("paths" in index) return index.paths;
    this.notices.skip(path, `${index.reason}: which files are committed is not known`);
    return undefined;
  }

  /** In a worktree or a submodule `.git` is a file that names the real folder, which is used if it lies inside the root. */
  private indexPath(): string | undefined {
    if (this.tree.kindOf(".git") === "directory") return ".git/index";
    if (this.tree.kindOf(".git") !== "file") return undefined;
    const bytes = this.fileSystem.readFile(".git", 4096);
    const folder = isFailure(bytes) ? undefined : /^gitdir: ([^\r\n]+)/.exec(new TextDecoder().decode(bytes))?.[1];
    return folder === undefined ? undefined : `${folder.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "")}/index`;
  }
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end + 1);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
