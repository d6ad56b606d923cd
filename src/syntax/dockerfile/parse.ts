import { cover, span, type Located, type SourceFile, type Span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { ArgInstruction, DockerfileDocument, FromInstruction, Instruction, ShellLanguage, Stage, StageInstruction } from "./ast.ts";
import { readDirectives } from "./directives.ts";
import { readInstruction } from "./instruction.ts";
import { sourceOf } from "../template/index.ts";
import { blocksOf, Paths } from "./places.ts";
import { scanInstructions } from "./scan.ts";
import { defaultLanguage, languageOf } from "./shell-language.ts";

/** So many problems are listed; a text that is no Dockerfile at all would have one a line. */
const MAX_PROBLEMS = 50;

/**
 * Parses a Dockerfile as BuildKit reads it. Never throws: what the builder would refuse becomes a problem, and everything that can be understood
 * is still in the document. The text of a RUN is parsed when it is asked for, and so its problems stay with its script.
 */
export function parseDockerfile(file: SourceFile): DockerfileDocument {
  const problems: SyntaxProblem[] = [];
  const { list: directives, escape, end } = readDirectives(file, problems);
  const scan = scanInstructions(file, end, escape, problems);
  const assembly = new Assembly(escape, problems);
  for (const { head, heredocs, start, end: stop } of scan.instructions) {
    const setting = { escape, language: assembly.language, problems };
    assembly.add(readInstruction({ head, heredocs, span: span(file, start, stop) }, setting));
  }
  const { instructions, globalArgs } = assembly;
  const stages = assembly.finish();
  if (stages.length === 0) problems.push({ at: wholeSpan(file, instructions), message: noStage(instructions), severity: "error" });
  const paths = new Paths(globalArgs, stages);
  return {
    kind: "dockerfile",
    file,
    problems: listed(problems),
    comments: scan.comments,
    directives,
    escape,
    syntax: directives.find((directive) => directive.name === "syntax")?.value,
    globalArgs,
    stages,
    instructions,
    blocks: () => blocksOf(instructions, stages),
    pathAt: (offset) => paths.at(offset),
  };
}

/** Sorts instructions into stages, and follows which shell runs their text. */
class Assembly {
  readonly instructions: Instruction[] = [];
  readonly globalArgs: ArgInstruction[] = [];
  private readonly stages: Stage[] = [];
  private readonly misplaced: SyntaxProblem[] = [];
  private current: { readonly from: FromInstruction; readonly instructions: StageInstruction[] } | undefined;
  /** The shell of the instruction to come. */
  language: ShellLanguage;
  /** The last shell of the stages before, by their name in lower case. */
  private readonly languages = new Map<string, ShellLanguage>();

  constructor(
    private readonly escape: string,
    private readonly problems: SyntaxProblem[],
  ) {
    this.language = escape === "`" ? "other" : "posix";
  }

  add(instruction: Instruction): void {
    this.instructions.push(instruction);
    if (instruction.keyword === "FROM") this.open(instruction);
    else if (this.current !== undefined) this.current.instructions.push(instruction);
    else if (instruction.keyword === "ARG") this.globalArgs.push(instruction);
    else if (instruction.keyword !== "UNKNOWN") {
      const message = `Only ARG may stand before the first FROM, and ${instruction.keyword} does.`;
      this.misplaced.push({ at: instruction.keywordSpan, message, severity: "error" });
    }
    if (instruction.keyword === "SHELL" && instruction.args.length > 0) this.language = languageOf(instruction.args[0]!.text);
  }

  finish(): readonly Stage[] {
    this.close();
    // Without any FROM, that is what is wrong, and not each instruction.
    if (this.stages.length > 0) for (const problem of this.misplaced) this.problems.push(problem);
    return this.stages;
  }

  private open(from: FromInstruction): void {
    this.close();
    this.current = { from, instructions: [] };
    const base = from.image === undefined ? "" : sourceOf(from.image).toLowerCase();
    this.language = this.languages.get(base) ?? defaultLanguage(from, this.escape);
  }

  private close(): void {
    if (this.current === undefined) return;
    const { from, instructions } = this.current;
    const name: Located<string> | undefined = from.name;
    if (name !== undefined) this.languages.set(name.value.toLowerCase(), this.language);
    this.stages.push({
      index: this.stages.length,
      name,
      from,
      instructions,
      span: cover(from.span, instructions.at(-1)?.span ?? from.span),
    });
    this.current = undefined;
  }
}

function noStage(instructions: readonly Instruction[]): string {
  return instructions.length === 0 ? "The file holds no instruction." : "The file holds no FROM, so there is nothing to build.";
}

function wholeSpan(file: SourceFile, instructions: readonly Instruction[]): Span {
  return instructions[0]?.keywordSpan ?? span(file, 0, 0);
}

/** In order of position, and the first of them only when there are too many. */
function listed(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  const sorted = problems.toSorted((a, b) => a.at.start - b.at.start);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const { at } = sorted[MAX_PROBLEMS]!;
  const more = `There are ${sorted.length - MAX_PROBLEMS} more problems from here on, which are not listed.`;
  return [...sorted.slice(0, MAX_PROBLEMS), { at, message: more, severity: "error" }];
}
