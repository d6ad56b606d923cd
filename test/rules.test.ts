import { describe, expect, test } from "vitest";
import type { Audit } from "../src/engine/audit.ts";
import type { Finding } from "../src/engine/finding.ts";
import type { Rule } from "../src/rule/define-rule.ts";
import type { Example, Files } from "../src/rule/meta.ts";
import { applyEdits, textOf } from "../src/text/index.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { allRules, auditFiles } from "./audit-files.ts";

const rules = await allRules();
/** Long after every date in an example and before none: end-of-life and expiry are judged as of this day. */
const asOf = "2026-11-20";

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("says what it has to say", () => {
    expect(rule.title).toMatch(/^[A-Z0-9`].*[^.]$/s);
    expect(rule.rationale.trim()).toMatch(/[.)`]$/);
    expect(rule.remediation.trim()).toMatch(/[.`)]$/);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(reference).toMatch(/^https:\/\/\S+$/);
    expect(rule.securitySeverity).toBeGreaterThanOrEqual(0);
    expect(rule.securitySeverity).toBeLessThanOrEqual(10);
    expect(rule.securitySeverity).not.toBe(9);
    expect(id).toMatch(/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  test.each(rule.examples.map((example) => [example.title, example] as const))("%s", async (_, example) => {
    const bad = await auditOne(rule, example.bad, example);
    expect(
      bad.findings.map((finding) => textOf(finding.at)),
      "what is flagged in bad",
    ).toEqual(example.flags);
    for (const finding of bad.findings) expect(finding.message).toMatch(/^["`A-Z0-9$].*\.$/s);
    expect((await auditOne(rule, example.bad, example)).findings.map(outline), "the same a second time").toEqual(bad.findings.map(outline));
    if (example.profile !== undefined || example.aspect !== undefined)
      expect((await auditOne(rule, example.bad)).findings.length, "it takes what the example asks for").toBeLessThan(bad.findings.length);

    const good = await auditOne(rule, example.good, example);
    expect(
      good.findings.map((finding) => finding.message),
      "good is silent",
    ).toEqual([]);
    expect(good.satisfied.get(rule.id) ?? 0, "good is judged, not merely silent").toBeGreaterThan(0);
    await checkFix(rule, example);
  });
});

function outline({ message, severity, fingerprint, at }: Finding): unknown {
  return { message, severity, fingerprint, path: at.file.path, start: at.start, end: at.end };
}

/** Safe fixes of `bad` give `good` byte for byte, and a fixed text has nothing left to fix. */
async function checkFix(rule: Rule, example: Example): Promise<void> {
  const { findings } = await auditOne(rule, example.bad, example);
  const safe = findings.flatMap(({ fix }) => (fix?.safety === "safe" ? fix.edits : []));
  for (const { fix } of findings) {
    if (fix !== undefined)
      expect((await auditOne(rule, apply(example.bad, fix.edits), example)).findings.length, "a fix removes its finding").toBeLessThan(
        findings.length,
      );
  }
  if (safe.length === 0) return;
  expect(apply(example.bad, safe)).toEqual(example.good);
}

function apply(files: Files, edits: Parameters<typeof applyEdits>[2]): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, applyEdits(path, text, edits)]));
}

async function auditOne(rule: Rule, files: Files, { profile, aspect }: Pick<Example, "profile" | "aspect"> = {}): Promise<Audit> {
  const frozen: Rule = { ...rule, check: (subject, deployment) => rule.check(deepFreeze(subject), deepFreeze(deployment)) };
  const { audit } = await auditFiles(files, {
    rules: [frozen],
    asOf,
    ...(profile && { profile }),
    ...(aspect !== undefined && { aspect }),
  });
  expect(audit.crashed).toEqual([]);
  return audit;
}
