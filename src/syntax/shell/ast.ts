import type { Span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { Scalar } from "../template/index.ts";
import type { Region } from "./region.ts";

/** One piece of shell: a RUN instruction, a workflow step, the argument of `sh -c`. */
export interface ShellScript {
  /**
   * Every simple command in the order written, those in groups, subshells, conditions, loops and functions included, each of
   * which says so in its `context`. Commands of nested scripts hang off the command they are written in: see `allCommands`.
   */
  readonly commands: readonly SimpleCommand[];
  readonly problems: readonly SyntaxProblem[];
  readonly region: Region;
}

/** `NAME=value name words… >redirect`. Also `[[ … ]]`, as a command of that name. */
export interface SimpleCommand {
  /** Undefined when it only holds assignments or redirects. */
  readonly name: Word | undefined;
  /** What stands behind the name. */
  readonly words: readonly Word[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly Redirect[];
  /** What stands between this command and the one that runs next; "end" behind the last one. */
  readonly connector: Connector;
  /** Commands that are piped into each other share this number; unique within the script. */
  readonly pipeline: number;
  /** 0 for the first command of its pipeline. Commands of a group that is piped as a whole share the group's. */
  readonly position: number;
  readonly context: CommandContext;
  /** The scripts written inside this command, in order of position. */
  readonly nested: readonly NestedScript[];
  readonly span: Span;
}

export type Connector = "&&" | "||" | ";" | "|" | "&" | "end";

/** Where a command stands; all false or undefined at the top of a script. */
export interface CommandContext {
  readonly subshell: boolean;
  /** In a branch or a condition of `if`, `case` or `while`, so that it may not run at all. Commands behind `&&` and `||` are told by the connector before them. */
  readonly conditional: boolean;
  readonly loop: boolean;
  /** In a function of this name: it runs where the function is called, if it is. */
  readonly function: string | undefined;
  /** In `$(…)` or `<(…)` of something that is no simple command, as the list of a `for`. */
  readonly substitution: boolean;
  /** Behind `!`. */
  readonly negated: boolean;
}

/**
 * "substitution": `$(…)`, backquotes, `<(…)`, run before the command. "shell": the argument of `sh -c` or `eval`.
 * "heredoc": the standard input of a shell.
 */
export interface NestedScript {
  readonly kind: "substitution" | "shell" | "heredoc";
  readonly script: ShellScript;
}

export interface Word {
  /** Decoded as far as it can be without running anything: quotes and escapes removed, expansions and globs left as they are written. */
  readonly text: string;
  /** False when it holds an expansion, so that the command does not get `text` itself. Globs and `{a,b}` do not count. */
  readonly literal: boolean;
  /** Whether any of it is quoted or escaped. */
  readonly quoted: boolean;
  /** The word as a value: its parts, its variables and where each character stands. */
  readonly value: Scalar;
  /** As written, quotes included. */
  readonly span: Span;
}

export interface ShellAssignment {
  readonly name: string;
  readonly nameSpan: Span;
  /** Empty for `NAME=`. For `NAME=(a b)` everything between the parentheses, not literal. */
  readonly value: Word;
  /** `NAME+=value`. */
  readonly append: boolean;
  readonly span: Span;
}

export interface Redirect {
  readonly operator: ">" | ">>" | "<" | "<>" | "<&" | ">&" | ">|" | "&>" | "&>>" | "<<" | "<<-" | "<<<";
  /** As in `2>`. */
  readonly descriptor: number | undefined;
  /** For a heredoc its delimiter without quotes. */
  readonly target: Word | undefined;
  /** The lines between the delimiters, for "<<" and "<<-" only. */
  readonly body: HereDocumentBody | undefined;
  readonly span: Span;
}

export interface HereDocumentBody {
  /** Its lines, the last line break included. */
  readonly region: Region;
  /** Whether the delimiter was quoted, so that nothing in the body is expanded. */
  readonly quoted: boolean;
  readonly span: Span;
}
