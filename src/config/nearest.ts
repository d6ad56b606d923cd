/** Longer words are not worth comparing, and cost the product of their lengths. */
const LENGTH_LIMIT = 100;

/**
 * The choice that `word` was most likely meant to be, for "did you mean"; undefined when none is close: at most one edit in three
 * characters, two transposed neighbours counting as one. Letters' case does not count.
 */
export function nearest(word: string, choices: Iterable<string>): string | undefined {
  if (word.length > LENGTH_LIMIT) return undefined;
  let best: string | undefined;
  let least = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const choice of choices) {
    if (Math.abs(choice.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), choice.toLowerCase());
    if (distance < least) [best, least] = [choice, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let [before, previous]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, previous![j]! + 1, row[j - 1]! + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) row[j] = Math.min(row[j]!, before![j - 2]! + 1);
    }
    [before, previous] = [previous!, row];
  }
  return previous![b.length]!;
}
