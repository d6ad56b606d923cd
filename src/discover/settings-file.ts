import { configurationNames } from "../config/defaults.ts";
import type { SourceFile } from "../text/index.ts";
import { decode } from "./decode.ts";
import { isFailure, type FileSystem } from "./file-system.ts";

const SIZE_LIMIT = 256 * 1024;

/** The configuration file, or why there is none to rely on; neither when the project has none. */
export interface FoundSettings {
  readonly file?: SourceFile;
  /** The path it speaks of, and a fragment that stands behind it. */
  readonly trouble?: { readonly path: string; readonly message: string };
}

/** Reads the configuration file at the root, or the one at `path`, relative to the root, when the user names it. Two at once are trouble. */
export function findSettings(fileSystem: FileSystem, path?: string): FoundSettings {
  if (path !== undefined) return readSettings(fileSystem, path);
  const names = configurationNames.filter((name) => {
    const type = fileSystem.typeOf(name);
    return !isFailure(type) || type.failure !== "absent";
  });
  const [first, second] = names;
  if (first === undefined) return {};
  if (second !== undefined)
    return { trouble: { path: second, message: `there is ${first} as well: a project has one configuration file` } };
  return readSettings(fileSystem, first);
}

function readSettings(fileSystem: FileSystem, path: string): FoundSettings {
  const bytes = fileSystem.readFile(path, SIZE_LIMIT);
  if (isFailure(bytes)) {
    const message = bytes.failure === "too-large" ? `larger than ${SIZE_LIMIT / 1024} KB, which no configuration needs` : bytes.detail;
    return { trouble: { path, message } };
  }
  const decoded = decode(bytes);
  if (!("text" in decoded)) return { trouble: { path, message: "binary: no configuration" } };
  return decoded.note === undefined ? { file: { path, text: decoded.text } } : { trouble: { path, message: "not written in UTF-8" } };
}
