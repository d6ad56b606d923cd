import type { Problem, RuleMeta, Severity } from "../rule/meta.ts";

/** A violation that the engine has stamped: with its rule, its final severity and a fingerprint that survives edits elsewhere in the file. */
export interface Finding extends Problem {
  readonly rule: RuleMeta;
  readonly severity: Severity;
  readonly securitySeverity: number;
  /** 64 hex digits, made of the rule, the aspect, the path and the structure around the place; never of a value. */
  readonly fingerprint: string;
}

/** A rule that threw: the others ran, and the run does not pass. */
export interface Crash {
  readonly rule: string;
  /** The file the rule was looking at, relative to the project root. */
  readonly path: string;
  readonly message: string;
}
