import type { BaseDocument, Comment } from "../syntax/document.ts";
import type { Span } from "../text/index.ts";

/** "deploy-audit: allow family/rule[aspect], other/rule until=2027-01-01 -- the reason", wherever it was written. */
export interface Allowance {
  readonly rules: readonly string[];
  /** An ISO date; the allowance holds up to and including that day. */
  readonly until?: string;
  readonly reason: string;
  readonly at: Span;
  /** Whether it speaks of a finding at this place. */
  covers(place: Span, path: string): boolean;
}

/** An allow comment that cannot be honoured, with what is wrong about it. */
export interface BrokenAllowance {
  readonly at: Span;
  readonly message: string;
}

const marker = /^\s*deploy-audit:\s*allow\b/;
const grammar = /^\s*deploy-audit:\s*allow\s+([^\s,]+(?:\s*,\s*[^\s,]+)*)((?:\s+until=\S+)?)\s*(?:--\s*(.*))?$/s;
const ruleName = /^[a-z0-9]+(?:-[a-z0-9]+)*\/(?:[a-z0-9]+(?:-[a-z0-9]+)*)(?:\[[A-Za-z0-9_.-]+\])?$/;

/** Reads the allow comments of one document. One without a reason, or that names no rule, is broken: it allows nothing and is reported. */
export function readAllowComments(document: BaseDocument): { allowances: Allowance[]; broken: BrokenAllowance[] } {
  const allowances: Allowance[] = [];
  const broken: BrokenAllowance[] = [];
  for (const comment of document.comments) {
    if (!marker.test(comment.text)) continue;
    const read = readAllowComment(comment, document);
    if ("message" in read) broken.push(read);
    else allowances.push(read);
  }
  return { allowances, broken };
}

function readAllowComment(comment: Comment, document: BaseDocument): Allowance | BrokenAllowance {
  const at = comment.span;
  const match = grammar.exec(comment.text.trim());
  if (match === null) return { at, message: 'This allow comment names no rule: write "deploy-audit: allow family/rule -- the reason".' };
  const rules = match[1]!.split(",").map((rule) => rule.trim());
  const wrong = rules.find((rule) => !ruleName.test(rule));
  if (wrong !== undefined) return { at, message: `"${wrong}" is not the name of a rule: write family/rule, or family/rule[aspect].` };
  const reason = match[3]?.trim() ?? "";
  if (reason === "") return { at, message: 'This allow comment gives no reason: write it behind " -- ".' };
  const until = match[2]!.trim().replace("until=", "");
  if (until !== "" && !isDate(until)) return { at, message: `"${until}" is not a date: write until=YYYY-MM-DD.` };
  return { rules, reason, at, ...(until === "" ? {} : { until }), covers: coverage(comment, document) };
}

/** Whether `text` is a calendar date in the form 2027-01-31. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A comment behind code speaks of its line; one on its own line speaks of the block that starts on the next line that is no comment. */
function coverage(comment: Comment, document: BaseDocument): (place: Span) => boolean {
  const { file, start } = comment.span;
  const lineStart = file.text.lastIndexOf("\n", start - 1) + 1;
  const isOwnLine = file.text.slice(lineStart, start).trim() === "";
  if (!isOwnLine) {
    const line = { file, start: lineStart, end: endOfLine(file.text, start) };
    return (place) => place.file === file && place.start >= line.start && place.start <= line.end;
  }
  const line = nextCodeLine(comment, document);
  if (line === undefined) return () => false;
  let end = line.end;
  for (const block of document.blocks()) if (block.start >= line.start && block.start < line.end && block.end > end) end = block.end;
  return (place) => place.file === file && place.start >= line.start && place.start < end;
}

function nextCodeLine(comment: Comment, document: BaseDocument): Span | undefined {
  const { file } = comment.span;
  const { text } = file;
  const commentAt = new Map(document.comments.map(({ span }) => [span.start, span.end]));
  let start = endOfLine(text, comment.span.end - 1) + 1;
  while (start < text.length) {
    const end = endOfLine(text, start);
    const first = start + (text.slice(start, end).length - text.slice(start, end).trimStart().length);
    if (first === end || text.slice(start, end).trim() === "") return undefined;
    if (!commentAt.has(first)) return { file, start, end };
    start = end + 1;
  }
  return undefined;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}
