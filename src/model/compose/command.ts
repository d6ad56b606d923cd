import type { Span } from "../../text/index.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { isNull } from "../../syntax/yaml/ask.ts";

import { slice, type Interpolation, type Value } from "./interpolation.ts";

/** `command`, `entrypoint` or the test of a health check. Compose splits a string into words as a shell would, but runs no shell. */
export interface ServiceCommand {
  readonly form: "list" | "string";
  readonly words: readonly CommandWord[];
  readonly span: Span;
}

export interface CommandWord {
  readonly value: Value;
  readonly span: Span;
}

/** Reads a command; an empty one (null, "" or []) counts as none given. */
export function readCommand(node: YamlNode | undefined, interpolation: Interpolation): ServiceCommand | undefined {
  if (node === undefined || isNull(node) || node.kind === "mapping") return undefined;
  if (node.kind === "sequence") {
    const words = node.items.flatMap((item) => (item.kind === "scalar" ? [{ value: interpolation.value(item), span: item.inner }] : []));
    return { form: "list", words, span: node.span };
  }
  const words = splitWords(node.text).map(({ start, end, text }) => {
    const word = slice(node, start, end, text);
    return { value: interpolation.value(word), span: word.inner };
  });
  return words.length === 0 ? undefined : { form: "string", words, span: node.span };
}

/** The known words joined by blanks, with "…" for each that is filled in at run time: for looking for a phrase, not for running. */
export function commandText(command: ServiceCommand | undefined): string {
  return command === undefined ? "" : command.words.map((word) => (word.value.kind === "known" ? word.value.text : "…")).join(" ");
}

interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Splits as a POSIX shell splits words: blanks outside of quotes; quotes are taken off. `${…}` is kept whole. */
function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let word = "";
  let start = -1;
  let quote = "";
  let depth = 0;
  const end = (at: number): void => {
    if (start !== -1) words.push({ start, end: at, text: word });
    word = "";
    start = -1;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote === "" && depth === 0 && /\s/.test(char)) {
      end(i);
      continue;
    }
    if (start === -1) start = i;
    if (char === "$" && text[i + 1] === "{") depth++;
    else if (char === "}" && depth > 0) depth--;
    if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
    else if (char === "\\" && quote !== "'" && i + 1 < text.length) word += text[++i]!;
    else word += char;
  }
  end(text.length);
  return words;
}
