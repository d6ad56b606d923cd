import {
  defineRule,
  isDeploying,
  isStartedByHand,
  isTestedBefore,
  quoteAll,
  satisfied,
  testBypassOf,
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

function* judge(job: WorkflowJob, pipeline: Workflow, isTested: boolean): Iterable<Judgement> {
  const { id, idSpan } = job;
  const [evidence] = job.deployments;
  if (idSpan === undefined || evidence === undefined) return;
  const tested = isTestedBefore(job, pipeline);
  if (tested === true) return yield satisfied(pipeline.trigger("workflow_run")?.nameSpan ?? idSpan);
  if (tested === "unknown") return yield unknown(idSpan, "a workflow outside of the project may run tests before it");
  const beside = pipeline.jobs.filter(({ tests }) => tests.length > 0).map((one) => one.id);
  yield violated({
    at: idSpan,
    ...(isTested && !isStartedByHand(pipeline) ? {} : { severity: "note" }),
    message:
      beside.length > 0
        ? `Job "${id}" ${evidence.what} without waiting for ${quoteAll(beside)}, even when ${beside.length === 1 ? "it fails" : "they fail"}.`
        : `Job "${id}" ${evidence.what}, and nothing in this workflow tests the code before.`,
  });
}

function* judgeBypass(job: WorkflowJob): Iterable<Judgement> {
  const bypass = testBypassOf(job);
  if (bypass === undefined) return;
  const message = `With this condition "${job.id}" runs although ${quoteAll(bypass.tests)} failed.`;
  yield violated({ at: bypass.at, aspect: "bypass", message });
}
