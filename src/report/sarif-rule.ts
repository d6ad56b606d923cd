import type { ReportingDescriptor } from "sarif";
import type { Example, Files, RuleMeta, Severity } from "../rule/meta.ts";
import { clip, proseOf } from "./plain.ts";

/** A rule as code scanning lists it: what it is, how grave, how sure, and a page of help. The same for every run, fired or not. */
export function descriptorOf(rule: RuleMeta): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: clip(rule.title, 1024) },
    fullDescription: { text: clipSentences(proseOf(rule.rationale), 1024) },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    ...(rule.references[0] === undefined ? {} : { helpUri: rule.references[0] }),
    defaultConfiguration: { level: rule.severity },
    properties: {
      tags: tagsOf(rule),
      precision: rule.confidence,
      // Scores make an alert a security alert; one without a score is ranked by its severity.
      ...(rule.securitySeverity > 0
        ? { "security-severity": scoreOf(rule.securitySeverity) }
        : { "problem.severity": problemSeverities[rule.severity] }),
    },
  };
}

const problemSeverities: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", note: "recommendation" };

/** Code scanning calls "over 9.0" critical and "up to 8.9" high (SARIF support for code scanning, reportingDescriptor): exactly 9.0 is neither. */
function scoreOf(score: number): string {
  const text = Math.min(10, Math.max(0.1, score)).toFixed(1);
  return text === "9.0" ? "9.1" : text;
}

function tagsOf(rule: RuleMeta): string[] {
  const weaknesses = (rule.cwe ?? []).map((number) => `external/cwe/cwe-${String(number).padStart(3, "0")}`);
  return [...(rule.securitySeverity > 0 ? ["security"] : ["reliability"]), rule.id.replace(/\/.*/, ""), ...weaknesses].slice(0, 20);
}

function clipSentences(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.slice(0, length).lastIndexOf(". ");
  return end > length / 2 ? text.slice(0, end + 1) : clip(text, length);
}

function helpText(rule: RuleMeta): string {
  const references = rule.references.length === 0 ? [] : [`References:\n${rule.references.join("\n")}`];
  return [proseOf(rule.rationale), `How to fix it:\n${proseOf(rule.remediation)}`, ...references].join("\n\n");
}

function helpMarkdown(rule: RuleMeta): string {
  const [example] = rule.examples;
  const references = rule.references.map((url) => `- <${url}>`);
  const parts = [rule.rationale.trim(), "## How to fix it", rule.remediation.trim(), "## Example", ...exampleOf(example)];
  if (references.length > 0) parts.push("## References", references.join("\n"));
  return parts.join("\n\n");
}

function exampleOf({ title, bad, good }: Example): string[] {
  return [`Flagged (${title}):`, ...filesOf(bad), "Not flagged:", ...filesOf(good)];
}

/** The files of an example as fenced Markdown, each under its path. */
export function filesOf(files: Files): string[] {
  return Object.entries(files).map(([path, text]) => {
    // A fence has to be longer than any run of backticks inside.
    const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
    return `\`${path}\`\n\n${fence}${languageOf(path)}\n${text.endsWith("\n") ? text : `${text}\n`}${fence}`;
  });
}

function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (name.includes("dockerfile")) return "dockerfile";
  if (name.includes(".env")) return "ini";
  return languages[name.slice(name.lastIndexOf(".") + 1)] ?? "";
}

const languages: Readonly<Record<string, string>> = { yaml: "yaml", yml: "yaml", conf: "nginx", toml: "toml", json: "json" };
