import {
  definesRights,
  defineRule,
  foreignCheckoutsOf,
  holds,
  runs,
  satisfied,
  unknown,
  violated,
  workflow,
  type ForeignCheckout,
  type Judgement,
  type Span,
  type Truth,
  type Workflow,
  type WorkflowJob,
} from "../../src/rule/index.ts";

type Trigger = Workflow["triggers"][number];

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
        permissions:
          contents: read
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
        permissions:
          contents: read
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
    {
      title: "a deployment that any comment starts",
      bad: workflow`
        on: issue_comment
        permissions:
          contents: read
        jobs:
          deploy:
            if: github.event.comment.body == '/deploy'
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy --remote-only
      `,
      flags: ["github.event.comment.body == '/deploy'"],
      good: workflow`
        on: issue_comment
        permissions:
          contents: read
        jobs:
          deploy:
            if: github.event.comment.body == '/deploy' && github.event.comment.author_association == 'MEMBER'
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy --remote-only
      `,
    },
  ],
  *check(job) {
    const { workflow: own, idSpan } = job;
    const triggers = own?.triggers.filter(({ event }) => PRIVILEGED.includes(event)) ?? [];
    const trigger = triggers.find((one) => own !== undefined && mayComeFromOutside(one, own));
    if (own === undefined || idSpan === undefined || trigger === undefined) return;
    const checkouts = foreignCheckoutsOf(job);
    for (const checkout of checkouts) yield judge(checkout, job, trigger);
    if (checkouts.length === 0) yield judgeTrigger(job, trigger, idSpan);
  },
});

const PRIVILEGED: readonly string[] = ["pull_request_target", "workflow_run", "issue_comment"];

/** A run of a workflow that no pull request starts is none of a stranger's. */
function mayComeFromOutside({ event, workflows }: Trigger, { project, file }: Workflow): boolean {
  if (event !== "workflow_run" || workflows === undefined) return true;
  const named = workflows.map((name) =>
    project.workflows.find(({ document, file: other }) => other !== file && document.name?.node.text === name.node.text),
  );
  return named.some((one) => one === undefined || one.triggers.some(({ event: started }) => started.startsWith("pull_request")));
}

function judge({ step, at }: ForeignCheckout, job: WorkflowJob, trigger: Trigger): Judgement {
  const steps = job.allSteps;
  const later = steps
    .slice(steps.indexOf(step) + (step.syntax.run === undefined ? 1 : 0))
    .filter(({ syntax }) => syntax.run !== undefined || syntax.uses !== undefined);
  if (later.length === 0) return satisfied(at);
  if (job.syntax?.environment !== undefined) return unknown(at, "the environment's settings may ask for an approval");
  const happens = startedByStranger(job, step, trigger);
  if (happens === false) return satisfied(at);
  if (happens === undefined) return unknown(at, "its conditions are only known when it runs");
  const isFiltered = trigger.event === "workflow_run" && trigger.branches !== undefined;
  return violated({
    at,
    ...(isFiltered ? { severity: "warning", securitySeverity: 6.5 } : {}),
    message: isFiltered
      ? `This is the code of whatever run "workflow_run" follows, a pull request's from a fork with a branch of the same name included, and job "${job.id}" goes on with it with the repository's own rights.`
      : `On "${trigger.event}" this is a stranger's code, and job "${job.id}" goes on with it with the repository's token and secrets.`,
    related: [{ at: trigger.nameSpan, note: "started by anybody's pull request or comment" }],
  });
}

function startedByStranger(job: WorkflowJob, step: ForeignCheckout["step"], { event }: Trigger): Truth {
  const scenario = { event, by: "stranger" } as const;
  const own = runs(job, scenario);
  const condition = step.syntax.if;
  const inner = condition === undefined ? true : holds(condition, scenario, { job: step.job, step });
  // A command in a comment is what a stranger writes who wants the job to run.
  return own === false || inner === false ? false : own === undefined || inner === undefined ? undefined : true;
}

/** Without the pull request's code only the rights are left to look at, and who may ask for a deployment. */
function judgeTrigger(job: WorkflowJob, { event, nameSpan }: Trigger, idSpan: Span): Judgement {
  const isStrangers = runs(job, { event, by: "stranger" }) === true && job.syntax?.environment === undefined;
  if (event === "issue_comment" && isStrangers && job.deployments.some(({ kind }) => kind === "target" || kind === "push")) {
    return violated({
      at: job.syntax?.if?.value.span ?? idSpan,
      aspect: "comment-command",
      severity: "warning",
      securitySeverity: 7,
      message: `Anybody who may write a comment can start the deployment of job "${job.id}": its condition does not ask who wrote it.`,
    });
  }
  const isLimited = definesRights(job) || job.steps.every(({ action }) => action !== undefined && HARMLESS.test(action));
  if (event !== "pull_request_target" || isLimited || !isStrangers) return satisfied(idSpan);
  return violated({
    at: nameSpan,
    aspect: "dangerous-trigger",
    severity: "warning",
    securitySeverity: 5,
    message: `On "pull_request_target" a stranger's pull request starts job "${job.id}" with a token that may write, since neither the job nor the workflow says what it may do.`,
  });
}

const HARMLESS =
  /^(?:actions\/(?:labeler|first-interaction|stale|checkout|add-to-project)|.*\/(?:.*(?:label|semantic-pull-request|cla|welcome|greet|assign|lock-threads|comment|title).*))$/;
