import { createHash } from "node:crypto";
import type { BaseDocument } from "../syntax/document.ts";
import type { SourceFile, Span } from "../text/index.ts";

/**
 * Makes the function that stamps findings: sha256 over the rule, the aspect, the path and the structure that holds the place, never over a value or a line
 * number, so that it stays the same when lines are added elsewhere. Several findings of one rule in one structure are told apart by their order.
 */
export function fingerprinter(
  documentOf: (file: SourceFile) => BaseDocument | undefined,
): (rule: string, aspect: string | undefined, at: Span) => string {
  const seen = new Map<string, number>();
  return (rule, aspect, at) => {
    const structure = documentOf(at.file)?.pathAt(at.start) ?? "";
    const name = [rule, aspect ?? "", at.file.path, structure].join("\n");
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return createHash("sha256").update(`${name}\n${count}`).digest("hex");
  };
}
