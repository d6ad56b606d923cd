import type { NginxDocument } from "../../syntax/nginx/ast.ts";

/** What an include names: the project's files, or why they are not known (the end of a sentence). */
export type IncludeTarget = { readonly documents: readonly NginxDocument[] } | { readonly why: string };

/**
 * Finds the files of the project that an include means. nginx takes a relative path from the folder of the main configuration; the folder of
 * the including file is tried too, and the folders around both, as a part of a configuration does not say where the main one lies.
 * An absolute path (`/etc/nginx/conf.d/*.conf`) is that of the machine it will run on: the longest end of it that exists beside the
 * including file or the main one, or in a folder around them, is taken; else one inside the main one's folder, if there is only one.
 */
export class IncludePaths {
  private readonly byPath = new Map<string, NginxDocument[]>();
  private readonly byFolder = new Map<string, { readonly name: string; readonly document: NginxDocument }[]>();
  private readonly known = new Map<string, IncludeTarget>();

  constructor(documents: readonly NginxDocument[]) {
    for (const document of documents) {
      for (const path of pathsOf(document.file.path)) {
        const [folder, name] = split(path);
        this.byPath.set(path, [...(this.byPath.get(path) ?? []), document]);
        const siblings = this.byFolder.get(folder) ?? [];
        siblings.push({ name, document });
        this.byFolder.set(folder, siblings);
      }
    }
  }

  /** `main` and `from` are the paths of the main file and of the including one. */
  find(pattern: string, main: string, from: string): IncludeTarget {
    const folders = [split(main)[0], split(from)[0]];
    const key = [...folders, pattern].join("\n");
    const known = this.known.get(key);
    if (known) return known;
    const found = this.search(pattern, folders);
    this.known.set(key, found);
    return found;
  }

  private search(pattern: string, folders: readonly string[]): IncludeTarget {
    if (pattern.includes("$")) return { why: "its path is filled in later" };
    const isAbsolute = pattern.startsWith("/");
    const segments = normal(pattern)?.split("/");
    if (segments === undefined || segments.length > 40) return { why: "its path leads out of the project" };
    const ends = isAbsolute ? segments.map((_, i) => segments.slice(i).join("/")) : [segments.join("/")];
    // The end of a path that is nothing but a pattern would fit anything.
    const usable = ends.filter((end) => !isAbsolute || end.includes("/") || !isGlob(end));
    for (const folder of around(folders)) {
      for (const end of usable) {
        const documents = this.match(join(folder, end));
        if (documents.length > 0) return { documents };
      }
    }
    return isAbsolute ? this.searchInside(usable, folders[0]!) : notFound;
  }

  private searchInside(ends: readonly string[], folder: string): IncludeTarget {
    for (const end of ends) {
      const [endFolder, name] = split(end);
      if (endFolder === "" || isGlob(endFolder)) continue;
      const folders = [...this.byFolder.keys()].filter((path) => isInside(path, folder) && path.endsWith(`/${endFolder}`));
      const found = folders.map((path) => this.match(join(path, name))).filter((documents) => documents.length > 0);
      if (found.length > 1) return { why: "several folders of the project could be meant" };
      if (found.length === 1) return { documents: found[0]! };
    }
    return notFound;
  }

  /** The documents whose whole path fits; in order of path, as glob(3) sorts. */
  private match(path: string): readonly NginxDocument[] {
    if (!isGlob(path)) return this.byPath.get(path) ?? [];
    const [folder, name] = split(path);
    const folders = isGlob(folder) ? [...this.byFolder.keys()].filter((candidate) => fitsGlob(candidate, folder)) : [folder];
    const entries = folders.flatMap((candidate) => this.byFolder.get(candidate) ?? []).filter((entry) => fitsGlob(entry.name, name));
    return [...new Set(entries.map((entry) => entry.document))].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  }
}

const notFound: IncludeTarget = { why: "it is not part of the project" };

/**
 * Under which paths a file may be included: its own; and what nginx's Docker image makes of it, which fills in `templates/*.template` and
 * writes the result to `conf.d/`.
 */
export function pathsOf(path: string): readonly string[] {
  if (!path.endsWith(".template")) return [path];
  const rendered = path.slice(0, -".template".length);
  const moved = rendered.replace(/(^|\/)templates\/([^/]*)$/, "$1conf.d/$2");
  return [...new Set([path, rendered, moved])];
}

/** Whether a path fits a glob of `*`, `?` and `[…]`, none of which matches a slash; a leading dot must be written (glob(3)). */
export function fitsGlob(path: string, glob: string): boolean {
  const names = path.split("/");
  const patterns = glob.split("/");
  return names.length === patterns.length && patterns.every((pattern, i) => fitsName(names[i]!, pattern));
}

function fitsName(name: string, pattern: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  const tokens = pattern.match(/\[[!^]?\]?[^\]]*\]|[^]/g) ?? [];
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    if (tokens[token] === "*") {
      star = token++;
      resume = at;
    } else if (tokens[token] !== undefined && fitsCharacter(name[at]!, tokens[token]!)) {
      at++;
      token++;
    } else if (star !== -1) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  while (tokens[token] === "*") token++;
  return token === tokens.length;
}

function fitsCharacter(character: string, token: string): boolean {
  if (token === "?") return true;
  if (token.length === 1) return token === character;
  const isNegated = token[1] === "!" || token[1] === "^";
  const set = token.slice(isNegated ? 2 : 1, -1);
  let isIn = false;
  for (let i = 0; i < set.length; i++) {
    if (set[i + 1] === "-" && i + 2 < set.length) {
      isIn ||= set[i]! <= character && character <= set[i + 2]!;
      i += 2;
    } else isIn ||= set[i] === character;
  }
  return isIn !== isNegated;
}

function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** The folders and those around them, the nearest first; "" is the project's root. */
function around(folders: readonly string[]): readonly string[] {
  const result = [...folders];
  for (const start of folders) {
    for (let folder = start; folder !== ""; folder = split(folder)[0]) result.push(split(folder)[0]);
  }
  return [...new Set(result)];
}

/** Whether a path lies in a folder, at any depth, or is it. */
export function isInside(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** The path of the folder; "" is the project's root, and its own. */
export function folderOf(path: string): string {
  return split(path)[0];
}

/** The last segment of a path. */
export function lastOf(path: string): string {
  return split(path)[1];
}

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? ["", path] : [path.slice(0, slash), path.slice(slash + 1)];
}

function join(folder: string, path: string): string {
  return folder === "" ? path : (normal(`${folder}/${path}`) ?? path);
}

/** Without empty, `.` and `..` segments; undefined when it leads out of the root. Leading `..` of a relative path are kept for `join`. */
function normal(path: string): string | undefined {
  const result: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== ".." || result.length === 0) result.push(segment);
    else if (result.at(-1) === "..") result.push(segment);
    else result.pop();
  }
  return result.length === 0 ? undefined : result.join("/");
}
