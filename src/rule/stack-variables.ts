import type { Deployment } from "../model/deployment.ts";
import type { Stack } from "../model/compose/stack.ts";
import { folderOf, nameOf, projectPath } from "../model/project-path.ts";
import { isSecretName } from "../model/secret/index.ts";
import type { Assignment, DotenvDocument } from "../syntax/dotenv/ast.ts";
import type { VariablePart } from "../syntax/template/index.ts";
import { interpolatedIn } from "./interpolated.ts";
import { addWords, envFilesIn, foldersAbove, mentionsOf } from "./project.ts";

/**
 * The variables that a stack has filled in and no file gives it, each where it is named first: `${NAME}` alone. Those with a default or with `:?` are not among them: they
 * cannot be empty without anybody noticing.
 */
export function unsetVariables(stack: Stack): readonly VariablePart[] {
  const found = new Map<string, VariablePart>();
  for (const part of variablesIn(stack)) {
    const value = stack.lookup(part.name);
    // What is not in capitals is more often a piece of a password hash whose dollars were not doubled.
    if (part.operator === undefined && !/[a-z]/.test(part.name) && value.kind !== "known" && !found.has(part.name))
      found.set(part.name, part);
  }
  return [...found.values()];
}

/** Every variable that a stack names, in the order written. */
export function variablesIn(stack: Stack): readonly VariablePart[] {
  const found = variables.get(stack) ?? interpolatedIn(stack.root);
  variables.set(stack, found);
  return found;
}

const variables = new WeakMap<Stack, readonly VariablePart[]>();

/** Whether a stack names the variable anywhere. */
export function isNamedIn(stack: Stack, name: string): boolean {
  let own = names.get(stack);
  if (own === undefined) names.set(stack, (own = new Set(variablesIn(stack).map((part) => part.name))));
  return own.has(name);
}

const names = new WeakMap<Stack, ReadonlySet<string>>();

/** An env file that was written for a stack, and that nothing is seen to hand to it. */
export interface UnloadedEnvFile {
  readonly document: DotenvDocument;
  /** What the stack has filled in and this file gives. */
  readonly given: readonly { readonly part: VariablePart; readonly assignment: Assignment }[];
}

/**
 * The env file that gives most of what the stack lacks, where neither Compose finds it by itself, nor a service loads it, nor any script, workflow or comment speaks
 * of it. None where `.env` is what people are told to fill in: an example for it stands beside the stack.
 */
export function unloadedEnvFile(stack: Stack, deployment: Deployment): UnloadedEnvFile | undefined {
  if (!found.has(stack)) found.set(stack, findUnloaded(stack, deployment));
  return found.get(stack);
}

const found = new WeakMap<Stack, UnloadedEnvFile | undefined>();

function findUnloaded(stack: Stack, deployment: Deployment): UnloadedEnvFile | undefined {
  const missing = unsetVariables(stack);
  if (missing.length === 0 || !mayDeploy(stack.fileClass)) return undefined;
  const loaded = loadedEnvFiles(deployment);
  const { envFiles } = mentionsOf(deployment);
  const told = new Set<string>();
  for (const { text } of stack.document.comments) addWords(text, new Set(), told);
  const own = projectPath(stack.folder, ".env");
  const nearby = envFilesIn(foldersAbove(stack.folder), deployment);
  const candidates = nearby.filter(({ file, comments }) => {
    if (file.path === own || loaded.has(file.path) || told.has(nameOf(file.path)) || envFiles.has(nameOf(file.path))) return false;
    return mayDeploy(deployment.classOf(file)) && !comments.some(({ text }) => text.includes("--env-file"));
  });
  const best = candidates.map((document) => givenBy(document, missing)).sort((a, b) => b.given.length - a.given.length)[0];
  if (best === undefined || !isEnough(best, missing)) return undefined;
  const isFilledIn = envFilesIn([stack.folder], deployment).some(
    (one) => deployment.classOf(one.file) === "example" && isPlainExample(one) && isEnough(givenBy(one, missing), missing),
  );
  return isFilledIn ? undefined : best;
}

/** `.env.example`, which people copy to `.env`, and not `.env.production.example`. */
function isPlainExample({ file }: DotenvDocument): boolean {
  return nameOf(file.path).split(/[._-]/).filter(Boolean).length === 2;
}

function givenBy(document: DotenvDocument, missing: readonly VariablePart[]): UnloadedEnvFile {
  const assignments = new Map(document.assignments.map((assignment) => [assignment.key.value, assignment]));
  const given = missing.flatMap((part) => {
    const assignment = assignments.get(part.name);
    return assignment?.value === undefined ? [] : [{ part, assignment }];
  });
  return { document, given };
}

/** Half of what is missing, and more than one, or a secret: one name in common may be chance. */
function isEnough({ given }: UnloadedEnvFile, missing: readonly VariablePart[]): boolean {
  return given.length * 2 >= missing.length && (given.length > 1 || given.some(({ part }) => isSecretName(part.name)));
}

function mayDeploy(fileClass: string): boolean {
  return fileClass === "prod" || fileClass === "staging" || fileClass === "neutral";
}

/** The env files that some service of any stack loads, or some stack is filled in from. */
function loadedEnvFiles(deployment: Deployment): ReadonlySet<string> {
  const known = loadedFiles.get(deployment);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const stack of deployment.stacks) {
    for (const { file } of stack.envFiles) found.add(file.path);
    for (const { path } of stack.services.flatMap(({ envFiles }) => envFiles)) {
      const own = path.value.kind === "known" ? projectPath(stack.folderAt(path.span), path.value.text) : undefined;
      if (own !== undefined) found.add(own);
    }
  }
  loadedFiles.set(deployment, found);
  return found;
}

const loadedFiles = new WeakMap<Deployment, ReadonlySet<string>>();

/** The variables of a stack that nothing in the project speaks of, although something in it documents others of them. */
export interface Undocumented {
  readonly undocumented: readonly VariablePart[];
  readonly documented: readonly VariablePart[];
  /** The env file or example that documents most of them. */
  readonly document: DotenvDocument;
}

/**
 * Looks for every variable that a stack lacks in the env files and examples of the project, in its scripts and workflows, and in the comments of the Compose file. Undefined
 * where no env file documents any of the stack's variables: then nobody can tell one that was forgotten from all the others.
 */
export function undocumentedVariables(stack: Stack, deployment: Deployment): Undocumented | undefined {
  if (!undocumented.has(stack)) undocumented.set(stack, findUndocumented(stack, deployment));
  return undocumented.get(stack);
}

const undocumented = new WeakMap<Stack, Undocumented | undefined>();

function findUndocumented(stack: Stack, deployment: Deployment): Undocumented | undefined {
  const missing = unsetVariables(stack).filter(({ name }) => !fromShell.test(name));
  if (missing.length === 0 || ["dev", "test", "ci", "example"].includes(stack.fileClass)) return undefined;
  const named = new Set(variablesIn(stack).map(({ name }) => name));
  const folders = new Set(foldersAbove(stack.folder));
  const nearby = deployment.documents.dotenv.filter(({ file }) => folders.has(folderOf(file.path)) && deployment.classOf(file) !== "test");
  const ranked = nearby
    .map((document) => ({
      document,
      count: new Set(document.assignments.flatMap(({ key }) => (named.has(key.value) ? [key.value] : []))).size,
    }))
    .sort((a, b) => b.count - a.count);
  const best = ranked[0];
  if (best === undefined || best.count === 0 || mentionsOf(deployment).open !== undefined) return undefined;
  const inEnvFiles = wordsOfEnvFiles(deployment);
  const words = new Set<string>();
  for (const { text } of stack.document.comments) addWords(text, words, new Set());
  const isKnown = ({ name }: VariablePart): boolean => [words, inEnvFiles, mentionsOf(deployment).words].some((known) => known.has(name));
  return { document: best.document, undocumented: missing.filter((part) => !isKnown(part)), documented: missing.filter(isKnown) };
}

/** Every word of the project's env files, comments included: a line that is switched off documents its variable too. */
function wordsOfEnvFiles(deployment: Deployment): ReadonlySet<string> {
  let words = envWords.get(deployment);
  if (words === undefined) {
    words = new Set();
    for (const { file } of deployment.documents.dotenv) addWords(file.text, words, new Set());
    envWords.set(deployment, words);
  }
  return words;
}

const envWords = new WeakMap<Deployment, Set<string>>();

/** What a shell or Compose itself sets, and what a CI system gives. */
const fromShell =
  /^(?:HOME|USER|USERNAME|UID|GID|PWD|PATH|HOSTNAME|SHELL|TMPDIR|TMP|TEMP|LANG|TZ|PUID|PGID|DISPLAY|XDG_\w+|COMPOSE_\w+|DOCKER_\w+|CI|CI_\w+|GITHUB_\w+|APPDATA|USERPROFILE)$/;
