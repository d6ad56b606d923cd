import {
  forEachChild,
  type Assignment,
  type Command,
  type CommandNode,
  type CompoundList,
  type HereDocDelimiter,
  type ParsedScript,
  type PipelineNode,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type TestExpression,
  type Word as WordNode,
} from "unbash";
import type { Span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { CommandContext, Connector, NestedScript, Redirect, ShellAssignment, ShellScript, SimpleCommand, Word } from "./ast.ts";
import { backquoted } from "./backquotes.ts";
import { nestedText } from "./nested.ts";
import { regionSpan, subRegion, type Region } from "./region.ts";
import { opaqueWord, wordOf, wordSource, type WordSource } from "./word.ts";

/** How scripts inside of a script are read. */
export interface ScriptReader {
  text(region: Region): ShellScript;
  parsed(script: ParsedScript, source: WordSource): ShellScript;
}

/** Where the walk stands: what comes behind the command it will meet, the pipeline that command is in, and what is around it. */
interface Place {
  readonly connector: Connector;
  readonly pipeline: number | undefined;
  readonly position: number;
  readonly context: CommandContext;
  readonly depth: number;
}

type Scoped = Exclude<CommandNode, Command>;

const TOP: CommandContext = { subshell: false, conditional: false, loop: false, function: undefined, substitution: false, negated: false };
/** Groups, conditions and loops inside of each other. */
const MAX_GROUP_DEPTH = 64;

/** Collects the simple commands of a script, in the order they are written. */
export class CommandCollector {
  readonly commands: SimpleCommand[] = [];
  readonly problems: SyntaxProblem[] = [];
  private pipelines = 0;

  constructor(
    private readonly source: WordSource,
    private readonly reader: ScriptReader,
    private readonly context: CommandContext = TOP,
  ) {}

  script(script: ParsedScript): void {
    this.list(script.commands, { connector: "end", pipeline: undefined, position: 0, context: this.context, depth: 0 });
  }

  /** One command that is known word by word. */
  words(words: readonly Word[], at: Span): void {
    const [name, ...rest] = words;
    const command = { name, words: rest, assignments: [], redirects: [] };
    this.commands.push({
      ...command,
      connector: "end",
      pipeline: 0,
      position: 0,
      context: this.context,
      nested: this.shells(command),
      span: at,
    });
  }

  private list(statements: readonly Statement[], place: Place): void {
    for (const [i, { command, background }] of statements.entries()) {
      const separator: Connector = i === statements.length - 1 ? place.connector : ";";
      this.statement(command, { ...place, connector: background ? "&" : separator });
    }
  }

  private statement(node: Statement["command"], place: Place): void {
    if (node.type !== "AndOr") return this.pipeline(node, place);
    for (const [i, command] of node.commands.entries()) {
      this.pipeline(command, { ...place, connector: node.operators[i] ?? place.connector });
    }
  }

  private pipeline(node: PipelineNode, place: Place): void {
    if (node.type !== "Pipeline") return this.command(node, place);
    const negated = place.context.negated || node.prefixes.some((prefix) => prefix.type === "Negation");
    const context = negated ? { ...place.context, negated } : place.context;
    if (node.commands.length === 1) return this.command(node.commands[0]!, { ...place, context });
    const pipeline = this.pipelines++;
    for (const [position, command] of node.commands.entries()) {
      const connector = position === node.commands.length - 1 ? place.connector : "|";
      this.command(command, { ...place, connector, pipeline, position, context });
    }
  }

  private command(node: CommandNode, place: Place): void {
    if (node.type === "Command") return this.simple(node, place);
    if (place.depth >= MAX_GROUP_DEPTH) {
      const at = regionSpan(this.source.region, node.pos, Math.max(node.pos, node.end));
      this.problems.push({ at, message: "Commands are nested too deeply here and were not looked into.", severity: "error" });
      return;
    }
    this.compound(node, { ...place, depth: place.depth + 1 });
  }

  private compound(node: Scoped, place: Place): void {
    const { context } = place;
    const inside = (list: CompoundList, more: Partial<CommandContext>, connector = place.connector) =>
      this.list(list.commands, { ...place, connector, context: { ...context, ...more } });
    switch (node.type) {
      case "Subshell":
        return inside(node.body, { subshell: true });
      case "BraceGroup":
        return inside(node.body, {});
      case "If":
        inside(node.clause, {}, ";");
        inside(node.then, { conditional: true });
        for (const branch of node.elif) {
          inside(branch.clause, { conditional: true }, ";");
          inside(branch.then, { conditional: true });
        }
        if (node.else) inside(node.else, { conditional: true });
        return;
      case "While":
        inside(node.clause, { loop: true }, ";");
        return inside(node.body, { loop: true, conditional: true });
      case "For":
      case "Select":
        for (const word of node.wordlist ?? []) this.hoist(word, place);
        return inside(node.body, { loop: true });
      case "ArithmeticFor":
        return inside(node.body, { loop: true });
      case "Case":
        this.hoist(node.word, place);
        for (const item of node.items) inside(item.body, { conditional: true });
        return;
      case "Function":
        return this.body(node.body, { ...place, connector: ";", context: { ...context, function: this.read(node.name).text } });
      case "Coproc":
        return this.body(node.body, { ...place, connector: "&" });
      case "Redirected":
        for (const redirect of node.redirects) this.hoist(redirect, place);
        return this.command(node.command, place);
      case "TestCommand":
        return this.test(node, place);
      case "ArithmeticCommand":
        return this.hoist(node, place);
    }
  }

  private body(node: CommandNode | CompoundList, place: Place): void {
    if (node.type === "CompoundList") this.list(node.commands, place);
    else this.command(node, place);
  }

  private simple(node: Command, place: Place): void {
    const words: Word[] = [];
    for (const argument of node.args) {
      words.push(
        argument.type === "Word" ? this.read(argument) : wordOf(this.source, { pos: argument.pos, end: argument.end, parts: undefined }),
      );
    }
    const command = {
      name: node.name && this.read(node.name),
      words,
      assignments: node.prefix.flatMap((item) => (item.type === "Assignment" ? [this.assignment(item)] : [])),
      redirects: node.redirects.map((redirect) => this.redirect(redirect)),
    };
    const nested = [...this.substitutions(node), ...this.shells(command)];
    this.push(command, nested, node, place);
  }

  /** `[[ … ]]`, as a command whose words are the operands. */
  private test(node: Extract<Scoped, { type: "TestCommand" }>, place: Place): void {
    const words: Word[] = [];
    const pending: TestExpression[] = [node.expression];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.type === "TestUnary") words.push(this.read(next.operand));
      else if (next.type === "TestBinary") words.push(this.read(next.left), this.read(next.right));
      else if (next.type === "TestLogical") for (const operand of next.operands.toReversed()) pending.push(operand);
      else if (next.type === "TestNot") pending.push(next.operand);
      else pending.push(next.expression);
    }
    const name = wordOf(this.source, { pos: node.pos, end: node.pos + 2, parts: undefined });
    this.push({ name, words, assignments: [], redirects: [] }, this.substitutions(node), node, place);
  }

  private push(
    command: Pick<SimpleCommand, "name" | "words" | "assignments" | "redirects">,
    nested: readonly NestedScript[],
    node: { readonly pos: number; readonly end: number },
    { connector, pipeline, position, context }: Place,
  ): void {
    const span = regionSpan(this.source.region, node.pos, Math.max(node.pos, node.end));
    this.commands.push({ ...command, connector, pipeline: pipeline ?? this.pipelines++, position, context, nested, span });
  }

  private read(node: WordNode): Word {
    return wordOf(this.source, node);
  }

  private assignment(node: Assignment): ShellAssignment {
    const { region } = this.source;
    const start = node.value.pos;
    const value = node.value.type === "Word" ? this.read(node.value) : opaqueWord(this.source, start, node.value.end);
    return {
      name: node.name,
      nameSpan: regionSpan(region, node.pos, node.pos + node.name.length),
      value,
      append: node.append === true,
      span: regionSpan(region, node.pos, node.end),
    };
  }

  private redirect(node: Redirection): Redirect {
    const { region } = this.source;
    const descriptor = node.descriptor?.type === "FileDescriptor" ? node.descriptor.value : undefined;
    const span = regionSpan(region, node.pos, node.end);
    if (node.type !== "HereDoc") {
      return { operator: node.operator, descriptor, target: node.target && this.read(node.target), body: undefined, span };
    }
    const { delimiter, body } = node;
    const target = delimiter && this.delimiter(delimiter);
    const lines = {
      region: subRegion(region, body.pos, body.end),
      quoted: delimiter?.quoted === true,
      span: regionSpan(region, body.pos, body.end),
    };
    return { operator: node.operator, descriptor, target, body: lines, span };
  }

  private delimiter({ pos, end, text, value }: HereDocDelimiter): Word {
    const isQuoted = /^(["']).*\1$/s.test(text);
    return wordOf(this.source, { pos, end, parts: isQuoted ? [{ type: "SingleQuoted", pos, end, text, value }] : undefined });
  }

  /** The scripts that the words of a node hold in `$(…)`, backquotes and `<(…)`. */
  private substitutions(node: SyntaxNode): NestedScript[] {
    return this.scripts(node).map(([script, source]) => ({ kind: "substitution", script: this.reader.parsed(script, source) }));
  }

  private scripts(node: SyntaxNode): [ParsedScript, WordSource][] {
    const found: [ParsedScript, WordSource][] = [];
    const pending: SyntaxNode[] = [node];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const children: SyntaxNode[] = [];
      const { pos, end } = next;
      forEachChild(next, (child) => {
        if (child.type === "Script") found.push([child, this.sourceOf(child, pos, end)]);
        else children.push(child);
      });
      for (const child of children.toReversed()) pending.push(child);
    }
    return found;
  }

  /** A script in backquotes that holds escapes has a text of its own. */
  private sourceOf(script: ParsedScript, pos: number, end: number): WordSource {
    if (script.source === undefined) return this.source;
    const region = backquoted(this.source.region, pos, end, script.source);
    if (region !== undefined) return wordSource(region, []);
    const { file, start, end: stop } = regionSpan(this.source.region, pos, end);
    return wordSource({ file, text: script.source, offsetOf: () => start, endOf: () => stop }, []);
  }

  /** Adds the commands of the substitutions in what is no simple command to those of this script. */
  private hoist(node: SyntaxNode, place: Place): void {
    for (const [script, source] of this.scripts(node)) {
      const { commands, problems } = this.reader.parsed(script, source);
      const base = this.pipelines;
      for (const command of commands) {
        const pipeline = base + command.pipeline;
        this.pipelines = Math.max(this.pipelines, pipeline + 1);
        this.commands.push({ ...command, pipeline, context: contextWithin(place.context, command.context) });
      }
      this.problems.push(...problems);
    }
  }

  /** What the command hands to another shell to run. */
  private shells(command: Pick<SimpleCommand, "name" | "words" | "redirects">): NestedScript[] {
    const found = nestedText(command);
    if (found === undefined) return [];
    return [{ kind: found.kind, script: this.reader.text(found.region) }];
  }
}

/** The context of a command in a substitution, seen from the script around it. */
function contextWithin(outer: CommandContext, inner: CommandContext): CommandContext {
  return {
    subshell: outer.subshell || inner.subshell,
    conditional: outer.conditional || inner.conditional,
    loop: outer.loop || inner.loop,
    function: inner.function ?? outer.function,
    substitution: true,
    negated: inner.negated,
  };
}
