import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { Deployment } from "../deployment.ts";
import type { Stack } from "../compose/stack.ts";
import { composeInvocation, type ComposeInvocation } from "../invocation/compose-invocation.ts";
import { folderOf, nameOf, projectPath } from "../project-path.ts";
import type { Operation, OperationCommand } from "./operation.ts";

/** A call of Docker Compose in an operation. */
export interface ComposeCall {
  readonly invocation: ComposeInvocation;
  readonly by: OperationCommand;
  /** The files of the project it reads; undefined when that cannot be told. */
  readonly documents: readonly ComposeDocument[] | undefined;
  /** The stack it works on; undefined when that cannot be told. */
  readonly stack: Stack | undefined;
}

/** The calls of Docker Compose in an operation, in the order they run. */
export function composeCallsOf(operation: Operation, deployment: Deployment): readonly ComposeCall[] {
  return operation.commands.flatMap((by) => {
    const invocation = composeInvocation({ ...by.command, name: by.effective.name, words: by.effective.words });
    if (invocation === undefined) return [];
    const documents = documentsOf(invocation, by, deployment, operation.isOnServer);
    return [{ invocation, by, documents, stack: documents === undefined ? undefined : stackOf(documents, deployment) }];
  });
}

/** The stack of exactly these files; else the only one that one of them makes by itself. */
function stackOf(documents: readonly ComposeDocument[], { stacks }: Deployment): Stack | undefined {
  const exact = stacks.filter(
    (stack) => stack.documents.length === documents.length && stack.documents.every((one) => documents.includes(one)),
  );
  if (exact.length > 0) return only(exact);
  return documents.length === 1 ? only(stacks.filter((stack) => documents.includes(stack.document))) : undefined;
}

const defaultNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const overrideNames = defaultNames.map((name) => name.replace(/\.(ya?ml)$/, ".override.$1"));

/** What Compose would read, if the folder on the server holds what the project does. */
function documentsOf(
  { files, projectDirectory }: ComposeInvocation,
  { folder, command }: OperationCommand,
  { documents, classOf }: Deployment,
  isOnServer: boolean,
): readonly ComposeDocument[] | undefined {
  if (command.assignments.some(({ name }) => name === "COMPOSE_FILE") || projectDirectory !== undefined) return undefined;
  if (files.length > 0) {
    const found = files.map(({ text }) =>
      text === undefined ? undefined : only(documents.compose.filter((one) => isMeant(one, text, folder))),
    );
    return found.every((one) => one !== undefined) ? found : undefined;
  }
  const here = documents.compose.filter(({ file }) => defaultNames.includes(nameOf(file.path)));
  const inFolder = here.filter(({ file }) => folderOf(file.path) === folder);
  const base = only(inFolder.length > 0 ? inFolder : here.filter(({ file }) => isFolder(folderOf(file.path), folder)));
  if (base === undefined) return undefined;
  // Where production has a file of its own, that is the one that lies on the server, by the usual name.
  if (isOnServer && ["base", "dev", "test", "ci", "example"].includes(classOf(base.file))) return undefined;
  const beside = documents.compose.filter(
    ({ file }) => folderOf(file.path) === folderOf(base.file.path) && overrideNames.includes(nameOf(file.path)),
  );
  return [base, ...beside];
}

/** Whether a path in a command can mean the file: from the folder, or, where that is another machine's, by all of it that is written. */
function isMeant({ file }: ComposeDocument, text: string, folder: string | undefined): boolean {
  if (folder !== undefined && !folder.startsWith("/") && projectPath(folder, text) === file.path) return true;
  if (folder === "" && projectPath("", text) !== undefined && text.includes("/")) return false;
  const path = text.replace(/^(?:\.{0,2}\/)+/, "");
  return file.path === path || file.path.endsWith(`/${path}`) || (text.startsWith("/") && text.endsWith(`/${file.path}`));
}

/** Whether a folder of the project can be the one that commands run in on a server. */
function isFolder(project: string, folder: string | undefined): boolean {
  if (folder === undefined || folder === "") return project === "";
  return folder.startsWith("/") && (project === "" || folder.endsWith(`/${project}`));
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
