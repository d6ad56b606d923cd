import { cover, type Span } from "../../text/index.ts";
import {
  emptyScript,
  joinRegions,
  literalWord,
  parseShell,
  regionSpan,
  scriptOfWords,
  subRegion,
  wholeFile,
  type Region,
  type ShellScript,
} from "../shell/index.ts";
import type { Literal } from "../template/index.ts";
import type { CommandLine, ExecForm, Heredoc, ShellForm, ShellLanguage } from "./ast.ts";
import type { TextRange } from "./head.ts";
import { looksLikeBrokenJson, readJsonArray, type JsonString } from "./json-array.ts";
import { lineAt } from "./logical-line.ts";
import { shebangLanguage } from "./shell-language.ts";

/** What a command line is read in: the shell of the stage, the heredocs of the instruction, and where to complain. */
export interface CommandSetting {
  readonly language: ShellLanguage;
  readonly heredocs: readonly Heredoc[];
  refuse(at: Span, message: string): void;
}

/** The command in `[start, end)` of an instruction's line: in exec form if it is a valid JSON array of strings, otherwise in shell form. */
export function readCommandLine(line: Region, { start, end }: TextRange, setting: CommandSetting): CommandLine {
  const span = regionSpan(line, start, end);
  const array = readJsonArray(line, start, end);
  const region = subRegion(line, start, end);
  if (array.kind === "strings") return new ExecCommand(array.strings.map(literalOf), region, span);
  if (array.kind === "mixed") setting.refuse(span, "An exec form takes nothing but strings, each in double quotes.");
  const broken = array.kind === "mixed" || looksLikeBrokenJson(region.text);
  const [first] = setting.heredocs;
  if (first === undefined) return new ShellCommand(region, setting.language, broken, span);
  const whole = cover(span, setting.heredocs.at(-1)!.bodySpan);
  const isOnlyHeredoc = setting.heredocs.length === 1 && first.marker.start === span.start && first.marker.end === span.end;
  if (isOnlyHeredoc) return new ShellCommand(first.body, shebangLanguage(first.body.text) ?? setting.language, false, whole);
  return new ShellCommand(joinRegions([region, ...setting.heredocs.map(heredocLines)]), setting.language, broken, whole);
}

/** A string of an exec form as a value. */
export function literalOf({ region, span }: JsonString): Literal {
  return { kind: "literal", text: region.text, span, offsetOf: (index) => region.offsetOf(index) };
}

class ExecCommand implements ExecForm {
  readonly form = "exec";
  #script: ShellScript | undefined;
  readonly #region: Region;

  constructor(
    readonly args: readonly Literal[],
    region: Region,
    readonly span: Span,
  ) {
    this.#region = region;
  }

  get script(): ShellScript {
    return (this.#script ??= scriptOfWords(this.args.map(literalWord), this.#region));
  }
}

class ShellCommand implements ShellForm {
  readonly form = "shell";
  #script: ShellScript | undefined;

  constructor(
    readonly region: Region,
    readonly language: ShellLanguage,
    readonly looksLikeBrokenJson: boolean,
    readonly span: Span,
  ) {}

  get script(): ShellScript {
    return (this.#script ??= this.language === "posix" ? parseShell(this.region) : emptyScript(this.region));
  }
}

/** The line break before the body, the body, and the line that ends it: what a shell needs to read the heredoc itself. */
function heredocLines({ bodySpan: { file, start, end } }: Heredoc): Region {
  return subRegion(wholeFile(file), start - 1, lineAt(file.text, end).contentEnd);
}
