/**
 * JSON with two spaces of indentation and a line break at the end. What could steer the terminal or the CI log it is printed to
 * (controls, format characters, `##[`) is written as an escape, so that a parser reads the very same text.
 */
export function serialize(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return `${json.replace(/[\p{Cf}\u007f-\u009f\u2028\u2029]/gu, escapeOf).replace(/##([a-z]{0,16})\[/gi, "##$1\\u005b")}\n`;
}

function escapeOf(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}
