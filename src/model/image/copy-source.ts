import type { CopyInstruction } from "../../syntax/dockerfile/ast.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import type { Span } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { resolve } from "../value.ts";
import { isGlob } from "./build-context.ts";
import { below, contextsOf, isKeptOut, isSeen, isSourced, isWhole, type BuildContext } from "./context-files.ts";
import type { Image } from "./image.ts";

/** A source that COPY or ADD takes from the build context, and whether it is there. */
export interface CopySource {
  readonly at: Span;
  /** As it is written. */
  readonly text: string;
  readonly context: BuildContext;
  readonly state:
    | { readonly kind: "there" }
    /** It is there, but the ignore file at `pattern` keeps it out. */
    | { readonly kind: "ignored"; readonly pattern: Span | undefined }
    /** `meant`: a path from the context that leads to something of that name. */
    | { readonly kind: "missing"; readonly meant: string | undefined }
    | { readonly kind: "unknown"; readonly why: string };
}

/** The sources that an image's own stages copy from a context that builds of the project name. Patterns are left out: BuildKit takes one that nothing matches for none. */
export function copySourcesOf(image: Image, deployment: Deployment): readonly CopySource[] {
  const contexts = contextsOf(image, deployment);
  const [context] = contexts;
  if (context === undefined || contexts.length > 1 || context.builds.length === 0 || context.builds.some(({ isAction }) => isAction))
    return [];
  return image.ownStages.flatMap(({ instructions }) =>
    instructions.flatMap((one) =>
      (one.keyword === "COPY" || one.keyword === "ADD") && one.from === undefined
        ? one.sources.flatMap((scalar) => sourceOf(scalar, one, { image, context, deployment }) ?? [])
        : [],
    ),
  );
}

interface Place {
  readonly image: Image;
  readonly context: BuildContext;
  readonly deployment: Deployment;
}

function sourceOf(scalar: Scalar, copy: CopyInstruction, place: Place): CopySource | undefined {
  const value = resolve(scalar, place.image.variables.at(copy));
  if (value.kind !== "known" || isGlob(value.text) || /^[a-z]+:\/\/|^git@/.test(value.text)) return undefined;
  return { at: scalar.span, text: value.text, context: place.context, state: stateOf(value.text, place) };
}

/** "../" at the beginning leads nowhere: the context is the root of all paths (Dockerfile reference, "COPY"). */
function insideOf(source: string): string {
  return source
    .replace(/^(?:\.{0,2}\/)+/, "")
    .replace(/^\.\.?$/, "")
    .replace(/\/+$/, "");
}

function stateOf(source: string, { image, context, deployment }: Place): CopySource["state"] {
  const { tree } = deployment;
  const path = projectPath(context.folder, insideOf(source) || ".");
  if (path === undefined) return { kind: "unknown", why: "it leads out of the project" };
  if (path === context.folder) return { kind: "there" };
  if (tree.has(path)) {
    const keptOut = isKeptOut(path, context);
    if (keptOut === "yes") return { kind: "ignored", pattern: patternFor(path, context) };
    return keptOut === "no" ? { kind: "there" } : { kind: "unknown", why: "the ignore file may keep it out" };
  }
  if (!isSeen(path, tree)) return { kind: "unknown", why: "it lies behind a link" };
  if (deployment.isIgnored(path) || deployment.isIgnored(`${path}/`))
    return { kind: "unknown", why: "git ignores it, so that something makes it before the build" };
  // No step makes what is there already, under a path that leads from another folder.
  const meant = meantBy(source, path, { image, context, deployment });
  if (meant !== undefined) return { kind: "missing", meant };
  if (context.builds.some(({ isPrepared }) => isPrepared)) return { kind: "unknown", why: "an earlier step may make it" };
  const isSure = isWhole(deployment) && isSourced(context.folder, tree) && !isProduct(path, context);
  return isSure ? { kind: "missing", meant: undefined } : { kind: "unknown", why: "something may make it before the build" };
}

/** Folders that builds write into, and files that they make. */
function isProduct(path: string, { folder }: BuildContext): boolean {
  const inside = folder === "" ? path : path.slice(folder.length + 1);
  return (
    /(?:^|\/)(?:dist|build|target|out|bin|obj|publish|release|node_modules|vendor|\.next|public|static|assets|lib|libs|generated|artifacts?|coverage|wheels?|packages?)(?:\/|$)|\.(?:jar|war|whl|tgz|tar\.gz|zip|deb|rpm|apk|crt|pem|key)$/.test(
      inside,
    ) || !/[/.]/.test(inside)
  );
}

/** What is there under the same words, from the folder of the Dockerfile, or one above the context, or where the context's own name is written once too often. */
function meantBy(source: string, path: string, { image, context, deployment: { tree } }: Place): string | undefined {
  const inside = insideOf(source);
  const { folder } = context;
  const own = folderOf(image.document.file.path);
  // From the context itself: "shop/server.js" in the context "shop".
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  const without = name !== "" && inside.startsWith(`${name}/`) ? inside.slice(name.length + 1) : undefined;
  if (without !== undefined && tree.has(below(folder, without))) return without;
  // The Dockerfile lies below the context, and so does what it copies.
  const fromOwn = below(own, inside);
  if (own !== folder && fromOwn !== path && tree.has(fromOwn) && (folder === "" || fromOwn.startsWith(`${folder}/`)))
    return folder === "" ? fromOwn : fromOwn.slice(folder.length + 1);
  return undefined;
}

/** The last pattern that keeps a path out. */
function patternFor(path: string, { folder, ignore }: BuildContext): Span | undefined {
  if (ignore.kind !== "read") return undefined;
  const inside = folder === "" ? path : path.slice(folder.length + 1);
  const names = inside.split("/");
  const folders = names.map((_, i) => names.slice(0, i + 1).join("/"));
  return ignore.document.patterns.findLast(({ text, isException }) => !isException && (folders.includes(text) || /[*?[]/.test(text)))?.span;
}
