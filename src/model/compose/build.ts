import type { Located, Span } from "../../text/index.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { entryOf, isNull, valueOf } from "../../syntax/yaml/ask.ts";
import { projectPath } from "../project-path.ts";
import { readVariables, type ServiceVariable } from "./environment.ts";
import type { Interpolation, Value } from "./interpolation.ts";

/** `build`, with paths relative to the project root; undefined paths lie outside of it, are remote or unclear. */
export interface Build {
  readonly span: Span;
  readonly context: Located<string | undefined>;
  readonly dockerfile: Located<string | undefined>;
  readonly isInline: boolean;
  /** Whether the context is a folder of the project, so that a Dockerfile that is not there is nowhere. */
  readonly isLocal: boolean;
  readonly target: Located<Value> | undefined;
  readonly args: readonly ServiceVariable[];
}

/** Reads `build` (Compose Build Specification); paths start at the folder of the file they are written in. */
export function readBuild(
  node: YamlNode | undefined,
  { interpolation, folderAt }: { readonly interpolation: Interpolation; folderAt(at: Span): string },
): Build | undefined {
  if (node === undefined || isNull(node) || node.kind === "sequence") return undefined;
  const contextNode = node.kind === "scalar" ? node : valueOf(node, "context");
  const folder = folderAt((contextNode ?? node).span);
  const contextValue = contextNode === undefined ? ({ kind: "known", text: "." } as const) : interpolation.value(contextNode);
  const contextPath = contextValue.kind === "known" && !isRemote(contextValue.text) ? projectPath(folder, contextValue.text) : undefined;
  const dockerfileNode = node.kind === "mapping" ? valueOf(node, "dockerfile") : undefined;
  const dockerfile =
    dockerfileNode === undefined || isNull(dockerfileNode)
      ? ({ kind: "known", text: "Dockerfile" } as const)
      : interpolation.value(dockerfileNode);
  const targetNode = node.kind === "mapping" ? valueOf(node, "target") : undefined;
  return {
    span: node.span,
    context: { value: contextPath, span: spanOf(contextNode ?? node) },
    dockerfile: {
      value: contextPath !== undefined && dockerfile.kind === "known" ? projectPath(contextPath, dockerfile.text) : undefined,
      span: spanOf(dockerfileNode ?? contextNode ?? node),
    },
    isLocal: contextPath !== undefined,
    isInline: node.kind === "mapping" && entryOf(node, "dockerfile_inline") !== undefined,
    target:
      targetNode === undefined || isNull(targetNode) ? undefined : { value: interpolation.value(targetNode), span: spanOf(targetNode) },
    args: node.kind === "mapping" ? readVariables(valueOf(node, "args"), interpolation) : [],
  };
}

/** A Git repository or an archive, rather than a folder of the project. */
function isRemote(context: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^github\.com\//i.test(context);
}

function spanOf(node: YamlNode): Span {
  return node.kind === "scalar" ? node.inner : node.span;
}

/** What a service builds from; undefined where that is remote, written inline, or filled in at run time. */
export function buildTarget(build: Build): { readonly dockerfile: string; readonly stage: string | undefined } | undefined {
  if (build.isInline || build.dockerfile.value === undefined) return undefined;
  const target = build.target?.value;
  if (target !== undefined && target.kind !== "known") return undefined;
  return { dockerfile: build.dockerfile.value, stage: target?.text };
}
