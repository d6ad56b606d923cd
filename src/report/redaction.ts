import type { SourceFile } from "../text/index.ts";
import type { Report } from "./report.ts";

/** A half-open range of UTF-16 offsets. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** The secrets of a report, which no format may show. */
export interface Redactions {
  /** The secret parts of `[start, end)` of a file, whole (they may reach beyond it), in order, not overlapping. */
  within(file: SourceFile, start: number, end: number): readonly Interval[];
  /**
   * `text` without the secrets it quotes, for words that come from outside the rules (a parser's or a runtime's message) or from
   * a rule with a mistake. Only values that cannot be an ordinary word are looked for: at least eight characters and a digit.
   */
  conceal(text: string): string;
}

/** Gathers what every finding of the report calls a secret, allowed and baselined ones included: their lines can be in another finding's frame. */
export function redactionsOf(report: Report): Redactions {
  const intervals = new Map<string, Interval[]>();
  const byPrefix = new Map<string, Set<string>>();
  for (const finding of report.findings) {
    for (const { file, start, end } of finding.redact ?? []) {
      if (end <= start) continue;
      append(intervals, file.path, { start, end });
      const secret = file.text.slice(start, end);
      if (secret.length < prefixLength || !/\d/.test(secret)) continue;
      const prefix = secret.slice(0, prefixLength);
      byPrefix.set(prefix, (byPrefix.get(prefix) ?? new Set()).add(secret));
    }
  }
  for (const [path, list] of intervals) intervals.set(path, merge(list));
  return {
    within: (file, start, end) => touching(intervals.get(file.path) ?? [], start, end),
    conceal: (text) => (byPrefix.size === 0 ? text : concealIn(text, byPrefix)),
  };
}

/** What stands for a secret of `length` UTF-16 units: it tells a short value from a long one, and nothing else. */
export function maskOf(length: number): string {
  if (length < 8) return "••••";
  return length < 20 ? "••••••••" : "••••••••••••";
}

/** Sorted, and overlapping or touching ones made one. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last === undefined || next.start > last.end) result.push(next);
    else if (next.end > last.end) result[result.length - 1] = { start: last.start, end: next.end };
  }
  return result;
}

const prefixLength = 8;

function append(map: Map<string, Interval[]>, key: string, interval: Interval): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [interval]);
  else list.push(interval);
}

function touching(sorted: readonly Interval[], start: number, end: number): readonly Interval[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.end <= start) low = middle + 1;
    else high = middle;
  }
  const first = low;
  while (low < sorted.length && sorted[low]!.start < end) low++;
  return sorted.slice(first, low);
}

function concealIn(text: string, byPrefix: ReadonlyMap<string, ReadonlySet<string>>): string {
  let result = "";
  let done = 0;
  for (let i = 0; i + prefixLength <= text.length; i++) {
    const candidates = byPrefix.get(text.slice(i, i + prefixLength));
    const found = candidates === undefined ? 0 : longestAt(text, i, candidates);
    if (found === 0) continue;
    result += text.slice(done, i) + maskOf(found);
    done = i + found;
    i = done - 1;
  }
  return result + text.slice(done);
}

function longestAt(text: string, at: number, candidates: ReadonlySet<string>): number {
  // So many that begin alike are not tried one by one, in every place: the whole word goes.
  if (candidates.size > 64) return /^\S*/.exec(text.slice(at, at + 4096))![0].length;
  let longest = 0;
  for (const secret of candidates) if (secret.length > longest && text.startsWith(secret, at)) longest = secret.length;
  return longest;
}
