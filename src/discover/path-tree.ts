import { isFailure, type DirectoryEntry, type EntryType, type Failure, type FileSystem } from "./file-system.ts";

/**
 * What stands at a path. "link": a symbolic link, to whatever. "unseen": the path leads through a symbolic link, out of the project or into
 * a directory that could not be listed, so that nobody can say whether it is there.
 */
export type PathKind = "file" | "directory" | "link" | "absent" | "unseen";

/**
 * The names below the project root, pruned and ignored ones included, without what is in the files. Paths are relative to the root, "" is
 * the root. Directories are listed when they are first asked for, and once, so that a run sees one state of each.
 */
export interface PathTree {
  kindOf(path: string): PathKind;
  /** Whether something certainly stands there. */
  has(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The names in a directory, sorted; empty for everything else. */
  list(folder: string): readonly string[];
}

/** A tree over a file system, with what the walk needs besides. */
export class ListedTree implements PathTree {
  private readonly folders = new Map<string, ReadonlyMap<string, EntryType> | Failure>();

  constructor(private readonly fileSystem: FileSystem) {}

  /** The entries of a directory, sorted by name. */
  entries(folder: string): readonly DirectoryEntry[] | Failure {
    const names = this.namesIn(folder);
    return isFailure(names) ? names : [...names].map(([name, type]) => ({ name, type }));
  }

  /** The same by name; undefined when the directory cannot be listed. */
  types(folder: string): ReadonlyMap<string, EntryType> | undefined {
    const names = this.namesIn(folder);
    return isFailure(names) ? undefined : names;
  }

  kindOf(path: string): PathKind {
    if (path === "") return "directory";
    const parts = path.split("/");
    if (parts.some((part) => part === ".." || part === "." || part === "")) return "unseen";
    let folder = "";
    for (const [i, part] of parts.entries()) {
      const names = this.namesIn(folder);
      if (isFailure(names)) return "unseen";
      const type = names.get(part);
      if (type === undefined) return "absent";
      if (i === parts.length - 1) return type === "other" ? "file" : type;
      if (type !== "directory") return type === "link" ? "unseen" : "absent";
      folder = folder === "" ? part : `${folder}/${part}`;
    }
    return "directory";
  }

  has(path: string): boolean {
    const kind = this.kindOf(path);
    return kind !== "absent" && kind !== "unseen";
  }

  isDirectory(path: string): boolean {
    return this.kindOf(path) === "directory";
  }

  list(folder: string): readonly string[] {
    if (!this.isDirectory(folder)) return [];
    const names = this.namesIn(folder);
    return isFailure(names) ? [] : [...names.keys()];
  }

  private namesIn(folder: string): ReadonlyMap<string, EntryType> | Failure {
    const known = this.folders.get(folder);
    if (known !== undefined) return known;
    const entries = this.fileSystem.readDirectory(folder);
    const names = isFailure(entries) ? entries : new Map(entries.map(({ name, type }) => [name, type] as const).sort(byName));
    this.folders.set(folder, names);
    return names;
  }
}

/** By UTF-16 units: the same order on every machine. */
function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
