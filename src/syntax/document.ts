import type { SourceFile, Span } from "../text/index.ts";

/** Something in a file that its parser could not take as it stands. `message` says what, and what was done instead, in one sentence. */
export interface SyntaxProblem {
  readonly at: Span;
  readonly message: string;
  /** "error": a part of the file could not be understood, so a clean report cannot vouch for it. "note": understood all the same. */
  readonly severity: "error" | "note";
}

/** A comment without its marker; `span` covers the marker too. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** What every parsed file has, whatever its language. */
export interface BaseDocument {
  readonly file: SourceFile;
  readonly problems: readonly SyntaxProblem[];
  /** In order of position. */
  readonly comments: readonly Comment[];
  /**
   * The structures a comment above them can speak of (a service, a server block, an instruction), in no order, nested ones included.
   * Called only when the file holds an allow comment.
   */
  blocks(): readonly Span[];
  /**
   * The name of the innermost structure at `offset` that stays the same when lines are added elsewhere, as in `services.db.ports[0]`;
   * "" when it has none. Fingerprints are made of it, so it must hold no value a file gives, only keys, names and positions in a list.
   */
  pathAt(offset: number): string;
}
