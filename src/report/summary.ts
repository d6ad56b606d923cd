import { outcomeOf, severities, type Outcome } from "./outcome.ts";
import { addHeading, addLabelled, count, safe, type Page } from "./page.ts";

/** The last lines of the report: what was looked at, what was not, and what the run comes to. One line where there is nothing to tell. */
export function addSummary(page: Page): void {
  const outcome = outcomeOf(page.report, page.options.failOn);
  const found = severities.reduce((sum, severity) => sum + outcome.counts[severity], 0);
  if (found === 0 && !outcome.incomplete) {
    page.lines.push(cleanLine(page, outcome));
    return;
  }
  addHeading(page, "Summary", "");
  page.lines.pop();
  addLabelled(page, "audited:", auditedOf(page));
  if (page.report.skipped.length > 0) addLabelled(page, "skipped:", skippedOf(page));
  if (outcome.allowed + outcome.baselined > 0) addLabelled(page, "allowed:", allowedOf(outcome));
  if (page.report.unknown.length > 0) addLabelled(page, "unknown:", unknownOf(page));
  const reported = page.report.findings.filter((finding) => finding.verdict.kind === "reported");
  const worst = severities.flatMap((severity) => reported.filter((finding) => finding.severity === severity)).at(0);
  if (worst !== undefined) addLabelled(page, "more:", `deploy-audit explain ${worst.rule.id}`);
  if (found > 0)
    addLabelled(page, "found:", `${countsOf(outcome)} in ${count(new Set(reported.map((finding) => finding.at.file.path)).size, "file")}`);
  const { label, text, paint } = resultOf(page, outcome);
  addLabelled(page, label, text, paint);
}

/** "2 errors, 1 note"; severities without findings are left out. */
export function countsOf(outcome: Pick<Outcome, "counts">): string {
  return severities
    .filter((severity) => outcome.counts[severity] > 0)
    .map((severity) => count(outcome.counts[severity], severity))
    .join(", ");
}

function cleanLine(page: Page, outcome: Outcome): string {
  const { skipped, unknown } = page.report;
  const files = Object.values(page.report.audited).reduce((sum, number) => sum + number, 0);
  const start =
    files === 0
      ? `${page.palette.heading("Nothing to audit:")} there is no file here that deploy-audit reads.`
      : `${page.palette.good("Clean:")} audited ${auditedOf(page)}. No findings.`;
  const rest = [
    outcome.allowed + outcome.baselined > 0 ? ` Allowed: ${allowedOf(outcome)}.` : "",
    unknown.length > 0 ? ` Unknown: ${unknownOf(page)}.` : "",
    skipped.length > 0 ? ` Skipped ${skippedOf(page)}.` : "",
  ];
  return start + rest.join("");
}

function auditedOf(page: Page): string {
  const kinds = Object.entries(page.report.audited)
    .filter(([, number]) => number > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const files = kinds.reduce((sum, [, number]) => sum + number, 0);
  return kinds.length === 0 ? "no file" : `${count(files, "file")} (${kinds.map(([kind, number]) => `${number} ${kind}`).join(", ")})`;
}

function skippedOf(page: Page): string {
  const reasons = new Map<string, number>();
  for (const { reason } of page.report.skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const sorted = [...reasons].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const parts = sorted.map(([reason, number]) => safe(page, reason) + (sorted.length === 1 ? "" : ` (${number})`));
  return `${count(page.report.skipped.length, "file")}: ${parts.join("; ")}`;
}

function allowedOf({ allowed, baselined }: Outcome): string {
  const known = baselined === 0 ? "" : `${baselined} in the baseline`;
  if (allowed === 0) return known;
  return `${count(allowed, "finding")} by a comment or the configuration${known === "" ? "" : `, ${known}`}`;
}

function unknownOf(page: Page): string {
  const places = count(page.report.unknown.length, "place");
  return `${places} that rules could not decide${page.options.verbose ? "" : " (--verbose lists them)"}`;
}

function resultOf(
  page: Page,
  outcome: Outcome,
): { readonly label: string; readonly text: string; readonly paint: (text: string) => string } {
  const { failOn } = page.options;
  const { unreadable, crashed } = page.report;
  const reasons = [
    outcome.failing === 0
      ? ""
      : failOn === "error"
        ? count(outcome.failing, "error")
        : `${count(outcome.failing, "finding")} of severity ${failOn} or worse`,
    unreadable.length === 0 ? "" : `${count(unreadable.length, "place")} could not be read`,
    crashed.length === 0 ? "" : `${count(new Set(crashed.map(({ rule }) => rule)).size, "rule")} crashed`,
  ].filter((reason) => reason !== "");
  if (reasons.length > 0) return { label: "FAILED:", text: reasons.join(", "), paint: page.palette.bad };
  const text = failOn === undefined ? "findings never fail this run (--fail-on never)" : `nothing at or above --fail-on ${failOn}`;
  return { label: "passed:", text, paint: page.palette.good };
}
