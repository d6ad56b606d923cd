import type { Deployment } from "../model/deployment.ts";
import type { DotenvDocument } from "../syntax/dotenv/ast.ts";
import { folderOf, nameOf, projectPath } from "../model/project-path.ts";

/**
 * Whether the files at hand are a project and not a file or two on their own: it is kept in git, or says what git is to ignore. Only then does something that
 * is not there (an ignore rule, an example file, a lockfile) mean anything.
 */
export function isProject({ tree }: Deployment): boolean {
  return tree.has(".git") || tree.has(".gitignore");
}

/** Whether git keeps the file or would take it in: tracked where that is known, else not ignored. */
export function mayBeCommitted(path: string, deployment: Deployment): boolean {
  return deployment.isTracked(path) ?? !deployment.isIgnored(path);
}

/** What a project's scripts and workflows speak of. */
export interface Mentions {
  /** The names of variables, as far as any word may be one. */
  readonly words: ReadonlySet<string>;
  /** The names of env files, without their folders. */
  readonly envFiles: ReadonlySet<string>;
  /** Why a script or workflow may speak of more; undefined when all were read. */
  readonly open: string | undefined;
}

/**
 * The words of all scripts, workflows and actions, the comments included: somebody who reads them knows of the variable or the file. One too many does no harm, because
 * rules only take a word's absence for something.
 */
export function mentionsOf(deployment: Deployment): Mentions {
  const found = known.get(deployment) ?? readMentions(deployment);
  known.set(deployment, found);
  return found;
}

const known = new WeakMap<Deployment, Mentions>();

function readMentions({ documents, tree }: Deployment): Mentions {
  const words = new Set<string>();
  const envFiles = new Set<string>();
  for (const { file } of [...documents.script, ...documents.workflow, ...documents.action]) addWords(file.text, words, envFiles);
  const seen = new Set(documents.workflow.map(({ file }) => file.path));
  const missed = tree.list(".github/workflows").some((name) => /\.ya?ml$/.test(name) && !seen.has(`.github/workflows/${name}`));
  return { words, envFiles, open: missed ? "the project's workflows were not read" : undefined };
}

/** Adds the words of a text that may name variables or env files. */
export function addWords(text: string, words: Set<string>, envFiles: Set<string>): void {
  for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) words.add(word);
  for (const [word] of text.matchAll(/[\w.-]+/g)) if (word.length < 256 && /\benv\b/.test(word)) envFiles.add(word.replace(/\.+$/, ""));
}

/** The env files of every class that stand in one of the folders. */
export function envFilesIn(folders: Iterable<string>, deployment: Deployment): DotenvDocument[] {
  let index = byFolder.get(deployment);
  if (index === undefined) {
    index = new Map();
    for (const document of deployment.documents.dotenv) {
      const folder = folderOf(document.file.path);
      const own = index.get(folder);
      if (own === undefined) index.set(folder, [document]);
      else own.push(document);
    }
    byFolder.set(deployment, index);
  }
  return [...new Set(folders)].flatMap((folder) => index.get(folder) ?? []);
}

const byFolder = new WeakMap<Deployment, Map<string, DotenvDocument[]>>();

/** The examples that stand in one of the folders, as paths: `.env.example`, `env.sample`, `production.env.dist`. */
export function envExamplesIn(folders: Iterable<string>, { tree }: Deployment): string[] {
  return [...new Set(folders)].flatMap((folder) =>
    tree
      .list(folder)
      .filter((name) => exampleName.test(name))
      .map((name) => (folder === "" ? name : `${folder}/${name}`)),
  );
}

const exampleName =
  /^(?=.*env)(?!.*\.(?:[cm]?[jt]sx?|py|rb|go|md)$).*(?:^|[._-])(?:examples?|samples?|templates?|tmpl|tpl|dist|skel|defaults?|j2)(?:[._-]|$)/i;

/** An example that is this file but for a word in its name: `.env.prod.example` of `.env.prod`. */
export function exampleOf(path: string, deployment: Deployment): string | undefined {
  const name = nameOf(path);
  return envExamplesIn([folderOf(path)], deployment).find((one) => stemOf(nameOf(one)) === stemOf(name));
}

function stemOf(name: string): string {
  return name
    .toLowerCase()
    .split(/[._-]+/)
    .filter((word) => word !== "" && !/^(?:examples?|samples?|templates?|tmpl|tpl|dist|skel|defaults?|j2)$/.test(word))
    .join(".");
}

/** The folder and those above it, up to the project's root. */
export function foldersAbove(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== "";) found.push((at = folderOf(at)));
  return found;
}

export { folderOf, nameOf as fileNameOf, projectPath };

/** Whether a file's name says that it is an example: `.env.example`, `prod.env.dist`. */
export function isExampleName(name: string): boolean {
  return exampleName.test(name);
}
