import type { Crash } from "../engine/finding.ts";
import type { JudgedFinding } from "../judge/judge.ts";
import type { RuleMeta, Severity } from "../rule/meta.ts";
import type { Palette } from "./palette.ts";
import type { Span } from "../text/index.ts";

/** A file that was seen and not audited, with the reason ("a Helm template is only YAML once it is rendered"). Path relative to the project root. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

/** A file, or a part of one, that could not be read or understood; `at` is there where a place is known. A report that has any cannot say "clean". */
export interface UnreadableFile {
  readonly path: string;
  readonly message: string;
  readonly at?: Span;
}

/** Everything a run has to say, also what was skipped, unreadable or crashed. Renderers drop nothing but what they are told to. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** Every rule of the catalogue, fired or not, in order of id. */
  readonly rules: readonly RuleMeta[];
  /** Sorted by path, position, rule. */
  readonly findings: readonly JudgedFinding[];
  readonly skipped: readonly SkippedFile[];
  readonly unreadable: readonly UnreadableFile[];
  readonly crashed: readonly Crash[];
  /** How many files of each kind were audited, as in { dockerfile: 2 }. */
  readonly audited: Readonly<Record<string, number>>;
  /** Where rules could not decide: the place and why. */
  readonly unknown: readonly { readonly rule: string; readonly at: Span; readonly why: string }[];
  /** What could not be linked, and why; worked out only for those who ask. */
  unlinked?(): readonly { readonly at: Span; readonly why: string }[];
}

export interface RenderOptions {
  /** Turns a path relative to the project root into one relative to the working directory, with "/". */
  readonly displayPath: (path: string) => string;
  /** How the text report is coloured; undefined for not at all. */
  readonly palette: Palette | undefined;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** Findings at or above it fail the run; undefined when none does. */
  readonly failOn: Severity | undefined;
}

export type Reporter = (report: Report, options: RenderOptions) => string;
