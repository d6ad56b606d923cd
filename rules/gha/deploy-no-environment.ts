import { defineRule, quoteAll, satisfied, violated, workflow, type WorkflowJob } from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/deploy-no-environment",
  scope: "job",
  title: "Deployment secrets used outside of an environment",
  severity: "note",
  securitySeverity: 4,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A secret of the repository is handed to any job of any workflow on any branch: whoever may push a branch can write a workflow that prints it. A secret of an environment only reaches jobs that name the environment, and those can be held to certain branches and to somebody's approval.",
  remediation:
    "Create an environment such as `production` in the repository's settings, move the deployment's secrets there, limit it to the branch that is deployed, and name it in the job: `environment: production`.",
  references: [
    "https://docs.github.com/en/actions/concepts/workflows-and-actions/deployment-environments",
    "https://docs.github.com/en/actions/reference/security/secure-use",
  ],
  cwe: [284],
  examples: [
    {
      title: "a server's key among the repository's secrets",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          rollout:
            runs-on: ubuntu-latest
            steps:
              - uses: appleboy/ssh-action@v1
                with:
                  host: shop.example.net
                  key: \${{ secrets.SERVER_KEY }}
                  script: /srv/shop/update.sh
      `,
      flags: ["rollout"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          rollout:
            runs-on: ubuntu-latest
            environment: production
            steps:
              - uses: appleboy/ssh-action@v1
                with:
                  host: shop.example.net
                  key: \${{ secrets.SERVER_KEY }}
                  script: /srv/shop/update.sh
      `,
    },
    {
      title: "production and development share a key",
      bad: workflow`
        on:
          push:
            branches: [main, develop]
        jobs:
          deploy-dev:
            if: github.ref == 'refs/heads/develop'
            runs-on: ubuntu-latest
            environment: development
            steps:
              - run: ssh deploy@dev.example.net /srv/update.sh
                env:
                  KEY: \${{ secrets.SERVER_KEY }}
          deploy-prod:
            if: github.ref == 'refs/heads/main'
            runs-on: ubuntu-latest
            steps:
              - run: ssh deploy@example.net /srv/update.sh
                env:
                  KEY: \${{ secrets.SERVER_KEY }}
      `,
      flags: ["deploy-prod"],
      good: workflow`
        on:
          push:
            branches: [main, develop]
        jobs:
          deploy-dev:
            if: github.ref == 'refs/heads/develop'
            runs-on: ubuntu-latest
            environment: development
            steps:
              - run: ssh deploy@dev.example.net /srv/update.sh
                env:
                  KEY: \${{ secrets.SERVER_KEY }}
          deploy-prod:
            if: github.ref == 'refs/heads/main'
            runs-on: ubuntu-latest
            environment: production
            steps:
              - run: ssh deploy@example.net /srv/update.sh
                env:
                  KEY: \${{ secrets.SERVER_KEY }}
      `,
    },
  ],
  *check(job, deployment) {
    const { idSpan, syntax, secrets } = job;
    // A job that runs another workflow cannot name an environment: the workflow's own jobs do.
    if (idSpan === undefined || job.called !== undefined || job.deployments.length === 0 || secrets.length === 0) return;
    if (syntax?.environment !== undefined) {
      yield satisfied(syntax.environment.span);
      return;
    }
    const names = secrets.map(({ name }) => name);
    const other = stageOf(job) === "prod" ? sharing(job, deployment.workflows.flatMap(({ jobs }) => jobs).slice(0, MAX_JOBS)) : undefined;
    const what = names.length > 3 ? `${names.length} secrets` : quoteAll(names);
    yield violated({
      at: idSpan,
      ...(other === undefined ? {} : { aspect: "shared" }),
      message:
        other === undefined
          ? `Job "${job.id}" deploys with ${what} but names no environment, so that a workflow on any branch can use ${names.length === 1 ? "it" : "them"} too.`
          : `Job "${job.id}" deploys to production with ${what}, which "${other.id}" uses as well, and names no environment that would keep them apart.`,
      related: [
        { at: secrets[0]!.at, note: "used here" },
        ...(other?.secrets[0] === undefined
          ? []
          : [{ at: other.secrets.find(({ name }) => names.includes(name))!.at, note: `and here by "${other.id}"` }]),
      ],
    });
  },
});

/** A project has fewer; one that was made to take long does not. */
const MAX_JOBS = 500;

function sharing(job: WorkflowJob, others: readonly WorkflowJob[]): WorkflowJob | undefined {
  const names = new Set(job.secrets.map(({ name }) => name));
  return others.find(
    (other) =>
      other !== job && other.deployments.length > 0 && stageOf(other) === "dev" && other.secrets.some(({ name }) => names.has(name)),
  );
}

/** For what a deploy job deploys, as far as its names and its file's tell. */
function stageOf(job: WorkflowJob): "prod" | "dev" | undefined {
  const words = [...job.words, ...job.file.path.toLowerCase().split(/[^a-z0-9]+/)];
  if (words.some((word) => word === "prod" || word === "production" || word === "live")) return "prod";
  return words.some((word) => /^(?:dev|development|qa|staging|stage|test|uat)$/.test(word)) ? "dev" : undefined;
}
