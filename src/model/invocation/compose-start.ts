import type { Span } from "../../text/index.ts";
import type { ScriptDocument } from "../../syntax/script/ast.ts";
import { allCommands, literalWord, parseShell, type ShellScript, type SimpleCommand, type Word } from "../../syntax/shell/index.ts";
import { literalText as workflowText, namedValue, scriptOf, workingDirectoryOf } from "../../syntax/workflow/ask.ts";
import type { Job, Step, WorkflowDocument } from "../../syntax/workflow/ast.ts";
import { regionOf } from "../../syntax/yaml/ask.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { composeInvocation } from "./compose-invocation.ts";

/** One call of Docker Compose that says which files it is about. Undefined names are filled in at run time. */
export interface ComposeStart {
  readonly span: Span;
  readonly files: readonly (string | undefined)[];
  readonly envFiles: readonly (string | undefined)[];
  readonly profiles: readonly string[];
  readonly projectDirectory: string | undefined;
  /** Where it may run, the likeliest first; relative to the project root. */
  readonly folders: readonly string[];
}

/** Every call of Compose in scripts and workflows that names files, env files or profiles. */
export function composeStarts(scripts: readonly ScriptDocument[], workflows: readonly WorkflowDocument[]): ComposeStart[] {
  return [...scripts.flatMap(startsInScript), ...workflows.flatMap(startsInWorkflow)];
}

/** Whether reading the commands of a text can be worth it. */
function mayStart(text: string): boolean {
  return text.includes("compose") || text.includes("stack deploy");
}

function startsInScript(document: ScriptDocument): ComposeStart[] {
  const own = folderOf(document.file.path);
  // A script lies where it belongs, in a folder for scripts, and is called from there, from above, or from the root.
  const folders = document.form === "shell" ? [own, folderOf(own), ""] : [own, ""];
  return document.scripts.flatMap((one) =>
    mayStart(one.region.text) || (one.region.text.includes("$") && mayStart(document.file.text))
      ? startsIn(one.script, folders, new Map())
      : [],
  );
}

function startsInWorkflow(workflow: WorkflowDocument): ComposeStart[] {
  if (!mayStart(workflow.file.text)) return [];
  const at = workflow.file.path.lastIndexOf(".github/");
  const root = at <= 0 ? "" : workflow.file.path.slice(0, at - 1);
  return workflow.jobs.flatMap((job) => job.steps.flatMap((step) => startsInStep(step, job, workflow, root)));
}

/** The commands of a step, and those that an action runs for it, as over SSH on a server. */
function startsInStep(step: Step, job: Job, workflow: WorkflowDocument, root: string): ComposeStart[] {
  const directory = workflowText(workingDirectoryOf(step, job, workflow));
  const cwd = directory === undefined ? undefined : projectPath(root, directory);
  const folders = cwd === undefined ? [root] : [cwd, root];
  const handed = ["script", "run", "command"].flatMap((name) => namedValue(step.with, name, { ignoreCase: true })?.value.node ?? []);
  const regions = [scriptOf(step) ?? [], handed.map((node) => regionOf(node))].flat();
  const given = new Map(
    [workflow.env, job.env, step.env].flatMap(({ entries }) =>
      entries.flatMap(({ name, value }) => {
        const text = workflowText(value);
        return text === undefined ? [] : [[name, text] as const];
      }),
    ),
  );
  return regions.flatMap((region) =>
    mayStart(region.text) ? startsIn(parseShell(region, { expressions: "github" }), folders, given) : [],
  );
}

function startsIn(script: ShellScript, folders: readonly string[], given: ReadonlyMap<string, string>): ComposeStart[] {
  const commands = [...allCommands(script)];
  const constants = constantsOf(commands, given);
  const found: ComposeStart[] = [];
  let changedTo: string | undefined;
  for (const command of commands) {
    const [name, ...words] = [command.name ?? [], command.words].flat().flatMap((word) => expand(word, constants));
    if (name?.text === "cd") {
      changedTo = words[0]?.literal === true ? words[0].text : undefined;
      continue;
    }
    const start = name === undefined ? undefined : startOf({ ...command, name, words }, constants);
    const inside = changedTo === undefined ? [] : folders.flatMap((folder) => projectPath(folder, changedTo!) ?? []);
    if (start !== undefined) found.push({ ...start, folders: [...inside, ...folders] });
  }
  return found;
}

function startOf(command: SimpleCommand, constants: ReadonlyMap<string, string>): Omit<ComposeStart, "folders"> | undefined {
  const call = composeInvocation(command);
  if (call === undefined) return undefined;
  const setting = (name: string): string | undefined => {
    const own = command.assignments.findLast((assignment) => assignment.name === name)?.value;
    return own === undefined ? constants.get(name) : own.literal ? own.text : undefined;
  };
  const listed = (name: string, separator: string): string[] => (setting(name) ?? "").split(separator).filter((part) => part !== "");
  const files = call.files.map(({ text }) => text);
  const envFiles = call.envFiles.map(({ text }) => text);
  const start = {
    span: call.span,
    files: files.length > 0 ? files : listed("COMPOSE_FILE", ":"),
    envFiles: envFiles.length > 0 ? envFiles : listed("COMPOSE_ENV_FILES", ","),
    profiles: [...call.profiles, ...listed("COMPOSE_PROFILES", ",")],
    projectDirectory: call.projectDirectory?.text,
  };
  return start.files.length + start.envFiles.length > 0 ? start : undefined;
}

/** What a script gives its variables, where that is plain and always the same. */
function constantsOf(commands: readonly SimpleCommand[], given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map<string, string | undefined>(given);
  const set = (name: string, value: string | undefined): void => {
    values.set(name, values.has(name) && values.get(name) !== value ? undefined : value);
  };
  const textOf = (word: Word): string | undefined => (word.literal ? word.text : filledIn(word, values));
  for (const { name, words, assignments } of commands) {
    if (name === undefined) for (const one of assignments) set(one.name, one.append ? undefined : textOf(one.value));
    if (name === undefined || !["export", "readonly", "local", "declare"].includes(name.text)) continue;
    for (const word of words) {
      const match = /^([A-Za-z_]\w*)=/.exec(word.text);
      if (match !== null) set(match[1]!, textOf(word)?.slice(match[0].length));
    }
  }
  return new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** A word with the constants in it filled in; one that is nothing but a variable comes apart at blanks, as in `$COMPOSE up`. */
function expand(word: Word, constants: ReadonlyMap<string, string>): readonly Word[] {
  const text = word.literal ? undefined : filledIn(word, constants);
  if (text === undefined) return [word];
  const pieces = word.quoted ? [text] : text.split(/\s+/).filter((piece) => piece !== "");
  return pieces.map((piece) => literalWord({ kind: "literal", text: piece, span: word.span }));
}

/** Variables that grow by naming one another are cut off here: characters. */
const longestText = 8192;

/** The text of a word once the constants are filled in; undefined where others are in it. */
function filledIn({ value }: Word, constants: ReadonlyMap<string, string | undefined>): string | undefined {
  if (value.kind === "literal") return undefined;
  const texts = value.parts.map((part) => {
    if (part.kind === "text") return part.text;
    if (part.kind === "expression") return undefined;
    const isDefault = part.operator === ":-" || part.operator === "-";
    if (part.operator !== undefined && !isDefault) return undefined;
    return constants.get(part.name) ?? (isDefault && part.word?.kind === "literal" ? part.word.text : undefined);
  });
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  return texts.includes(undefined) || length > longestText ? undefined : texts.join("");
}
