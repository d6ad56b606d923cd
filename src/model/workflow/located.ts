import type { Part, Scalar } from "../../syntax/template/index.ts";
import type { WorkflowScalar } from "../../syntax/workflow/index.ts";

/** A value whose pieces can be cut out: in a block or a folded scalar each character knows where it was written. */
export function locatedScalar({ node, ...value }: WorkflowScalar): Scalar {
  if (value.kind === "literal") return { ...value, offsetOf: (index) => node.offsetOf(index) };
  let start = 0;
  const parts = value.parts.map((part): Part => {
    const from = start;
    start += part.text.length;
    return part.kind === "text" ? { ...part, offsetOf: (index) => node.offsetOf(from + index) } : part;
  });
  return { ...value, parts };
}
