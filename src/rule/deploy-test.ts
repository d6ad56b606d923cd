import { ignoresFailure, type Workflow, type WorkflowJob } from "../model/workflow/index.ts";
import { expressionsBelow } from "../syntax/workflow/index.ts";
import type { Span } from "../text/index.ts";

/** Whether something goes out for certain: a release that only opens a pull request, and a site of documentation, are nothing to test. */
export function isDeploying({ deployments, words, file }: WorkflowJob): boolean {
  const kind = deployments[0]?.kind;
  if (kind === "target" || kind === "push" || kind === "package") return true;
  const all = [...words, ...file.path.toLowerCase().split(/[^a-z]+/)];
  return (
    kind !== undefined &&
    kind !== "pages" &&
    words.some((word) => word.startsWith("deploy")) &&
    !all.some((word) => /^(?:docs?|mkdocs|pages|site|storybook|trigger|website)$/.test(word))
  );
}

/** Whether a test comes before a job: in it, in what it waits for, in what calls it, or in the workflow whose end starts it. "unknown": outside of the project one may. */
export function isTestedBefore(job: WorkflowJob, pipeline: Workflow): boolean | "unknown" {
  const before = [job, ...job.ancestors];
  const callers = pipeline.callers.flatMap((caller) => [caller, ...caller.ancestors]);
  if ([...before, ...callers].some(({ tests }) => tests.length > 0) || pipeline.trigger("workflow_run") !== undefined) return true;
  return before.some(({ called }) => called === "unknown") || (pipeline.isOnlyCalled && pipeline.callers.length === 0) ? "unknown" : false;
}

/** Whether only a person, a clock or a release starts a workflow. */
export function isStartedByHand({ triggers }: Workflow): boolean {
  return triggers.every(
    ({ event, branches, tags }) =>
      /^(?:release|workflow_dispatch|repository_dispatch|schedule|workflow_call)$/.test(event) ||
      (tags !== undefined && branches === undefined),
  );
}

/** A condition by which a job runs although a test before it failed, and the test jobs it passes over; undefined when it has none. */
export function testBypassOf({ syntax, ancestors }: WorkflowJob): { readonly at: Span; readonly tests: readonly string[] } | undefined {
  const condition = syntax?.if;
  if (condition?.expression === undefined || !ignoresFailure(condition)) return undefined;
  const tests = ancestors.filter((job) => job.tests.length > 0).map(({ id }) => id);
  const asksForResults = [...expressionsBelow(condition.expression)].some(
    (part) => (part.kind === "context" && part.context === "needs") || (part.kind === "call" && part.name === "failure"),
  );
  return tests.length === 0 || asksForResults ? undefined : { at: condition.value.span, tests };
}
