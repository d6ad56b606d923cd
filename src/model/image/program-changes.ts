import {
  companionsOfProgram,
  drawsMuch,
  languageTools,
  movers,
  packagesOfProgram,
  plainCommands,
  systemPrograms,
} from "../../facts/program-sources.ts";
import type { RunInstruction } from "../../syntax/dockerfile/ast.ts";
import { allCommands, effectiveCommand, type EffectiveCommand, type Word } from "../../syntax/shell/index.ts";
import type { Lookup } from "../value.ts";
import { installsOf, nameOfPackage } from "./packages.ts";
import type { ProgramPresence } from "./programs.ts";

/** Whether a program is there behind a RUN; `lookup` tells what the variables stand for at it. */
export function presenceBehindRun(before: ProgramPresence, run: RunInstruction, program: string, lookup: Lookup): ProgramPresence {
  const { command } = run;
  if (command.form === "shell" && command.language !== "posix") return "unknown";
  const installs = installsOf(run);
  const kept = installs.flatMap((install) => install.kept);
  if (kept.some((word) => word.literal && nameOfPackage(word.text) === program)) return "yes";
  const brings = packagesOf(program);
  if (kept.some((word) => mayBring(word, program, brings, lookup))) return "unknown";
  const calls = [...allCommands(command.script)].flatMap((one) => effectiveCommand(one) ?? []);
  if (before !== "no") return calls.some((call) => mayTakeAway(call, program, brings)) ? "unknown" : before;
  const isTakenAwayAgain = installs.some(({ call, kept: left }) =>
    call.packages.some((word) => brings.test(word.text) && !left.includes(word)),
  );
  if (!isTakenAwayAgain && calls.some((call) => call.program === program || companionsOfProgram[program]?.test(call.program) === true))
    return "unknown";
  return calls.some((call) => call.program !== program && mayPut(call, program, brings)) ? "unknown" : before;
}

/** Whether only packages of the system, and copies of it, bring the program. */
export function isOfSystem(program: string): boolean {
  return systemPrograms.includes(program);
}

function packagesOf(program: string): RegExp {
  return packagesOfProgram[program] ?? new RegExp(program.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
}

function mayBring({ text, literal }: Word, program: string, brings: RegExp, lookup: Lookup): boolean {
  const name = literal ? undefined : /^\$\{?(\w+)\}?$/.exec(text)?.[1];
  const value = name === undefined ? undefined : lookup(name);
  if (!literal && value?.kind !== "known") return true;
  const packages = value?.kind === "known" ? value.text.split(/\s+/) : [text];
  return packages.some((one) => /^[./@]|[*[?]/.test(one) || brings.test(one) || (!isOfSystem(program) && drawsMuch.test(one)));
}

const systemManagers = /^(?:apt-get|apt|apk|yum|dnf|microdnf|dpkg|zypper)$/;

function mayTakeAway({ program: remover, words }: EffectiveCommand, program: string, brings: RegExp): boolean {
  if (remover === "rm") return words.some(({ text }) => text.endsWith(`/${program}`) || /^\/(?:usr\/)?s?bin(?:\/\*)?\/?$/.test(text));
  if (!systemManagers.test(remover) || !words.some(({ text }) => /^(?:remove|purge|del|erase|-r|-P|--purge|--remove)$/.test(text)))
    return false;
  return words.some(({ text, literal }) => !literal || brings.test(text));
}

function mayPut(call: EffectiveCommand, program: string, brings: RegExp): boolean {
  const { program: name, words } = call;
  if (plainCommands.has(name)) return false;
  if (languageTools.has(name) || /^(?:pip|python)3?(?:\.\d+)?$/.test(name)) return mayBeDependency(words, program);
  return movers.has(name) ? isPutOnPath(call, program, brings) : true;
}

/** Whether what a language's package manager installs may hold the program. */
function mayBeDependency(words: readonly Word[], program: string): boolean {
  if (/^python3?$/.test(program)) return words.some(({ text }) => /venv|conda|^python/.test(text));
  return !isOfSystem(program) || words.some(({ text }) => text.includes(program) || (program.startsWith("np") && text.includes("node")));
}

const pathFolder =
  /^(?:-C)?(?:\/|\/usr|\/usr\/local|(?:\/usr|\/usr\/local)?\/s?bin|\/opt|~?\/(?:root\/)?\.local(?:\/bin)?|\$\{?HOME\}?.*)$/;

/** Whether a command puts a file of the program's name, a folder or an archive where programs are looked for. */
function isPutOnPath({ program: mover, words }: EffectiveCommand, program: string, brings: RegExp): boolean {
  if (words.some(({ text }) => text === program || text.endsWith(`/${program}`) || (mover !== "rm" && brings.test(lastName(text)))))
    return true;
  const isOnPath = words.some(({ text, literal }) => !literal || pathFolder.test(text.replace(/(?<=.)\/+$/, "")));
  if (!isOnPath) return !isOfSystem(program) && words.some(({ text }) => /(?:^|\/)bin(?:\/|$)/.test(text));
  // `tar -C /usr/local` and `cp -r dist/* /usr/` may hold anything; `curl -o /usr/local/bin/tini` is one file.
  if (mover === "tar" || mover === "unzip" || mover === "dpkg" || !isOfSystem(program)) return true;
  return words.some(({ text }) => /^-[a-z]*[rRa]/.test(text) || text.includes("*"));
}

function lastName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
