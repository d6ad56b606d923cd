import type { Span } from "../../text/index.ts";
import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { isNull, valueOf } from "../../syntax/yaml/ask.ts";
import { projectPath } from "../project-path.ts";
import { interpolation, type Interpolation } from "./interpolation.ts";
import type { Scope } from "./scope.ts";

/** One entry of `include`, with paths relative to the project root. */
export type Include =
  | {
      readonly kind: "files";
      /** The first is the ground, the others lie over it. */
      readonly paths: readonly string[];
      /** The folder its relative paths start at; undefined for that of its first file. */
      readonly folder: string | undefined;
      /** Undefined for the `.env` of that folder. */
      readonly envFiles: readonly string[] | undefined;
      readonly span: Span;
    }
  | { readonly kind: "unknown"; readonly why: string; readonly span: Span };

/** Reads `include` (Compose Specification, "Include", short and long syntax); paths start at the scope's folder. */
export function includesOf({ root }: ComposeDocument, scope: Scope): readonly Include[] {
  const node = valueOf(root, "include");
  const fillIn = interpolation(scope.lookup);
  const items = node?.kind === "sequence" ? node.items : node?.kind === "scalar" && !isNull(node) ? [node] : [];
  return items.map((item) => readInclude(item, scope.folder, fillIn));
}

function readInclude(item: YamlNode, folder: string, fillIn: Interpolation): Include {
  const pathNode = item.kind === "mapping" ? valueOf(item, "path") : item;
  const span = spanOf(pathNode ?? item);
  const paths = pathsIn(pathNode, folder, fillIn);
  const directory = item.kind === "mapping" ? pathsIn(valueOf(item, "project_directory"), folder, fillIn) : [];
  const envFiles = item.kind === "mapping" ? pathsIn(valueOf(item, "env_file"), folder, fillIn) : [];
  if (typeof paths === "string") return { kind: "unknown", why: paths, span };
  if (typeof directory === "string") return { kind: "unknown", why: directory, span };
  if (paths.length === 0) return { kind: "unknown", why: "it names no file to include", span };
  return {
    kind: "files",
    paths,
    folder: directory[0],
    envFiles: typeof envFiles === "string" || envFiles.length === 0 ? undefined : envFiles,
    span,
  };
}

/** A path or a list of them; a text says why they are not known. */
function pathsIn(node: YamlNode | undefined, folder: string, fillIn: Interpolation): readonly string[] | string {
  const items = node === undefined || isNull(node) ? [] : node.kind === "sequence" ? node.items : [node];
  const paths: string[] = [];
  for (const item of items) {
    const value = fillIn.value(item);
    if (value.kind !== "known") return "what it includes is filled in at run time";
    const path = /^[a-z+]+:\/\/|^git@|^oci:/i.test(value.text) ? undefined : projectPath(folder, value.text);
    if (path === undefined) return "what it includes lies outside of the project";
    paths.push(path);
  }
  return paths;
}

function spanOf(node: YamlNode): Span {
  return node.kind === "scalar" ? node.inner : node.span;
}
