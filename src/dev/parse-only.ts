import { resolve } from "node:path";
import { openFileSystem } from "../cli/file-system.ts";
import { loadParsers } from "../cli/parsers.ts";
import { discover } from "../discover/discover.ts";

/** Finds, reads and parses a folder's files and does nothing with them: what an audit is measured against. */
async function parseOnly(folder: string): Promise<void> {
  const { files } = discover({ paths: [""] }, openFileSystem(resolve(folder)));
  const parsers = await loadParsers(files.map(({ kind }) => kind));
  let problems = 0;
  for (const { file, kind } of files) problems += parsers.get(kind)!.parse(file).problems.length;
  console.log(`${files.length} files, ${problems} problems`);
}

void parseOnly(process.argv[2] ?? ".");
