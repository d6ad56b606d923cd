import type { SkippedFile, UnreadableFile } from "../report/report.ts";
import type { SourceFile } from "../text/index.ts";
import type { FileSystem } from "./file-system.ts";
import type { Kind } from "./kind.ts";
import type { Limits } from "./limits.ts";
import type { PathTree } from "./path-tree.ts";
import { Run } from "./run.ts";

export interface DiscoveryRequest {
  /** Files and folders to audit, relative to the root with "/"; "" or "." is the root itself. */
  readonly paths: readonly string[];
  /** Whether the configuration excludes a file, or a folder given with "/" at its end. */
  readonly isExcluded?: (path: string) => boolean;
  readonly limits?: Partial<Limits>;
}

export interface DiscoveredFile {
  readonly file: SourceFile;
  readonly kind: Kind;
  /** False: not part of what was to be audited, read only as evidence because a file refers to it, or audited under another name already. */
  readonly asked: boolean;
}

/** A file that another one names. */
export interface Reference {
  /** Relative to the project root, with "/". */
  readonly path: string;
  /** What the referring file takes it for. */
  readonly kind: Kind;
}

/** What only the parsers can say of a file: they are loaded once it is known which kinds are at hand. */
export interface Readers {
  /** The files this one refers to, whether they exist or not. The tree answers what a pattern stands for. */
  references?(file: SourceFile, kind: Kind, tree: PathTree): Iterable<Reference>;
  /** Why a text is the template of a file of that kind and not one itself. */
  templateReason?(text: string, kind: Kind): string | undefined;
}

/** What there is to audit, sorted by path. Whatever was seen and left out although it might have been ours is in `skipped` or `unreadable`. */
export interface Discovery {
  readonly files: readonly DiscoveredFile[];
  readonly skipped: readonly SkippedFile[];
  readonly unreadable: readonly UnreadableFile[];
  readonly tree: PathTree;
  /** The paths git tracks, relative to the root; undefined when that cannot be known. Read when it is first asked for. */
  readonly tracked: ReadonlySet<string> | undefined;
  /** Whether the ignore files match a path, be it tracked or not; a folder is given with "/" at its end. */
  isIgnored(path: string): boolean;
  /** Leaves out templates and reads what the files refer to, to a fixpoint and inside the root only; then answers as before. */
  follow(readers: Readers): Discovery;
}

/** Finds, classifies and reads what `request` asks for. Never throws and never leaves the file system's root. */
export function discover(request: DiscoveryRequest, fileSystem: FileSystem): Discovery {
  const run = new Run(request, fileSystem);
  for (const path of request.paths) run.take(path);
  return run.result();
}
