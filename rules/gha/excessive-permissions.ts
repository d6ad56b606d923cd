import { defineRule, list, satisfied, violated, workflow, type Judgement, type WorkflowJob } from "../../src/rule/index.ts";

type Permissions = NonNullable<NonNullable<WorkflowJob["syntax"]>["permissions"]>;

export default defineRule({
  id: "gha/excessive-permissions",
  scope: "pipeline",
  title: "Job token may write more than its job needs",
  severity: "error",
  securitySeverity: 7,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Every step of a job can use the job's token: each action, each tool a script downloads, each test. With `write-all`, or with rights given to a whole workflow, a flaw in the least important job pushes commits, publishes packages or approves a pull request in the repository's name.",
  remediation: "Give the workflow `contents: read` or `{}`, and put each further right on the one job that needs it.",
  references: [
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions",
    "https://docs.github.com/en/actions/reference/security/secure-use",
  ],
  cwe: [250],
  examples: [
    {
      title: "all rights for everything",
      bad: workflow`
        on: push
        permissions: write-all
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: ./deploy.sh
      `,
      flags: ["write-all"],
      good: workflow`
        on: push
        permissions:
          contents: read
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - run: ./deploy.sh
      `,
    },
    {
      title: "a right that one of two jobs needs",
      bad: workflow`
        on: push
        permissions:
          contents: read
          packages: write
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: npm test
          image:
            needs: test
            runs-on: ubuntu-latest
            steps:
              - run: docker push ghcr.io/acme/shop
      `,
      flags: ["packages: write"],
      good: workflow`
        on: push
        permissions:
          contents: read
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: npm test
          image:
            needs: test
            runs-on: ubuntu-latest
            permissions:
              contents: read
              packages: write
            steps:
              - run: docker push ghcr.io/acme/shop
      `,
    },
  ],
  *check({ document, jobs }) {
    if (document.permissions !== undefined) {
      const heirs = jobs.filter(({ syntax }) => syntax?.permissions === undefined);
      yield* judgeWorkflow(document.permissions, heirs);
    }
    for (const { id, syntax } of jobs) if (syntax?.permissions !== undefined) yield* judgeJob(id, syntax.permissions);
  },
});

function* judgeWorkflow(permissions: Permissions, heirs: readonly WorkflowJob[]): Iterable<Judgement> {
  const { span, scopes } = permissions;
  const written = scopes.filter(({ access }) => access === "write");
  const [first, ...others] = written;
  if (permissions.kind === "all" && permissions.level === "write") {
    yield violated({
      at: span,
      message:
        "Every step of this workflow holds a token that may write to everything in the repository: code, packages, releases and settings of its own.",
    });
  } else if (first === undefined || heirs.length < 2) {
    if (permissions.kind !== "unknown") yield satisfied(span);
  } else {
    const names = list(written.map(({ name }) => `"${name}"`));
    yield violated({
      at: first.span,
      severity: "warning",
      securitySeverity: 5,
      message: `${heirs.length === 2 ? "Both jobs" : `All ${heirs.length} jobs`} without permissions of their own may write ${names}, whichever of them needs it.`,
      related: others.map(({ span: at, name }) => ({ at, note: `and so may they write "${name}"` })),
    });
  }
}

function* judgeJob(id: string, { kind, level, span }: Permissions): Iterable<Judgement> {
  if (kind === "all" && level === "write")
    yield violated({ at: span, message: `Every step of job "${id}" holds a token that may write to everything in the repository.` });
  else if (kind !== "unknown") yield satisfied(span);
}
