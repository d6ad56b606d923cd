import { span, type SourceFile } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import { readArgument } from "./argument.ts";
import type { Block, Directive, NginxDocument } from "./ast.ts";
import { contextInside, type Context } from "./known.ts";
import { missingSemicolons } from "./missing-semicolon.ts";
import { allSpans, pathAt } from "./outline.ts";
import { Tokenizer, type Word } from "./tokenize.ts";

/** How deep blocks may stand in each other; nginx itself has no use for more than seven. */
const MOST_NESTING = 100;
/** More problems than this help nobody, and a hostile file could have millions. */
const MOST_PROBLEMS = 100;

/**
 * Reads a file as nginx does. Never throws: what cannot be read as it stands becomes a problem, and the rest of the file is read all the same.
 * Whether directives exist, stand where they may and have the arguments they need is not looked at.
 */
export function parseNginx(file: SourceFile): NginxDocument {
  const parser = new Parser(file);
  parser.run();
  const { directives, comments, problems } = parser;
  return {
    kind: "nginx",
    file,
    directives,
    comments,
    problems: problems.toSorted((a, b) => a.at.start - b.at.start),
    blocks: () => allSpans(directives),
    pathAt: (offset) => pathAt(directives, offset),
  };
}

/** A block whose closing brace has not come yet. */
interface OpenBlock {
  readonly words: readonly Word[];
  readonly name: string;
  readonly brace: number;
  readonly context: Context;
  readonly directives: Directive[];
}

class Parser {
  readonly directives: Directive[] = [];
  readonly problems: SyntaxProblem[] = [];
  private readonly open: OpenBlock[] = [];
  private readonly tokenizer: Tokenizer;
  /** The words of the directive at hand, its name first. */
  private words: Word[] = [];
  /** How many blocks too deep to keep are open. */
  private tooDeep = 0;
  /** Where the last thing ends that became a part of the tree: a directive or an opening brace. */
  private doneUpTo = 0;

  constructor(private readonly file: SourceFile) {
    this.tokenizer = new Tokenizer(file, (start, end, message, severity) => this.report(start, end, message, severity));
  }

  get comments() {
    return this.tokenizer.comments;
  }

  run(): void {
    for (;;) {
      const token = this.tokenizer.next();
      if (token.kind === "word") this.words.push(token);
      else if (token.kind === ";") this.endDirective(token.end);
      else if (token.kind === "{") this.openBlock(token.start);
      else if (token.kind === "}") this.closeBlock(token.start);
      else return this.endFile();
    }
  }

  private endDirective(end: number): void {
    if (this.words.length === 0) return this.report(end - 1, end, 'This ";" ends nothing: there is no directive before it.');
    this.splitAtMissingSemicolons();
    this.finish(end);
  }

  private openBlock(brace: number): void {
    if (this.words.length === 0) this.report(brace, brace + 1, "This block has no name: a directive must stand before its brace.");
    else this.splitAtMissingSemicolons();
    const words = this.words;
    this.words = [];
    const name = words.length === 0 ? "" : this.nameOf(words[0]!);
    this.closeForgotten(name, words);
    if (name.endsWith("_by_lua_block")) return this.readLua(words, brace);
    if (this.open.length >= MOST_NESTING) {
      this.tooDeep++;
      if (this.tooDeep === 1)
        this.report(brace, brace + 1, `Blocks stand more than ${MOST_NESTING} deep in each other; what is deeper is not read.`);
      return;
    }
    this.doneUpTo = brace + 1;
    this.open.push({ words, name, brace, context: contextInside(name, this.context ?? "m"), directives: [] });
  }

  private readLua(words: readonly Word[], brace: number): void {
    const { end, closed } = this.tokenizer.lua(brace + 1);
    if (!closed) this.report(brace, brace + 1, "The Lua program that starts here is never closed.");
    const code = { value: this.file.text.slice(brace + 1, end), span: span(this.file, brace + 1, end) };
    this.add(words, { directives: [], code, span: span(this.file, brace, end + 1) }, end + 1);
  }

  private closeBlock(brace: number): void {
    if (this.words.length > 0) {
      this.reportMissingSemicolon(this.words);
      this.finish(this.words.at(-1)!.end);
    }
    if (this.tooDeep > 0) this.tooDeep--;
    else if (this.open.length > 0) this.close(brace + 1);
    else this.report(brace, brace + 1, 'This "}" closes nothing: no block is open here.');
  }

  private endFile(): void {
    if (this.words.length > 0) {
      this.splitAtMissingSemicolons();
      this.reportMissingSemicolon(this.words);
      this.finish(this.words.at(-1)!.end);
    }
    this.tooDeep = 0;
    const innermost = this.open.at(-1);
    if (innermost !== undefined) this.reportUnclosed(innermost, "the end of the file");
    while (this.open.length > 0) this.close(this.doneUpTo);
  }

  /** A server cannot stand in a server, nor `http` in `http`: when one opens there, the brace that ends the one before is missing. */
  private closeForgotten(name: string, words: readonly Word[]): void {
    const rivals = name === "server" || (name === "upstream" && words.length === 2) ? ["server", "upstream"] : roots;
    if (rivals === roots && !roots.includes(name)) return;
    const forgotten = this.open.findIndex((block) => rivals.includes(block.name));
    if (forgotten === -1) return;
    this.reportUnclosed(this.open[forgotten]!, `the next "${name}" block`);
    this.tooDeep = 0;
    while (this.open.length > forgotten) this.close(this.doneUpTo);
  }

  private splitAtMissingSemicolons(): void {
    const words = this.words;
    let start = 0;
    for (const at of missingSemicolons(words, this.context, (word) => this.nameOf(word))) {
      this.words = words.slice(start, at);
      this.reportMissingSemicolon(this.words);
      this.finish(this.words.at(-1)!.end);
      start = at;
    }
    this.words = words.slice(start);
  }

  private finish(end: number): void {
    this.add(this.words, undefined, end);
    this.words = [];
  }

  private close(end: number): void {
    const block = this.open.pop()!;
    this.add(block.words, { directives: block.directives, span: span(this.file, block.brace, end) }, end, block.brace);
  }

  private add(words: readonly Word[], block: Block | undefined, end: number, brace = 0): void {
    if (this.tooDeep > 0) return;
    this.doneUpTo = end;
    const [first, ...rest] = words.map((word) => readArgument(this.file, word.start, word.end, word.closed));
    const start = first?.span.start ?? brace;
    this.siblings.push({
      name: first === undefined ? { value: "", span: span(this.file, start, start) } : { value: first.text, span: first.span },
      args: rest,
      ...(block && { block }),
      span: span(this.file, start, end),
    });
  }

  private get siblings(): Directive[] {
    return this.open.at(-1)?.directives ?? this.directives;
  }

  /** Undefined at the top of a file, which may be a part of any other. */
  private get context(): Context | undefined {
    return this.open.at(-1)?.context;
  }

  private nameOf(word: Word): string {
    return readArgument(this.file, word.start, word.end, word.closed).text;
  }

  private reportMissingSemicolon(words: readonly Word[]): void {
    const last = words.at(-1)!;
    this.report(last.start, last.end, `A ";" is missing here: nothing ends the directive "${short(this.nameOf(words[0]!))}".`);
  }

  private reportUnclosed(block: OpenBlock, before: string): void {
    const first = block.words[0];
    const name = block.name === "" ? "" : `"${short(block.name)}" `;
    this.report(
      first?.start ?? block.brace,
      first?.end ?? block.brace + 1,
      `The ${name}block that starts here is not closed before ${before}.`,
    );
  }

  private report(start: number, end: number, message: string, severity: SyntaxProblem["severity"] = "error"): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    const isLast = this.problems.length === MOST_PROBLEMS - 1;
    const at = span(this.file, start, end);
    this.problems.push(
      isLast ? { at, message: "There are more problems from here on than are listed.", severity: "error" } : { at, message, severity },
    );
  }
}

const roots = ["http", "events", "stream", "mail"];

function short(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
