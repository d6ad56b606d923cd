import type { JudgedFinding } from "../judge/judge.ts";

/** Findings of one file that say the same of different places; the first stands for all. Never empty. */
export interface Fold {
  readonly first: JudgedFinding;
  readonly others: readonly JudgedFinding[];
}

/**
 * Puts together what has the same rule, aspect and severity, messages that differ only in names and numbers, and the same related
 * places. Order is that of the first of each; nothing is dropped. `findings` must be of one file.
 */
export function foldFindings(findings: readonly JudgedFinding[]): readonly Fold[] {
  const folds = new Map<string, { readonly first: JudgedFinding; readonly others: JudgedFinding[] }>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const fold = folds.get(key);
    if (fold === undefined) folds.set(key, { first: finding, others: [] });
    else fold.others.push(finding);
  }
  return [...folds.values()];
}

/** The names and numbers of a message that stand at another place than in `first`, which has the same shape. */
export function differingPartsOf(message: string, first: string): readonly string[] {
  const own = message.match(variable) ?? [];
  const known = first.match(variable) ?? [];
  return own.filter((part, i) => part !== known[i]);
}

const variable = /"[^"]*"|`[^`]*`|\d+/g;

function keyOf({ rule, aspect, severity, message, related }: JudgedFinding): string {
  const places = (related ?? []).map(({ at, note }) => [at.file.path, at.start, at.end, note]);
  return JSON.stringify([rule.id, aspect, severity, message.replace(variable, "?"), places]);
}
