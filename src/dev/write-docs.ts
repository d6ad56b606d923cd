import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { auditProject } from "../cli/audit-project.ts";
import { openFileSystem } from "../cli/file-system.ts";
import { loadAllRules } from "../cli/rules.ts";
import { defaultConfiguration } from "../config/defaults.ts";
import { allowRules } from "../judge/allow-rules.ts";
import { graphOf } from "../model/route/graph.ts";
import { renderMermaid } from "../report/graph.ts";
import { renderRulePage } from "../report/rule-page.ts";
import { renderText } from "../report/text.ts";
import type { Rule } from "../rule/define-rule.ts";
import type { Example, RuleMeta } from "../rule/meta.ts";
import { generateIndex } from "./generate-index.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

const root = process.cwd();
const check = process.argv.includes("--check");

void writeDocs();

/** Writes the generated files: the rules' indexes, a page for every rule and the list of them. With --check it only tells which are out of date. */
async function writeDocs(): Promise<void> {
  const changed = generateIndex(root, { check }).map((path) => relative(root, path));
  if (changed.length > 0 && !check) {
    // This program was bundled with the old index.
    console.log(`Wrote ${changed.join(", ")}. Run it once more for the pages.`);
    return;
  }
  const rules = await loadAllRules();
  const pages = new Map<string, string>();
  for (const rule of [...allowRules, ...rules]) pages.set(join("docs", "rules", `${rule.id}.md`), await pageOf(rule, rules));
  pages.set(join("docs", "rules", "README.md"), listOf([...allowRules, ...rules]));
  pages.set("README.md", await withSampleReport(readFileSync(join(root, "README.md"), "utf8"), rules));
  for (const [path, text] of pages) {
    const target = join(root, path);
    if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
    changed.push(path);
    if (!check) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  changed.push(...removeStale(pages));
  if (changed.length === 0) return;
  console.log(check ? `Out of date, run \`npm run docs\`:\n${changed.join("\n")}` : `Wrote:\n${changed.join("\n")}`);
  if (check) process.exitCode = 1;
}

/** The README with the report of its sample as it is today. */
async function withSampleReport(readme: string, rules: readonly Rule[]): Promise<string> {
  const shown = /^(```text\n\$ deploy-audit (\S+)\n)[^]*?^```/m.exec(readme)!;
  const sample = shown[2]!;
  const { report, deployment } = await auditProject({
    fileSystem: openFileSystem(join(root, sample)),
    paths: [""],
    configuration: defaultConfiguration,
    profile: "recommended",
    asOf: "2026-11-20",
    honourAllowances: true,
    rules: async () => rules,
  });
  const displayPath = (path: string): string => `${sample}/${path}`;
  const text = renderText(report, { displayPath, palette: undefined, verbose: false, quiet: false, failOn: "error" });
  const drawn = renderMermaid(graphOf(deployment), displayPath);
  return readme
    .replace(shown[0], () => `${shown[1]!}${text}\`\`\``)
    .replace(/^```mermaid\n[^]*?^```/m, () => `\`\`\`mermaid\n${drawn}\`\`\``);
}

function removeStale(pages: ReadonlyMap<string, string>): string[] {
  const folder = join(root, "docs", "rules");
  const stale = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join("docs", "rules", name))
    .filter((path) => path.endsWith(".md") && !pages.has(path));
  if (!check) for (const path of stale) rmSync(join(root, path));
  return stale;
}

async function pageOf(rule: RuleMeta, rules: readonly Rule[]): Promise<string> {
  const own = rules.filter(({ id }) => id === rule.id);
  // Rules about allowances speak of the findings of others.
  const ran = own.length === 0 ? rules : own;
  const frames = new Map<Example, string>();
  for (const example of rule.examples) frames.set(example, await framesOf(example, rule, ran));
  return renderRulePage(rule, (_, example) => frames.get(example)!);
}

async function framesOf(example: Example, rule: RuleMeta, rules: readonly Rule[]): Promise<string> {
  const { report } = await inTemporaryFolder(example.bad, (fileSystem) =>
    auditProject({
      fileSystem,
      paths: [""],
      configuration: {
        ...defaultConfiguration,
        names: (id, aspect) => (aspect === undefined ? id === rule.id : aspect === example.aspect),
      },
      profile: example.profile ?? "recommended",
      asOf: "2026-11-20",
      honourAllowances: true,
      rules: async () => rules,
    }),
  );
  const own = { ...report, findings: report.findings.filter((finding) => finding.rule.id === rule.id) };
  const text = renderText(own, { displayPath: (path) => path, palette: undefined, verbose: false, quiet: false, failOn: undefined });
  return text.replace(/── Summary ─[^]*$/, "").trimEnd();
}

function listOf(rules: readonly RuleMeta[]): string {
  const families = new Map<string, RuleMeta[]>();
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const [family] = rule.id.split("/");
    families.set(family!, [...(families.get(family!) ?? []), rule]);
  }
  const sections = [...families].map(([family, own]) => {
    const rows = own.map(({ id, title, severity, profile }) => `| [${id}](${id}.md) | ${severity} | ${profile} | ${title} |`);
    return [`## ${family}`, "", "| rule | severity | profile | what |", "| --- | --- | --- | --- |", ...rows].join("\n");
  });
  return `# Rules\n\n${rules.length} rules. \`deploy-audit explain <rule>\` prints the same pages.\n\n${sections.join("\n\n")}\n`;
}
