import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { auditProject } from "../cli/audit-project.ts";
import { loadAllRules } from "../cli/rules.ts";
import { defaultConfiguration } from "../config/defaults.ts";
import type { Finding } from "../engine/finding.ts";
import type { Rule } from "../rule/define-rule.ts";
import type { Files } from "../rule/meta.ts";
import { memoryProject } from "./memory-project.ts";
import { mutations, type Mutation } from "./mutations/index.ts";

/**
 * Puts one defect at a time into deployments that have none, and counts which of them the audit finds. The fixtures without findings are taken, and the folders
 * named on the command line. A mutant counts only where its edit changed something; what else is newly reported is a false alarm, unless the edit brings it along.
 */
async function run(folders: readonly string[]): Promise<void> {
  const rules = await loadAllRules();
  const known = new Set<string>(rules.map(({ id }) => id));
  const totals = new Map<string, Tally>();
  for (const folder of folders) {
    const files = readProject(folder);
    const before = new Set((await findingsIn(files, rules)).map(keyOf));
    for (const mutation of mutations) {
      if (!known.has(mutation.rule)) continue;
      const tally = totals.get(mutation.rule) ?? { found: 0, missed: [], alarms: [] };
      totals.set(mutation.rule, tally);
      const mutant = mutation.edit(files);
      if (mutant === undefined || isSame(mutant, files)) continue;
      const added = (await findingsIn(mutant, rules)).filter((finding) => !before.has(keyOf(finding)));
      count(tally, mutation, added, basename(folder));
    }
  }
  print(totals, rules);
}

interface Tally {
  found: number;
  /** Where nothing was found: the deployment and the defect. */
  readonly missed: string[];
  readonly alarms: string[];
}

function count(tally: Tally, { rule, title, along }: Mutation, added: readonly Finding[], project: string): void {
  if (added.some((finding) => finding.rule.id === rule)) tally.found++;
  else tally.missed.push(`${project}: ${title}`);
  const others = added.filter((finding) => finding.rule.id !== rule && along?.test(finding.rule.id) !== true);
  tally.alarms.push(...others.map((finding) => `${project}, ${title}: ${finding.rule.id} at ${finding.at.file.path}: ${finding.message}`));
}

function print(totals: ReadonlyMap<string, Tally>, rules: readonly Rule[]): void {
  let [found, all, alarms] = [0, 0, 0];
  for (const [rule, tally] of [...totals].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mutants = tally.found + tally.missed.length;
    [found, all, alarms] = [found + tally.found, all + mutants, alarms + tally.alarms.length];
    console.log(
      `${rule.padEnd(48)} ${`${tally.found}/${mutants}`.padStart(7)} ${share(tally.found, mutants).padStart(5)}  ${tally.alarms.length} others`,
    );
    for (const one of tally.missed) console.log(`    missed  ${one}`);
    for (const one of tally.alarms) console.log(`    other   ${one}`);
  }
  const without = rules.filter(({ id }) => /^(?:deploy|repo)\//.test(id) && !totals.has(id)).map(({ id }) => id);
  console.log(`\n${found} of ${all} mutants found (${share(found, all)}), ${alarms} other new findings.`);
  if (without.length > 0) console.log(`No mutation is written for ${without.join(", ")}.`);
}

function share(part: number, whole: number): string {
  return whole === 0 ? "-" : `${Math.round((100 * part) / whole)} %`;
}

async function findingsIn(files: Files, rules: readonly Rule[]): Promise<readonly Finding[]> {
  const { audit } = await auditProject({
    fileSystem: memoryProject(files),
    paths: [""],
    configuration: { ...defaultConfiguration, names: (rule) => rule.startsWith("deploy/") },
    profile: "recommended",
    asOf: "2026-11-20",
    honourAllowances: false,
    rules: async () => rules,
  });
  for (const { rule, message } of audit.crashed) console.log(`CRASHED ${rule}: ${message}`);
  return audit.findings;
}

/** Lines move with every edit, so that a finding is told by what it says and where in words. */
function keyOf({ rule, at, message }: Finding): string {
  return `${rule.id} ${at.file.path} ${message}`;
}

function isSame(one: Files, other: Files): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function readProject(folder: string): Files {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
    if (entry.isFile() && !/^(?:report|expected)\.txt$/.test(path)) files[path] = readFileSync(join(folder, path), "utf8");
  }
  return files;
}

const fixtures = readdirSync("fixtures").filter((name) => name.endsWith("-fixed") || name.startsWith("quiet-"));
void run([...fixtures.map((name) => join("fixtures", name)), ...process.argv.slice(2)]);
