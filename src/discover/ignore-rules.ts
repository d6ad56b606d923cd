import ignore, { type Ignore } from "ignore";

/** The most ways to match that a pattern may make the matcher try: some milliseconds for a hostile name. */
const COST_LIMIT = 5_000_000;
const LONGEST_NAME = 255;
/** No system has longer ones, and the matcher takes a call for every folder of a path. */
const LONGEST_PATH = 4096;
const DEEPEST_PATH = 64;
const PATTERN_LIMIT = 5000;

/** The ignore rules that hold in one folder: its own and those of the folders above it, the last match winning, as git does it. */
export interface IgnoreRules {
  /** Whether `path` or a folder above it is ignored; relative to the root, a folder with "/" at its end. */
  ignores(path: string): boolean;
  /** The rules in `folder`, which lies below this one's, once the lines of its own `.gitignore` are added. */
  within(folder: string, gitignore: string): IgnoreRules;
  /** How many patterns were left out because they would cost too much to match. */
  readonly leftOut: number;
}

/** Rules that ignore nothing yet. */
export function noIgnoreRules(): IgnoreRules {
  return new Rules([], 0);
}

class Rules implements IgnoreRules {
  private matcher: Ignore | undefined;

  constructor(
    /** Relative to the root. */
    private readonly patterns: readonly string[],
    readonly leftOut: number,
  ) {}

  ignores(path: string): boolean {
    if (this.patterns.length === 0 || path === "" || path === "/" || path.length > LONGEST_PATH) return false;
    this.matcher ??= ignore({ ignorecase: false, allowRelativePaths: true }).add(this.patterns);
    return this.matcher.ignores(path);
  }

  within(folder: string, gitignore: string): IgnoreRules {
    const own = gitignore
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "" && !line.startsWith("#"));
    const cheap = own.flatMap((line) => anchor(line, folder) ?? []).filter((line) => !isCostly(line));
    const patterns = [...this.patterns, ...cheap].slice(0, PATTERN_LIMIT);
    const leftOut = this.leftOut + own.length + this.patterns.length - patterns.length;
    return patterns.length === this.patterns.length && leftOut === this.leftOut ? this : new Rules(patterns, leftOut);
  }
}

/** `**` can end at every folder; the wildcards of a name, all but the last, at every character, and a matcher that fails tries them all. */
function isCostly(pattern: string): boolean {
  let cost = 1;
  for (const name of pattern.split("/")) {
    const wildcards = name.match(/\*+/g)?.length ?? 0;
    cost *= name === "**" ? DEEPEST_PATH : LONGEST_NAME ** Math.max(0, wildcards - 1);
  }
  return cost > COST_LIMIT;
}

/**
 * The pattern as a `.gitignore` at the root would have to say it: gitignore(5), a pattern is relative to the folder of its file. Undefined for
 * one that the matcher would misread.
 */
function anchor(pattern: string, folder: string): string | undefined {
  const negative = pattern.startsWith("!") ? "!" : "";
  const body = plainer(pattern.slice(negative.length));
  if (body === undefined) return undefined;
  if (folder === "") return negative + body;
  const prefix = `${negative}/${folder.replace(/[\\*?[\]]/g, "\\$&")}`;
  const isAnchored = /\/(?=.*\S)/.test(body);
  return isAnchored ? `${prefix}/${body.replace(/^\//, "")}` : `${prefix}/**/${body.replace(/^\\(?=[#!])/, "")}`;
}

/** The same in words that the matcher reads as git does: it knows no negated classes, and not every `**` at an end. */
function plainer(body: string): string | undefined {
  const positive = body.replace(/(?<!\\)\[[!^]([\w.-]+)\]/g, (_, excluded: string) => `[${othersThan(excluded)}]`);
  if (/(?<!\\)\[[!^]/.test(positive)) return undefined;
  return positive
    .replace(/(?:\*\*\/)+(?=.*\S)/g, "**/")
    .replace(/^\/?\*\*(?=\/?\s*$)/, "*")
    .replace(/\/\*\*\/(?=\s*$)/, "/**/*/");
}

/** The ranges of characters that a class such as `[!a-c_]` lets through; never "/". */
function othersThan(excluded: string): string {
  const taken: [from: number, to: number][] = [[0x2f, 0x2f]];
  for (const [, from, to] of excluded.matchAll(/(.)(?:-(.))?/g)) taken.push([from!.charCodeAt(0), (to ?? from!).charCodeAt(0)]);
  taken.sort((a, b) => a[0] - b[0]);
  let ranges = "";
  let next = 1;
  for (const [from, to] of taken) {
    if (from > next) ranges += `${String.fromCharCode(next)}-${String.fromCharCode(from - 1)}`;
    next = Math.max(next, to + 1);
  }
  return `${ranges}${String.fromCharCode(next)}-\uFFFF`;
}
