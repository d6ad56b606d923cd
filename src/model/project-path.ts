import { posix } from "node:path";

/**
 * The path a file means by `reference`, relative to the project root, with "/" and without "./"; "" is the root itself.
 * `folder` is the one the reference is relative to. Undefined where it leads outside the project: an absolute path, `~`, or one "../" too many.
 */
export function projectPath(folder: string, reference: string): string | undefined {
  const text = reference.replaceAll("\\", "/");
  if (text.startsWith("/") || text.startsWith("~") || /^[A-Za-z]:\//.test(text)) return undefined;
  const joined = posix.normalize(posix.join(folder === "" ? "." : folder, text)).replace(/\/+$/, "");
  if (joined === "..") return undefined;
  if (joined.startsWith("../")) return undefined;
  return joined === "." ? "" : joined;
}

/** The folder that holds `path`, "" for the project root. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}

/** The last part of `path`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
