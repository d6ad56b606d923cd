import type { WorkflowJob } from "../model/workflow/index.ts";

/** Whether a job or its workflow says what the job's token may do. */
export function definesRights({ syntax, workflow }: WorkflowJob): boolean {
  const permissions = syntax?.permissions ?? workflow?.document.permissions;
  return permissions !== undefined && !(permissions.kind === "all" && permissions.level === "write");
}
