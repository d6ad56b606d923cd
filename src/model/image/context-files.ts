import type { DockerignoreDocument } from "../../syntax/dockerignore/parse.ts";
import type { Deployment, PathTree } from "../deployment.ts";
import { folderOf } from "../project-path.ts";
import { contextOf } from "./build-context.ts";
import type { ImageBuild } from "./builds.ts";
import type { Image } from "./image.ts";

/** The folder a Dockerfile takes its files from, and what is kept out of it. */
export interface BuildContext {
  /** Relative to the project root. */
  readonly folder: string;
  /** The builds that name it; empty where it was only told from what the Dockerfile copies. */
  readonly builds: readonly ImageBuild[];
  readonly ignore: ContextIgnore;
}

/** The ignore file in effect. "unread": it is there, and was not read. */
export type ContextIgnore =
  | { readonly kind: "absent" }
  | { readonly kind: "read"; readonly path: string; readonly document: DockerignoreDocument }
  | { readonly kind: "unread"; readonly path: string };

/** The contexts that builds of an image name; where none does, the one that fits what the Dockerfile copies, if there is one. */
export function contextsOf(image: Image, deployment: Deployment): readonly BuildContext[] {
  const named = new Map<string, ImageBuild[]>();
  for (const build of image.builds) {
    if (build.context === undefined) continue;
    const others = named.get(build.context);
    if (others === undefined) named.set(build.context, [build]);
    else others.push(build);
  }
  const presumed = image.builds.length === 0 ? contextOf(image, deployment.tree) : undefined;
  if (presumed !== undefined) named.set(presumed, []);
  return [...named].map(([folder, builds]) => ({ folder, builds, ignore: ignoreOf(image.document.file.path, folder, deployment) }));
}

/** Docker reads `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` at the root of the context (Docker docs, "Build context", ".dockerignore files"). */
function ignoreOf(dockerfile: string, folder: string, { tree, documents }: Deployment): ContextIgnore {
  const path = [`${dockerfile}.dockerignore`, below(folder, ".dockerignore")].find((one) => tree.has(one));
  if (path === undefined) return { kind: "absent" };
  const document = documents.dockerignore.find(({ file }) => file.path === path);
  return document === undefined ? { kind: "unread", path } : { kind: "read", path, document };
}

/** The path of `name` in a folder of the project. */
export function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Whether the ignore file keeps a path of the context out, and all below it; "unknown" where it is not read, and where it brings back something below the path. */
export function isKeptOut(path: string, { folder, ignore }: BuildContext): "yes" | "no" | "unknown" {
  if (ignore.kind === "absent") return "no";
  if (ignore.kind === "unread") return "unknown";
  const inside = folder === "" ? path : path.slice(folder.length + 1);
  if (inside === "" || !ignore.document.ignores(inside)) return "no";
  const bringsBack = ignore.document.patterns.some(
    ({ text, isException }) => isException && (text.startsWith(`${inside}/`) || /[*?[]/.test(text)),
  );
  return bringsBack ? "unknown" : "yes";
}

/** How many names are looked at below one folder, and how deep. */
const maximumNames = 5000;
const maximumDepth = 8;
/** Folders of dependencies and caches: what they hold is not the project's own. */
const foreign = new Set([
  "node_modules",
  "vendor",
  ".venv",
  "venv",
  "site-packages",
  "__pycache__",
  ".tox",
  "target",
  ".next",
  ".terraform",
  ".cache",
]);

/** The files and folders below a folder that the context takes, nearest first; what is kept out, and what is not the project's own, is left out. */
export function namesBelow(folder: string, context: BuildContext, tree: PathTree): readonly string[] {
  const known = listings.get(tree) ?? new Map<string, readonly string[]>();
  listings.set(tree, known);
  const ignored = context.ignore.kind === "absent" ? "" : context.ignore.path;
  const key = `${folder}\n${context.folder}\n${ignored}`;
  const names = known.get(key) ?? listNames(folder, context, tree);
  known.set(key, names);
  return names;
}

/** Many Dockerfiles of a project may copy the same folder. */
const listings = new WeakMap<PathTree, Map<string, readonly string[]>>();

function listNames(folder: string, context: BuildContext, tree: PathTree): readonly string[] {
  const found: string[] = [];
  let level = [folder];
  for (let depth = 0; depth < maximumDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const parent of level) {
      for (const name of tree.list(parent)) {
        const path = below(parent, name);
        const keptOut = isKeptOut(path, context);
        if (keptOut === "no") found.push(path);
        if (found.length >= maximumNames) return found;
        if (keptOut !== "yes" && !foreign.has(name) && name !== ".git" && tree.isDirectory(path)) next.push(path);
      }
    }
    level = next;
  }
  return found;
}

/** Whether the names of a project are sure to be all there are: it is a checkout whose index can be read, and no submodule is left out. */
export function isWhole({ isTracked, tree }: Deployment): boolean {
  return isTracked("") !== undefined && !tree.has(".gitmodules");
}

/** How many folders are looked into for sources, and how deep. */
const maximumFolders = 200;
const sourceDepth = 3;

/** Whether a folder holds sources, not only what deploys them, so that what is missing in it is missing indeed. */
export function isSourced(folder: string, tree: PathTree): boolean {
  let level = [folder];
  let left = maximumFolders;
  for (let depth = 0; depth < sourceDepth; depth++) {
    const next: string[] = [];
    for (const one of level) {
      if (left-- <= 0) return false;
      const names = tree.list(one);
      if (names.some((name) => sourceName.test(name))) return true;
      next.push(
        ...names
          .filter((name) => !name.startsWith(".") && !foreign.has(name))
          .map((name) => below(one, name))
          .filter((path) => tree.isDirectory(path)),
      );
    }
    level = next;
  }
  return false;
}

const sourceName =
  /^(?:package\.json|requirements\.txt|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json)$|\.(?:py|[cm]?[jt]sx?|go|rs|rb|php|java|kt|cs|csproj|sln|ex|exs|html)$/;

/** Whether a path can be looked for: none of the folders it leads through is a link. */
export function isSeen(path: string, tree: PathTree): boolean {
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder))
    if (tree.has(folder) && !tree.isDirectory(folder)) return false;
  return true;
}
