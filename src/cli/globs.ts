import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Turns the arguments of the command line into paths, relative to `folder` with "/". What exists under exactly that name is itself, also when it
 * holds a bracket or a star. A pattern stands for the files it matches, sorted; one that matches nothing is returned as it was written, so that
 * it is reported as missing.
 */
export async function expandGlobs(folder: string, globs: readonly string[]): Promise<string[]> {
  const result: string[] = [];
  for (const glob of globs) {
    if (!/[*?[\]{}!()]/.test(glob) || existsSync(join(folder, glob))) result.push(glob);
    else {
      const { default: fastGlob } = await import("fast-glob");
      const options = {
        cwd: folder,
        dot: true,
        followSymbolicLinks: false,
        suppressErrors: true,
        ignore: ["**/node_modules/**", "**/.git/**"],
      };
      const found = fastGlob.sync(glob, options).sort((a, b) => (a < b ? -1 : 1));
      result.push(...(found.length > 0 ? found : [glob]));
    }
  }
  return result;
}
