import type { Span } from "../../text/index.ts";
import { effectiveCommand, type SimpleCommand, type Word } from "../../syntax/shell/index.ts";

/** One call of Docker Compose in a script, a Makefile, a package.json or a workflow. */
export interface ComposeInvocation {
  readonly span: Span;
  /** The files of `-f`, in order; undefined entries are filled in at run time. Empty when Compose looks for its own. */
  readonly files: readonly InvokedPath[];
  readonly envFiles: readonly InvokedPath[];
  readonly profiles: readonly string[];
  readonly projectDirectory: InvokedPath | undefined;
  /** `up`, `pull`, `config`, …; undefined when it is filled in at run time. */
  readonly verb: string | undefined;
  /** What stands behind the verb and is no option: services, or what they run. */
  readonly operands: readonly string[];
}

/** A path as written in a command, relative to where that runs. */
export interface InvokedPath {
  readonly text: string | undefined;
  readonly span: Span;
}

/** Options before the verb that take a value (Docker docs, "docker compose", "Options"). */
const fileOptions = new Set(["-f", "--file", "-c", "--compose-file"]);
const valued = new Set([
  "-f",
  "--file",
  "--env-file",
  "--profile",
  "--project-directory",
  "-p",
  "--project-name",
  "--parallel",
  "--progress",
  "--ansi",
  "-H",
  "--host",
  "--context",
  "-c",
  "--compose-file",
]);

/** The call of Docker Compose that a command is: `docker compose …`, `docker-compose …`, `podman-compose …`, or `docker stack deploy …`; undefined for any other command. */
export function composeInvocation(command: SimpleCommand): ComposeInvocation | undefined {
  const effective = effectiveCommand(command);
  if (effective === undefined) return undefined;
  const words = argumentsOf(effective.program, effective.words);
  if (words === undefined) return undefined;
  const found = { files: [] as InvokedPath[], envFiles: [] as InvokedPath[], profiles: [] as string[] };
  let projectDirectory: InvokedPath | undefined;
  let at = 0;
  while (at < words.length && words[at]!.text.startsWith("-")) {
    const { name, value, next } = optionAt(words, at);
    at = next;
    if (value === undefined) continue;
    if (fileOptions.has(name)) found.files.push(value);
    else if (name === "--env-file") found.envFiles.push(value);
    else if (name === "--profile" && value.text !== undefined) found.profiles.push(value.text);
    else if (name === "--project-directory") projectDirectory = value;
  }
  const verb = words[at];
  const operands = words.slice(at + 1).flatMap((word) => (word.literal && !word.text.startsWith("-") ? [word.text] : []));
  return { ...found, span: command.span, projectDirectory, verb: verb?.literal === true ? verb.text : undefined, operands };
}

function argumentsOf(program: string, words: readonly Word[]): readonly Word[] | undefined {
  if (program === "docker-compose" || program === "podman-compose") return words;
  if (program !== "docker" && program !== "podman") return undefined;
  const at = words.findIndex((word) => !word.text.startsWith("-"));
  if (words[at]?.text === "stack" && ["deploy", "up"].includes(words[at + 1]?.text ?? "")) return words.slice(at + 2);
  return words[at]?.text === "compose" ? words.slice(at + 1) : undefined;
}

function optionAt(words: readonly Word[], at: number): { name: string; value: InvokedPath | undefined; next: number } {
  const word = words[at]!;
  const equals = word.text.indexOf("=");
  if (word.text.startsWith("--") && equals !== -1) {
    const text = word.literal ? word.text.slice(equals + 1) : undefined;
    return { name: word.text.slice(0, equals), value: { text, span: word.span }, next: at + 1 };
  }
  if (!valued.has(word.text)) {
    // As in "-fcompose.yml".
    const attached = /^-f(.+)$/s.exec(word.text);
    return attached === null
      ? { name: word.text, value: undefined, next: at + 1 }
      : { name: "-f", value: { text: word.literal ? attached[1] : undefined, span: word.span }, next: at + 1 };
  }
  const value = words[at + 1];
  if (value === undefined) return { name: word.text, value: undefined, next: at + 1 };
  return { name: word.text, value: { text: value.literal ? value.text : undefined, span: value.span }, next: at + 2 };
}
