import { entryOf, isNull } from "../yaml/ask.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../yaml/ast.ts";
import type { Step } from "./ast.ts";
import { quoted, type Reader } from "./reader.ts";
import { readUses } from "./uses.ts";

/** Reads the `steps` of a job or a composite action. What is no mapping is a problem; the steps behind it keep their place. */
export function readSteps(reader: Reader, entry: YamlEntry | undefined): readonly Step[] {
  if (entry === undefined || isNull(entry.value)) return [];
  const items: readonly YamlNode[] = entry.value.kind === "sequence" ? entry.value.items : [];
  const steps: Step[] = [];
  for (const [index, item] of items.entries()) if (item.kind === "mapping") steps.push(readStep(reader, item, index));
  if (entry.value.kind !== "sequence" || steps.length < items.length) {
    reader.report(entry.key.span, `${quoted(entry)} takes a list of steps; what is none was left out.`);
  }
  return steps;
}

function readStep(reader: Reader, node: YamlMapping, index: number): Step {
  const at = (key: string): YamlEntry | undefined => entryOf(node, key);
  return {
    index,
    id: reader.text(at("id")),
    name: reader.text(at("name")),
    if: reader.condition(at("if")),
    uses: readUses(reader, at("uses")),
    with: reader.named(at("with")),
    run: reader.text(at("run")),
    shell: reader.text(at("shell")),
    workingDirectory: reader.text(at("working-directory")),
    env: reader.named(at("env")),
    continueOnError: reader.text(at("continue-on-error")),
    timeoutMinutes: reader.text(at("timeout-minutes")),
    span: node.span,
    node,
  };
}
