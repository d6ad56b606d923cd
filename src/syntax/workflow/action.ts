import { entryOf } from "../yaml/ask.ts";
import type { YamlEntry } from "../yaml/ast.ts";
import type { ActionRuns, WorkflowScalar } from "./ast.ts";
import type { Reader } from "./reader.ts";
import { readSteps } from "./step.ts";

/** Reads `runs` (GitHub documentation, "Metadata syntax reference", `runs`). */
export function readRuns(reader: Reader, entry: YamlEntry | undefined): ActionRuns | undefined {
  const mapping = reader.mapping(entry);
  if (mapping === undefined) return undefined;
  const at = (key: string): YamlEntry | undefined => entryOf(mapping, key);
  const using = reader.text(at("using"));
  const scripts = ["pre", "pre-entrypoint", "main", "entrypoint", "post", "post-entrypoint"].map((key) => reader.text(at(key)));
  return {
    kind: kindOf(using),
    using,
    steps: readSteps(reader, at("steps")),
    image: reader.text(at("image")),
    args: reader.texts(at("args")) ?? [],
    env: reader.named(at("env")),
    scripts: scripts.filter((script) => script !== undefined),
    span: mapping.span,
  };
}

function kindOf(using: WorkflowScalar | undefined): ActionRuns["kind"] {
  const text = using?.node.text.toLowerCase();
  if (text === "composite" || text === "docker") return text;
  return text !== undefined && /^node\d+$/.test(text) ? "javascript" : "unknown";
}
