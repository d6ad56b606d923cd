import { describe, expect, test } from "vitest";
import type { BaseDocument } from "../src/syntax/document.ts";
import { textOf } from "../src/text/index.ts";
import { allRules, auditFiles } from "./audit-files.ts";
import { allProjects } from "./projects.ts";

const rules = await allRules();
const settings = { rules, asOf: "2026-11-20", profile: "strict" } as const;
/** Shorter ones are parts of other words, and plain words are names as well. */
const isTelling = (secret: string): boolean => secret.length >= 6 && !/^[A-Za-z]+$/.test(secret);

/** Every place where a path could change: the ends of lines and of words, and beyond the file. */
function offsetsIn(text: string): readonly number[] {
  return [-1, 0, ...[...text.matchAll(/\b|$/gm)].map(({ index }) => index), text.length, text.length + 1];
}

function check(document: BaseDocument, secrets: readonly string[]): void {
  const { file } = document;
  for (const { file: own, start, end } of document.blocks()) {
    expect(own).toBe(file);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(file.text.length);
  }
  const paths = new Set(offsetsIn(file.text).map((offset) => document.pathAt(offset)));
  for (const path of paths) {
    expect(path).not.toMatch(/[\r\n]/);
    for (const secret of secrets) expect(path).not.toContain(secret);
  }
}

describe("every document tells its blocks, and the path of any place, without a secret", () => {
  test.each(allProjects(rules))("%s", async (_, files) => {
    const { report, deployment } = await auditFiles(files, settings);
    const secrets = [...new Set(report.findings.flatMap(({ redact }) => (redact ?? []).map(textOf)))].filter(isTelling);
    for (const documents of Object.values(deployment.documents)) for (const document of documents) check(document, secrets);
  });
});
