import { span, type Located, type Span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import { regionSpan, subRegion, type Region } from "../shell/index.ts";
import { parseTemplate, sourceOf, type Scalar, type TemplateInput } from "../template/index.ts";
import type { ArgInstruction, CommandLine, Flag, Heredoc, Instruction, Mount, Pair, ShellLanguage } from "./ast.ts";
import { literalOf, readCommandLine } from "./command-line.ts";
import {
  keywordOf,
  readHead,
  splitAtBlanks,
  splitAtCommas,
  splitWords,
  indexWithin,
  type FlagRange,
  type Head,
  type TextRange,
} from "./head.ts";
import { readJsonArray } from "./json-array.ts";

/** What an instruction is read in. */
export interface InstructionSetting {
  readonly escape: string;
  /** The shell of the stage at this place. */
  readonly language: ShellLanguage;
  readonly problems: SyntaxProblem[];
}

/** An instruction whose lines are known: its parts, and where it begins and ends in the file. */
export interface InstructionSource {
  readonly head: Head;
  readonly heredocs: readonly Heredoc[];
  readonly span: Span;
}

type Common = Pick<ArgInstruction, "keywordSpan" | "span" | "flags" | "arguments">;

/** Reads the arguments of an instruction as its keyword has it. What the builder would refuse becomes a problem; the rest of it is still there. */
export function readInstruction(source: InstructionSource, setting: InstructionSetting): Instruction {
  return new InstructionReader(source, setting).read(false);
}

class InstructionReader {
  private readonly line: Region;
  private readonly text: string;
  private readonly range: TextRange;
  private readonly keywordSpan: Span;

  constructor(
    private readonly source: InstructionSource,
    private readonly setting: InstructionSetting,
  ) {
    const { head } = source;
    this.line = head.line;
    this.text = head.line.text;
    this.range = head.arguments;
    this.keywordSpan = regionSpan(head.line, head.keyword.start, head.keyword.end);
  }

  /** `isTrigger` for the instruction behind an ONBUILD. */
  read(isTrigger: boolean): Instruction {
    const { head, span, heredocs } = this.source;
    const { keywordSpan } = this;
    const flags = head.flags.map((flag) => this.flag(flag));
    const common: Common = { keywordSpan, span, flags, arguments: subRegion(this.line, this.range.start, this.range.end) };
    const keyword = keywordOf(head);
    switch (keyword) {
      case "FROM":
        return this.from(common);
      case "ARG":
        return { keyword, ...common, args: this.args() };
      case "ENV":
      case "LABEL":
        return { keyword, ...common, pairs: this.pairs(keyword) };
      case "RUN":
        return { keyword, ...common, command: this.command(this.range), mounts: this.mounts(), heredocs };
      case "CMD":
      case "ENTRYPOINT":
        return { keyword, ...common, command: this.command(this.range) };
      case "HEALTHCHECK":
        return { keyword, ...common, ...this.healthcheck() };
      case "COPY":
      case "ADD":
        return { keyword, ...common, ...this.copy(keyword), from: valueOf(flags, "from"), heredocs };
      case "EXPOSE":
      case "VOLUME":
        return { keyword, ...common, values: this.list(keyword) };
      case "USER":
      case "WORKDIR":
      case "STOPSIGNAL":
        return { keyword, ...common, value: this.needs(keyword) ? this.word(this.range) : undefined };
      case "SHELL":
        return { keyword, ...common, args: this.shell() };
      case "MAINTAINER":
        this.needs(keyword);
        return { keyword, ...common, value: { value: this.slice(this.range), span: this.at(this.range) } };
      case "ONBUILD":
        return { keyword, ...common, trigger: this.trigger(isTrigger) };
      default:
        this.refuse(keywordSpan, `"${keyword}" is no instruction that a Dockerfile can have.`);
        return { keyword: "UNKNOWN", ...common, name: this.slice(head.keyword) };
    }
  }

  private from(common: Common): Instruction {
    const words = splitAtBlanks(this.text, this.range.start, this.range.end);
    const [image, as, name] = words;
    const isNamed = words.length === 3 && this.slice(as!).toLowerCase() === "as";
    if (image === undefined) this.refuse(this.keywordSpan, "FROM names no image.");
    else if (words.length > 1 && !isNamed) {
      this.refuse(this.at({ start: as!.start, end: this.range.end }), 'Behind its image, FROM takes nothing but "AS" and a name.');
    } else if (isNamed && !/^[a-z][a-z0-9-_.]*$/.test(this.slice(name!).toLowerCase())) {
      this.refuse(
        this.at(name!),
        "The name of a stage begins with a letter, and holds only letters, digits, dots, dashes and underscores.",
      );
    }
    return {
      keyword: "FROM",
      ...common,
      image: image && this.word(image),
      platform: valueOf(common.flags, "platform"),
      name: isNamed ? { value: this.slice(name!), span: this.at(name!) } : undefined,
    };
  }

  private args(): Pair[] {
    if (!this.needs("ARG")) return [];
    return this.words().map((word) => this.pair(word, indexWithin(this.text, "=", word)));
  }

  private pairs(keyword: string): Pair[] {
    if (!this.needs(keyword)) return [];
    const words = this.words();
    const [first] = words;
    if (first !== undefined && !this.slice(first).includes("=")) return this.legacyPair(keyword);
    return words.flatMap((word) => {
      const equals = indexWithin(this.text, "=", word);
      if (equals !== -1) return [this.pair(word, equals)];
      this.refuse(this.at(word), `${keyword} takes name=value, and this has no "=".`);
      return [];
    });
  }

  private pair(word: TextRange, equals: number): Pair {
    const hasValue = equals !== -1;
    const name = this.name({ start: word.start, end: hasValue ? equals : word.end });
    if (equals === word.start) this.refuse(this.at(word), 'The name before the "=" is empty.');
    const value = hasValue ? this.word({ start: equals + 1, end: word.end }) : undefined;
    return { name, value, legacy: false, span: this.at(word) };
  }

  /** `ENV name value`: everything behind the first blanks is the value. */
  private legacyPair(keyword: string): Pair[] {
    const [name, next] = splitAtBlanks(this.text, this.range.start, this.range.end);
    if (name === undefined || next === undefined) {
      this.refuse(this.at(this.range), `${keyword} takes name=value, and this has no value.`);
      return [];
    }
    const value = this.word({ start: next.start, end: this.range.end });
    return [{ name: this.name(name), value, legacy: true, span: this.at(this.range) }];
  }

  private name(range: TextRange): Located<string> {
    return { value: sourceOf(this.word(range)), span: this.at(range) };
  }

  private healthcheck(): { readonly none: boolean; readonly command: CommandLine | undefined } {
    if (!this.needs("HEALTHCHECK")) return { none: false, command: undefined };
    const [type, next] = splitAtBlanks(this.text, this.range.start, this.range.end);
    const name = this.slice(type!).toUpperCase();
    if (name === "NONE") {
      if (next !== undefined) this.refuse(this.at({ start: next.start, end: this.range.end }), "HEALTHCHECK NONE takes nothing else.");
      return { none: true, command: undefined };
    }
    if (name !== "CMD") this.refuse(this.at(type!), "HEALTHCHECK takes CMD and a command, or NONE.");
    else if (next === undefined) this.refuse(this.at(type!), "HEALTHCHECK CMD names no command.");
    else return { none: false, command: this.command({ start: next.start, end: this.range.end }) };
    return { none: false, command: undefined };
  }

  private copy(keyword: string): { readonly sources: readonly Scalar[]; readonly destination: Scalar | undefined } {
    const { heredocs } = this.source;
    // `<< EOF` with a blank announces a heredoc all the same, but here it is two paths.
    const markers = new Map(heredocs.map(({ marker }) => [marker.start, marker.end]));
    const isMarker = ({ span: { start, end } }: Scalar): boolean => markers.get(start) === end;
    const paths = this.listed();
    if (paths.length < 2) this.refuse(paths[0]?.span ?? this.keywordSpan, `${keyword} needs a source and a destination.`);
    const destination = paths.length < 2 ? undefined : paths.at(-1);
    if (destination !== undefined && isMarker(destination)) this.refuse(destination.span, "A heredoc cannot be a destination.");
    return { sources: (destination ? paths.slice(0, -1) : paths).filter((path) => !isMarker(path)), destination };
  }

  private list(keyword: string): readonly Scalar[] {
    const values = this.listed();
    if (values.length === 0) this.refuse(this.keywordSpan, `${keyword} needs at least one argument.`);
    return values;
  }

  /** Words between blanks, or the strings of a JSON array where the instruction may have one. */
  private listed(): readonly Scalar[] {
    const array = keywordOf(this.source.head) === "EXPOSE" ? undefined : readJsonArray(this.line, this.range.start, this.range.end);
    if (array?.kind === "mixed") this.refuse(this.at(this.range), "An array takes nothing but strings, each in double quotes.");
    if (array?.kind === "strings" && keywordOf(this.source.head) === "VOLUME") {
      for (const { region, span: at } of array.strings) if (region.text.trim() === "") this.refuse(at, "VOLUME cannot take an empty path.");
    }
    if (array?.kind !== "strings") return splitAtBlanks(this.text, this.range.start, this.range.end).map((range) => this.word(range));
    return array.strings.map(({ region, span }) => this.templateOf(region, span, this.setting.problems));
  }

  private shell() {
    const array = readJsonArray(this.line, this.range.start, this.range.end);
    if (array.kind === "strings" && array.strings.length > 0) return array.strings.map(literalOf);
    this.refuse(this.range.start < this.range.end ? this.at(this.range) : this.keywordSpan, "SHELL takes a JSON array of strings.");
    return [];
  }

  private trigger(isTrigger: boolean): Instruction | undefined {
    if (!this.needs("ONBUILD")) return undefined;
    const head = readHead(this.line, this.range.start, this.setting.escape);
    const keyword = keywordOf(head);
    const at = regionSpan(this.line, head.keyword.start, head.keyword.end);
    if (isTrigger || ["ONBUILD", "FROM", "MAINTAINER"].includes(keyword)) {
      this.refuse(at, `ONBUILD cannot be followed by ${keyword}.`);
      return undefined;
    }
    const whole = span(at.file, at.start, this.source.span.end);
    return new InstructionReader({ ...this.source, head, span: whole }, this.setting).read(true);
  }

  private command(range: TextRange): CommandLine {
    const { language } = this.setting;
    const refuse = (at: Span, message: string) => this.refuse(at, message);
    return readCommandLine(this.line, range, { language, heredocs: this.source.heredocs, refuse });
  }

  private flag({ start, end, name, valueStart }: FlagRange): Flag {
    const value = valueStart === undefined ? undefined : this.template({ start: valueStart, end }, []);
    return { name, value, span: this.at({ start, end }) };
  }

  private mounts(): readonly Mount[] {
    return this.source.head.flags.flatMap(({ start, end, name, valueStart }) => {
      if (name !== "mount" || valueStart === undefined) return [];
      const fields = splitAtCommas(this.text, valueStart, end).map((range) => this.field(range));
      const type = fields.find((field) => field.name.value.toLowerCase() === "type")?.value;
      return [{ type: type === undefined ? "bind" : sourceOf(type), fields, span: this.at({ start, end }) }];
    });
  }

  private field({ start, end }: TextRange): Pair {
    const equals = indexWithin(this.text, "=", { start, end });
    const name = { start, end: equals === -1 ? end : equals };
    const value = equals === -1 ? undefined : this.template({ start: equals + 1, end }, []);
    return { name: { value: this.slice(name), span: this.at(name) }, value, legacy: false, span: this.at({ start, end }) };
  }

  private words(): readonly TextRange[] {
    return splitWords(this.text, this.range.start, this.range.end, this.setting.escape);
  }

  /** Whether there are arguments at all; their absence is a problem. */
  private needs(keyword: string): boolean {
    if (this.range.start < this.range.end) return true;
    this.refuse(this.keywordSpan, `${keyword} needs an argument.`);
    return false;
  }

  private word(range: TextRange): Scalar {
    return this.template(range, this.setting.problems);
  }

  private template(range: TextRange, problems: SyntaxProblem[]): Scalar {
    return this.templateOf(subRegion(this.line, range.start, range.end), this.at(range), problems);
  }

  private templateOf(region: Region, inner: Span, problems: SyntaxProblem[]): Scalar {
    const input: TemplateInput = { text: region.text, inner, offsetOf: (index) => region.offsetOf(index) };
    const scalar = parseTemplate(input, "dockerfile", { escape: this.setting.escape, problems });
    return scalar.kind === "literal" ? scalar : { ...scalar, source: scalar.parts.map((part) => part.text).join("") };
  }

  private slice({ start, end }: TextRange): string {
    return this.text.slice(start, end);
  }

  private at({ start, end }: TextRange): Span {
    return regionSpan(this.line, start, end);
  }

  private refuse(at: Span, message: string): void {
    this.setting.problems.push({ at, message, severity: "error" });
  }
}

function valueOf(flags: readonly Flag[], name: string): Scalar | undefined {
  return flags.find((flag) => flag.name === name)?.value;
}
