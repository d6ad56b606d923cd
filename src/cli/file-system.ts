import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { isFailure, type DirectoryEntry, type EntryType, type Failure, type FileSystem, type LinkTarget } from "../discover/file-system.ts";

/** A project on this machine. */
export interface Project {
  /** The root, absolute and without symbolic links. */
  readonly root: string;
  /** What was to be audited, relative to the root with "/"; "" is the root itself. */
  readonly path: string;
}

/**
 * The project that `path` belongs to: the nearest folder at or above it that holds `.git` or a configuration file, else `path` itself, or the
 * folder of it when it is a file. A missing path belongs where it would stand. Looks for names only; nothing is read.
 */
export function findProject(path: string, configurationNames: readonly string[]): Project {
  const absolute = resolve(path);
  const folder = nearestFolder(absolute);
  const start = realpathSync(folder);
  const marks = [".git", ...configurationNames];
  let root = start;
  while (!marks.some((mark) => existsSync(join(root, mark)))) {
    const above = dirname(root);
    if (above === root) return { root: start, path: inProject(start, join(start, relative(folder, absolute))) };
    root = above;
  }
  return { root, path: inProject(root, join(start, relative(folder, absolute))) };
}

function nearestFolder(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    const stats = statOrUndefined(folder);
    if (stats?.isDirectory() === true || folder === dirname(folder)) return folder;
  }
}

function statOrUndefined(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** `absolute` relative to `root`, with "/". */
export function inProject(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join("/");
}

/** The files below `root`, an absolute folder without symbolic links, as discovery may see them: nothing outside it is ever opened. */
export function openFileSystem(root: string): FileSystem {
  return new RootedFileSystem(root);
}

class RootedFileSystem implements FileSystem {
  /** Folders that are reached without a symbolic link. */
  private readonly plain = new Set<string>([""]);

  constructor(private readonly root: string) {}

  readDirectory(path: string): readonly DirectoryEntry[] | Failure {
    return this.attempt(path, () => {
      const failure = this.notPlain(path);
      if (failure !== undefined) return failure;
      return readdirSync(this.absolute(path), { withFileTypes: true }).map((entry) => ({ name: entry.name, type: typeOfEntry(entry) }));
    });
  }

  readFile(path: string, limit: number): Uint8Array | Failure {
    return this.attempt(path, () => {
      const failure = this.notPlain(parentOf(path));
      if (failure !== undefined) return failure;
      const stats = lstatSync(this.absolute(path));
      if (stats.isFile()) return readBytes(this.absolute(path), stats.size, limit);
      if (!stats.isSymbolicLink()) return wrongType;
      const target = this.targetOf(path);
      if (target.kind === "outside") return { failure: "outside", detail: "leads out of the project" };
      if (target.kind === "broken") return { failure: "absent", detail: "a link to nothing" };
      if (target.type !== "file") return wrongType;
      const absolute = this.absolute(target.path);
      return readBytes(absolute, lstatSync(absolute).size, limit);
    });
  }

  typeOf(path: string): EntryType | Failure {
    return this.attempt(path, () => this.notPlain(parentOf(path)) ?? typeOfEntry(lstatSync(this.absolute(path))));
  }

  targetOf(path: string): LinkTarget {
    const target = this.attempt(path, () => realpathSync(this.absolute(path)));
    if (isFailure(target)) return { kind: target.failure === "outside" ? "outside" : "broken" };
    if (target !== this.root && !target.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) return { kind: "outside" };
    const inside = inProject(this.root, target);
    const type = this.attempt(inside, () => typeOfEntry(lstatSync(target)));
    return isFailure(type) ? { kind: "broken" } : { kind: "inside", path: inside, type };
  }

  /** Undefined when every part of the folder is a real folder. */
  private notPlain(folder: string): Failure | undefined {
    if (this.plain.has(folder)) return undefined;
    const above = this.notPlain(parentOf(folder));
    if (above !== undefined) return above;
    const stats = lstatSync(this.absolute(folder));
    if (stats.isSymbolicLink()) return { failure: "behind-link", detail: "behind a link to a folder, which is not followed" };
    if (!stats.isDirectory()) return { failure: "absent", detail: "does not exist" };
    this.plain.add(folder);
    return undefined;
  }

  private absolute(path: string): string {
    return join(this.root, path);
  }

  private attempt<T>(path: string, action: () => T | Failure): T | Failure {
    if (path.length > LONGEST_PATH) return { failure: "absent", detail: "a name too long to exist" };
    if (!isConfined(path)) return { failure: "outside", detail: "outside the project" };
    try {
      return action();
    } catch (error) {
      return failureOf(error);
    }
  }
}

/** Of any system this runs on, in bytes. */
const LONGEST_PATH = 32_767;

const wrongType: Failure = { failure: "wrong-type", detail: "no regular file" };

function isConfined(path: string): boolean {
  if (path.includes("\0") || path.startsWith("/") || (sep === "\\" && /[\\:]/.test(path))) return false;
  return !path.split("/").includes("..");
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function typeOfEntry(entry: Dirent | Stats): EntryType {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "directory" : "other";
}

/** Trusts no size a file claims: one that grows meanwhile, or a kernel's that says 0, is cut off at the limit all the same. */
function readBytes(absolute: string, size: number, limit: number): Uint8Array | Failure {
  const tooLarge: Failure = { failure: "too-large", detail: `larger than ${limit} bytes` };
  if (size > limit) return tooLarge;
  const descriptor = openSync(absolute, "r");
  try {
    let bytes = Buffer.allocUnsafe(size + 1);
    let length = 0;
    for (;;) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      length += count;
      if (length > limit) return tooLarge;
      if (count === 0) return bytes.subarray(0, length);
      if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.min(bytes.length + 4096, limit + 1 - length))]);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The system's own message would name an absolute path, and differ from machine to machine. */
function failureOf(error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ENOENT" || code === "ENOTDIR") return { failure: "absent", detail: "does not exist" };
  if (code === "EACCES" || code === "EPERM") return { failure: "denied", detail: "may not be read by this user" };
  if (code === "ELOOP") return { failure: "absent", detail: "a link that leads back to itself" };
  if (code === "ENAMETOOLONG") return { failure: "absent", detail: "a name too long to exist" };
  return { failure: "other", detail: `could not be read (${code})` };
}
