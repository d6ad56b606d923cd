import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { SourceFile } from "../../src/text/index.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");
const corpus = process.env["DEPLOY_AUDIT_CORPUS"];

/** The folders whose files are compared: our fixtures and, where the environment names one, a corpus of real files. */
const folders: readonly string[] = corpus === undefined || !existsSync(corpus) ? [fixtures] : [fixtures, corpus];

/** A file of one of the folders; `path` begins at the file system's root. */
export function filesNamed(name: RegExp): SourceFile[] {
  return folders.flatMap((folder) => filesBelow(folder, name)).map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** A path short enough to print. */
export function shown(path: string): string {
  const folder = folders.findLast((one) => path.startsWith(one));
  return folder === undefined ? path : relative(folder, path);
}

/** The project that a file belongs to: the first folder below the one that is compared, or that itself. */
export function projectOf(path: string): string {
  const folder = folders.findLast((one) => path.startsWith(one)) ?? "";
  const inside = pathIn(folder, path);
  return inside.includes("/") ? join(folder, inside.slice(0, inside.indexOf("/"))) : folder;
}

/** A path from a folder on, with "/". */
export function pathIn(folder: string, path: string): string {
  return relative(folder, path).replaceAll("\\", "/");
}

/** Says in one line how much of what was compared came out the same. */
export function printAgreement(what: string, same: number, all: number): void {
  const percent = all === 0 ? "–" : `${((100 * same) / all).toFixed(2)} %`;
  console.log(`${what}: ${same} of ${all} agree (${percent})`);
}

/** Links are not followed, and what cannot be read as UTF-8 is compared as the text it decodes to. */
function filesBelow(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name) && !/[\\/](?:node_modules|\.git)(?:[\\/]|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * How many texts are generated, always the same ones. `DEPLOY_AUDIT_RUNS` in the environment asks for another number, and for others each time.
 */
export function amount(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const asked = process.env["DEPLOY_AUDIT_RUNS"];
  return asked === undefined ? { numRuns: usual, seed: 2026 } : { numRuns: Number(asked) };
}

/** Whether a path is that of one of our own fixtures. */
export function isOurs(path: string): boolean {
  return path.startsWith(fixtures);
}
