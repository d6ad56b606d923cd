import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log, Result } from "sarif";
import { describe, expect, test } from "vitest";
import { renderSarif } from "../../src/report/sarif.ts";
import { span } from "../../src/text/index.ts";
import { expectGolden } from "./golden.ts";
import { finding, renderOptions, rule, sampleReport } from "./sample-report.ts";

const log: Log = JSON.parse(renderSarif(sampleReport, renderOptions()));
const [run] = log.runs;

describe("sarif", () => {
  test("report.sarif", () => expectGolden("report.sarif", renderSarif(sampleReport, renderOptions())));

  test("holds no text of the files, no category, and nothing that was allowed", () => {
    expect(JSON.stringify(log)).not.toMatch(/"(snippet|contextRegion|contents|automationDetails|suppressions)"/);
    expect(run!.results).toHaveLength(sampleReport.findings.filter((one) => one.verdict.kind === "reported").length);
  });

  test("scores and tags are as code scanning reads them", () => {
    const properties = Object.fromEntries(run!.tool.driver.rules!.map((one) => [one.id, one.properties]));
    expect(properties["compose/docker-socket"]).toEqual({
      tags: ["security", "compose", "external/cwe/cwe-250", "external/cwe/cwe-079"],
      precision: "high",
      "security-severity": "9.1",
    });
    expect(properties["compose/privileged"]).toMatchObject({ "security-severity": "9.3" });
    expect(properties["compose/no-resource-limits"]).toEqual({
      tags: ["reliability", "compose"],
      precision: "medium",
      "problem.severity": "recommendation",
    });
  });

  test("a long rationale is cut at the end of a sentence", () => {
    const rationale = Array.from({ length: 40 }, (_, i) => `Sentence number ${i} of a long rationale.`).join(" ");
    const { fullDescription } = one({ rules: [rule({ id: "compose/long", rationale })] }).tool.driver.rules![0]!;
    expect(fullDescription!.text.length).toBeLessThanOrEqual(1024);
    expect(fullDescription!.text.endsWith("rationale.")).toBe(true);
  });

  test.each([
    ["compose.yaml", "compose.yaml"],
    ["a dir/ä#1?.yaml", "a%20dir/%C3%A4%231%3F.yaml"],
    ["c:evil/100%.yaml", "c%3Aevil/100%25.yaml"],
    ["../up/\ud800.yaml", "../up/%EF%BF%BD.yaml"],
  ])("the path %j is the URI %s", (path, uri) => {
    const at = span({ path, text: "a" }, 0, 1);
    expect(resultOf({ at, message: "Bad." }).locations![0]!.physicalLocation!.artifactLocation).toEqual({ uri, uriBaseId: "%SRCROOT%" });
  });

  test.each([
    ["plain [::]:80 text.", [], "plain [::]:80 text."],
    ["forged [link](https://a.example).", [], "forged \\[link\\](https://a.example)."],
    ["Two places.", ["one [0]\\.", "two"], "Two places. [one \\[0\\]\\\\](1), [two](2)."],
  ])("the message %j links its notes", (message, notes, text) => {
    const at = span({ path: "a.yaml", text: "ab" }, 0, 1);
    const result = resultOf({ at, message, related: notes.map((note) => ({ at, note })) });
    expect(result.message.text).toBe(text);
    expect((result.relatedLocations ?? []).map((location) => location.id)).toEqual(notes.map((_, i) => i + 1));
  });

  test.each([
    ["one value", "\uFEFFa: 漢😀x\r\n", 4, 7, [1, 4, 1, 7]],
    ["to the end of the line, its break left out", "a: 1\r\nb: 2\r\n", 0, 6, [1, 1, 1, 5]],
    ["several lines", "a:\r  b: 1\r", 0, 10, [1, 1, 2, 7]],
    ["an empty file", "", 0, 0, [1, 1, 1, 1]],
    ["an empty file with a byte order mark", "\uFEFF", 1, 1, [1, 1, 1, 1]],
  ])("the region is exact: %s", (_, text, start, end, [startLine, startColumn, endLine, endColumn]) => {
    const result = resultOf({ at: span({ path: "a.yaml", text }, start, end), message: "Bad." });
    expect(result.locations![0]!.physicalLocation!.region).toEqual({ startLine, startColumn, endLine, endColumn });
  });

  test("a run that could not look at everything has not succeeded", () => {
    expect(run!.invocations![0]!.executionSuccessful).toBe(false);
    expect(one({}).invocations![0]).toEqual({ executionSuccessful: true, toolExecutionNotifications: [] });
  });
});

const multitool = join(__dirname, "../../node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool");
const reason = unavailable();
if (reason !== undefined) console.warn(`Not validated with Sarif.Multitool: ${reason}`);

describe.skipIf(reason !== undefined)("Sarif.Multitool", () => {
  test("finds no error, by the rules of the format and of GitHub", () => {
    expect(validate(renderSarif(sampleReport, renderOptions()))).toEqual([]);
  });

  test("would find one", () => {
    expect(validate(renderSarif(sampleReport, renderOptions()).replace('"startLine": 3', '"startLine": 0'))).not.toEqual([]);
  });
});

/** The rule ids of everything but notes; its exit code is 0 whatever it finds, so its report is read. */
function validate(sarif: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "deploy-audit-sarif-"));
  try {
    const [input, output] = [join(folder, "report.sarif"), join(folder, "found.sarif")];
    writeFileSync(input, sarif);
    const { stderr } = spawnSync(multitool, ["validate", input, "--rule-kind", "Sarif;Gh", "--output", output], { encoding: "utf8" });
    if (!existsSync(output)) throw new Error(`Sarif.Multitool wrote nothing: ${stderr}`);
    const found: Log = JSON.parse(readFileSync(output, "utf8"));
    return found.runs.flatMap((one) =>
      (one.results ?? [])
        .filter((result) => result.level === "error")
        .map((result) => `${result.ruleId}: ${JSON.stringify(result.message.arguments)}`),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unavailable(): string | undefined {
  if (!existsSync(multitool)) return "it is not installed for this platform";
  const { error, status } = spawnSync(multitool, ["version"], { encoding: "utf8" });
  return error === undefined && status === 0 ? undefined : `it does not start (${error?.message ?? `exit ${status}`})`;
}

function one(parts: Partial<typeof sampleReport>) {
  const report = { ...sampleReport, findings: [], unreadable: [], crashed: [], skipped: [], unknown: [], ...parts };
  const parsed: Log = JSON.parse(renderSarif(report, renderOptions()));
  return parsed.runs[0]!;
}

function resultOf(problem: Parameters<typeof finding>[1]): Result {
  const bad = rule({ id: "compose/bad" });
  return one({ rules: [bad], findings: [finding(bad, problem)] }).results![0]!;
}
