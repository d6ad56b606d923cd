import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { ComposeStart } from "../invocation/compose-start.ts";
import { folderOf, nameOf, projectPath } from "../project-path.ts";
import { literalText } from "../value.ts";
import { isComplete, type ComposeFiles } from "./compose-files.ts";
import { dotenvIn, draftOf, type Draft, type PlanContext } from "./draft.ts";

/** Commands that are looked at. */
const mostStarts = 2000;

/** The stacks that commands start by naming their files, or the env file of those that Compose finds itself. */
export function draftsOfStarts(context: PlanContext): Draft[] {
  return context.starts.slice(0, mostStarts).flatMap((start) => draftOfStart(start, context) ?? []);
}

function draftOfStart(start: ComposeStart, context: PlanContext): Draft | undefined {
  const found = start.files.length > 0 ? namedFiles(start, context.files) : usualFile(start, context.files);
  if (found === undefined || (found.open === undefined && !isComplete(found.documents))) return undefined;
  const directory = start.projectDirectory === undefined ? undefined : projectPath(found.folder, start.projectDirectory);
  const folder = directory ?? folderOf(found.documents[0].file.path);
  const draft = {
    ...draftOf(found.documents, "started", context),
    folder,
    profiles: start.profiles,
    starts: [start.span],
    open: found.open,
  };
  return { ...draft, ...environmentOf(start, found.folder, folder, context) };
}

/** The env files that a command names, relative to where it runs; else the one of the project's folder. */
function environmentOf(
  { envFiles }: ComposeStart,
  cwd: string,
  folder: string,
  { dotenv }: PlanContext,
): Pick<Draft, "envFiles" | "missingEnvFile"> {
  if (envFiles.length === 0) {
    const usual = dotenv(dotenvIn(folder));
    return { envFiles: usual === undefined ? [] : [usual], missingEnvFile: undefined };
  }
  const paths = envFiles.map((name) => (name === undefined ? undefined : projectPath(cwd, name)));
  const found = paths.map((path) => (path === undefined ? undefined : dotenv(path)));
  const missing = found.indexOf(undefined);
  return {
    envFiles: found.flatMap((one) => one ?? []),
    missingEnvFile: missing === -1 ? undefined : `${envFiles[missing] ?? "the env file it is started with"} is not at hand`,
  };
}

interface FoundFiles {
  readonly documents: Draft["documents"];
  /** Where the command runs. */
  readonly folder: string;
  readonly open: string | undefined;
}

/** The files of `-f`. Where the command runs is often not known, as on a server: then it is the one folder of the project that has all of them. */
function namedFiles(start: ComposeStart, files: ComposeFiles): FoundFiles | undefined {
  const names = start.files.flatMap((name) => (name === undefined ? [] : [relativeName(name)]));
  const [firstName] = names;
  if (firstName === undefined) return undefined;
  const at = (folder: string, name: string): ComposeDocument | undefined => files.at(projectPath(folder, name) ?? "");
  const missingIn = (folder: string): string | undefined => names.find((name) => at(folder, name) === undefined);
  const folder =
    start.folders.find((one) => missingIn(one) === undefined) ??
    onlyOne(files.foldersAbove(firstName).filter((one) => missingIn(one) === undefined)) ??
    start.folders.find((one) => at(one, firstName) !== undefined);
  if (folder === undefined) return undefined;
  const [first, ...rest] = new Set(names.flatMap((name) => at(folder, name) ?? []));
  const missing = missingIn(folder);
  const isOpen = names.length < start.files.length;
  const open =
    missing === undefined
      ? isOpen
        ? "a file that it is started with is filled in at run time"
        : undefined
      : `${nameOf(missing)}, which it is started with, is not at hand`;
  return first === undefined ? undefined : { documents: [first, ...rest], folder, open };
}

/** Without `-f` only an env file makes a difference: the file that Compose finds is looked at anyway. */
function usualFile({ envFiles, folders }: ComposeStart, files: ComposeFiles): FoundFiles | undefined {
  if (envFiles.length === 0) return undefined;
  for (const folder of folders) {
    const document = files.usualIn(folder);
    if (document !== undefined) return { documents: [document], folder, open: undefined };
  }
  return undefined;
}

/** Of a path on another machine only the name can be found here. */
function relativeName(name: string): string {
  return /^(?:\/|~|[A-Za-z]:[\\/])/.test(name) ? nameOf(name.replaceAll("\\", "/")) : name.replace(/^(?:\.\/)+/, "");
}

function onlyOne<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

/** The stacks that `COMPOSE_FILE` and `COMPOSE_PROFILES` in a `.env` name (Docker docs, "Configure pre-defined environment variables"). */
export function draftsOfVariables(context: PlanContext): Draft[] {
  return context.files.folders.flatMap((folder) => {
    const dotenv = context.dotenv(dotenvIn(folder));
    if (dotenv === undefined) return [];
    const assignment = (name: string): (typeof dotenv.assignments)[number] | undefined =>
      dotenv.assignments.findLast(({ key }) => key.value === name);
    const texts = (name: string, separator: string | RegExp): string[] =>
      (literalText(assignment(name)?.value) ?? "").split(separator).flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
    const [separator = /[:;]/] = texts("COMPOSE_PATH_SEPARATOR", "\n");
    const [files, profiles] = [texts("COMPOSE_FILE", separator), texts("COMPOSE_PROFILES", ",")];
    const named = assignment("COMPOSE_FILE");
    if (named !== undefined && files.length > 0) {
      const { span } = named;
      return draftOfStart({ span, files, envFiles: [], profiles, projectDirectory: undefined, folders: [folder] }, context) ?? [];
    }
    const usual = context.files.usualIn(folder);
    return profiles.length === 0 || usual === undefined ? [] : [{ ...draftOf([usual], "guess", context), profiles }];
  });
}
