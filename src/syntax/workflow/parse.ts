import { span, type SourceFile } from "../../text/index.ts";
import { entryOf } from "../yaml/ask.ts";
import type { YamlDocument, YamlEntry, YamlMapping, YamlNode } from "../yaml/ast.ts";
import { parseYaml } from "../yaml/parse.ts";
import { readRuns } from "./action.ts";
import type { ActionDocument, WorkflowDocument } from "./ast.ts";
import { readJobs } from "./job.ts";
import { Reader } from "./reader.ts";
import { readConcurrency, readDefaults, readPermissions } from "./settings.ts";
import { readInputs, readOutputs, readTriggers } from "./trigger.ts";

/**
 * Reads a GitHub Actions workflow (GitHub documentation, "Workflow syntax for GitHub Actions"). Takes any text: what is not understood is
 * among the problems, everything else is kept. Unknown keys are no problem; `root` holds them.
 */
export function parseWorkflow(file: SourceFile): WorkflowDocument {
  const { reader, root, base } = open(file, "workflow");
  const at = (key: string): YamlEntry | undefined => entryOf(root, key);
  return {
    kind: "workflow",
    ...base,
    root,
    name: reader.text(at("name")),
    runName: reader.text(at("run-name")),
    triggers: readTriggers(reader, at("on")),
    triggersKey: at("on")?.key.inner,
    permissions: readPermissions(reader, at("permissions")),
    env: reader.named(at("env")),
    defaults: readDefaults(reader, at("defaults")),
    concurrency: readConcurrency(reader, at("concurrency")),
    jobs: readJobs(reader, at("jobs")),
    jobsKey: at("jobs")?.key.inner,
    templates: reader.templates(root),
    problems: settled(reader),
  };
}

/** Reads an action's metadata (GitHub documentation, "Metadata syntax reference"), with the same care. */
export function parseAction(file: SourceFile): ActionDocument {
  const { reader, root, base } = open(file, "action");
  const at = (key: string): YamlEntry | undefined => entryOf(root, key);
  return {
    kind: "action",
    ...base,
    root,
    name: reader.text(at("name")),
    description: reader.text(at("description")),
    inputs: readInputs(reader, at("inputs")),
    outputs: readOutputs(reader, at("outputs")),
    runs: readRuns(reader, at("runs")),
    templates: reader.templates(root),
    problems: settled(reader),
  };
}

interface Opened {
  readonly reader: Reader;
  readonly root: YamlMapping;
  readonly base: Pick<YamlDocument, "file" | "comments" | "blocks" | "pathAt">;
}

function open(file: SourceFile, kind: "workflow" | "action"): Opened {
  const { root, problems, comments, blocks, pathAt } = parseYaml(file);
  const reader = new Reader(file, [...problems]);
  const base = { file, comments, blocks, pathAt };
  if (root?.kind === "mapping") {
    if (file.text.includes("<<")) reportMerges(reader, root, new Set());
    return { reader, root, base };
  }
  const at = root?.span ?? span(file, 0, 0);
  reader.report(
    at,
    root === undefined ? `This ${kind} file is empty.` : `A ${kind} file is a mapping; this one is not, so nothing in it was read.`,
  );
  return { reader, root: { kind: "mapping", entries: [], tag: undefined, span: span(file, 0, 0) }, base };
}

/** GitHub follows aliases but refuses merge keys (GitHub documentation, "Reusing workflow configurations"). */
function reportMerges(reader: Reader, node: YamlNode, seen: Set<YamlNode>): void {
  if (node.kind === "scalar" || seen.has(node)) return;
  seen.add(node);
  if (node.kind === "sequence") return node.items.forEach((item) => reportMerges(reader, item, seen));
  const merge = node.entries.find((entry) => entry.mergedBy !== undefined)?.mergedBy;
  if (merge !== undefined)
    reader.report(merge, "GitHub refuses merge keys (<<) in workflows and actions; this one was applied all the same.", "note");
  for (const { value } of node.entries) reportMerges(reader, value, seen);
}

/** The problems in order of position, once everything was read; what stands behind an anchor may have been read more than once. */
function settled(reader: Reader): WorkflowDocument["problems"] {
  const seen = new Set<string>();
  const once = reader.problems.filter(({ at, message }) => {
    const key = `${at.start} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
  return once.sort((a, b) => a.at.start - b.at.start);
}
