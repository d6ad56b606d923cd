import type { Trigger } from "../../syntax/workflow/index.ts";
import { allOf, holds, runs, type Scenario, type Truth } from "./condition.ts";
import type { DeployEvidence } from "./deploy-evidence.ts";
import type { WorkflowJob } from "./job.ts";
import { isStartedByAnyBranch, isStartedByAuthor } from "./trigger.ts";

/** A way in which somebody who may not decide about releases starts a job. */
export interface UnguardedStart {
  readonly scenario: Scenario;
  /** The event that does. */
  readonly trigger: Trigger;
  /** The job of the workflow with that event: the one asked about, or one that calls its workflow. */
  readonly entry: WorkflowJob;
  /** Whether the deployment then happens. */
  readonly happens: Truth;
}

/** Whether something a job does happens on a stranger's pull request, or on a push to just any branch; one answer for each event and each caller. */
export function unguardedStarts(job: WorkflowJob, evidence: DeployEvidence): readonly UnguardedStart[] {
  const entries = [job, ...(job.workflow?.callers ?? [])];
  return entries.flatMap((entry) =>
    (entry.workflow?.triggers ?? []).flatMap((trigger) => {
      const scenario = scenarioOf(trigger);
      if (scenario === undefined) return [];
      const place = { job: evidence.step?.job ?? job, step: evidence.step };
      const inner = evidence.conditions.map((condition) => holds(condition, scenario, place));
      const outer = entry === job ? [] : [runs(entry, scenario)];
      const happens = allOf([runs(job, scenario), ...outer, ...inner, evidence.isConditional ? undefined : true]);
      return [{ scenario, trigger, entry, happens }];
    }),
  );
}

function scenarioOf(trigger: Trigger): Scenario | undefined {
  const { event } = trigger;
  if (event === "push") return isStartedByAnyBranch(trigger) ? { event, by: "branch" } : undefined;
  if (event !== "pull_request" && event !== "pull_request_target") return undefined;
  return isStartedByAuthor(trigger) ? { event, by: "stranger" } : undefined;
}
