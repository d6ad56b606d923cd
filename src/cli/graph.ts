import { resolve } from "node:path";
import { graphOf, type Graph } from "../model/route/graph.ts";
import type { DisplayPath } from "../report/graph.ts";
import { auditProject } from "./audit-project.ts";
import { loadConfiguration } from "./configuration.ts";
import { openFileSystem } from "./file-system.ts";
import { expandGlobs } from "./globs.ts";
import type { GraphFormat, GraphRequest } from "./options.ts";
import { locate, nothingToAudit, toDisplay, writeFile, type Console } from "./run.ts";

/** Draws how requests reach what a project deploys; returns the exit code: 2 when something asked for could not be read, so that the picture may lack it. */
export async function drawGraph(request: GraphRequest, console: Console): Promise<0 | 2> {
  const paths = await expandGlobs(console.folder, request.paths);
  const { root, inside } = locate(paths.map((path) => resolve(console.folder, path)));
  const fileSystem = openFileSystem(root);
  const displayPath = (path: string): string => toDisplay(console.folder, root, path);
  const { renderProblems } = await import("../report/problems.ts");
  const config = request.config === undefined ? undefined : resolve(console.folder, request.config);
  const loaded = await loadConfiguration(fileSystem, root, config);
  if ("problems" in loaded) {
    console.warn(renderProblems(loaded.problems, displayPath));
    return 2;
  }
  const { deployment, report } = await auditProject({
    fileSystem,
    paths: inside,
    configuration: loaded.configuration,
    profile: "recommended",
    // No rule runs, so that no date matters.
    asOf: "2000-01-01",
    honourAllowances: false,
    rules: async () => [],
  });
  if (Object.keys(report.audited).length === 0) console.warn(nothingToAudit(paths, report));
  if (report.unreadable.length > 0) console.warn(renderProblems(report.unreadable, displayPath));
  const text = (await renderers[request.format]())(graphOf(deployment), displayPath);
  if (request.output === undefined) console.out(text);
  else if (!writeFile(request.output, text, `${request.format} graph`, console)) return 2;
  return report.unreadable.length > 0 ? 2 : 0;
}

type Renderer = (graph: Graph, displayPath: DisplayPath) => string;

const renderers: Readonly<Record<GraphFormat, () => Promise<Renderer>>> = {
  mermaid: async () => (await import("../report/graph.ts")).renderMermaid,
  dot: async () => (await import("../report/graph.ts")).renderDot,
  json: async () => (await import("../report/graph.ts")).renderGraphJson,
};
