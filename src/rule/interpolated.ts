import { parseTemplate, variablesOf, type Scalar, type VariablePart } from "../syntax/template/index.ts";
import { walkScalars } from "../syntax/yaml/ask.ts";
import type { YamlNode } from "../syntax/yaml/ast.ts";

/** Every `${…}` below a node of a Compose file, those inside of defaults included, in the order written; keys are not filled in. */
export function interpolatedIn(node: YamlNode): VariablePart[] {
  const found: VariablePart[] = [];
  walkScalars(node, (scalar) => {
    if (scalar.text.includes("$")) found.push(...variablesOf(parseTemplate(scalar, "compose")));
  });
  return found;
}

/** What a variable falls back to in the end: the default of its default, as in `${A:-${B:-x}}`. Undefined when it has none, or when that is given from outside. */
export function lastDefaultOf(variable: VariablePart): Scalar | undefined {
  let current: VariablePart = variable;
  for (;;) {
    const { operator, word } = current;
    if (operator?.endsWith("-") !== true || word === undefined) return undefined;
    const only = word.kind === "template" && word.parts.length === 1 ? word.parts[0] : undefined;
    if (only?.kind !== "variable") return word;
    current = only;
  }
}
