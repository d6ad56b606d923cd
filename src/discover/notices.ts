import type { SkippedFile, UnreadableFile } from "../report/report.ts";

/**
 * What discovery has to say of paths, at most one of each a path: the first. Messages are fragments that stand behind the path, as in
 * "larger than 5 MB: not read".
 */
export class Notices {
  private readonly skippedPaths = new Map<string, SkippedFile>();
  private readonly unreadablePaths = new Map<string, UnreadableFile>();

  /** The path was seen and is not audited, for a good reason. */
  skip(path: string, reason: string): void {
    if (!this.skippedPaths.has(path)) this.skippedPaths.set(path, { path, reason });
  }

  /** The path, or a part of what is there, should have been audited and was not. */
  fail(path: string, message: string): void {
    if (!this.unreadablePaths.has(path)) this.unreadablePaths.set(path, { path, message });
  }

  /** Forgets why a path was left out, because it is audited after all. */
  take(path: string): void {
    this.skippedPaths.delete(path);
  }

  isUnreadable(path: string): boolean {
    return this.unreadablePaths.has(path);
  }

  skipped(): readonly SkippedFile[] {
    return [...this.skippedPaths.values()].sort(byPath);
  }

  unreadable(): readonly UnreadableFile[] {
    return [...this.unreadablePaths.values()].sort(byPath);
  }
}

/** By UTF-16 units: the same order on every machine. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path === b.path ? 0 : a.path < b.path ? -1 : 1;
}
