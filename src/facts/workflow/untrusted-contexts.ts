/**
 * Contexts whose text somebody without any right in the repository can choose, as paths in lower case with "*" for one step (GitHub documentation, "Secure use
 * reference", "Understanding the risk of script injections"; "Webhook events and payloads" for what each event holds). Logins, numbers, hashes, labels and
 * milestones are not among them: outsiders cannot choose those, or not their characters.
 */
export const OUTSIDER_CONTEXTS: readonly string[] = [
  "github.head_ref",
  "github.event.issue.title",
  "github.event.issue.body",
  "github.event.pull_request.title",
  "github.event.pull_request.body",
  "github.event.pull_request.head.ref",
  "github.event.pull_request.head.label",
  "github.event.pull_request.head.repo.default_branch",
  "github.event.pull_request.head.repo.description",
  "github.event.pull_request.head.repo.homepage",
  "github.event.comment.body",
  "github.event.review.body",
  "github.event.review_comment.body",
  "github.event.discussion.title",
  "github.event.discussion.body",
  "github.event.changes.body.from",
  "github.event.changes.title.from",
  "github.event.pages.*.page_name",
  "github.event.pages.*.title",
  "github.event.commits.*.message",
  "github.event.commits.*.author.email",
  "github.event.commits.*.author.name",
  "github.event.commits.*.committer.email",
  "github.event.commits.*.committer.name",
  "github.event.head_commit.message",
  "github.event.head_commit.author.email",
  "github.event.head_commit.author.name",
  "github.event.head_commit.committer.email",
  "github.event.head_commit.committer.name",
  "github.event.workflow_run.display_title",
  "github.event.workflow_run.head_branch",
  "github.event.workflow_run.head_commit.message",
  "github.event.workflow_run.head_commit.author.email",
  "github.event.workflow_run.head_commit.author.name",
  "github.event.workflow_run.head_repository.description",
  "github.event.workflow_run.pull_requests.*.head.ref",
  "github.event.check_suite.head_branch",
  "github.event.check_run.check_suite.head_branch",
];

/** Events that somebody without any right in the repository can cause. */
export const OUTSIDER_EVENTS: readonly string[] = [
  "check_run",
  "check_suite",
  "discussion",
  "discussion_comment",
  "gollum",
  "issue_comment",
  "issues",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "pull_request_target",
  "workflow_run",
];

/** The objects of `github.event` and the events that fill them; on other events they are null. */
export const EVENT_OBJECTS: Readonly<Record<string, readonly string[]>> = {
  client_payload: ["repository_dispatch"],
  comment: ["issue_comment", "pull_request_review_comment", "commit_comment", "discussion_comment"],
  discussion: ["discussion", "discussion_comment"],
  inputs: ["workflow_dispatch"],
  issue: ["issues", "issue_comment"],
  pull_request: ["pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"],
  release: ["release"],
  review: ["pull_request_review"],
  workflow_run: ["workflow_run"],
};

/** The contexts of the pull request's own code: checking one of these out brings in what its author wrote. */
export const PULL_REQUEST_CODE: readonly string[] = [
  "github.event.pull_request.head.ref",
  "github.event.pull_request.head.sha",
  "github.event.pull_request.head.repo.full_name",
  "github.event.pull_request.merge_commit_sha",
  "github.event.workflow_run.head_branch",
  "github.event.workflow_run.head_sha",
  "github.event.workflow_run.head_commit.id",
  "github.event.workflow_run.head_repository.full_name",
  "github.head_ref",
];

/** Actions whose outputs name the pull request that a comment stands under. */
export const PULL_REQUEST_LOOKUPS: Readonly<Record<string, RegExp>> = {
  "alessbell/pull-request-comment-branch": /^head_(?:ref|sha)$/,
  "xt0rted/pull-request-comment-branch": /^head_(?:ref|sha)$/,
};
