import type { ShellScript, SimpleCommand, Word } from "./ast.ts";
import { wordFrom } from "./word.ts";

/** A command as option questions look at it: a simple command, or what `effectiveCommand` found in one. */
export interface Invocation {
  readonly words: readonly Word[];
}

/**
 * Every simple command that a script may run: its own, and those of the scripts inside of them. What a substitution runs comes before the
 * command it is in, what `sh -c` runs behind it.
 */
export function* allCommands(script: ShellScript): Generator<SimpleCommand, void, undefined> {
  for (const command of script.commands) {
    for (const { kind, script: inner } of command.nested) if (kind === "substitution") yield* allCommands(inner);
    yield command;
    for (const { kind, script: inner } of command.nested) if (kind !== "substitution") yield* allCommands(inner);
  }
}

/** A script and every script nested in it, outermost first. */
export function* allScripts(script: ShellScript): Generator<ShellScript, void, undefined> {
  yield script;
  for (const command of script.commands) for (const { script: inner } of command.nested) yield* allScripts(inner);
}

/** The commands behind this one in its pipeline, in order; `script` is the one whose `commands` hold it. */
export function downstream(script: ShellScript, command: SimpleCommand): readonly SimpleCommand[] {
  return (pipelinesOf(script).get(command.pipeline) ?? []).filter((other) => other.position > command.position);
}

const pipelines = new WeakMap<ShellScript, ReadonlyMap<number, readonly SimpleCommand[]>>();

function pipelinesOf(script: ShellScript): ReadonlyMap<number, readonly SimpleCommand[]> {
  const known = pipelines.get(script);
  if (known !== undefined) return known;
  const grouped = new Map<number, SimpleCommand[]>();
  for (const command of script.commands) {
    const members = grouped.get(command.pipeline);
    if (members === undefined) grouped.set(command.pipeline, [command]);
    else members.push(command);
  }
  pipelines.set(script, grouped);
  return grouped;
}

/**
 * Whether a command has one of these options: `-y` also in a cluster (`-qqy`), `--option` also as `--option=value`. `valued` names the options
 * that take a value, so that the value is not taken for an option (`-o -y`, `-oy`). Nothing behind `--` is an option.
 */
export function hasFlag(command: Invocation, flags: string | readonly string[], valued: readonly string[] = []): boolean {
  return findFlag(command, flags, valued) !== undefined;
}

/** The first word that holds one of these options: see `hasFlag`. */
export function findFlag(command: Invocation, flags: string | readonly string[], valued: readonly string[] = []): Word | undefined {
  const wanted = typeof flags === "string" ? [flags] : flags;
  for (const word of optionWords(command, valued)) {
    if (wanted.some((flag) => word.text === flag || (flag.startsWith("--") && word.text.startsWith(`${flag}=`)))) return word;
    const letters = clusterOf(word.text, valued);
    if (wanted.some((flag) => isShort(flag) && letters.includes(flag[1]!))) return word;
  }
  return undefined;
}

/**
 * The value of the first of these options: the next word (`-o value`, `--option value`), or what is attached (`-ovalue`, `--option=value`), whose
 * span is the value alone. Undefined when the option is not there or has no value.
 */
export function optionValue(command: Invocation, options: string | readonly string[]): Word | undefined {
  return optionValues(command, options)[0];
}

/** The values of every one of these options, in order: see `optionValue`. */
export function optionValues(command: Invocation, options: string | readonly string[]): readonly Word[] {
  const wanted = typeof options === "string" ? [options] : options;
  const found: Word[] = [];
  const { words } = command;
  for (let i = 0; i < words.length && words[i]!.text !== "--"; i++) {
    const word = words[i]!;
    const { text } = word;
    if (!text.startsWith("-")) continue;
    const attached = wanted.map((option) => attachedAt(text, option)).find((at) => at !== undefined);
    if (attached === undefined) continue;
    if (attached < text.length) found.push(wordFrom(word, attached));
    else if (i + 1 < words.length) found.push(words[++i]!);
  }
  return found;
}

/** The words that are neither options nor values of the options named in `valued`; everything behind `--` is one. */
export function operands(command: Invocation, valued: readonly string[] = []): readonly Word[] {
  const found: Word[] = [];
  const { words } = command;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === "--") return [...found, ...words.slice(i + 1)];
    if (!isOption(word)) found.push(word);
    else if (takesNext(word.text, valued)) i++;
  }
  return found;
}

function* optionWords({ words }: Invocation, valued: readonly string[]): Generator<Word, void, undefined> {
  for (let i = 0; i < words.length && words[i]!.text !== "--"; i++) {
    const word = words[i]!;
    if (!isOption(word)) continue;
    yield word;
    if (takesNext(word.text, valued)) i++;
  }
}

function isOption(word: Word): boolean {
  return (
    word.text.length > 1 &&
    (word.text.startsWith("-") || /^\+[A-Za-z]$/.test(word.text)) &&
    (word.value.kind === "literal" || word.value.parts[0]?.kind === "text")
  );
}

function isShort(flag: string): boolean {
  return flag.length === 2 && flag[0] === "-" && flag[1] !== "-";
}

/** The letters of a cluster of short options, up to and with the first one that takes a value; "" for anything else. */
function clusterOf(text: string, valued: readonly string[]): string {
  if (!/^-[A-Za-z0-9]/.test(text)) return "";
  for (let i = 1; i < text.length; i++) {
    if (valued.includes(`-${text[i]!}`)) return text.slice(1, i + 1);
    if (!/[A-Za-z0-9]/.test(text[i]!)) return "";
  }
  return text.slice(1);
}

/** Whether an option word takes the next word as its value: `--option`, `-o`, or a cluster that ends in such a letter. */
export function takesNext(text: string, valued: readonly string[]): boolean {
  if (valued.includes(text)) return true;
  const letters = clusterOf(text, valued);
  return letters !== "" && letters.length === text.length - 1 && valued.includes(`-${letters.at(-1)!}`);
}

/** Where the value of `option` begins in the word, its length when the value is the next word; undefined when this is another option. */
function attachedAt(text: string, option: string): number | undefined {
  if (text === option) return text.length;
  if (option.startsWith("--")) return text.startsWith(`${option}=`) ? option.length + 1 : undefined;
  if (!isShort(option) || text.startsWith("--")) return undefined;
  const at = text.indexOf(option[1]!);
  if (at === -1 || !/^-[A-Za-z]*$/.test(text.slice(0, at))) return undefined;
  return at + 1;
}
