import type { Located, SourceFile, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import { asSequence, textOfScalar, valueOf, entryOf } from "../yaml/ask.ts";
import { parseYaml } from "../yaml/parse.ts";

/** `.github/dependabot.yml`: what Dependabot proposes updates of (GitHub docs, "Dependabot options reference"). */
export interface DependabotDocument extends BaseDocument {
  readonly kind: "dependabot";
  /** The key `updates`, or the whole file where it has none. */
  readonly updates: Span;
  /** The value of each `package-ecosystem`. */
  readonly ecosystems: readonly Located<string>[];
}

/** Reads a Dependabot configuration. Never throws; what is malformed names no ecosystem. */
export function parseDependabot(file: SourceFile): DependabotDocument {
  const { root } = parseYaml(file);
  const updates = root === undefined ? undefined : entryOf(root, "updates");
  const ecosystems = (asSequence(updates?.value)?.items ?? []).flatMap((item) => {
    const node = valueOf(item, "package-ecosystem");
    const text = textOfScalar(node);
    return text === undefined || node?.kind !== "scalar" ? [] : [{ value: text, span: node.inner }];
  });
  return {
    kind: "dependabot",
    file,
    updates: updates?.key.inner ?? { file, start: 0, end: 0 },
    ecosystems,
    problems: [],
    comments: [],
    blocks: () => [],
    pathAt: (offset) => (updates !== undefined && updates.span.start <= offset && offset <= updates.span.end ? "updates" : ""),
  };
}
