import { describe, expect, test } from "vitest";
import { outcomeOf } from "../../src/report/outcome.ts";
import type { Report } from "../../src/report/report.ts";
import type { Severity } from "../../src/rule/meta.ts";
import { span } from "../../src/text/index.ts";
import { finding, rule, sampleReport } from "./sample-report.ts";

const at = span({ path: "a.yaml", text: "a" }, 0, 1);
const empty: Report = { ...sampleReport, findings: [], unreadable: [], crashed: [] };

describe("exit codes", () => {
  test.each<[severities: readonly Severity[], failOn: Severity | undefined, parts: Partial<Report>, code: number]>([
    [[], "error", {}, 0],
    [["warning", "note"], "error", {}, 0],
    [["error"], "error", {}, 1],
    [["warning"], "warning", {}, 1],
    [["note"], "warning", {}, 0],
    [["note"], "note", {}, 1],
    [["error"], undefined, {}, 0],
    [[], undefined, { unreadable: [{ path: "a", message: "No." }] }, 2],
    [["error"], "error", { crashed: [{ rule: "a/b", path: "a", message: "No." }] }, 2],
  ])("%j with --fail-on %s and %j", (severities, failOn, parts, code) => {
    const findings = severities.map((severity) => finding(rule({ id: "a/b", severity }), { at, message: "Bad." }));
    expect(outcomeOf({ ...empty, findings, ...parts }, failOn).exitCode).toBe(code);
  });

  test("allowed and baselined findings fail nothing", () => {
    const error = rule({ id: "a/b", severity: "error" });
    const findings = [
      finding(error, { at, message: "Bad." }, { kind: "allowed", by: at, reason: "fine" }),
      finding(error, { at, message: "Bad." }, { kind: "baselined" }),
    ];
    expect(outcomeOf({ ...empty, findings }, "note")).toMatchObject({ exitCode: 0, allowed: 1, baselined: 1, counts: { error: 0 } });
  });
});
