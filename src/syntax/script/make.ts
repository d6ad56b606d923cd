import type { Located, SourceFile } from "../../text/index.ts";
import type { Region } from "../shell/index.ts";
import type { NamedScript } from "./ast.ts";

export type Recipe = Pick<NamedScript, "name" | "region">;

const target = /^([^\s#:=][^#:=\t]*?)\s*::?(?![=:])/;

/**
 * The recipes of a Makefile (GNU make manual, "Recipe Syntax"): the lines behind a target that begin with a tab. `$$` is a dollar to the shell, and
 * make's own `$(NAME)` and `${NAME}` become a shell variable of the same length, whose value nobody knows. A leading `@`, `-` or `+` is make's.
 */
export function readRecipes(file: SourceFile): Recipe[] {
  const recipes: Recipe[] = [];
  const { text } = file;
  const variables = constantsOf(text);
  let name: Located<string> | undefined;
  let start = -1;
  const close = (end: number): void => {
    if (start !== -1) recipes.push({ name, region: recipeRegion(file, start, end, variables) });
    start = -1;
  };
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf("\n", at);
    const end = lineEnd === -1 ? text.length : lineEnd;
    if (text[at] === "\t") {
      if (start === -1 && name !== undefined) start = at;
    } else if (text.slice(at, end).trim() !== "") {
      close(at);
      const found = target.exec(text.slice(at, end));
      name = found === null ? undefined : { value: found[1]!, span: { file, start: at, end: at + found[1]!.length } };
    }
    at = end + 1;
  }
  close(text.length);
  return recipes;
}

/** `NAME = value` and its kin, where the value is plain and there is only one. */
function constantsOf(text: string): ReadonlyMap<string, string> {
  const constants = new Map<string, string | undefined>();
  for (const [, name, value] of text.matchAll(/^([A-Za-z_][A-Za-z0-9_]*)[ \t]*(?::{0,2}|\?)=[ \t]*([^\n#\\]*)$/gm)) {
    const isPlain = !value!.includes("$");
    constants.set(name!, constants.has(name!) || !isPlain ? undefined : value!.trim());
  }
  return new Map([...constants].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** The lines without their tab and make's own marks, with constants filled in; every character still knows its place. */
function recipeRegion(file: SourceFile, from: number, to: number, variables: ReadonlyMap<string, string>): Region {
  const chunks: string[] = [];
  const places: number[] = [];
  const ends: number[] = [];
  const add = (text: string, at: number, end: number): void => {
    chunks.push(text);
    for (let i = 0; i < text.length; i++) {
      places.push(at);
      ends.push(end);
    }
  };
  const { text } = file;
  let isLineStart = true;
  let isContinued = false;
  for (let at = from; at < to;) {
    const char = text[at]!;
    const isMark = isLineStart && (char === "\t" || (!isContinued && (char === "@" || char === "-" || char === "+" || char === " ")));
    if (isMark) at++;
    else if (char === "$" && text[at + 1] === "$") {
      add("$", at, at + 2);
      at += 2;
      isLineStart = false;
    } else {
      const reference = char === "$" ? /^\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]/.exec(text.slice(at, at + 100)) : null;
      const value = reference === null ? undefined : variables.get(reference[1]!);
      if (reference === null) add(char, at, at + 1);
      else add(value ?? `\${${reference[1]!}}`, at, at + reference[0].length);
      isContinued = char === "\n" && text[at - 1] === "\\";
      isLineStart = char === "\n";
      at += reference === null ? 1 : reference[0].length;
    }
  }
  places.push(to);
  const decoded = chunks.join("");
  return { file, text: decoded, offsetOf: (index) => places[Math.min(index, places.length - 1)]!, endOf: (index) => ends[index] ?? to };
}
