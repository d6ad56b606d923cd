import type { Located, Span } from "../../text/index.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { valueOf } from "../../syntax/yaml/ask.ts";
import { known, type Interpolation } from "./interpolation.ts";

/** One entry of `depends_on`. */
export interface Dependency {
  readonly service: Located<string>;
  /** "service_started" where none is written. */
  readonly condition: "service_started" | "service_healthy" | "service_completed_successfully" | "unknown";
  /** Where the condition is written; undefined in the short form and where it is left out. */
  readonly conditionSpan: Span | undefined;
}

/** Reads `depends_on` (Compose Specification, "depends_on", short and long syntax). */
export function readDependencies(node: YamlNode | undefined, interpolation: Interpolation): Dependency[] {
  if (node?.kind === "sequence") {
    return node.items.flatMap((item) => {
      const service = known(interpolation.value(item), item);
      return service === undefined ? [] : [{ service, condition: "service_started" as const, conditionSpan: undefined }];
    });
  }
  if (node?.kind !== "mapping") return [];
  return node.entries.map(({ key, value }) => {
    const condition = valueOf(value, "condition");
    const resolved = interpolation.value(condition);
    return {
      service: { value: key.text, span: key.inner },
      condition: resolved.kind === "absent" ? "service_started" : resolved.kind === "known" ? conditionNamed(resolved.text) : "unknown",
      conditionSpan: condition?.kind === "scalar" ? condition.inner : undefined,
    };
  });
}

function conditionNamed(text: string): Dependency["condition"] {
  return text === "service_started" || text === "service_healthy" || text === "service_completed_successfully" ? text : "unknown";
}
