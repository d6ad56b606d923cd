/**
 * The entries of a variable that holds a list: JSON or what looks like it (`["a", 'b']`), or words with commas, semicolons or blanks between them. Quotes are taken
 * off; empty entries are left out, so that `[]` has none.
 */
export function listEntriesOf(text: string): string[] {
  const inner = text.trim().replace(/^\[([\s\S]*)\]$/, "$1");
  return inner
    .split(/[\s,;]+/)
    .map((entry) => entry.replace(/^["']+|["']+$/g, ""))
    .filter((entry) => entry !== "");
}
