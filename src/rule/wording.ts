/** `"db"`; `"db" and "cache"`; `"db", "cache" and "queue"`. */
export function quoteAll(names: readonly string[]): string {
  return list(names.map((name) => `"${name}"`));
}

/** `a`; `a and b`; `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

/** `1 service`, `3 services`; a plural that is not made with "s" can be given. */
export function count(number: number, noun: string, plural: string = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** The phrase as a sentence begins with it. */
export function capitalize(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}
