import {
  defineRule,
  expressionsBelow,
  ignoresFailure,
  quoteAll,
  satisfied,
  unknown,
  violated,
  workflow,
  type Judgement,
  type Workflow,
  type WorkflowJob,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/deploy-without-tests",
  scope: "pipeline",
  title: "Deployment does not wait for a test",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Jobs run side by side unless one `needs` the other. A deployment that needs no test goes out before, or although, the test fails, and what is broken reaches the servers first.",
  remediation:
    "Name the test job in the deploy job's `needs`, run the tests in a step before the deployment, or start the deployment by `workflow_run` once the test workflow has succeeded. With `always()` in the job's `if`, ask for `needs.test.result == 'success'` too.",
  references: [
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds",
    "https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html",
  ],
  cwe: [1053],
  examples: [
    {
      title: "test and deployment side by side",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy
      `,
      flags: ["deploy"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
          deploy:
            needs: test
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy
      `,
    },
    {
      title: "a test whose result nobody asks for",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
          deploy:
            needs: test
            if: always()
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy
      `,
      flags: ["always()"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: pytest
          deploy:
            needs: test
            if: always() && needs.test.result == 'success'
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy
      `,
    },
  ],
  *check(pipeline, deployment) {
    const deploying = new Set(pipeline.jobs.filter(isDeploying));
    // What a deploy job waits for, the ones behind it wait for too.
    const first = [...deploying].filter(({ ancestors }) => !ancestors.some((job) => deploying.has(job)));
    const isTested = deployment.workflows.some(({ jobs }) => jobs.some(({ tests }) => tests.length > 0));
    for (const job of first) yield* judge(job, pipeline, isTested);
    for (const job of deploying) yield* judgeBypass(job);
  },
});

/** Something goes out for certain: a release that only opens a pull request, and a site of documentation, are nothing to test. */
function isDeploying({ deployments, words, file }: WorkflowJob): boolean {
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

function* judge(job: WorkflowJob, pipeline: Workflow, isTested: boolean): Iterable<Judgement> {
  const { idSpan, ancestors } = job;
  const [evidence] = job.deployments;
  if (idSpan === undefined || evidence === undefined) return;
  const before = [job, ...ancestors];
  const callers = pipeline.callers.flatMap((caller) => [caller, ...caller.ancestors]);
  const run = pipeline.trigger("workflow_run");
  if ([...before, ...callers].some(({ tests }) => tests.length > 0) || run !== undefined) {
    yield satisfied(run?.nameSpan ?? idSpan);
  } else if (before.some(({ called }) => called === "unknown") || (pipeline.isOnlyCalled && pipeline.callers.length === 0)) {
    yield unknown(idSpan, "a workflow outside of the project may run tests before it");
  } else {
    const beside = pipeline.jobs.filter(({ tests }) => tests.length > 0).map(({ id }) => id);
    const isByHand = pipeline.triggers.every(
      ({ event, branches, tags }) =>
        /^(?:release|workflow_dispatch|repository_dispatch|schedule|workflow_call)$/.test(event) ||
        (tags !== undefined && branches === undefined),
    );
    yield violated({
      at: idSpan,
      ...(isTested && !isByHand ? {} : { severity: "note" }),
      message:
        beside.length > 0
          ? `Job "${job.id}" ${evidence.what} without waiting for ${quoteAll(beside)}, even when ${beside.length === 1 ? "it fails" : "they fail"}.`
          : `Job "${job.id}" ${evidence.what}, and nothing in this workflow tests the code before.`,
    });
  }
}

function* judgeBypass({ id, syntax, ancestors }: WorkflowJob): Iterable<Judgement> {
  const condition = syntax?.if;
  const expression = condition?.expression;
  if (condition === undefined || expression === undefined || !ignoresFailure(condition)) return;
  const tested = ancestors.filter(({ tests }) => tests.length > 0).map((job) => job.id);
  if (tested.length === 0) return;
  const parts = [...expressionsBelow(expression)];
  if (
    parts.some((part) => part.kind === "context" && part.context === "needs") ||
    parts.some((part) => part.kind === "call" && part.name === "failure")
  )
    return;
  yield violated({
    at: condition.value.span,
    aspect: "bypass",
    message: `With this condition "${id}" runs although ${quoteAll(tested)} failed.`,
  });
}
