import { privilegedStarts, type ForeignCheckout, type PrivilegedStart, type WorkflowJob } from "../model/workflow/index.ts";

type Trigger = PrivilegedStart["trigger"];

/** Whether a job goes on with the code of a pull request once it has it, with the repository's rights. */
export type ForeignCodeRun =
  | { readonly kind: "never" }
  | { readonly kind: "unknown"; readonly why: string }
  /** `isFiltered`: the event names branches, which a fork's branch of the same name passes as well. */
  | { readonly kind: "runs"; readonly trigger: Trigger; readonly isFiltered: boolean };

/** What becomes of a stranger's code that a step of a job checks out. */
export function foreignCodeRunOf({ step }: ForeignCheckout, job: WorkflowJob): ForeignCodeRun {
  if (step.syntax.run === undefined && job.allSteps.at(-1) === step) return { kind: "never" };
  const starts = privilegedStarts(job, step);
  const open = starts.find(({ happens }) => happens === true);
  if (open === undefined) {
    const mayHappen = starts.some(({ happens }) => happens === undefined);
    return mayHappen ? { kind: "unknown", why: "its conditions are only known when it runs" } : { kind: "never" };
  }
  if (job.syntax?.environment !== undefined) return { kind: "unknown", why: "the environment's settings may ask for an approval" };
  const { trigger } = open;
  return { kind: "runs", trigger, isFiltered: trigger.event === "workflow_run" && trigger.branches !== undefined };
}

/** The events by which strangers start a job for certain, with nobody to approve. */
export function openTriggersOf(job: WorkflowJob): readonly Trigger[] {
  if (job.syntax?.environment !== undefined) return [];
  return privilegedStarts(job)
    .filter(({ happens }) => happens === true)
    .map(({ trigger }) => trigger);
}

/** Whether a job can do no harm by itself: its token's rights are written down, or it only labels, greets, assigns or checks a title. */
export function isHarmless(job: WorkflowJob): boolean {
  return definesRights(job) || job.steps.every(({ action }) => action !== undefined && harmlessActions.test(action));
}

/** Whether a job or its workflow says what the job's token may do. */
function definesRights({ syntax, workflow }: WorkflowJob): boolean {
  const permissions = syntax?.permissions ?? workflow?.document.permissions;
  return permissions !== undefined && !(permissions.kind === "all" && permissions.level === "write");
}

const harmlessActions =
  /^(?:actions\/(?:labeler|first-interaction|stale|checkout|add-to-project)|[^/]+\/[\w.-]*(?:label|semantic-pull-request|cla|welcome|greet|assign|lock-threads|comment|title)[\w.-]*)$/;
