import type { SourceFile, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";

/** A `.gitignore`, as far as a rule needs it that wants a line added. What it ignores is the deployment's to say, which knows those of all folders. */
export interface GitignoreDocument extends BaseDocument {
  readonly kind: "gitignore";
  /** The patterns, comments and empty lines left out. */
  readonly patterns: readonly Span[];
}

/** Reads a `.gitignore` (gitignore(5), "Pattern format"). Never throws. */
export function parseGitignore(file: SourceFile): GitignoreDocument {
  const patterns: Span[] = [];
  for (const match of file.text.matchAll(/[^\n]+/g)) {
    const text = match[0].trim();
    const start = match.index + match[0].indexOf(text);
    if (text !== "" && !text.startsWith("#")) patterns.push({ file, start, end: start + text.length });
  }
  return { kind: "gitignore", file, patterns, problems: [], comments: [], blocks: () => [], pathAt: () => "" };
}
