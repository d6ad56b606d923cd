import { span } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { Scalar, VariableOperator } from "./ast.ts";
import { ForeignExpressions } from "./foreign.ts";
import { expressionIn, PartList, spanIn, type TemplateInput } from "./parts.ts";

/** Words within words beyond this stay unread, as expressions. */
const MAX_NESTING = 32;

/**
 * Reads the variables Compose fills in, by the grammar of compose-go's package "template" (Compose specification, "Interpolation"):
 * `$$` is a dollar, a dollar that begins nothing is itself, and the word behind an operator ends at the brace that balances the opening one.
 * What other programs fill in (`{{ … }}`, `$(…)`) becomes an expression part. `problems` takes what Compose would refuse.
 */
export function parseComposeTemplate(input: TemplateInput, problems: SyntaxProblem[] | undefined): Scalar {
  return new ComposeReader(input, problems).read(0, input.text.length, 0);
}

class ComposeReader {
  private readonly text: string;
  private readonly foreign: ForeignExpressions;

  constructor(
    private readonly input: TemplateInput,
    private readonly problems: SyntaxProblem[] | undefined,
  ) {
    this.text = input.text;
    this.foreign = new ForeignExpressions(input.text);
  }

  read(from: number, to: number, depth: number): Scalar {
    const { input, text } = this;
    const parts = new PartList(input);
    const braces = new LastBraces(text, to);
    let done = from;
    let i = nextSpecial(text, from, to);
    while (i < to) {
      const end = this.readSpecial(parts, done, i, to, braces, depth);
      if (end > i) done = end;
      i = nextSpecial(text, Math.max(end, i + 1), to);
    }
    parts.addText(done, to);
    return parts.finish(text.slice(from, to), depth === 0 ? input.inner : spanIn(input, from, to));
  }

  /** Adds what begins at `i`, and the text from `done` before it; returns the index behind it, or `i` when the character is plain text. */
  private readSpecial(parts: PartList, done: number, i: number, to: number, braces: LastBraces, depth: number): number {
    const { input, text } = this;
    if (text[i] === "$" && text[i + 1] === "$" && i + 1 < to) {
      parts.addText(done, i);
      parts.addDecoded("$", i, i + 2);
      return i + 2;
    }
    const isBraced = text.startsWith("${", i) && i + 1 < to;
    const foreignEnd = this.foreign.endOf(i, to);
    if (foreignEnd > 0) {
      if (isBraced) this.refuse(i, foreignEnd);
      parts.addText(done, i);
      parts.add(expressionIn(input, i, foreignEnd));
      return foreignEnd;
    }
    if (text[i] !== "$") return i;
    const nameStart = i + (isBraced ? 2 : 1);
    const nameEnd = endOfName(text, nameStart, to);
    if (!isBraced && nameEnd === nameStart) return i;
    parts.addText(done, i);
    if (isBraced) return this.readBraced(parts, i, nameEnd, to, braces, depth);
    const name = text.slice(nameStart, nameEnd);
    parts.add({
      kind: "variable",
      name,
      nameSpan: spanIn(input, nameStart, nameEnd),
      text: text.slice(i, nameEnd),
      span: spanIn(input, i, nameEnd),
    });
    return nameEnd;
  }

  private readBraced(parts: PartList, start: number, nameEnd: number, to: number, braces: LastBraces, depth: number): number {
    const { input, text } = this;
    const nameStart = start + 2;
    const operator = nameEnd > nameStart ? operatorAt(text, nameEnd) : undefined;
    const isSimple = nameEnd > nameStart && nameEnd < to && text[nameEnd] === "}";
    const last = operator === undefined ? -1 : braces.lastOnLineOf(nameEnd);
    const wordStart = nameEnd + (operator?.length ?? 0);
    if (!isSimple && last < wordStart) return this.readInvalid(parts, start, to);
    const close = isSimple ? nameEnd : closingBrace(text, start, last);
    const end = close + 1;
    const name = text.slice(nameStart, nameEnd);
    const common = {
      kind: "variable",
      name,
      nameSpan: spanIn(input, nameStart, nameEnd),
      text: text.slice(start, end),
      span: spanIn(input, start, end),
    } as const;
    if (operator === undefined) parts.add(common);
    else if (depth < MAX_NESTING) parts.add({ ...common, operator, word: this.read(wordStart, close, depth + 1) });
    else parts.add(expressionIn(input, start, end));
    return end;
  }

  private readInvalid(parts: PartList, start: number, to: number): number {
    let end = start + 2;
    while (end < to && !/[\s"'}]/.test(this.text[end]!)) end++;
    if (end < to && this.text[end] === "}") end++;
    this.refuse(start, end);
    parts.add(expressionIn(this.input, start, end));
    return end;
  }

  private refuse(start: number, end: number): void {
    const at = spanIn(this.input, start, end);
    const message =
      "Compose cannot read what begins with this dollar sign as a variable and refuses the file; a plain dollar sign is written `$$`.";
    this.problems?.push({ at: span(at.file, at.start, at.end), message, severity: "error" });
  }
}

/** Where the last closing brace of a line stands: Compose's pattern takes everything up to it before it looks for the balancing one. */
class LastBraces {
  private lineEnd = -1;
  private last = -1;

  constructor(
    private readonly text: string,
    private readonly to: number,
  ) {}

  lastOnLineOf(index: number): number {
    if (index >= this.lineEnd) {
      const lineBreak = this.text.indexOf("\n", index);
      this.lineEnd = lineBreak < 0 || lineBreak > this.to ? this.to : lineBreak;
      this.last = this.lineEnd === 0 ? -1 : this.text.lastIndexOf("}", this.lineEnd - 1);
    }
    return this.last;
  }
}

/** The brace that balances the one at `start + 1`; `last` when there is none up to it. The character behind an opening brace does not count. */
function closingBrace(text: string, start: number, last: number): number {
  let open = 0;
  for (let i = start; i <= last; i++) {
    if (text[i] === "{") {
      open++;
      i++;
    } else if (text[i] === "}" && --open === 0) return i;
  }
  return last;
}

function nextSpecial(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 36 /* $ */ || ((c === 123 /* { */ || c === 60) /* < */ && i + 1 < to && text.charCodeAt(i + 1) === (c === 60 ? 37 : 123)))
      return i;
  }
  return to;
}

function endOfName(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isNameCharacter(text.charCodeAt(i), i > from)) i++;
  return i;
}

function isNameCharacter(code: number, digitAllowed: boolean): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || (digitAllowed && code >= 48 && code <= 57);
}

function operatorAt(text: string, index: number): VariableOperator | undefined {
  const two = text.slice(index, index + 2);
  if (two === ":-" || two === ":?" || two === ":+") return two;
  const one = text[index];
  return one === "-" || one === "?" || one === "+" ? one : undefined;
}
