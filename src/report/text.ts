import type { JudgedFinding } from "../judge/judge.ts";
import { addFinding, nameOf } from "./finding-block.ts";
import { foldFindings } from "./fold.ts";
import { addFrame, addHeading, addIndented, addLabelled, addOpening, count, linkOf, openPage, pathOf, safe, type Page } from "./page.ts";
import { guardLines } from "./plain.ts";
import { severities } from "./outcome.ts";
import type { Reporter } from "./report.ts";
import { addSummary, countsOf } from "./summary.ts";

/**
 * The report for people: findings by file with their source, then what could not be looked at, then a summary that says what fails the
 * run. With `quiet` one line a finding and nothing else; with `verbose` also what is allowed, skipped and unknown, place by place.
 */
export const renderText: Reporter = (report, options) => {
  const page = openPage(report, options);
  if (options.quiet) addQuietLines(page);
  else {
    addFindings(page);
    addUnreadable(page);
    addCrashed(page);
    if (options.verbose) addDetails(page);
    addSummary(page);
  }
  return page.lines.length === 0 ? "" : guardLines(`${page.lines.join("\n")}\n`);
};

/** The worst first, file by file and within each file: what fails the run is read before what is good to know. */
function addFindings(page: Page): void {
  const files = [...byPath(page.report.findings.filter((finding) => finding.verdict.kind === "reported"))];
  const ranked = files.map(([path, findings]) => ({ path, findings: findings.toSorted(bySeverity) }));
  for (const { path, findings } of ranked.toSorted((a, b) => bySeverity(a.findings[0]!, b.findings[0]!))) {
    const counts = { error: 0, warning: 0, note: 0 };
    for (const { severity } of findings) counts[severity]++;
    addHeading(page, pathOf(page, path), countsOf({ counts }));
    for (const fold of foldFindings(findings)) addFinding(page, fold);
  }
}

/** Sorting is stable, so that what is equally severe keeps the order of its path and place. */
function bySeverity(a: JudgedFinding, b: JudgedFinding): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

function byPath(findings: readonly JudgedFinding[]): Map<string, JudgedFinding[]> {
  const groups = new Map<string, JudgedFinding[]>();
  for (const finding of findings) {
    const { path } = finding.at.file;
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [finding]);
    else group.push(finding);
  }
  return groups;
}

function addUnreadable(page: Page): void {
  const { unreadable } = page.report;
  if (unreadable.length === 0) return;
  addHeading(page, "Could not be read", count(unreadable.length, "place"));
  for (const { path, message, at } of unreadable) {
    addOpening(page, "unread", page.palette.bad, safe(page, message));
    addIndented(page, page.palette.link(at === undefined ? pathOf(page, path) : linkOf(page, at)));
    if (at !== undefined) addFrame(page, at, page.palette.bad);
    page.lines.push("");
  }
}

function addCrashed(page: Page): void {
  const { crashed } = page.report;
  if (crashed.length === 0) return;
  addHeading(page, "Crashed: a mistake in deploy-audit, the other rules ran", count(new Set(crashed.map(({ rule }) => rule)).size, "rule"));
  for (const { rule, path, message } of crashed) {
    addOpening(page, "crash", page.palette.bad, safe(page, message));
    addIndented(page, `${page.palette.link(pathOf(page, path))}  ${page.palette.quiet(rule)}`);
    page.lines.push("");
  }
}

function addDetails(page: Page): void {
  const { findings, unknown, skipped } = page.report;
  const known = findings.filter((finding) => finding.verdict.kind !== "reported");
  if (known.length > 0) addHeading(page, "Allowed", count(known.length, "finding"));
  for (const finding of known) {
    const { verdict } = finding;
    addOpening(page, finding.severity, page.palette.severity[finding.severity], safe(page, finding.message));
    addIndented(page, `${page.palette.link(linkOf(page, finding.at))}  ${page.palette.quiet(nameOf(finding))}`);
    if (verdict.kind === "allowed") addLabelled(page, "allowed:", `${safe(page, verdict.reason)} (${linkOf(page, verdict.by)})`);
    else addLabelled(page, "allowed:", "in the baseline");
    page.lines.push("");
  }
  const unlinked = page.report.unlinked?.() ?? [];
  if (unlinked.length > 0) addHeading(page, "Not linked", count(unlinked.length, "place"));
  for (const { at, why } of unlinked) {
    addOpening(page, "unlinked", page.palette.quiet, safe(page, why));
    addIndented(page, page.palette.link(linkOf(page, at)));
  }
  if (unlinked.length > 0) page.lines.push("");
  if (unknown.length > 0) addHeading(page, "Unknown", count(unknown.length, "place"));
  for (const { rule, at, why } of unknown) {
    addOpening(page, "unknown", page.palette.quiet, safe(page, why));
    addIndented(page, `${page.palette.link(linkOf(page, at))}  ${page.palette.quiet(rule)}`);
  }
  if (unknown.length > 0) page.lines.push("");
  if (skipped.length > 0) addHeading(page, "Skipped", count(skipped.length, "file"));
  for (const { path, reason } of skipped) {
    addOpening(page, "skipped", page.palette.quiet, safe(page, reason));
    addIndented(page, page.palette.link(pathOf(page, path)));
  }
  if (skipped.length > 0) page.lines.push("");
}

/** The form that compilers share, `path:line:column: severity: message [rule]`, which editors and grep know how to read. */
function addQuietLines(page: Page): void {
  const { palette } = page;
  for (const finding of page.report.findings) {
    if (finding.verdict.kind !== "reported") continue;
    const severity = palette.severity[finding.severity](finding.severity);
    page.lines.push(
      `${palette.link(linkOf(page, finding.at))}: ${severity}: ${safe(page, finding.message)} ${palette.quiet(`[${nameOf(finding)}]`)}`,
    );
  }
  for (const { path, message, at } of page.report.unreadable) {
    page.lines.push(
      `${palette.link(at === undefined ? pathOf(page, path) : linkOf(page, at))}: ${palette.bad("unread")}: ${safe(page, message)}`,
    );
  }
  for (const { rule, path, message } of page.report.crashed) {
    page.lines.push(`${palette.link(pathOf(page, path))}: ${palette.bad("crash")}: ${safe(page, message)} ${palette.quiet(`[${rule}]`)}`);
  }
}
