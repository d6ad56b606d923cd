import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openFileSystem } from "../cli/file-system.ts";
import type { FileSystem } from "../discover/file-system.ts";
import type { Files } from "../rule/meta.ts";

/** Lays `files` out in a folder that is gone afterwards, and hands it on as discovery sees it. */
export async function inTemporaryFolder<T>(files: Files, use: (fileSystem: FileSystem) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "deploy-audit-")));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(openFileSystem(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
