import { colourPalette } from "../../src/report/colour.ts";
import { describe, expect, test } from "vitest";
import { unprintable, widthOf } from "../../src/report/plain.ts";
import { renderJson } from "../../src/report/json.ts";
import type { RenderOptions, Report } from "../../src/report/report.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { renderText } from "../../src/report/text.ts";
import { span } from "../../src/text/index.ts";
import { expectGolden } from "./golden.ts";
import { finding, renderOptions, rule, sampleReport, sampleSecrets } from "./sample-report.ts";

const variants: readonly (readonly [string, Partial<RenderOptions>])[] = [
  ["report.txt", {}],
  ["report.verbose.txt", { verbose: true }],
  ["report.quiet.txt", { quiet: true }],
  ["report.color.txt", { palette: colourPalette }],
];

describe("text", () => {
  test.each(variants)("%s", (name, options) => expectGolden(name, renderText(sampleReport, renderOptions(options))));

  test("keeps to 100 columns", () => {
    const long = renderText(sampleReport, renderOptions())
      .split("\n")
      .filter((line) => widthOf(line) > 100);
    expect(long).toEqual([]);
  });

  test("colour adds nothing but escape sequences", () => {
    expect(withoutColor(renderText(sampleReport, renderOptions({ palette: colourPalette })))).toBe(
      renderText(sampleReport, renderOptions()),
    );
  });

  test("folding drops no place", () => {
    const many = Array.from({ length: 40 }, (_, i) => `svc${i}: x`).join("\n");
    const file = { path: "a.yaml", text: many };
    const limits = rule({ id: "a/limits" });
    const findings = [...many.matchAll(/svc\d+/g)].map((match) =>
      finding(limits, { at: span(file, match.index, match.index + match[0].length), message: `"${match[0]}" has no limit.` }),
    );
    const text = renderText({ ...quietReport, findings }, renderOptions());
    for (let i = 0; i < 40; i++) expect(text).toMatch(new RegExp(`\\b${i + 1}:1\\b[^\\n]*|"svc${i}"`));
    for (let i = 0; i < 40; i++) expect(text).toContain(`svc${i}`);
    expect(text.split("\n").length).toBeLessThan(30);
    expect(renderText({ ...quietReport, findings }, renderOptions({ verbose: true })).split("a.yaml:")).toHaveLength(41);
  });
});

describe("every format", () => {
  test.each([
    ...variants.map(([name, options]) => [name, renderText(sampleReport, renderOptions(options))] as const),
    ["json", renderJson(sampleReport, renderOptions())] as const,
    ["sarif", renderSarif(sampleReport, renderOptions())] as const,
  ])("%s shows no secret, steers no terminal and commands no runner", (_, output) => {
    for (const secret of sampleSecrets) expect(output).not.toContain(secret);
    expect(withoutColor(output).replaceAll("\n", "").search(unprintable)).toBe(-1);
    expect(output).not.toMatch(/^\s*::/m);
    expect(output).not.toMatch(/##\w*\[/);
    expect(output.endsWith("\n")).toBe(true);
  });

  test("JSON says the same as the text it escapes", () => {
    const parsed = JSON.parse(renderJson(sampleReport, renderOptions()));
    expect(parsed.findings.map((one: { message: string }) => one.message)).toEqual(sampleReport.findings.map((one) => one.message));
  });
});

const quietReport: Report = { ...sampleReport, findings: [], unreadable: [], crashed: [], skipped: [], unknown: [] };
const at = span({ path: "a.yaml", text: "a: 1\n" }, 3, 4);
const problem = finding(rule({ id: "a/b" }), { at, message: "Bad." });

describe("the last words", () => {
  test.each<[name: string, report: Partial<Report>, options: Partial<RenderOptions>, end: string]>([
    ["a clean run is one line", {}, {}, "Clean: audited 7 files (2 compose, 2 dockerfile, 1 dotenv, 1 nginx, 1 workflow). No findings.\n"],
    [
      "it tells what it did not look at",
      { skipped: [{ path: "x", reason: "larger than 4 MB" }], unknown: sampleReport.unknown },
      {},
      "No findings. Unknown: 2 places that rules could not decide (--verbose lists them). Skipped 1 file: larger than 4 MB.\n",
    ],
    [
      "and what was allowed",
      { findings: [{ ...problem, verdict: { kind: "baselined" } }] },
      {},
      "No findings. Allowed: 1 in the baseline.\n",
    ],
    ["nothing to audit", { audited: {} }, {}, "Nothing to audit: there is no file here that deploy-audit reads.\n"],
    [
      "nothing to audit, and why",
      { audited: {}, skipped: [{ path: "x", reason: "a Helm template" }] },
      {},
      "that deploy-audit reads. Skipped 1 file: a Helm template.\n",
    ],
    ["quiet says nothing of a clean run", {}, { quiet: true }, ""],
    [
      "a warning passes by default",
      { findings: [problem] },
      {},
      "  found: 1 warning in 1 file\n passed: nothing at or above --fail-on error\n",
    ],
    ["it fails when asked to", { findings: [problem] }, { failOn: "warning" }, " FAILED: 1 finding of severity warning or worse\n"],
    ["never", { findings: [problem] }, { failOn: undefined }, " passed: findings never fail this run (--fail-on never)\n"],
    [
      "unreadable alone fails",
      { unreadable: [{ path: "x", message: "No." }] },
      { failOn: undefined },
      " FAILED: 1 place could not be read\n",
    ],
  ])("%s", (_, report, options, end) => {
    const text = renderText({ ...quietReport, ...report }, renderOptions(options));
    expect(text.slice(Math.max(0, text.length - Math.max(end.length, 1)))).toBe(end);
  });
});

function withoutColor(text: string): string {
  return text.replace(/\u001b\[\d+m/g, ""); // oxlint-disable-line no-control-regex -- colours are escape sequences
}
