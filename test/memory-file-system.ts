import type { DirectoryEntry, EntryType, Failure, FileSystem, LinkTarget } from "../src/discover/file-system.ts";

/** A file's text or bytes, a link to a path of the same file system ("/…" leads outside), something that cannot be had, or a pipe. */
export type Entry = string | Uint8Array | { readonly link: string } | Failure | "other-pipe";

const absent: Failure = { failure: "absent", detail: "does not exist" };

/** A file system that holds `entries`, path to content; a path that ends in "/" is an empty folder. Folders come into being with what is in them. */
export function memoryFileSystem(entries: Readonly<Record<string, Entry>>): FileSystem & { readonly reads: readonly string[] } {
  const reads: string[] = [];
  const folders = new Map<string, Map<string, EntryType>>([["", new Map()]]);
  for (const [path, entry] of Object.entries(entries)) addPath(folders, path, entry);
  const typeOf = (path: string): EntryType | Failure => {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (path === "") return "directory";
    if (typeOf(parent) === "link") return { failure: "behind-link", detail: "behind a link to a folder, which is not followed" };
    return folders.get(parent)?.get(path.slice(path.lastIndexOf("/") + 1)) ?? absent;
  };
  const targetOf = (path: string): LinkTarget => {
    const entry = entries[path] as { readonly link: string };
    if (entry.link.startsWith("/")) return { kind: "outside" };
    const type = typeOf(entry.link);
    return typeof type === "string" ? { kind: "inside", path: entry.link, type } : { kind: "broken" };
  };
  return {
    reads,
    typeOf,
    targetOf,
    readDirectory(path): readonly DirectoryEntry[] | Failure {
      const entry = entries[`${path}/`];
      if (typeof entry === "object" && "failure" in entry) return entry;
      return [...(folders.get(path) ?? [])].map(([name, type]) => ({ name, type })).reverse();
    },
    readFile(path, limit): Uint8Array | Failure {
      reads.push(path);
      const type = typeOf(path);
      if (typeof type !== "string") return type;
      if (type === "link") {
        const target = targetOf(path);
        return target.kind === "inside" ? this.readFile(target.path, limit) : absent;
      }
      const entry = entries[path]!;
      if (typeof entry === "object" && "failure" in entry) return entry;
      const bytes = typeof entry === "string" ? new TextEncoder().encode(entry) : (entry as Uint8Array);
      return bytes.length > limit ? { failure: "too-large", detail: "too large" } : bytes;
    },
  };
}

function addPath(folders: Map<string, Map<string, EntryType>>, path: string, entry: Entry): void {
  const names = path.split("/").filter((name) => name !== "");
  let folder = "";
  for (const [i, name] of names.entries()) {
    const isLast = i === names.length - 1 && !path.endsWith("/");
    const type = isLast ? typeOfEntry(entry) : "directory";
    folders.get(folder)!.set(name, type);
    folder = folder === "" ? name : `${folder}/${name}`;
    if (!isLast && !folders.has(folder)) folders.set(folder, new Map());
  }
}

function typeOfEntry(entry: Entry): EntryType {
  if (entry === "other-pipe") return "other";
  return typeof entry === "object" && "link" in entry ? "link" : "file";
}
