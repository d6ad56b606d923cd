import type { Example, RuleMeta } from "../rule/meta.ts";
import { filesOf } from "./sarif-rule.ts";

/** The text frames of what a rule finds in an example's `bad`, as the text report shows them. */
export type ExampleFrames = (rule: RuleMeta, example: Example) => string;

/** The page of a rule in Markdown: what `explain` prints, and what stands under docs/rules. With `frames`, each example shows what is underlined. */
export function renderRulePage(rule: RuleMeta, frames?: ExampleFrames): string {
  const parts = [
    `# ${rule.id}`,
    `**${rule.title}.**`,
    summaryOf(rule),
    "## Why",
    rule.rationale.trim(),
    "## What to do",
    rule.remediation.trim(),
    ...rule.examples.flatMap((example) => exampleOf(rule, example, frames)),
    "## Where this comes from",
    [
      ...rule.references.map((reference) => `- <${reference}>`),
      ...(rule.cwe ?? []).map((number) => `- [CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`),
    ].join("\n"),
    "## Allowing it",
    `Where it is right as it is, say so on the line or above the block:\n\n\`\`\`\n# deploy-audit: allow ${rule.id} -- the reason\n\`\`\``,
  ];
  return `${parts.join("\n\n")}\n`;
}

function summaryOf({ severity, securitySeverity, confidence, profile }: RuleMeta): string {
  const score = securitySeverity > 0 ? `, security severity ${securitySeverity.toFixed(1)}` : ", about reliability";
  const on = { recommended: "on by default", strict: "on with `--profile strict`", optional: "on when the configuration names it" }[
    profile
  ];
  return `Severity: ${severity}${score}. Confidence: ${confidence}. It is ${on}.`;
}

function exampleOf(rule: RuleMeta, example: Example, frames: ExampleFrames | undefined): string[] {
  const found = frames === undefined ? [] : ["What it says:", `\`\`\`text\n${frames(rule, example).trimEnd()}\n\`\`\``];
  return [`## Example: ${example.title}`, ...whenOn(rule, example), ...filesOf(example.bad), ...found, "Better:", ...filesOf(example.good)];
}

/** When a case is on that not every run has. */
function whenOn({ id, profile }: RuleMeta, example: Example): string[] {
  if (example.aspect !== undefined)
    return [`Only where the configuration names it, as in \`rules: { "${id}[${example.aspect}]": note }\`.`];
  return example.profile === undefined || example.profile === profile ? [] : ["Only with `--profile strict`."];
}
