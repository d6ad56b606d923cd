import type { DeploymentClass } from "../model/classify.ts";
import type { Problem, RuleMeta, Severity } from "../rule/meta.ts";
import type { RuleSetting } from "./audit.ts";

const lowered: Readonly<Record<Severity, Severity | undefined>> = { error: "warning", warning: "note", note: undefined };

/**
 * The severity a problem is reported with, or undefined when it is not reported. What the configuration says goes first; otherwise the problem's own
 * or the rule's severity, lowered where the file only serves development, or is what production's own file stands on, as the rule wants it. In tests, CI and examples it is lowered too,
 * but a note stays: what is copied from there should be right.
 */
export function severityIn(
  rule: RuleMeta,
  problem: Problem,
  fileClass: DeploymentClass,
  setting: RuleSetting | undefined,
): Severity | undefined {
  if (setting === "off") return undefined;
  if (setting !== undefined && setting !== "on") return setting;
  const severity = problem.severity ?? rule.severity;
  if (fileClass === "dev" || fileClass === "base") return inDevelopment(rule, severity);
  if (fileClass === "test" || fileClass === "example") return rule.inDevelopment === "keep" ? severity : (lowered[severity] ?? "note");
  return severity;
}

function inDevelopment(rule: RuleMeta, severity: Severity): Severity | undefined {
  switch (rule.inDevelopment ?? "lower") {
    case "keep":
      return severity;
    case "off":
      return undefined;
    case "note":
      return "note";
    case "lower":
      return lowered[severity];
  }
}
