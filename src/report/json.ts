import type { JudgedFinding } from "../judge/judge.ts";
import type { Related } from "../rule/meta.ts";
import type { Fix, Span } from "../text/index.ts";
import { outcomeOf } from "./outcome.ts";
import { exactRangeOf, rangeOf, type Range } from "./place.ts";
import { redactionsOf, type Redactions } from "./redaction.ts";
import type { RenderOptions, Report, Reporter } from "./report.ts";
import { serialize } from "./serialize.ts";

/** The report for programs, as docs/report.schema.json describes it: every finding with its verdict, keys always there and in one order. */
export const renderJson: Reporter = (report, options) => {
  const redactions = redactionsOf(report);
  return serialize({
    version: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    summary: summaryOf(report, options),
    findings: report.findings.map((finding) => findingOf(finding, options, redactions)),
    skipped: report.skipped.map(({ path, reason }) => ({ path: options.displayPath(path), reason: redactions.conceal(reason) })),
    unreadable: report.unreadable.map(({ path, message, at }) => ({
      path: options.displayPath(path),
      message: redactions.conceal(message),
      ...(at === undefined ? nowhere : rangeOf(at)),
    })),
    crashed: report.crashed.map(({ rule, path, message }) => ({
      rule,
      path: options.displayPath(path),
      message: redactions.conceal(message),
    })),
  });
};

const nowhere: { readonly [key in keyof Range]: null } = { line: null, column: null, endLine: null, endColumn: null };

function summaryOf(report: Report, { failOn }: RenderOptions): object {
  const outcome = outcomeOf(report, failOn);
  const { error, warning, note } = outcome.counts;
  const audited = Object.fromEntries(Object.entries(report.audited).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    error,
    warning,
    note,
    allowed: outcome.allowed,
    baselined: outcome.baselined,
    unknown: report.unknown.length,
    skipped: report.skipped.length,
    unreadable: report.unreadable.length,
    crashed: report.crashed.length,
    audited,
    failOn: failOn ?? "never",
    exitCode: outcome.exitCode,
  };
}

function findingOf(finding: JudgedFinding, { displayPath }: RenderOptions, redactions: Redactions): object {
  const { rule, verdict } = finding;
  return {
    rule: rule.id,
    aspect: finding.aspect ?? null,
    severity: finding.severity,
    securitySeverity: finding.securitySeverity,
    confidence: rule.confidence,
    message: redactions.conceal(finding.message),
    path: displayPath(finding.at.file.path),
    ...rangeOf(finding.at),
    related: (finding.related ?? []).map((related) => relatedOf(related, displayPath, redactions)),
    fix: finding.fix === undefined ? null : fixOf(finding.fix, finding.redact ?? [], displayPath, redactions),
    fingerprint: finding.fingerprint,
    verdict: verdict.kind,
    reason: verdict.kind === "allowed" ? redactions.conceal(verdict.reason) : null,
    url: rule.references[0] ?? null,
  };
}

function relatedOf({ at, note }: Related, displayPath: (path: string) => string, redactions: Redactions): object {
  return { path: displayPath(at.file.path), ...rangeOf(at), note: redactions.conceal(note) };
}

/** A fix that would write a secret once more keeps its title, so that a reader knows of it, and loses its edits: half of them would be no fix. */
function fixOf(fix: Fix, redact: readonly Span[], displayPath: (path: string) => string, redactions: Redactions): object {
  const secrets = redact.map(({ file, start, end }) => file.text.slice(start, end)).filter((secret) => secret !== "");
  const isSafe = fix.edits.every(
    ({ replacement }) => redactions.conceal(replacement) === replacement && !secrets.some((secret) => replacement.includes(secret)),
  );
  const edits = fix.edits.map(({ span, replacement }) => ({ path: displayPath(span.file.path), ...exactRangeOf(span), replacement }));
  return { title: redactions.conceal(fix.title), safety: fix.safety, edits: isSafe ? edits : [] };
}
