import type { Judgement, Problem, RuleMeta } from "./meta.ts";
import type { Deployment } from "../model/deployment.ts";
import type { Subjects } from "./subjects.ts";
import type { Span } from "../text/index.ts";

/** One rule: what it says of itself, what it looks at, and how it judges that. */
export interface Rule<S extends keyof Subjects = keyof Subjects> extends RuleMeta {
  readonly scope: S;
  /** Pure: no I/O, no state between calls; throws only by mistake, which the engine survives. */
  check(subject: Subjects[S], deployment: Deployment): Iterable<Judgement>;
}

/** Declares a rule. The generic ties `check`'s subject to `scope`, so that a rule cannot look at a thing it did not ask for. */
export function defineRule<S extends keyof Subjects>(rule: Rule<S>): Rule<S> {
  return rule;
}

/** The place breaks the rule. */
export function violated(problem: Problem): Judgement {
  return { kind: "violated", ...problem };
}

/** The place was looked at and is as it should be: the evidence that a checklist passes on. */
export function satisfied(at: Span): Judgement {
  return { kind: "satisfied", at };
}

/** The place cannot be judged from what the files say; `why` completes "unknown, because …". */
export function unknown(at: Span, why: string): Judgement {
  return { kind: "unknown", at, why };
}
