import {
  defineRule,
  foreignCheckoutsOf,
  foreignCodeRunOf,
  isHarmless,
  openTriggersOf,
  privilegedStarts,
  satisfied,
  unknown,
  violated,
  workflow,
  type ForeignCheckout,
  type Judgement,
  type Span,
  type WorkflowJob,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/pull-request-target-checkout",
  scope: "job",
  title: "Job with the repository's rights runs the code of a pull request",
  severity: "error",
  securitySeverity: 9.3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "`pull_request_target`, `workflow_run` and `issue_comment` run with the repository's own token and secrets even when a stranger's pull request caused them. Once the job checks out the pull request, everything it runs from there is the stranger's: a build script, a test, a package's install hook, the settings of a linter.",
  remediation:
    "Run what needs the pull request's code on `pull_request`, which has no secrets, and hand the result to a second workflow as an artifact. If it has to be here, check out the base branch, or let somebody approve each run through an `environment` with required reviewers.",
  references: [
    "https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/",
    "https://docs.github.com/en/actions/reference/security/secure-use",
    "https://cwe.mitre.org/data/definitions/829.html",
  ],
  cwe: [829],
  examples: [
    {
      title: "tests of a pull request with the repository's secrets",
      bad: workflow`
        on: pull_request_target
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
                with:
                  ref: \${{ github.event.pull_request.head.sha }}
              - run: npm ci && npm test
      `,
      flags: ["${{ github.event.pull_request.head.sha }}"],
      good: workflow`
        on: pull_request_target
        jobs:
          label:
            runs-on: ubuntu-latest
            permissions:
              pull-requests: write
            steps:
              - uses: actions/labeler@v5
      `,
    },
    {
      title: "a comment that fetches the code it stands under",
      bad: workflow`
        on: issue_comment
        jobs:
          bench:
            if: contains(github.event.comment.body, '/bench')
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: gh pr checkout "$NUMBER"
                env:
                  NUMBER: \${{ github.event.issue.number }}
              - run: make bench
      `,
      flags: ['gh pr checkout "$NUMBER"'],
      good: workflow`
        on: issue_comment
        jobs:
          bench:
            if: contains(github.event.comment.body, '/bench') && github.event.comment.author_association == 'OWNER'
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: gh pr checkout "$NUMBER"
                env:
                  NUMBER: \${{ github.event.issue.number }}
              - run: make bench
      `,
    },
  ],
  *check(job) {
    const { idSpan } = job;
    if (idSpan === undefined || privilegedStarts(job).length === 0) return;
    const checkouts = foreignCheckoutsOf(job);
    for (const checkout of checkouts) yield judge(checkout, job);
    if (checkouts.length === 0) yield judgeRights(job, idSpan);
  },
});

function judge(checkout: ForeignCheckout, job: WorkflowJob): Judgement {
  const { at } = checkout;
  const run = foreignCodeRunOf(checkout, job);
  if (run.kind === "never") return satisfied(at);
  if (run.kind === "unknown") return unknown(at, run.why);
  const { event, nameSpan } = run.trigger;
  const what = run.isFiltered ? "A fork's branch of the same name gets here too" : `On "${event}" this is a stranger's code`;
  const goesOn = `goes on with ${run.isFiltered ? "its code" : "it"} with the repository's token and secrets`;
  return violated({
    at,
    ...(run.isFiltered ? { severity: "warning", securitySeverity: 6.5 } : {}),
    message: `${what}, and job "${job.id}" ${goesOn}.`,
    related: [{ at: nameSpan, note: "started by anybody's pull request or comment" }],
  });
}

/** Without the pull request's code only the rights are left to look at, and who may ask for a deployment. */
function judgeRights(job: WorkflowJob, idSpan: Span): Judgement {
  const open = openTriggersOf(job);
  if (open.some(({ event }) => event === "issue_comment") && job.deployments.some(({ kind }) => kind === "target" || kind === "push")) {
    return violated({
      at: job.syntax?.if?.value.span ?? idSpan,
      aspect: "comment-command",
      severity: "warning",
      securitySeverity: 7,
      message: `Anybody who may write a comment can start the deployment of job "${job.id}": its condition does not ask who wrote it.`,
    });
  }
  const trigger = open.find(({ event }) => event === "pull_request_target");
  if (trigger === undefined || isHarmless(job)) return satisfied(idSpan);
  return violated({
    at: trigger.nameSpan,
    aspect: "dangerous-trigger",
    severity: "warning",
    securitySeverity: 5,
    message: `A stranger's pull request starts job "${job.id}" with a token that may write, since neither the job nor the workflow says what it may do.`,
  });
}
