import type { Span } from "../text/index.ts";
import { frameOf } from "./frame.ts";
import { plainPalette, type Palette } from "./palette.ts";
import { linkTo } from "./place.ts";
import { clip, printable, widthOf, wrap } from "./plain.ts";
import { redactionsOf, type Redactions } from "./redaction.ts";
import type { RenderOptions, Report } from "./report.ts";

/** Columns of a whole line, and those to the left of the text, where severities, line numbers and labels stand. */
export const pageWidth = 100;
export const margin = 9;

type Paint = (text: string) => string;

/** The text report while it is written: what every part of it needs, and the lines so far. */
export interface Page {
  readonly report: Report;
  readonly options: RenderOptions;
  readonly palette: Palette;
  readonly redactions: Redactions;
  /** Rules whose advice the reader has already seen. */
  readonly advised: Set<string>;
  readonly lines: string[];
}

export function openPage(report: Report, options: RenderOptions): Page {
  return { report, options, palette: options.palette ?? plainPalette, redactions: redactionsOf(report), advised: new Set(), lines: [] };
}

/** Text of a file, a rule or a parser, made safe: in one line, without secrets, of a length a person reads. */
export function safe(page: Page, text: string): string {
  return clip(printable(page.redactions.conceal(text)), 1000);
}

export function pathOf(page: Page, path: string): string {
  return printable(page.options.displayPath(path));
}

/** `path:line:column`. */
export function linkOf(page: Page, at: Span): string {
  return linkTo(pathOf(page, at.file.path), at);
}

/** A heading across the page; `right` stands at its end. */
export function addHeading(page: Page, title: string, right: string): void {
  const end = right === "" ? "" : ` ${right} ──`;
  const line = "─".repeat(Math.max(2, pageWidth - widthOf(title) - widthOf(end) - 4));
  const { heading, quiet } = page.palette;
  page.lines.push(`${quiet("──")} ${heading(title)} ${quiet(line)}${end === "" ? "" : ` ${right} ${quiet("──")}`}`, "");
}

/** A severity at the left edge of the page, and a text beside it that is wrapped. */
export function addOpening(page: Page, word: string, paint: Paint, text: string): void {
  const [first, ...rest] = wrap(text, pageWidth - margin);
  page.lines.push(paint(word) + " ".repeat(Math.max(1, margin - word.length)) + first);
  for (const line of rest) page.lines.push(" ".repeat(margin) + line);
}

/** A label in the margin, where line numbers stand, and a text beside it that is wrapped. */
export function addLabelled(page: Page, label: string, text: string, paint: Paint = page.palette.quiet): void {
  const [first, ...rest] = wrap(text, pageWidth - margin);
  page.lines.push(`${marginal(label, paint)}${first}`);
  for (const line of rest) page.lines.push(" ".repeat(margin) + line);
}

/** What stands in the margin, painted and with the blanks around it. */
export function marginal(label: string, paint: Paint): string {
  return `${" ".repeat(Math.max(0, margin - 1 - label.length))}${paint(label)} `;
}

export function addIndented(page: Page, line: string): void {
  page.lines.push(" ".repeat(margin) + line);
}

/** The source at a place, its line numbers in the margin. */
export function addFrame(page: Page, at: Span, paint: Paint): void {
  const { quiet } = page.palette;
  if (at.file.text === "" || at.file.text === "\uFEFF") {
    addIndented(page, quiet("│ (the file is empty)"));
    return;
  }
  for (const row of frameOf(at, page.redactions, pageWidth - margin - 2)) {
    page.lines.push(`${quiet(`${String(row.line).padStart(margin - 1)} │`)} ${row.code}`.trimEnd());
    const blank = row.marks.length - row.marks.trimStart().length;
    page.lines.push(
      `${quiet(`${(row.gap ? "…" : "").padStart(margin - 1)} │`)} ${row.marks.slice(0, blank)}${paint(row.marks.slice(blank))}`,
    );
  }
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
