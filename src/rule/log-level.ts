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
