import type { Fix, Span } from "../text/index.ts";

export type Severity = "error" | "warning" | "note";
export type Confidence = "low" | "medium" | "high";
/** "recommended" is on by default, "strict" only with `--profile strict`, "optional" only when the configuration names the rule. */
export type Profile = "recommended" | "strict" | "optional";

/** What a rule claims about one place. */
export interface Problem {
  /** The line the user must change, and as small as it can be: one key or one value. */
  readonly at: Span;
  /** One sentence that names the user's own thing and what can happen to it. Never holds a secret's value. */
  readonly message: string;
  /** Which of the cases a rule merges; it can be configured and allowed on its own, as in `compose/no-resource-limits[cpu]`. */
  readonly aspect?: string;
  /** Only to lower or raise the rule's own. */
  readonly severity?: Severity;
  /** Only where this case is on less often than its rule: with `--profile strict`, or ("optional") only where the configuration names its aspect, which always brings it in. */
  readonly profile?: Exclude<Profile, "recommended">;
  /** Only where this case deserves another score than the rule's own: 0.0 to 10.0. */
  readonly securitySeverity?: number;
  /** What to do in this very case, in one sentence; without it, the first one of the rule's remediation. */
  readonly advice?: string;
  readonly related?: readonly Related[];
  /**
   * The places, in any file, whose text is a secret. A report masks them wherever it shows that text, in the frames of other
   * findings too, so name the value alone: not the key, not the quotes, not the rest of the URL it stands in.
   */
  readonly redact?: readonly Span[];
  readonly fix?: Fix;
}

/** Another place that the finding speaks of; `note` and the message read as one sentence. */
export interface Related {
  readonly at: Span;
  readonly note: string;
}

/** A rule judges every place it applies to, not only the bad ones: no judgement at all means "not applicable". */
export type Judgement =
  | ({ readonly kind: "violated" } & Problem)
  | { readonly kind: "satisfied"; readonly at: Span }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string };

/** Path to text. */
export type Files = Readonly<Record<string, string>>;

/** A tested example. `flags` are the exact texts the findings in `bad` must underline, in order of position; `good` must be satisfied and silent. */
export interface Example {
  readonly title: string;
  /** For cases that only the strict profile has: the example is audited with it. */
  readonly profile?: "strict";
  /** For cases that are optional: the example is audited with a configuration that names this aspect. */
  readonly aspect?: string;
  readonly bad: Files;
  readonly flags: readonly [string, ...string[]];
  readonly good: Files;
}

/** What a rule says of itself; the source of its page, of the SARIF catalogue and of `explain`. */
export interface RuleMeta {
  readonly id: `${string}/${string}`;
  /** States the fact, as in "Docker socket mounted into a container". */
  readonly title: string;
  readonly severity: Severity;
  /** 0.0 to 10.0; 0 for a rule about reliability only. Never 9.0, which code scanning's bands leave undecided. */
  readonly securitySeverity: number;
  readonly confidence: Confidence;
  readonly profile: Profile;
  /**
   * What becomes of a finding in a file that only serves development: "lower" (the default) takes one step off the severity
   * and drops a note, "note" makes it a note, "off" drops it, "keep" leaves it.
   */
  readonly inDevelopment?: "lower" | "note" | "off" | "keep";
  /** Markdown: why it matters, in full sentences. */
  readonly rationale: string;
  /** Markdown: what to do. */
  readonly remediation: string;
  readonly references: readonly string[];
  readonly cwe?: readonly number[];
  readonly examples: readonly [Example, ...Example[]];
}
