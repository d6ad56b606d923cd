import {
  defineRule,
  ignoresFailure,
  list,
  satisfied,
  tagOf,
  unguardedStarts,
  unknown,
  violated,
  workflow,
  type DeployEvidence,
  type Judgement,
  type UnguardedStart,
  type WorkflowJob,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/deploy-unguarded",
  scope: "pipeline",
  title: "Deployment runs from pull requests or from any branch",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "What nobody has reviewed goes to the servers: an unfinished branch, or the code of a pull request. Whoever may push a branch, or only open a pull request, decides what runs in production, with its secrets.",
  remediation:
    "Let the job run for the branch that is deployed only, `if: github.event_name == 'push' && github.ref == 'refs/heads/main'`, or start the workflow only by `push` with `branches`, by a tag, a release or by hand. An `environment` whose settings name the allowed branches guards the job too.",
  references: [
    "https://docs.github.com/en/actions/concepts/workflows-and-actions/deployment-environments",
    "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows",
  ],
  cwe: [284],
  examples: [
    {
      title: "a pull request that deploys",
      bad: workflow`
        on:
          push:
            branches: [main]
          pull_request:
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: npm test
          deploy:
            needs: test
            runs-on: ubuntu-latest
            steps:
              - run: kubectl apply -f k8s/
      `,
      flags: ["deploy"],
      good: workflow`
        on:
          push:
            branches: [main]
          pull_request:
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: npm test
          deploy:
            needs: test
            if: github.event_name == 'push' && github.ref == 'refs/heads/main'
            runs-on: ubuntu-latest
            steps:
              - run: kubectl apply -f k8s/
      `,
    },
    {
      title: "any branch that is pushed",
      bad: workflow`
        on: push
        jobs:
          rollout:
            runs-on: ubuntu-latest
            steps:
              - run: ssh deploy@shop.example.net /srv/shop/update.sh
      `,
      flags: ["rollout"],
      good: workflow`
        on:
          push:
            tags: ["v*"]
        jobs:
          rollout:
            runs-on: ubuntu-latest
            steps:
              - run: ssh deploy@shop.example.net /srv/shop/update.sh
      `,
    },
  ],
  *check({ jobs, isOnlyCalled, callers }) {
    const starts = new Map(jobs.map((job) => [job, startsOf(job)]));
    const open = new Map([...starts].map(([job, all]) => [job, all.filter(({ happens }) => happens === true)]));
    for (const [job, all] of starts) {
      const { idSpan, syntax } = job;
      if (idSpan === undefined || evidenceOf(job).length === 0) continue;
      const own = open.get(job)!;
      const waits = syntax?.if === undefined || !ignoresFailure(syntax.if);
      if (syntax?.environment !== undefined) yield satisfied(syntax.environment.span);
      // What holds the first job of a chain holds those that wait for it.
      else if (own.length > 0 && waits && job.ancestors.some((before) => open.get(before)!.length > 0)) continue;
      else if (own.length > 0) yield judge(own);
      else if (all.some(({ happens }) => happens === undefined)) yield unknown(idSpan, "its conditions are only known when it runs");
      else if (isOnlyCalled && callers.length === 0) yield unknown(idSpan, "the workflows that call this one are not in the project");
      else yield satisfied(idSpan);
    }
  },
});

interface Start extends UnguardedStart {
  readonly evidence: DeployEvidence;
}

function evidenceOf(job: WorkflowJob): readonly DeployEvidence[] {
  if (isPreview(job)) return [];
  return job.deployments.filter((one) => one.kind === "target" || (one.kind === "push" && pushesForAll(job, one)));
}

function startsOf(job: WorkflowJob): readonly Start[] {
  if (job.syntax?.environment !== undefined) return [];
  return evidenceOf(job).flatMap((evidence) => unguardedStarts(job, evidence).map((start) => ({ ...start, evidence })));
}

function judge(open: readonly Start[]): Judgement {
  const worst = open.find(({ scenario }) => scenario.by === "stranger") ?? open[0]!;
  const { trigger, entry, evidence } = worst;
  const causes = new Set(open.map(({ scenario }) => (scenario.by === "branch" ? "on a push to any branch" : "on any pull request")));
  return violated({
    at: entry.idSpan ?? evidence.at,
    message: `Job "${entry.id}" ${evidence.what} ${list([...causes])}: nothing holds it to the branch that is released.`,
    related: [{ at: trigger.nameSpan, note: "started by this" }],
  });
}

/** An image under a tag of its own branch or commit replaces nobody's; one under a tag that others run does. */
function pushesForAll(job: WorkflowJob, { step }: DeployEvidence): boolean {
  return job.pushes.some((push) => push.step === step && push.names?.some((name) => tagOf(name, push.place).tag === "moving") === true);
}

/** A deployment made for the pull request itself, to look at before it is merged. */
function isPreview(job: WorkflowJob): boolean {
  const words = [...job.words, ...job.file.path.toLowerCase().split(/[^a-z0-9]+/)];
  return words.some((word) => /^(?:preview|previews|review|pr|pull|ephemeral|cleanup|teardown|destroy)$/.test(word));
}
