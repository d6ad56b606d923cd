import { byPlace } from "../engine/audit.ts";
import type { Finding } from "../engine/finding.ts";
import type { RuleMeta } from "../rule/meta.ts";
import type { BaseDocument } from "../syntax/document.ts";
import type { Span } from "../text/index.ts";
import { readAllowComments, type Allowance } from "./allow-comment.ts";
import { expiredAllowance, malformedAllowance, unusedAllowance } from "./allow-rules.ts";

export type Verdict =
  | { readonly kind: "reported" }
  | { readonly kind: "allowed"; readonly by: Span; readonly reason: string }
  | { readonly kind: "baselined" };

export interface JudgedFinding extends Finding {
  readonly verdict: Verdict;
}

export interface JudgeOptions {
  /** The documents of the run that may hold allow comments. */
  readonly documents: readonly BaseDocument[];
  /** The allowances of the configuration, in its order. */
  readonly configured: readonly Allowance[];
  /** An ISO date: allowances until an earlier day have expired. */
  readonly asOf: string;
  /** False reports everything, as if no allowance had been written. */
  readonly honourAllowances: boolean;
  /** Whether a rule ran: an allowance for one that did not is not called unused. */
  ranRule(id: string): boolean;
  /** Stamps the findings about allowances themselves. */
  fingerprint(rule: string, aspect: string | undefined, at: Span): string;
  /** The structural path of a place, as in `services.db.ports[0]`. */
  pathAt(at: Span): string;
}

/** Gives every finding its verdict, and adds findings about allowances that are expired, unused or incomplete. */
export function judge(findings: readonly Finding[], options: JudgeOptions): JudgedFinding[] {
  if (!options.honourAllowances) return findings.map((finding) => ({ ...finding, verdict: { kind: "reported" } }));
  const read = options.documents.filter(mentionsAllow).map(readAllowComments);
  const allowances = [...read.flatMap((one) => one.allowances), ...options.configured];
  const used = new Set<Allowance>();
  const judged = findings.map((finding): JudgedFinding => {
    const by = allowances.find((allowance) => isAllowedBy(finding, allowance, options));
    if (by === undefined) return { ...finding, verdict: { kind: "reported" } };
    used.add(by);
    return { ...finding, verdict: { kind: "allowed", by: by.at, reason: by.reason } };
  });
  const stamp = (rule: RuleMeta, at: Span, message: string): JudgedFinding => ({
    rule,
    at,
    message,
    severity: rule.severity,
    securitySeverity: rule.securitySeverity,
    fingerprint: options.fingerprint(rule.id, undefined, at),
    verdict: { kind: "reported" },
  });
  for (const { at, message } of read.flatMap((one) => one.broken)) judged.push(stamp(malformedAllowance, at, message));
  for (const allowance of allowances) {
    if (isExpired(allowance, options))
      judged.push(stamp(expiredAllowance, allowance.at, `This allowance ended on ${allowance.until}: what it allowed is reported again.`));
    else if (!used.has(allowance) && allowance.rules.some((rule) => options.ranRule(rule.replace(/\[.*/, ""))))
      judged.push(
        stamp(unusedAllowance, allowance.at, `Nothing here breaks ${listRules(allowance.rules)}, so this allowance hides nothing.`),
      );
  }
  return judged.sort(byPlace);
}

function mentionsAllow(document: BaseDocument): boolean {
  return document.file.text.includes("deploy-audit:");
}

function isAllowedBy(finding: Finding, allowance: Allowance, options: JudgeOptions): boolean {
  return (
    !isExpired(allowance, options) &&
    allowance.rules.some((rule) => names(rule, finding)) &&
    allowance.covers(finding.at, options.pathAt(finding.at))
  );
}

/** "family/rule" names every aspect of it, "family/rule[aspect]" one; an aspect finding may merge several, as "memory,cpu" does. */
function names(rule: string, finding: Finding): boolean {
  return rule === finding.rule.id || (finding.aspect !== undefined && rule === `${finding.rule.id}[${finding.aspect}]`);
}

function isExpired(allowance: Allowance, options: JudgeOptions): boolean {
  return allowance.until !== undefined && allowance.until < options.asOf;
}

function listRules(rules: readonly string[]): string {
  return rules.length === 1 ? rules[0]! : `${rules.slice(0, -1).join(", ")} or ${rules.at(-1)}`;
}
