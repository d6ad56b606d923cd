import { parse, type ParsedScript } from "unbash";
import type { SyntaxProblem } from "../document.ts";
import type { ShellScript, Word } from "./ast.ts";
import { CommandCollector, type ScriptReader } from "./collect.ts";
import { mask, type Masked } from "./mask.ts";
import { regionSpan, subRegion, type Region } from "./region.ts";
import { wordSource, type WordSource } from "./word.ts";

export interface ShellOptions {
  /** "github": `${{ … }}` is filled in before the shell sees the text; it is kept as an expression in the words. */
  readonly expressions?: "github";
}

/** Scripts in scripts that are looked into: `sh -c "sh -c '…'"`, `$(… $(…))`. */
const MAX_SCRIPT_DEPTH = 8;
const MAX_SCRIPT_LENGTH = 4_000_000;
const MAX_SYNTAX_PROBLEMS = 10;

/**
 * Parses shell text as Bash reads it, of which POSIX `sh` is close to a subset. Never throws: what is not understood becomes a problem of the
 * script, and the commands around it are still there. Problems of nested scripts are theirs.
 */
export function parseShell(region: Region, options: ShellOptions = {}): ShellScript {
  return read(region, options, 0);
}

/** A script of one command whose words are given, as the exec form of a Dockerfile has them: no shell looks at them, but the command may be `sh -c`. */
export function scriptOfWords(words: readonly Word[], region: Region): ShellScript {
  const collector = new CommandCollector(wordSource(region, []), readerFor({}, 0));
  collector.words(words, regionSpan(region, 0, region.text.length));
  return { commands: collector.commands, problems: collector.problems, region };
}

/** A script that nothing is known of, for text in a language that is no POSIX shell. */
export function emptyScript(region: Region): ShellScript {
  return { commands: [], problems: [], region };
}

function read(region: Region, options: ShellOptions, depth: number): ShellScript {
  if (region.text.length > MAX_SCRIPT_LENGTH)
    return unread(region, `The script is longer than ${MAX_SCRIPT_LENGTH} characters and was not looked into.`);
  if (depth > MAX_SCRIPT_DEPTH) return unread(region, "The script is nested too deeply in other scripts and was not looked into.");
  const masked = mask(region.text, options.expressions === "github");
  const parsed = parseSafely(masked);
  if (parsed === undefined) return unread(region, "The script could not be parsed and was not looked into.");
  return collect(parsed, wordSource(region, masked.expressions), region, readerFor(options, depth));
}

function collect(parsed: ParsedScript, source: WordSource, region: Region, reader: ScriptReader): ShellScript {
  const collector = new CommandCollector(source, reader);
  collector.script(parsed);
  return { commands: collector.commands, problems: [...syntaxProblems(parsed, source.region), ...collector.problems], region };
}

function readerFor(options: ShellOptions, depth: number): ScriptReader {
  return {
    text: (region) => read(region, options, depth + 1),
    parsed(script, source) {
      const region = subRegion(source.region, script.pos, script.end);
      if (depth + 1 > MAX_SCRIPT_DEPTH) return unread(region, "The script is nested too deeply in other scripts and was not looked into.");
      return collect(script, source, region, readerFor(options, depth + 1));
    },
  };
}

/** The parser recovers from everything it is known to meet; should it fail all the same, that is told, not thrown. */
function parseSafely(masked: Masked): ParsedScript | undefined {
  try {
    return parse(masked.text);
  } catch {
    return undefined;
  }
}

function unread(region: Region, message: string): ShellScript {
  const problem: SyntaxProblem = { at: regionSpan(region, 0, region.text.length), message, severity: "error" };
  return { commands: [], problems: [problem], region };
}

function syntaxProblems(script: ParsedScript, region: Region): SyntaxProblem[] {
  return (script.errors ?? []).slice(0, MAX_SYNTAX_PROBLEMS).map(({ message, pos }) => {
    const start = Math.min(pos, region.text.length);
    return {
      at: regionSpan(region, start, Math.min(start + 1, region.text.length)),
      message: `The shell cannot read this: ${message}.`,
      severity: "error" as const,
    };
  });
}
