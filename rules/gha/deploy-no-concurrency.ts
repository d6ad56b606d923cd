import {
  defineRule,
  satisfied,
  unknown,
  violated,
  workflow,
  type Fix,
  type Judgement,
  type Span,
  type WorkflowJob,
} from "../../src/rule/index.ts";

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
              group: deploy-\${{ github.workflow }}-\${{ github.ref }}
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
    const isDeploying =
      job.deployments.some(({ kind }) => kind === "target") ||
      (job.deployments.length > 0 && job.words.some((word) => word.startsWith("deploy")));
    if (isDeploying) yield* judge(job, job.idSpan);
  },
});

function* judge(job: WorkflowJob, idSpan: Span): Iterable<Judgement> {
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
      fix: fixOf(job),
    });
  }
}

/** A group of its own for each branch, so that deployments of different ones do not wait for each other; those of a matrix would, so they get none. */
function fixOf({ id, syntax, file }: WorkflowJob): Fix | undefined {
  const start = syntax?.node.entries[0]?.key.span.start;
  const indent = start === undefined ? "" : file.text.slice(file.text.lastIndexOf("\n", start - 1) + 1, start);
  // In flow style there is no line to insert.
  if (start === undefined || !/^ +$/.test(indent) || !/^[\w-]+$/.test(id) || syntax?.matrix !== undefined) return undefined;
  const replacement = `concurrency:\n${indent}  group: ${id}-\${{ github.workflow }}-\${{ github.ref }}\n${indent}  cancel-in-progress: false\n${indent}`;
  return { title: "Let the next deployment wait", safety: "safe", edits: [{ span: { file, start, end: start }, replacement }] };
}
