import type { Trigger } from "../../syntax/workflow/index.ts";
import type { Workflow } from "./workflow.ts";

/** Whether a push to any branch starts the workflow: no filter, or one that lets every name through. `on: push` with only `tags` runs for no branch. */
export function isStartedByAnyBranch({ branches, branchesIgnore, tags, tagsIgnore }: Trigger): boolean {
  if (branches !== undefined) return branches.some((pattern) => pattern.kind === "literal" && /^\*{1,2}(?:\/\*{1,2})?$/.test(pattern.text));
  return branchesIgnore !== undefined || (tags === undefined && tagsIgnore === undefined);
}

/** Whether only tags start it. */
export function isStartedByTagsOnly({ branches, branchesIgnore, tags }: Trigger): boolean {
  return branches === undefined && branchesIgnore === undefined && tags !== undefined;
}

/** The types of activity on a pull request that its author causes; the default ones are among them (GitHub documentation, "Events that trigger workflows"). */
const AUTHOR_ACTIVITIES: readonly string[] = ["opened", "synchronize", "reopened", "edited", "ready_for_review"];

/** Whether the author of a pull request starts it: labels, assignments and merges are for those who have rights. */
export function isStartedByAuthor({ types }: Trigger): boolean {
  return types === undefined || types.some((type) => type.kind === "template" || AUTHOR_ACTIVITIES.includes(type.text));
}

/** What the name of the branch or tag may be that a workflow runs for: one of few that its author wrote, or what somebody who may push chose. */
export function refsOf(workflow: Workflow): "fixed" | "any-tag" | "any-branch" {
  const push = workflow.trigger("push");
  if (workflow.trigger("create") !== undefined || workflow.trigger("delete") !== undefined) return "any-branch";
  if (push === undefined) return "fixed";
  if (isStartedByAnyBranch(push) || hasWildcard(push.branches)) return "any-branch";
  return hasWildcard(push.tags) || push.tagsIgnore !== undefined ? "any-tag" : "fixed";
}

/** A pattern that ends in a wildcard lets any characters through; one such as `v[0-9]+.[0-9]+` does not. */
function hasWildcard(patterns: Trigger["branches"]): boolean {
  return patterns?.some((pattern) => pattern.kind === "template" || (pattern.text.includes("*") && !pattern.text.startsWith("!"))) ?? false;
}
