import type { SimpleCommand, Word } from "./ast.ts";
import { takesNext } from "./questions.ts";

/** A program and its arguments, whatever started it. */
export interface EffectiveCommand {
  /** The program without its folder: `curl` for `/usr/bin/curl`. "" when it is only known at run time. */
  readonly program: string;
  readonly name: Word;
  readonly words: readonly Word[];
  /** The programs that only start it, outermost first: `["sudo", "env"]`. */
  readonly wrappers: readonly string[];
}

interface Wrapper {
  /** The options that take the next word as their value. */
  readonly valued?: readonly string[];
  /** Operands that stand before the command: the user of `gosu`, the duration of `timeout`. */
  readonly operands?: number;
  /** Words that come before the command in another form. */
  readonly skips?: (text: string) => boolean;
}

const isAssignment = (text: string): boolean => /^[A-Za-z_]\w*=/.test(text);

/** Programs that run the command in their arguments and keep its meaning. Options from their manual pages. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: {
    valued: [
      "-u",
      "--user",
      "-g",
      "--group",
      "-h",
      "--host",
      "-p",
      "--prompt",
      "-C",
      "--close-from",
      "-D",
      "--chdir",
      "-R",
      "--chroot",
      "-r",
      "-t",
      "-T",
      "-U",
    ],
    skips: isAssignment,
  },
  doas: { valued: ["-u", "-C"] },
  env: { valued: ["-u", "--unset", "-C", "--chdir", "-S", "--split-string"], skips: isAssignment },
  exec: { valued: ["-a"] },
  command: {},
  builtin: {},
  nohup: {},
  time: { valued: ["-f", "--format", "-o", "--output"] },
  nice: { valued: ["-n", "--adjustment"] },
  ionice: { valued: ["-c", "--class", "-n", "--classdata"] },
  timeout: { valued: ["-k", "--kill-after", "-s", "--signal"], operands: 1 },
  setsid: {},
  stdbuf: { valued: ["-i", "-o", "-e", "--input", "--output", "--error"] },
  chroot: { valued: ["--userspec", "--groups"], operands: 1 },
  xargs: {
    valued: [
      "-a",
      "-d",
      "-E",
      "-I",
      "-L",
      "-n",
      "-P",
      "-s",
      "--arg-file",
      "--delimiter",
      "--max-args",
      "--max-procs",
      "--max-lines",
      "--replace",
    ],
  },
  tini: { valued: ["-p", "-e"] },
  "tini-static": { valued: ["-p", "-e"] },
  "docker-init": { valued: ["-p", "-e"] },
  catatonit: {},
  "dumb-init": { valued: ["-r", "--rewrite"] },
  gosu: { operands: 1 },
  "su-exec": { operands: 1 },
  setpriv: { valued: ["--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits", "--pdeathsig"] },
  runuser: { valued: ["-u", "--user", "-g", "--group", "-G", "--supp-group"] },
  busybox: {},
};

/** How many programs that start programs are looked through. */
const MAX_WRAPPERS = 8;

/**
 * What a command really runs: wrappers such as `sudo -u app`, `env A=1`, `exec` and `tini --` are looked through, and the folder of the
 * program is taken off. Undefined for a command without a name. A wrapper that starts nothing is its own program (`sudo -v`).
 */
export function effectiveCommand(command: Pick<SimpleCommand, "name" | "words">): EffectiveCommand | undefined {
  if (command.name === undefined) return undefined;
  let name = command.name;
  let words = command.words;
  const wrappers: string[] = [];
  while (wrappers.length < MAX_WRAPPERS) {
    const program = programOf(name);
    const wrapper = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program]! : undefined;
    const next = wrapper === undefined ? undefined : commandIn(words, wrapper);
    if (next === undefined) break;
    wrappers.push(program);
    name = words[next]!;
    words = words.slice(next + 1);
  }
  return { program: programOf(name), name, words, wrappers };
}

/** The name of the program a word names: its last path segment, without `.exe`. "" when the word is only known at run time. */
export function programOf(name: Word): string {
  const text = name.literal ? name.text : (/[^/}]*$/.exec(name.text)?.[0] ?? "");
  if (!name.literal && (text === "" || text === name.text || endsUnknown(name))) return "";
  return text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\")) + 1).replace(/\.exe$/i, "");
}

function endsUnknown({ value }: Word): boolean {
  return value.kind === "template" && value.parts.at(-1)?.kind !== "text";
}

/** The index of the word that names the command a wrapper starts; undefined when there is none. */
function commandIn(words: readonly Word[], { valued = [], operands = 0, skips = () => false }: Wrapper): number | undefined {
  let left = operands;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    if (text === "--") return left + i + 1 < words.length ? left + i + 1 : undefined;
    if (text.startsWith("-") && text.length > 1) {
      if (takesNext(text, valued)) i++;
    } else if (!skips(text)) {
      if (left === 0) return i;
      left--;
    }
  }
  return undefined;
}
