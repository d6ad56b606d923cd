import type { Span } from "../../text/index.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { valueOf } from "../../syntax/yaml/ask.ts";
import { readCommand, type ServiceCommand } from "./command.ts";
import type { Interpolation } from "./interpolation.ts";

/** `healthcheck`: a test, switched off, only timings for the image's own test ("inherited"), or unclear until run time. */
export type Healthcheck =
  | { readonly kind: "test"; readonly test: ServiceCommand; readonly shell: boolean; readonly span: Span }
  | { readonly kind: "disabled"; readonly span: Span }
  | { readonly kind: "inherited"; readonly span: Span }
  | { readonly kind: "unknown"; readonly span: Span };

/** Reads `healthcheck` (Compose Specification, "healthcheck"): "CMD", "CMD-SHELL" and "NONE" lists, and the string form, which is a shell's. */
export function readHealthcheck(node: YamlNode | undefined, interpolation: Interpolation): Healthcheck | undefined {
  if (node?.kind !== "mapping") return undefined;
  const disable = interpolation.value(valueOf(node, "disable"));
  if (disable.kind === "known" && disable.text === "true") return { kind: "disabled", span: node.span };
  const testNode = valueOf(node, "test");
  if (testNode === undefined) return { kind: "inherited", span: node.span };
  const test = readCommand(testNode, interpolation);
  if (test === undefined) return { kind: "inherited", span: node.span };
  const first = test.words[0]?.value;
  if (first?.kind !== "known") return { kind: "unknown", span: testNode.span };
  if (first.text === "NONE") return { kind: "disabled", span: testNode.span };
  if (test.form === "string") return { kind: "test", test, shell: true, span: testNode.span };
  const isMarked = first.text === "CMD" || first.text === "CMD-SHELL";
  return {
    kind: "test",
    test: isMarked ? { ...test, words: test.words.slice(1) } : test,
    shell: first.text === "CMD-SHELL",
    span: testNode.span,
  };
}
