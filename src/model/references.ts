import type { ComposeDocument } from "../syntax/compose/ast.ts";
import { asSequence, textOfScalar, valueOf } from "../syntax/yaml/ask.ts";
import type { YamlNode } from "../syntax/yaml/ast.ts";
import { nginxIncludes } from "../syntax/nginx/includes.ts";
import type { Document, Kind } from "./deployment.ts";
import { folderOf, projectPath } from "./project-path.ts";

/** A file that a document names; relative to the project root. */
export interface DocumentReference {
  readonly path: string;
  readonly kind: Kind;
}

/** The files a document refers to, whether they exist or not. Names that are filled in at run time, or lead out of the project, are left out. */
export function referencesOf(document: Document): readonly DocumentReference[] {
  if (document.kind === "compose") return composeReferences(document);
  if (document.kind !== "nginx") return [];
  const folder = folderOf(document.file.path);
  return nginxIncludes(document).flatMap(({ text }) => (/[*?[$]/.test(text) ? [] : reference(folder, text, "nginx")));
}

function composeReferences({ file, root, services }: ComposeDocument): DocumentReference[] {
  const folder = folderOf(file.path);
  const found = reference(folder, ".env", "dotenv");
  for (const { value: service } of services) {
    for (const path of pathsIn(valueOf(service, "env_file"))) found.push(...reference(folder, path, "dotenv"));
    const extended = textOfScalar(valueOf(valueOf(service, "extends"), "file"));
    if (extended !== undefined) found.push(...reference(folder, extended, "compose"));
    found.push(...dockerfileOf(valueOf(service, "build"), folder));
  }
  for (const path of pathsIn(valueOf(root, "include"))) found.push(...reference(folder, path, "compose"));
  return found;
}

/** A path, a list of paths, or of mappings with `path`. */
function pathsIn(node: YamlNode | undefined): string[] {
  const items = asSequence(node)?.items ?? (node === undefined ? [] : [node]);
  return items.flatMap((item) => {
    const path = item.kind === "mapping" ? valueOf(item, "path") : item;
    if (path?.kind === "sequence") return pathsIn(path);
    return textOfScalar(path) ?? [];
  });
}

function dockerfileOf(build: YamlNode | undefined, folder: string): DocumentReference[] {
  const context = build?.kind === "mapping" ? (textOfScalar(valueOf(build, "context")) ?? ".") : textOfScalar(build);
  if (context === undefined || context.includes("$")) return [];
  const contextPath = projectPath(folder, context);
  if (contextPath === undefined) return [];
  const dockerfile = build?.kind === "mapping" ? (textOfScalar(valueOf(build, "dockerfile")) ?? "Dockerfile") : "Dockerfile";
  return reference(contextPath, dockerfile, "dockerfile");
}

function reference(folder: string, name: string, kind: Kind): DocumentReference[] {
  const path = name.includes("$") ? undefined : projectPath(folder, name);
  return path === undefined || path === "" ? [] : [{ path, kind }];
}
