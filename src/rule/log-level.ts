import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import type { Directive } from "../syntax/nginx/ast.ts";
import type { Span } from "../text/index.ts";
import { commandWordsOf } from "./command-words.ts";
import { upperNameOf } from "./environment.ts";

/** Whether a log level lets through more than `info` does. Numbers are not judged: their meaning depends on the program. */
export function isVerbose(level: string): boolean {
  return /^(?:debug\d?|trace\d?|verbose|finer?|finest|all|silly|spam|everything|noisy)$/i.test(level.trim());
}

/**
 * Whether a `RUST_LOG` filter is verbose as a whole: its level for everything is, or, where it has none, that of more than half of its targets (crate env_logger, "Enabling
 * logging"; crate tracing-subscriber, "EnvFilter": directives with commas between them, `level`, `target`, `target=level`, `target[span]=level`; a target without a level logs everything).
 */
export function isVerboseRustLog(filter: string): boolean {
  const directives = filter
    .split(",")
    .map((directive) => directive.trim())
    .filter((directive) => directive !== "");
  const levels = directives.map(levelOf);
  const overall = levels.findLast(({ isGlobal }) => isGlobal);
  if (overall !== undefined) return isVerbose(overall.level);
  return levels.filter(({ level }) => isVerbose(level)).length * 2 > levels.length;
}

function levelOf(directive: string): { level: string; isGlobal: boolean } {
  const equals = directive.lastIndexOf("=");
  if (equals > 0 && equals > directive.lastIndexOf("]")) return { level: directive.slice(equals + 1), isGlobal: false };
  const isLevel = /^(?:off|error|warn|info|debug|trace|[0-5])$/i.test(directive);
  return isLevel ? { level: directive, isGlobal: true } : { level: "trace", isGlobal: false };
}

const levelNames = /(?:^|_)LOG_?LEVEL$|^LOGGING_LEVEL(?:_ROOT)?$|(?:^|_)LOGGING_LEVEL$/;
const levelFlag = /^--?log(?:ging)?[-_.]?level(?:=(.*))?$/i;

/** How a variable sets what is logged, by its name: "filter" as RUST_LOG does, "mode" of Gin, or a level. */
export function logSwitchOf(binding: EnvBinding): "level" | "filter" | "mode" | undefined {
  const name = upperNameOf(binding);
  if (name === "GIN_MODE") return "mode";
  if (name === "RUST_LOG") return "filter";
  return levelNames.test(name) ? "level" : undefined;
}

/** A log level that a command gives by an option. */
export interface CommandLogLevel {
  readonly at: Span;
  readonly level: string;
  /** The option, as in "--log-level". */
  readonly flag: string;
  /** Whose command it is, as in `"web"`. */
  readonly owner: string;
}

/** The log levels in the commands that a deployment starts. */
export function commandLogLevels(deployment: Deployment): readonly CommandLogLevel[] {
  return [...commandWordsOf(deployment)].flatMap(({ words, owner }) =>
    words.flatMap((word, i) => {
      const match = levelFlag.exec(word.text);
      const level = match?.[1] === undefined ? words[i + 1] : { text: match[1], at: word.at };
      const isLevel = match !== null && level !== undefined && /^[A-Za-z]+$/.test(level.text);
      return isLevel ? [{ at: level.at, level: level.text, flag: word.text, owner }] : [];
    }),
  );
}

/** Where nginx is told to log all it does. Its parser limits how deep blocks may nest. */
export function* debugErrorLogs(directives: readonly Directive[]): Iterable<Span> {
  for (const { name, args, block } of directives) {
    const level = name.value === "error_log" ? args[1] : undefined;
    if (level?.text === "debug") yield level.span;
    if (block !== undefined) yield* debugErrorLogs(block.directives);
  }
}
