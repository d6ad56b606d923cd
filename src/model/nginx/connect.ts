import type { NginxDocument } from "../../syntax/nginx/ast.ts";
import { nginxIncludes } from "../../syntax/nginx/includes.ts";
import { buildLevels, type Budget } from "./build.ts";
import { NginxConfig } from "./config.ts";
import { isPartsFolder, levelOfFile } from "./file-level.ts";
import { fitsGlob, folderOf, IncludePaths, isInside, lastOf, pathsOf } from "./include-path.ts";
import type { UnresolvedInclude } from "./level.ts";

/**
 * How many directives all configurations together may hold, those of a file included twice counted twice: this many, and one for each character of
 * the files. Files that include each other over and over would make more work than their size allows for.
 */
const MOST_DIRECTIVES = 100_000;

/**
 * Joins nginx files by their includes: one configuration for each file that no other one includes, in the order given. Whole configurations come
 * to life as nginx would read them; a file that is only a part (`conf.d/site.conf`, a snippet) and that nothing includes stands alone.
 */
export function connectNginx(documents: readonly NginxDocument[]): readonly NginxConfig[] {
  const paths = new IncludePaths(documents);
  const budget: Budget = { directives: documents.reduce((sum, { file }) => sum + file.text.length, MOST_DIRECTIVES) };
  const built = new Map<NginxDocument, NginxConfig>();
  const reached = new Set<NginxDocument>();
  const build = (root: NginxDocument, isInsideUnknown: boolean) => {
    const kind = levelOfFile(root);
    const { level, included } = buildLevels({ root, kind, isInsideUnknown, paths, budget });
    for (const document of included) reached.add(document);
    built.set(root, new NginxConfig(root, level, [root, ...included]));
  };
  const roots = rootsOf(documents, paths);
  const [whole, parts] = [roots.filter((root) => levelOfFile(root) === "main"), roots.filter((root) => levelOfFile(root) !== "main")];
  for (const root of whole) build(root, false);
  const open = [...built.values()].filter((config) => config.unresolved.some(isOpen));
  for (const root of parts) {
    // A part of `http` on its own is what conf.d/ of the stock image holds, and nothing of that image's nginx.conf reaches into its servers.
    if (!reached.has(root)) build(root, levelOfFile(root) !== "http" || open.some((config) => mayInclude(config, root.file.path)));
  }
  // Files that include each other in a circle have no root.
  for (const root of documents) if (!reached.has(root) && !built.has(root)) build(root, levelOfFile(root) !== "main");
  return documents.flatMap((document) => built.get(document) ?? []);
}

/** The documents that no other one includes. */
function rootsOf(documents: readonly NginxDocument[], paths: IncludePaths): readonly NginxDocument[] {
  const included = new Set<NginxDocument>();
  for (const document of documents) {
    const { path } = document.file;
    for (const argument of nginxIncludes(document)) {
      const target = paths.find(argument.text, path, path);
      if ("documents" in target) for (const other of target.documents) if (other !== document) included.add(other);
    }
  }
  return documents.filter((document) => !included.has(document));
}

/** Whether an include that could not be followed may mean the file: it would fit, and lies where such files are kept. */
function mayInclude(config: NginxConfig, path: string): boolean {
  const main = folderOf(config.file.path);
  const folder = folderOf(path);
  const isKeptThere = folder === main || (isPartsFolder(folder) && isInside(folder, folderOf(main)));
  const fits = (glob: string) => pathsOf(path).some((own) => fitsGlob(lastOf(own), lastOf(glob)));
  return isKeptThere && config.unresolved.some((include) => isOpen(include) && fits(include.directive.args[0]?.text ?? ""));
}

function isOpen(include: UnresolvedInclude): boolean {
  return include.sets === undefined;
}
