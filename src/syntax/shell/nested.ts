import type { SimpleCommand, Word } from "./ast.ts";
import { effectiveCommand } from "./effective-command.ts";
import { optionValue } from "./questions.ts";
import type { Region } from "./region.ts";
import { wordRegion } from "./word.ts";

export interface NestedText {
  readonly kind: "shell" | "heredoc";
  readonly region: Region;
}

const SHELLS: readonly string[] = ["sh", "bash", "ash", "dash", "zsh", "ksh", "mksh"];
/** The options of shells that take the next word, beside `-c`, which takes the first operand. */
const VALUED: readonly string[] = ["-o", "+o", "-O", "+O", "--rcfile", "--init-file"];

/** Whether this is a program that runs POSIX shell, by the name `effectiveCommand` gives it. */
export function isShell(program: string): boolean {
  return SHELLS.includes(program);
}

/** The shell text that a command runs: of `sh -c "…"`, `bash -lc '…'`, `su app -c "…"`, `eval "…"` or `sh <<EOF`. */
export function nestedText(command: Pick<SimpleCommand, "name" | "words" | "redirects">): NestedText | undefined {
  const effective = effectiveCommand(command);
  if (effective === undefined) return undefined;
  const { program, words } = effective;
  if (program === "eval") return words.length === 1 ? ofWord(words[0]) : undefined;
  if (program === "su" || program === "runuser") return ofWord(optionValue(effective, ["-c", "--command"]));
  if (!isShell(program)) return undefined;
  const { takesText, operand } = shellArguments(words);
  if (takesText) return ofWord(operand);
  const input = operand === undefined ? command.redirects.findLast((redirect) => redirect.body !== undefined) : undefined;
  return input?.body && { kind: "heredoc", region: input.body.region };
}

/** Whether a shell is given `-c`, and its first operand; what stands behind that is no business of the shell. */
function shellArguments(words: readonly Word[]): { readonly takesText: boolean; readonly operand: Word | undefined } {
  let takesText = false;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    if (!/^[-+]./.test(text) || text === "--") return { takesText, operand: text === "--" ? words[i + 1] : words[i] };
    takesText ||= /^-[A-Za-z]*c[A-Za-z]*$/.test(text);
    if (VALUED.includes(text)) i++;
  }
  return { takesText, operand: undefined };
}

function ofWord(word: Word | undefined): NestedText | undefined {
  return word && { kind: "shell", region: wordRegion(word) };
}
