import type { Severity } from "../rule/meta.ts";
import type { Report } from "./report.ts";

/** What a run comes to. Only findings that nobody allowed and no baseline knows are counted by severity. */
export interface Outcome {
  readonly counts: Readonly<Record<Severity, number>>;
  readonly allowed: number;
  readonly baselined: number;
  /** How many of the counted findings are at or above `failOn`. */
  readonly failing: number;
  /** Something could not be read, understood or judged, so that an empty list of findings proves nothing. */
  readonly incomplete: boolean;
  /** 0: nothing at or above `failOn`; 1: findings; 2: could not audit all that was asked, whatever else was found. */
  readonly exitCode: 0 | 1 | 2;
}

/** The most severe first. */
export const severities: readonly Severity[] = ["error", "warning", "note"];

/** Sums a report up; `failOn` undefined means that findings never fail the run. */
export function outcomeOf(report: Report, failOn: Severity | undefined): Outcome {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  let allowed = 0;
  let baselined = 0;
  for (const { severity, verdict } of report.findings) {
    if (verdict.kind === "allowed") allowed++;
    else if (verdict.kind === "baselined") baselined++;
    else counts[severity]++;
  }
  const failing =
    failOn === undefined ? 0 : severities.slice(0, severities.indexOf(failOn) + 1).reduce((sum, severity) => sum + counts[severity], 0);
  const incomplete = report.unreadable.length > 0 || report.crashed.length > 0;
  return { counts, allowed, baselined, failing, incomplete, exitCode: incomplete ? 2 : failing > 0 ? 1 : 0 };
}
