import { describe, expect, test } from "vitest";
import type { ProjectAudit } from "../src/cli/audit-project.ts";
import { graphOf } from "../src/model/route/graph.ts";
import { renderGraphJson, renderMermaid } from "../src/report/graph.ts";
import { renderJson } from "../src/report/json.ts";
import type { Report } from "../src/report/report.ts";
import { renderSarif } from "../src/report/sarif.ts";
import { renderText } from "../src/report/text.ts";
import { textOf, type Span } from "../src/text/index.ts";
import { allRules, auditFiles } from "./audit-files.ts";
import { allProjects } from "./projects.ts";

const rules = await allRules();
const settings = { rules, asOf: "2026-11-20", profile: "strict" } as const;
/** Shorter ones are parts of other words. */
const SHORTEST = 6;

const renderers: Readonly<Record<string, (audit: ProjectAudit) => string>> = {
  text: ({ report }) => renderText(report, options),
  json: ({ report }) => renderJson(report, options),
  sarif: ({ report }) => withoutCatalogue(renderSarif(report, options)),
  graph: ({ deployment }) =>
    renderMermaid(graphOf(deployment), options.displayPath) + renderGraphJson(graphOf(deployment), options.displayPath),
};
const options = { displayPath: (path: string) => path, palette: undefined, verbose: true, quiet: false, failOn: "error" } as const;

/** The catalogue says what the rules and their examples say, whatever the project is. */
function withoutCatalogue(sarif: string): string {
  return JSON.stringify(JSON.parse(sarif), (key, value: unknown) => (key === "rules" ? [] : value));
}

/** What must not be in any output: the values that findings call secrets. One that is a plain word, such as "postgres", may stand elsewhere, so that what is before it is looked for too. */
function secretsIn({ findings }: Report): readonly string[] {
  const spans = findings.flatMap(({ redact }) => redact ?? []).filter(({ start, end }) => end - start >= SHORTEST);
  return [...new Set(spans.map(withContext))];
}

function withContext(at: Span): string {
  const value = textOf(at);
  return /^[A-Za-z]+$/.test(value) ? at.file.text.slice(Math.max(0, at.start - 4), at.start) + value : value;
}

describe("a secret's value never leaves the program", () => {
  let secrets = 0;

  test.each(allProjects(rules))("%s", async (_, files) => {
    const audit = await auditFiles(files, settings);
    const values = secretsIn(audit.report);
    secrets += values.length;
    for (const [format, render] of Object.entries(renderers)) {
      const output = render(audit);
      expect(
        values.filter((value) => output.includes(value) || output.includes(JSON.stringify(value).slice(1, -1))),
        `in ${format}`,
      ).toEqual([]);
    }
  });

  test("there were secrets to keep", () => {
    expect(secrets).toBeGreaterThan(50);
  });
});
