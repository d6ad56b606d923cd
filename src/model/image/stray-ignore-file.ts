import type { Span } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import { folderOf, nameOf } from "../project-path.ts";
import { literalText } from "../value.ts";
import { isGlob, sourcePath } from "./build-context.ts";
import { contextsOf, namesBelow, type BuildContext } from "./context-files.ts";
import type { Image } from "./image.ts";

/** What a Dockerfile copies of its own folder, and the ignore file there that no build reads. */
export interface IgnoreFilePlace {
  /** The source of COPY or ADD that the ignore file was written for. */
  readonly at: Span;
  readonly context: string;
  /** Undefined where the ignore file in effect is read by the build. */
  readonly stray: { readonly path: string; readonly first: Span | undefined } | undefined;
}

/**
 * Whether the ignore file that lies in what an image copies is read by its builds: the one beside its Dockerfile, or one in a folder that no build of the project can start
 * from. Undefined where there is none, or nothing around it is copied whole, or the context is not known.
 */
export function strayIgnoreFile(image: Image, deployment: Deployment): IgnoreFilePlace | undefined {
  const contexts = contextsOf(image, deployment);
  const [context] = contexts;
  if (context === undefined || contexts.some(({ builds }) => builds.length === 0)) return undefined;
  const { folder, ignore } = context;
  const copied = copiedWhole(folder, image, deployment);
  const own = folderOf(image.document.file.path);
  if (ignore.kind !== "absent") return copied[0] && { at: copied[0].at, context: folder, stray: undefined };
  if (contexts.length > 1) return undefined;
  for (const path of ignoreFilesBelow(context, deployment)) {
    const place = folderOf(path);
    const source = copied.find((one) => isWithin(place, one.path));
    if (source === undefined || (place !== own && mayBeContext(place, deployment))) continue;
    const document = deployment.documents.dockerignore.find(({ file }) => file.path === path);
    if (document === undefined || document.patterns.length > 0)
      return { at: source.at, context: folder, stray: { path, first: document?.patterns[0]?.span } };
  }
  return undefined;
}

/** The ignore files that lie in the folders of a context, nearest first. */
function ignoreFilesBelow(context: BuildContext, { tree }: Deployment): readonly string[] {
  const all = namesBelow(context.folder, context, tree);
  return all.filter((path) => nameOf(path) === ".dockerignore" && folderOf(path) !== context.folder);
}

/** Whether a build may start from a folder: one that is seen does, a Dockerfile lies there, or one is there whose context cannot be told. */
function mayBeContext(folder: string, deployment: Deployment): boolean {
  const starts = contextFolders.get(deployment) ?? readContextFolders(deployment);
  contextFolders.set(deployment, starts);
  return starts === "open" || starts.has(folder);
}

const contextFolders = new WeakMap<Deployment, ReadonlySet<string> | "open">();

function readContextFolders(deployment: Deployment): ReadonlySet<string> | "open" {
  const folders = new Set<string>();
  for (const image of deployment.images) {
    const contexts = contextsOf(image, deployment);
    if (contexts.length === 0 || image.builds.some(({ context }) => context === undefined)) return "open";
    folders.add(folderOf(image.document.file.path));
    for (const { folder } of contexts) folders.add(folder);
  }
  return folders;
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** The folders that an image's own stages take from the context with all that they hold. */
function copiedWhole(context: string, image: Image, { tree }: Deployment): readonly { readonly at: Span; readonly path: string }[] {
  return image.ownStages
    .flatMap(({ instructions }) => instructions)
    .flatMap((one) => ((one.keyword === "COPY" || one.keyword === "ADD") && one.from === undefined ? one.sources : []))
    .flatMap((source) => {
      const text = literalText(source);
      const path = text === undefined || isGlob(text) ? undefined : sourcePath(context, text);
      return path !== undefined && (path === "" || tree.isDirectory(path)) ? [{ at: source.span, path }] : [];
    });
}
