import { span, type SourceFile } from "../../text/index.ts";
import type { SyntaxProblem } from "../document.ts";
import type { YamlMapping, YamlNode } from "../yaml/ast.ts";
import { isNull, valueOf } from "../yaml/ask.ts";
import { parseYaml } from "../yaml/parse.ts";
import type { ComposeDocument, ComposeEntry } from "./ast.ts";

/**
 * Reads a Compose file (Compose Specification, "Compose file"). Only the first YAML document counts. Never throws: what is not a mapping
 * where the specification wants one is a problem, and the rest of the file is kept.
 */
export function parseCompose(file: SourceFile): ComposeDocument {
  const yaml = parseYaml(file);
  const problems: SyntaxProblem[] = [...yaml.problems];
  const root = rootMapping(yaml.root, file, problems);
  return {
    kind: "compose",
    file,
    root,
    services: readServices(root, problems),
    problems,
    comments: yaml.comments,
    blocks: () => yaml.blocks(),
    pathAt: (offset) => yaml.pathAt(offset),
  };
}

function rootMapping(root: YamlNode | undefined, file: SourceFile, problems: SyntaxProblem[]): YamlMapping {
  if (root?.kind === "mapping") return root;
  const empty: YamlMapping = { kind: "mapping", entries: [], tag: undefined, span: span(file, 0, 0) };
  if (root !== undefined && !isNull(root)) {
    problems.push({
      at: root.span,
      severity: "error",
      message: 'A Compose file is a mapping of sections such as "services:"; this one is not, so nothing in it was audited.',
    });
  }
  return empty;
}

function readServices(root: YamlMapping, problems: SyntaxProblem[]): ComposeEntry[] {
  const services = valueOf(root, "services") ?? firstFormat(root);
  if (services === undefined || isNull(services)) return [];
  if (services.kind !== "mapping") {
    problems.push({
      at: services.span,
      severity: "error",
      message: '"services" must map names to services; it does not, so no service was audited.',
    });
    return [];
  }
  const result: ComposeEntry[] = [];
  for (const entry of services.entries) {
    const { key, value } = entry;
    if (value.kind === "mapping") result.push({ ...entry, value });
    // Such an entry takes the service of another file away.
    else if (value.tag !== "!reset")
      problems.push({
        at: isNull(value) ? key.span : value.span,
        severity: "error",
        message: `Service "${key.text}" must be a mapping; it was left out.`,
      });
  }
  return result;
}

/** The root itself where it maps names to services, as files were written before there was a key `services`. */
function firstFormat(root: YamlMapping): YamlMapping | undefined {
  return root.entries.length > 0 && root.entries.every(isService) ? root : undefined;
}

function isService({ value }: YamlMapping["entries"][number]): boolean {
  return ["image", "build", "extends"].some((key) => valueOf(value, key) !== undefined);
}
