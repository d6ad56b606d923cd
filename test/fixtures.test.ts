import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lineOf } from "../src/text/line-index.ts";
import { allRules, auditFiles, textOfReport } from "./audit-files.ts";
import { readTree } from "./read-tree.ts";

const root = join(import.meta.dirname, "..", "fixtures");
const rules = await allRules();
const asOf = "2026-11-20";

/**
 * `# expect: family/rule` on its own line speaks of the next line that holds no such comment; lines stack. `# expect(+3): …` speaks of the third line behind that
 * one. `# missed: …` records a known gap and fails once the gap closes. Files without comments are announced in `expected.txt`: "path:line family/rule".
 */
const announcement = /(?:#|\/\/)\s*(expect|missed)(?:\(\+(\d+)\))?:\s*([a-z]+\/[a-z0-9-]+)(?:\[[^\]]*\])?/;

describe.each(readdirSync(root).sort())("%s", (scenario) => {
  const files = readTree(join(root, scenario), (path) => !/^(?:report|expected)\.txt$/.test(path));

  test("every finding is announced, and every announcement found", async () => {
    const { report } = await auditFiles(files, { rules, asOf });
    const found = report.findings
      .filter(({ verdict }) => verdict.kind === "reported")
      .map(({ at, rule }) => `${at.file.path}:${lineOf(at.file, at.start) + 1} ${rule.id}`)
      .sort();
    const { expected, missed } = announced(files);
    expect(
      found.filter((one) => missed.includes(one)),
      "a gap has closed: announce it as expected",
    ).toEqual([]);
    expect(found).toEqual([...expected, ...announcedBeside(scenario)].sort());
  });

  test("the text report reads as it did", async () => {
    const path = join(root, scenario, "report.txt");
    const report = await textOfReport(files, { rules, asOf });
    if (process.env["UPDATE_GOLDEN"] === "1" && existsSync(path)) writeFileSync(path, report);
    if (existsSync(path)) expect(report).toBe(readFileSync(path, "utf8"));
  });
});

function announced(files: Readonly<Record<string, string>>): { expected: string[]; missed: string[] } {
  const result = { expected: [] as string[], missed: [] as string[] };
  for (const [path, text] of Object.entries(files)) {
    const lines = text.split("\n");
    lines.forEach((line, at) => {
      const match = announcement.exec(line);
      if (match === null) return;
      let target = at + 1;
      while (announcement.test(lines[target] ?? "")) target++;
      const row = `${path}:${target + 1 + Number(match[2] ?? 0)} ${match[3]}`;
      result[match[1] === "missed" ? "missed" : "expected"].push(row);
    });
  }
  return result;
}

function announcedBeside(scenario: string): string[] {
  const path = join(root, scenario, "expected.txt");
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith("#"))
    : [];
}
