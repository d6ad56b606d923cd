import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Files } from "../src/rule/meta.ts";

/** Every file below `folder` as text, by its path with "/". */
export function readTree(folder: string, wanted: (path: string) => boolean): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (wanted(path)) files[path] = readFileSync(join(folder, path), "utf8");
  }
  return files;
}
