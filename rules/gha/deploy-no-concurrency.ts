import { defineRule, satisfied, unknown, violated, workflow, type Judgement, type WorkflowJob } from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/deploy-no-concurrency",
  scope: "job",
  title: "Two deployments may run at the same time",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Two pushes in a row start two deployments that run side by side. The older one may finish last and put the older version back, and two migrations or restarts at once leave a half of each. With `cancel-in-progress: true` the first is killed wherever it stands, which leaves the server in between two versions.",
  remediation:
    "Give the job a `concurrency` group, so that the next deployment waits for the one before it, and leave `cancel-in-progress` false.",
  references: ["https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency"],
  cwe: [362],
  examples: [
    {
      title: "two pushes, two deployments",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy --remote-only
      `,
      flags: ["deploy"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            concurrency:
              group: deploy
              cancel-in-progress: false
            runs-on: ubuntu-latest
            steps:
              - run: flyctl deploy --remote-only
      `,
    },
    {
      title: "a deployment killed half way",
      bad: workflow`
        on:
          push:
            branches: [main]
        concurrency:
          group: production
          cancel-in-progress: true
        jobs:
          rollout:
            runs-on: ubuntu-latest
            steps:
              - run: kubectl apply -f k8s/
      `,
      flags: ["true"],
      good: workflow`
        on:
          push:
            branches: [main]
        concurrency:
          group: production
          cancel-in-progress: false
        jobs:
          rollout:
            runs-on: ubuntu-latest
            steps:
              - run: kubectl apply -f k8s/
      `,
    },
  ],
  *check(job) {
    if (job.idSpan === undefined || job.workflow === undefined) return;
    // Pushing an image, or publishing a package, twice at once harms nothing that runs.
    const evidence = job.deployments.find(
      ({ kind, what }) =>
        kind === "target" ||
        kind === "environment" ||
        (kind === "name" && what !== "" && job.words.some((word) => word.startsWith("deploy"))),
    );
    if (evidence !== undefined) yield* judge(job, job.idSpan);
  },
});

function* judge(job: WorkflowJob, idSpan: NonNullable<WorkflowJob["idSpan"]>): Iterable<Judgement> {
  const { workflow: own } = job;
  const layers = [job.syntax?.concurrency, own?.document.concurrency].filter((one) => one !== undefined);
  const killed = layers.map(({ cancelInProgress }) => cancelInProgress).find((one) => one?.kind === "literal" && one.text === "true");
  if (killed !== undefined) {
    yield violated({
      at: killed.span,
      message: `A newer run kills "${job.id}" wherever it stands, which may leave what it deploys half way between two versions.`,
    });
  } else if (layers.length > 0) {
    yield satisfied(layers[0]!.span);
  } else if (
    own?.callers.some((caller) => caller.syntax?.concurrency !== undefined || caller.workflow?.document.concurrency !== undefined) === true
  ) {
    yield satisfied(idSpan);
  } else if (own?.isOnlyCalled === true && own.callers.length === 0) {
    yield unknown(idSpan, "the workflow that calls this one may have a concurrency group");
  } else {
    yield violated({
      at: idSpan,
      message: `Two runs of "${job.id}" may deploy at the same time, and the older one may finish last and put its version back.`,
      fix: fixOf(job, idSpan),
    });
  }
}

function fixOf(
  { id, syntax, file }: WorkflowJob,
  idSpan: NonNullable<WorkflowJob["idSpan"]>,
): { title: string; safety: "safe"; edits: { span: typeof idSpan; replacement: string }[] } | undefined {
  const first = syntax?.node.entries[0]?.key.span;
  // In flow style there is no line to insert.
  const indent = first === undefined ? undefined : /(?:^|\n)([ ]+)$/.exec(file.text.slice(0, first.start))?.[1];
  if (first === undefined || indent === undefined || !/^[\w-]+$/.test(id)) return undefined;
  const at = { file, start: first.start, end: first.start };
  return {
    title: "Let the next deployment wait",
    safety: "safe",
    edits: [{ span: at, replacement: `concurrency:\n${indent}  group: ${id}\n${indent}  cancel-in-progress: false\n${indent}` }],
  };
}
