import type { ComposeDocument } from "../syntax/compose/ast.ts";
import { asSequence, textOfScalar, valueOf } from "../syntax/yaml/ask.ts";
import type { YamlNode } from "../syntax/yaml/ast.ts";
import { nginxIncludes } from "../syntax/nginx/includes.ts";
import type { Document, Kind, PathTree } from "./deployment.ts";
import { folderOf, projectPath } from "./project-path.ts";

/** A file that a document names; relative to the project root. */
export interface DocumentReference {
  readonly path: string;
  readonly kind: Kind;
}

/**
 * The files a document refers to, and those that say how it is used: the ignore files of its build context, the scripts that may start it.
 * Names that are filled in at run time, or lead out of the project, are left out.
 */
export function referencesOf(document: Document, tree: PathTree): readonly DocumentReference[] {
  const folder = folderOf(document.file.path);
  switch (document.kind) {
    case "compose":
      return [
        ...composeReferences(document, tree),
        ...scriptsAround(folder, tree),
        ...envFilesAround(folder, tree),
        ...repositoryFiles(folder, tree),
      ];
    case "dockerfile":
      return [...ignoreFiles(document.file.path, folder, tree), ...repositoryFiles(folder, tree), ...manifestsIn(folder, tree)];
    case "dotenv":
      return repositoryFiles(folder, tree);
    case "workflow":
      return [...startedFiles(document.file.text, [rootOf(document.file.path)], tree), ...repositoryFiles(folder, tree)];
    case "script":
      return startedFiles(document.file.text, [folder, folderOf(folder), ""], tree);
    case "nginx":
      return nginxIncludes(document).flatMap(({ text }) => (/[*?[$]/.test(text) ? [] : reference(folder, text, "nginx")));
    default:
      return [];
  }
}

/** Where people keep what starts a deployment, below the project's root and the Compose file's folder. */
const scriptFolders = ["", "scripts", "script", "deploy", "deployment", "bin", "ci", "infra", "ops", "tools", ".github/scripts"];
const scriptName = /\.(?:sh|bash)$|^(?:gnu)?makefile$|^package\.json$/i;
const scriptLimit = 300;

function scriptsAround(folder: string, tree: PathTree): DocumentReference[] {
  const folders = new Set(
    ["", folder].flatMap((base) => scriptFolders.map((name) => [base, name].filter((part) => part !== "").join("/"))),
  );
  const paths = [...folders].flatMap((one) =>
    tree
      .list(one)
      .filter((name) => scriptName.test(name))
      .map((name) => (one === "" ? name : `${one}/${name}`)),
  );
  return paths.slice(0, scriptLimit).map((path) => ({ path, kind: "script" }));
}

const startCommand = /\bcompose\b|\bstack\s+deploy\b/;
const startOption = /\s(?:-f|--file|-c|--compose-file|--env-file)[\s=]+["']?([\w./-]{1,200})/g;
const startLimit = 100;

/** The Compose and env files that a command line of Compose names, in the folders where it may run. Only what is there is followed, so that a name too many is no harm. */
function startedFiles(text: string, folders: readonly string[], tree: PathTree): DocumentReference[] {
  if (!startCommand.test(text)) return [];
  const found: DocumentReference[] = [];
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split("\n")) {
    if (!startCommand.test(line)) continue;
    for (const [, name] of line.matchAll(startOption)) {
      const kind = /\.ya?ml$/.test(name!) ? "compose" : /(?:^|[/.])env(?:\.|$)/.test(name!) ? "dotenv" : undefined;
      const paths = kind === undefined ? [] : folders.map((folder) => projectPath(folder, name!));
      const path = paths.find((one) => one !== undefined && tree.has(one) && !tree.isDirectory(one));
      if (path !== undefined && kind !== undefined) found.push({ path, kind });
      if (found.length === startLimit) return found;
    }
  }
  return found;
}

/** The folder that holds `.github`. */
function rootOf(path: string): string {
  const at = path.lastIndexOf(".github/");
  return at <= 0 ? "" : path.slice(0, at - 1);
}

/** Docker reads `<Dockerfile>.dockerignore` beside the Dockerfile, or `.dockerignore` at the root of the build context; people put it beside the Dockerfile as well. */
function ignoreFiles(dockerfile: string, folder: string, tree: PathTree): DocumentReference[] {
  const paths = new Set([`${dockerfile}.dockerignore`, folder === "" ? ".dockerignore" : `${folder}/.dockerignore`, ".dockerignore"]);
  return [...paths].filter((path) => tree.has(path)).map((path) => ({ path, kind: "dockerignore" }));
}

/** The env files that a stack may be given, and those that document what it needs, whether it names them or not. */
function envFilesAround(folder: string, tree: PathTree): DocumentReference[] {
  return [...new Set(["", folder])].flatMap((one) =>
    tree
      .list(one)
      .filter((name) => envName.test(name))
      .slice(0, envFileLimit)
      .map((name) => ({ path: one === "" ? name : `${one}/${name}`, kind: "dotenv" as const })),
  );
}

/** `.env.production`, `.env.example`, and not what only looks like them: a program, an encrypted file, an editor's copy. */
const envName =
  /^\.env(?:[._-](?!(?:[cm]?[jt]sx?|json5?|ya?ml|toml|sh|py|rb|php|gpg|asc|age|enc|encrypted|bak|old|orig|swp|swo)$)[A-Za-z0-9-]+)*$/;
const envFileLimit = 50;

/** What tells how the repository around a file is kept: what git ignores, and what is updated by itself. */
function repositoryFiles(folder: string, tree: PathTree): DocumentReference[] {
  const ignored = [...new Set(["", folder])].map((one) => (one === "" ? ".gitignore" : `${one}/.gitignore`));
  const updates = [".github/dependabot.yml", ".github/dependabot.yaml"];
  return [
    ...ignored.filter((path) => tree.has(path)).map((path) => ({ path, kind: "gitignore" as const })),
    ...updates.filter((path) => tree.has(path)).map((path) => ({ path, kind: "dependabot" as const })),
  ];
}

function composeReferences({ file, root, services }: ComposeDocument, tree: PathTree): DocumentReference[] {
  const folder = folderOf(file.path);
  const found = reference(folder, ".env", "dotenv");
  for (const { value: service } of services) {
    for (const path of pathsIn(valueOf(service, "env_file"))) found.push(...reference(folder, path, "dotenv"));
    const extended = textOfScalar(valueOf(valueOf(service, "extends"), "file"));
    if (extended !== undefined) found.push(...reference(folder, extended, "compose"));
    found.push(...dockerfileOf(valueOf(service, "build"), folder), ...manifestsOf(valueOf(service, "build"), folder, tree));
  }
  const include = valueOf(root, "include");
  for (const path of pathsIn(include)) found.push(...reference(folder, path, "compose"));
  for (const item of asSequence(include)?.items ?? []) {
    for (const path of pathsIn(valueOf(item, "env_file"))) found.push(...reference(folder, path, "dotenv"));
    const project = textOfScalar(valueOf(item, "project_directory"));
    if (project !== undefined) found.push(...reference(folder, `${project}/.env`, "dotenv"));
  }
  return found;
}

const manifestName = /^(?:package\.json|requirements[\w.-]*\.txt|pipfile|gemfile|composer\.json|[\w.-]+\.toml)$/i;
const manifestLimit = 40;

function pathTo(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("/");
}

/** What names the packages and the settings of a program that is built in a folder, or directly below it. */
function manifestsIn(folder: string, tree: PathTree): DocumentReference[] {
  const inside = tree.list(folder).filter((name) => !/^(?:\.|node_modules$|vendor$)/.test(name) && tree.isDirectory(pathTo(folder, name)));
  return [folder, ...inside.slice(0, manifestLimit).map((name) => pathTo(folder, name))]
    .flatMap((one) => tree.list(one).flatMap((name) => (manifestName.test(name) ? [pathTo(one, name)] : [])))
    .filter((path) => !tree.isDirectory(path))
    .slice(0, manifestLimit)
    .map((path) => ({ path, kind: path.endsWith("package.json") ? ("script" as const) : ("manifest" as const) }));
}

function manifestsOf(build: YamlNode | undefined, folder: string, tree: PathTree): DocumentReference[] {
  const context = textOfScalar(build) ?? textOfScalar(valueOf(build, "context"));
  const path = build === undefined || context?.includes("$") === true ? undefined : projectPath(folder, context ?? ".");
  return path === undefined ? [] : manifestsIn(path, tree);
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
  const ignored = reference(contextPath, ".dockerignore", "dockerignore");
  const dockerfile = build?.kind === "mapping" ? (textOfScalar(valueOf(build, "dockerfile")) ?? "Dockerfile") : "Dockerfile";
  return [...reference(contextPath, dockerfile, "dockerfile"), ...ignored];
}

function reference(folder: string, name: string, kind: Kind): DocumentReference[] {
  const path = name.includes("$") ? undefined : projectPath(folder, name);
  return path === undefined || path === "" ? [] : [{ path, kind }];
}
