import type { Located, Span } from "../../text/index.ts";
import { parseTemplate, type Scalar } from "../../syntax/template/index.ts";
import type { YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { resolve, type Lookup, type Resolved } from "../value.ts";

/** The value of a key: what it comes to, or that the key is not there. */
export type Value = Resolved | { readonly kind: "absent" };

/** Reads the values of one stack: Compose's `${…}` filled in from the files that give them, and from nothing else. */
export interface Interpolation {
  /** The value as written, with its variables as parts. */
  scalar(node: YamlScalar): Scalar;
  resolve(scalar: Scalar): Resolved;
  /** The value of a scalar node; a mapping or a sequence, or no node at all, is "absent". */
  value(node: YamlNode | undefined): Value;
  /** What the files say of one variable. */
  readonly lookup: Lookup;
}

/** An interpolation that looks variables up by `lookup`. */
export function interpolation(lookup: Lookup): Interpolation {
  return {
    scalar,
    lookup,
    resolve: (one) => resolve(one, lookup),
    value: (node) => (node?.kind === "scalar" ? resolve(scalar(node), lookup) : { kind: "absent" }),
  };
}

function scalar(node: YamlScalar): Scalar {
  return node.text.includes("$") ? parseTemplate(node, "compose") : { kind: "literal", text: node.text, span: node.inner };
}

/** The text of a resolved value where it is known, with the span of the node that asked for it. */
export function known(resolved: Value, node: YamlNode): Located<string> | undefined {
  return resolved.kind === "known" ? { value: resolved.text, span: node.kind === "scalar" ? node.inner : node.span } : undefined;
}

/** The characters from `start` to `end` of a scalar's text as a scalar of its own, every character still at its place. */
export function slice(node: YamlScalar, start: number, end: number, text: string = node.text.slice(start, end)): YamlScalar {
  const inner: Span = { file: node.span.file, start: node.offsetOf(start), end: node.offsetOf(end) };
  return { ...node, text, span: inner, inner, offsetOf: (index) => node.offsetOf(Math.min(start + index, end)) };
}
