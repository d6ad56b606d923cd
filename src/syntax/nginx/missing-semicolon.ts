import { type Context, knownDirective } from "./known.ts";
import type { Word } from "./tokenize.ts";

/**
 * nginx reads a directive on to the next semicolon, over any number of lines, so a missing one makes the next directive an argument. Answers
 * where in `words` (a directive's name and arguments) another directive must have been meant to start, in order. A word counts when it is the first on its line and the name of a directive, and either the
 * directive before cannot take it as an argument or it cannot be mistaken for one.
 */
export function missingSemicolons(words: readonly Word[], context: Context | undefined, nameOf: (word: Word) => string): readonly number[] {
  if (context === "o") return [];
  const result: number[] = [];
  let first = 0;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    if (!word.startsLine || word.end - word.start > LONGEST_NAME) continue;
    const name = nameOf(word);
    const known = knownDirective(name);
    if (known === undefined || !fits(known.contexts, context)) continue;
    const before = knownDirective(nameOf(words[first]!));
    const isTooMany = before !== undefined && i - first > before.mostArguments;
    const isUnmistakable = name.includes("_") || unmistakable.includes(name);
    if (!isTooMany && !isUnmistakable) continue;
    result.push(i);
    first = i;
  }
  return result;
}

const LONGEST_NAME = 60;
const unmistakable = ["alias", "include", "listen", "location", "return", "rewrite", "root", "server", "upstream"];

function fits(contexts: string, context: Context | undefined): boolean {
  return contexts === "*" || (context === undefined ? /[hsl]/.test(contexts) : contexts.includes(context));
}
