import type { Trigger } from "../../syntax/workflow/index.ts";
import { allOf, holds, runs, type Truth } from "./condition.ts";
import type { WorkflowJob } from "./job.ts";
import type { WorkflowStep } from "./step.ts";
import { isStartedByAuthor } from "./trigger.ts";
import type { Workflow } from "./workflow.ts";

/** An event that a stranger causes and that starts a job with the repository's own token and secrets. */
export interface PrivilegedStart {
  readonly trigger: Trigger;
  /** Whether the job, and the step asked about, then runs. */
  readonly happens: Truth;
}

const EVENTS: readonly string[] = ["pull_request_target", "workflow_run", "issue_comment"];

/** The events by which a stranger may start a job, or one of its steps, with rights of the repository; none for a job that has no such event. */
export function privilegedStarts(job: WorkflowJob, step?: WorkflowStep): readonly PrivilegedStart[] {
  const { workflow } = job;
  if (workflow === undefined) return [];
  const triggers = workflow.triggers.filter((trigger) => EVENTS.includes(trigger.event) && mayBeStrangers(trigger, workflow));
  return triggers.map((trigger) => {
    const scenario = { event: trigger.event, by: "stranger" } as const;
    const condition = step?.syntax.if;
    const inner = step === undefined || condition === undefined ? true : holds(condition, scenario, { job: step.job, step });
    // A label that only people with rights can give is a gate, of which the files do not tell who looks at what before.
    const isGated = trigger.event === "pull_request_target" && !isStartedByAuthor(trigger);
    return { trigger, happens: allOf([runs(job, scenario), inner, isGated ? undefined : true]) };
  });
}

/** What follows a workflow of the project that no pull request starts follows nobody else's run. */
function mayBeStrangers({ event, workflows }: Trigger, { project, file }: Workflow): boolean {
  if (event !== "workflow_run" || workflows === undefined) return true;
  return workflows.some(({ node }) => {
    const named = project.workflows.find((one) => one.file !== file && one.document.name?.node.text === node.text);
    return named === undefined || named.triggers.some((trigger) => trigger.event.startsWith("pull_request"));
  });
}
