import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import { textOfScalar, valueOf } from "../../syntax/yaml/ask.ts";
import { isForUse } from "../classify.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { hasUsualName, type ComposeFiles } from "./compose-files.ts";
import type { PlanContext } from "./draft.ts";
import { includesOf } from "./include.ts";
import { lookupIn } from "./scope.ts";

/** The files that need no stack of their own: one that ships includes them, or each of their services is extended by files that ship, or that serve no less than they do. */
export function coveredDocuments({ files, classOf }: PlanContext): ReadonlySet<ComposeDocument> {
  const includes = new Map(files.all.map((document) => [document, includedBy(document, files)]));
  const included = new Set([...includes.values()].flat());
  const covered = new Set<ComposeDocument>();
  // Files that only include one another in a circle are not begun with: somebody starts one of them all the same.
  const open = files.all.filter((document) => !included.has(document) && isForUse(classOf(document.file)));
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    for (const one of includes.get(document) ?? []) {
      if (covered.has(one)) continue;
      covered.add(one);
      open.push(one);
    }
  }
  const forUse = extendedIn(files.all.filter(({ file }) => isForUse(classOf(file))));
  const forAny = extendedIn(files.all);
  for (const document of files.all) {
    const { file, services } = document;
    const extended = (isForUse(classOf(file)) ? forUse : forAny).get(file.path);
    const isAll = extended !== undefined && services.every(({ key }) => extended.has(key.text));
    if (isAll && !hasUsualName(document)) covered.add(document);
  }
  return covered;
}

function includedBy(document: ComposeDocument, files: ComposeFiles): ComposeDocument[] {
  const scope = { folder: folderOf(document.file.path), lookup: lookupIn([], undefined) };
  return includesOf(document, scope).flatMap((include) =>
    include.kind === "files" ? include.paths.flatMap((path) => files.at(path) ?? []) : [],
  );
}

/** By file, its services that other files extend. */
function extendedIn(documents: readonly ComposeDocument[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { file, services } of documents) {
    for (const { value } of services) {
      const extending = valueOf(value, "extends");
      const [name, service] = [textOfScalar(valueOf(extending, "file")), textOfScalar(valueOf(extending, "service"))];
      const path = name === undefined ? undefined : projectPath(folderOf(file.path), name);
      if (path === undefined || path === file.path || service === undefined) continue;
      found.set(path, (found.get(path) ?? new Set()).add(service));
    }
  }
  return found;
}
