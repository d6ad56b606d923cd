import { describe, expect, test } from "vitest";
import { graphOf } from "../src/model/route/graph.ts";
import { renderGraphJson, renderMermaid } from "../src/report/graph.ts";
import { renderJson } from "../src/report/json.ts";
import { renderSarif } from "../src/report/sarif.ts";
import { renderText } from "../src/report/text.ts";
import type { Files } from "../src/rule/meta.ts";
import { allRules, auditFiles } from "./audit-files.ts";
import { allProjects } from "./projects.ts";

const rules = await allRules();
const displayPath = (path: string): string => path;
const options = { displayPath, palette: undefined, verbose: true, quiet: false, failOn: "error" } as const;

/** All that a project's audit can print. */
async function outputsOf(files: Files): Promise<Readonly<Record<string, string>>> {
  const { report, deployment } = await auditFiles(files, { rules, asOf: "2026-11-20", profile: "strict" });
  const graph = graphOf(deployment);
  return {
    text: renderText(report, options),
    json: renderJson(report, options),
    sarif: renderSarif(report, options),
    graph: renderMermaid(graph, displayPath) + renderGraphJson(graph, displayPath),
  };
}

/** The same files in an order that is not that of any alphabet; the same one for the same seed. */
function shuffled(files: Files, seed: number): Files {
  const keyed = Object.entries(files).map((entry, i) => ({ entry, key: ((i + 1) * 7919 * seed) % 10_007 }));
  return Object.fromEntries(keyed.sort((a, b) => a.key - b.key).map(({ entry }) => entry));
}

describe("the same files give the same bytes, in whatever order the disk names them", () => {
  test.each(allProjects(rules))("%s", async (_, files) => {
    const outputs = await outputsOf(files);
    for (const seed of Object.keys(files).length > 1 ? [13, 4711] : [1]) expect(await outputsOf(shuffled(files, seed))).toEqual(outputs);
  });
});
