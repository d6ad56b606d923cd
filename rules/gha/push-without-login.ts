import {
  defineRule,
  satisfied,
  unknown,
  violated,
  workflow,
  type ImagePush,
  type WorkflowJob,
  type WorkflowStep,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/push-without-login",
  scope: "job",
  title: "Image pushed without a login to its registry",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Every job starts on a fresh machine, so that a login of another job is gone. Without one of its own the push is refused, and what should be deployed never reaches the registry.",
  remediation:
    "Log in to the registry in a step before the push: with `docker/login-action`, with `docker login --password-stdin`, or with the action or command of the cloud that runs the registry.",
  references: ["https://docs.docker.com/build/ci/github-actions/", "https://github.com/docker/login-action"],
  cwe: [306],
  examples: [
    {
      title: "a push that nobody logged in for",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: docker build -t ghcr.io/acme/shop:\${{ github.sha }} .
              - run: docker push ghcr.io/acme/shop:\${{ github.sha }}
      `,
      flags: ["docker push"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: docker build -t ghcr.io/acme/shop:\${{ github.sha }} .
              - run: echo "$TOKEN" | docker login ghcr.io -u acme --password-stdin
                env:
                  TOKEN: \${{ secrets.GITHUB_TOKEN }}
              - run: docker push ghcr.io/acme/shop:\${{ github.sha }}
      `,
    },
  ],
  *check(job) {
    if (job.syntax === undefined || job.isSelfHosted) return;
    const push = job.pushes.find(({ isLocal, logsIn }) => !isLocal && !logsIn);
    if (push === undefined) return;
    const at = push.by;
    const steps = job.allSteps;
    const login = job.logins.find(({ step }) => steps.indexOf(step) <= steps.indexOf(push.step));
    const doubt = login === undefined ? doubtOf(job, push) : undefined;
    if (login !== undefined) yield satisfied(login.at);
    else if (doubt !== undefined) yield unknown(at, doubt);
    else {
      const later = job.logins[0];
      yield violated({
        at,
        message:
          later === undefined
            ? `Job "${job.id}" never logs in to a registry, so that this push is refused.`
            : `Job "${job.id}" pushes before it logs in to the registry, so that the push is refused.`,
        related: later === undefined ? [] : [{ at: later.at, note: "it logs in only here" }],
      });
    }
  },
});

/** Why the job may be logged in although no step says so. */
function doubtOf(job: WorkflowJob, push: ImagePush): string | undefined {
  if (job.syntax?.container !== undefined) return "the job runs in a container that may hold a login";
  if (job.syntax?.runsOn?.labels.some(({ kind }) => kind === "template") === true && job.syntax.matrix === undefined)
    return "the runner is chosen at run time and may keep a login";
  const steps = job.allSteps;
  const before = steps.slice(0, steps.indexOf(push.step) + 1);
  if (before.some((step) => step.syntax.uses?.kind === "local" && step.localAction === undefined))
    return "a local action that could not be read may log in";
  const names = before.flatMap((step) => job.environments(step).flatMap(({ entries }) => entries.map(({ name }) => name)));
  if (names.some((name) => /^DOCKER_(?:AUTH_)?CONFIG$/.test(name))) return "DOCKER_CONFIG may hold a login";
  const isTrusted = before.some(
    ({ action, syntax }) =>
      action !== undefined &&
      !/^(?:actions|docker)\//.test(action) &&
      syntax.with.entries.some(({ value }) => /secrets\.|github\.token/.test(value.node.text)),
  );
  if (isTrusted) return "an action that is given a secret may log in";
  return before.some(runsScript) ? "a script of the project may log in" : undefined;
}

function runsScript({ commands, syntax, isPosix }: WorkflowStep): boolean {
  if (syntax.run !== undefined && !isPosix) return true;
  return commands.some(({ effective: { name, program, words } }) => {
    if (/^(?:make|just|task|mage|rake|npm|yarn|pnpm|source|\.)$/.test(program)) return !/^(?:ci|install)$/.test(words[0]?.text ?? "");
    return (
      /(?:^|\/)[\w.-]+\.(?:sh|bash|py|js|ts|rb)$/.test(name.text) ||
      name.text.startsWith("./") ||
      words.slice(0, 2).some(({ text }) => /\.(?:sh|bash)$/.test(text))
    );
  });
}
