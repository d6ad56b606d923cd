import type { Span } from "./source-file.ts";

/** Replaces what `span` covers by `replacement`; an empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly replacement: string;
}

/** One way to remove a finding. "safe" cannot change how a deployment that works today behaves; "unsafe" is intended hardening that may. */
export interface Fix {
  readonly title: string;
  readonly safety: "safe" | "unsafe";
  readonly edits: readonly Edit[];
}

/**
 * The text of one file with `edits` carried out. Edits of other files are passed over, and so is an edit that overlaps one
 * before it (in order of position): half a fix is worse than none.
 */
export function applyEdits(path: string, text: string, edits: readonly Edit[]): string {
  const own = edits.filter((edit) => edit.span.file.path === path).sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let done = 0;
  for (const { span, replacement } of own) {
    if (span.start < done) continue;
    result += text.slice(done, span.start) + replacement;
    done = span.end;
  }
  return result + text.slice(done);
}
