import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { expectGolden } from "./golden.ts";
import { renderOptions, sampleReport } from "./sample-report.ts";

const schema: object = JSON.parse(readFileSync(join(__dirname, "../../docs/report.schema.json"), "utf8"));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

describe("json", () => {
  test("report.json", () => expectGolden("report.json", renderJson(sampleReport, renderOptions())));

  test("fits the published schema", () => {
    validate(JSON.parse(renderJson(sampleReport, renderOptions())));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ["a line 0", (report: any) => (report.findings[0].line = 0)],
    ["a key too many", (report: any) => (report.findings[0].snippet = "")],
    ["a key too few", (report: any) => delete report.findings[0].aspect],
    ["another version", (report: any) => (report.version = 2)],
    ["another verdict", (report: any) => (report.findings[0].verdict = "ignored")],
  ])("the schema refuses %s", (_, spoil) => {
    const report = JSON.parse(renderJson(sampleReport, renderOptions()));
    spoil(report);
    expect(validate(report)).toBe(false);
  });

  test("paths are those of the working directory", () => {
    const report = JSON.parse(renderJson(sampleReport, renderOptions({ displayPath: (path) => `shop/${path}` })));
    const paths: string[] = [
      ...report.findings.flatMap((one: any) => [
        one.path,
        ...one.related.map((related: any) => related.path),
        ...(one.fix?.edits ?? []).map((edit: any) => edit.path),
      ]),
      ...[...report.skipped, ...report.unreadable, ...report.crashed].map((one: any) => one.path),
    ];
    expect(paths.filter((path) => !path.startsWith("shop/"))).toEqual([]);
  });
});
