import type { RunInstruction } from "../../syntax/dockerfile/ast.ts";
import { allCommands, effectiveCommand, operands, type EffectiveCommand, type SimpleCommand, type Word } from "../../syntax/shell/index.ts";

export type PackageManager = "apt-get" | "apt" | "apk" | "yum" | "dnf" | "microdnf" | "zypper";

/** One call of a system's package manager. */
export interface PackageCall {
  readonly manager: PackageManager;
  readonly action: "install" | "remove" | "other";
  /** The word that names the action, as in `install`. */
  readonly actionWord: Word;
  /** What is installed or removed; options and their values left out. */
  readonly packages: readonly Word[];
  readonly call: EffectiveCommand;
  readonly command: SimpleCommand;
}

interface Grammar {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  /** The options that take the next word as their value. */
  readonly valued: readonly string[];
}

const apt: Grammar = {
  install: ["install"],
  remove: ["remove", "purge", "autoremove", "autopurge"],
  valued: ["-o", "--option", "-c", "--config-file", "-t", "--target-release", "--default-release", "-a", "--host-architecture"],
};
const yum: Grammar = {
  install: ["install", "groupinstall", "localinstall", "reinstall"],
  remove: ["remove", "erase", "autoremove", "groupremove"],
  valued: ["-c", "--config", "-d", "-e", "-x", "--exclude", "-R", "--randomwait"],
};

/** Actions and options from the manuals of the programs: apt-get(8), apk(8), dnf(8), zypper(8). */
const grammars: Readonly<Record<PackageManager, Grammar>> = {
  "apt-get": apt,
  apt,
  apk: {
    install: ["add"],
    remove: ["del"],
    valued: ["-t", "--virtual", "-X", "--repository", "-p", "--root", "--repositories-file", "--keys-dir", "--arch", "--cache-dir"],
  },
  yum,
  dnf: yum,
  microdnf: yum,
  zypper: {
    install: ["install", "in"],
    remove: ["remove", "rm"],
    valued: ["-R", "--root", "-r", "--repo", "-t", "--type", "-D", "--reposd-dir", "--from"],
  },
};

/** The calls of package managers that a RUN makes, in order, those inside of `sh -c` included. */
export function packageCalls(run: RunInstruction): readonly PackageCall[] {
  return [...allCommands(run.command.script)].flatMap((command) => packageCall(command) ?? []);
}

function packageCall(command: SimpleCommand): PackageCall | undefined {
  const call = effectiveCommand(command);
  if (call === undefined || !isManager(call.program)) return undefined;
  const { install, remove, valued } = grammars[call.program];
  const [actionWord, ...packages] = operands(call, valued);
  if (actionWord === undefined) return undefined;
  const action = install.includes(actionWord.text) ? "install" : remove.includes(actionWord.text) ? "remove" : "other";
  return { manager: call.program, action, actionWord, packages, call, command };
}

function isManager(program: string): program is PackageManager {
  return Object.hasOwn(grammars, program);
}

/** The options of a manager that take the next word as their value, for questions about its other options. */
export function valuedOptions(manager: PackageManager): readonly string[] {
  return grammars[manager].valued;
}

/** Packages installed by one call that the same RUN does not take away again. */
export interface PackageInstall {
  readonly call: PackageCall;
  readonly kept: readonly Word[];
}

/** What each install of a RUN leaves in its layer: packages that a later call of it removes, by name, pattern or virtual package, are left out, and all of them where only running it would tell. */
export function installsOf(run: RunInstruction): readonly PackageInstall[] {
  const calls = packageCalls(run);
  const script = run.command.script;
  // The images of Docker's own library mark everything as automatic and let apt find out what is still needed.
  const isSweeping =
    [...allCommands(script)].some((command) => effectiveCommand(command)?.program === "apt-mark") &&
    calls.some(({ action }) => action === "remove");
  return calls.flatMap((call, at) => {
    if (call.action !== "install") return [];
    const removed = new Set(
      calls.slice(at + 1).flatMap(({ action, packages }) => (action === "remove" ? packages.map(({ text }) => text) : [])),
    );
    const virtual = virtualName(call.call);
    const isUnclear = calls.slice(at + 1).some(({ action, packages }) => action === "remove" && packages.some(({ literal }) => !literal));
    if (isSweeping || isUnclear || (virtual !== undefined && removed.has(virtual))) return [{ call, kept: [] }];
    const patterns = [...removed].filter((name) => name.includes("*")).map((name) => name.split("*"));
    return [
      {
        call,
        kept: call.packages.filter(
          ({ text }) => !removed.has(nameOfPackage(text)) && !removed.has(text) && !patterns.some((parts) => matches(text, parts)),
        ),
      },
    ];
  });
}

/** `apk add --virtual .build-deps gcc`: what `apk del` may name instead of the packages. */
function virtualName({ words }: EffectiveCommand): string | undefined {
  const at = words.findIndex(({ text }) => /^(?:-[a-zA-Z]*t|--virtual)(?:=|$)/.test(text));
  const word = words[at];
  if (word === undefined) return undefined;
  return word.text.includes("=") ? word.text.slice(word.text.indexOf("=") + 1) : words[at + 1]?.text;
}

/** `gcc=12.2*` and `gcc:amd64` are gcc. */
export function nameOfPackage(text: string): string {
  return /^[^=<>~:@]*/.exec(text)![0];
}

function matches(text: string, [head = "", ...rest]: readonly string[]): boolean {
  const tail = rest.at(-1) ?? "";
  return text.startsWith(head) && text.endsWith(tail) && text.length >= head.length + tail.length;
}
