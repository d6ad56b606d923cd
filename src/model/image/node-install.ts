import type { RunInstruction } from "../../syntax/dockerfile/ast.ts";
import {
  allCommands,
  effectiveCommand,
  hasFlag,
  operands,
  optionValue,
  type EffectiveCommand,
  type SimpleCommand,
  type Word,
} from "../../syntax/shell/index.ts";

export type NodeManager = "npm" | "yarn" | "pnpm" | "bun";

/** One call that installs everything a package.json asks for. */
export interface NodeInstall {
  readonly manager: NodeManager;
  readonly call: EffectiveCommand;
  readonly command: SimpleCommand;
  /** As in `install`; the program's own word where nothing follows it (`yarn`). */
  readonly actionWord: Word;
  /** As people say it: "npm install". */
  readonly text: string;
  /** It fails where the lockfile does not fit, instead of changing it. */
  readonly isFrozen: boolean;
  /** The folder it works in, as written: `--prefix`, or the last `cd` before it. */
  readonly folder: Word | undefined;
}

const lockfiles: Readonly<Record<NodeManager, readonly string[]>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json"],
  yarn: ["yarn.lock"],
  pnpm: ["pnpm-lock.yaml"],
  bun: ["bun.lock", "bun.lockb"],
};

/** The names of the file that a package manager writes the versions into. */
export function lockfilesOf(manager: NodeManager): readonly string[] {
  return lockfiles[manager];
}

const frozenActions: Readonly<Record<NodeManager, readonly string[]>> = {
  npm: ["ci", "clean-install", "ic", "install-clean", "cit", "install-ci-test"],
  yarn: [],
  pnpm: ["ci"],
  bun: ["ci"],
};
const frozenFlags: Readonly<Record<NodeManager, readonly string[]>> = {
  npm: [],
  yarn: ["--frozen-lockfile", "--immutable", "--immutable-cache"],
  pnpm: ["--frozen-lockfile", "--offline"],
  bun: ["--frozen-lockfile"],
};

/** Options of the four that take the next word as their value. */
const valued = [
  "--prefix",
  "-C",
  "--cwd",
  "--dir",
  "--registry",
  "--cache",
  "--cache-folder",
  "--store-dir",
  "--modules-folder",
  "--loglevel",
  "--omit",
  "--include",
  "--only",
  "-w",
  "--workspace",
  "--filter",
  "-F",
  "--reporter",
  "--userconfig",
  "--network-timeout",
  "--network-concurrency",
  "--fetch-timeout",
  "--fetch-retries",
  "--mutex",
];

/** The calls of a RUN that install all dependencies of a project, in order. Those that name packages, or install for the whole system, are left out. */
export function nodeInstalls(run: RunInstruction): readonly NodeInstall[] {
  const found = known.get(run) ?? findInstalls(run);
  known.set(run, found);
  return found;
}

/** Asked for every image that the RUN is part of. */
const known = new WeakMap<RunInstruction, readonly NodeInstall[]>();

function findInstalls(run: RunInstruction): readonly NodeInstall[] {
  let folder: Word | undefined;
  const found: NodeInstall[] = [];
  for (const command of allCommands(run.command.script)) {
    const call = effectiveCommand(command);
    if (call === undefined) continue;
    if (call.program === "cd") folder = call.words[0];
    const install = installIn(call, command, folder);
    if (install !== undefined) found.push(install);
  }
  return found;
}

function installIn(outer: EffectiveCommand, command: SimpleCommand, folder: Word | undefined): NodeInstall | undefined {
  const call = throughStarter(outer);
  const manager = managerOf(call.program);
  if (manager === undefined) return undefined;
  const [action, ...packages] = operands(call, valued);
  if (
    packages.length > 0 ||
    hasFlag(call, ["-g", "--global", "--version", "-v", "--help"]) ||
    optionValue(call, "--location")?.text === "global"
  )
    return undefined;
  const isFrozenAction = action !== undefined && frozenActions[manager].includes(action.text);
  const isInstall = action === undefined ? manager === "yarn" : action.text === "install" || (action.text === "i" && manager !== "yarn");
  if (!isFrozenAction && !isInstall) return undefined;
  const off = call.words.some(({ text }) => /^--(?:no-frozen-lockfile|(?:frozen-lockfile|immutable)=(?:false|0))$/.test(text));
  return {
    manager,
    call,
    command,
    actionWord: action ?? call.name,
    text: action === undefined ? manager : `${manager} ${action.text}`,
    isFrozen: !off && (isFrozenAction || hasFlag(call, frozenFlags[manager])),
    folder: optionValue(call, ["--prefix", "-C", "--cwd", "--dir"]) ?? folder,
  };
}

/** `corepack pnpm install`, `npx yarn`. */
function throughStarter(call: EffectiveCommand): EffectiveCommand {
  const at = call.program === "corepack" || call.program === "npx" ? call.words.findIndex(({ text }) => !text.startsWith("-")) : -1;
  const name = call.words[at];
  const program = name === undefined ? undefined : name.text.split("@")[0]!;
  return name === undefined || program === undefined || managerOf(program) === undefined
    ? call
    : { ...call, program, name, words: call.words.slice(at + 1) };
}

function managerOf(program: string): NodeManager | undefined {
  if (program === "yarnpkg") return "yarn";
  return program === "npm" || program === "yarn" || program === "pnpm" || program === "bun" ? program : undefined;
}
