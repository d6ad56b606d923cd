import { describe, expect, test } from "vitest";
import { connectWorkflows, foreignCheckoutsOf, taintsOf } from "../../src/model/workflow/index.ts";
import { expressionsIn, parseAction, parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { textOf } from "../../src/text/index.ts";

/** Who chooses the text of the expressions in the last step's script of job "j", each once. */
function whoChooses(text: string, action?: string): string[] {
  const actions = action === undefined ? [] : [parseAction({ path: "act/action.yml", text: action })];
  const project = connectWorkflows([parseWorkflow({ path: ".github/workflows/w.yml", text })], actions);
  const job = action === undefined ? project.workflows[0]!.job("j")! : project.actions[0]!;
  const step = job.steps.at(-1)!;
  const found = expressionsIn(step.syntax.run).flatMap(({ expression }) =>
    expression === undefined ? [] : taintsOf(expression, { job, step }),
  );
  return [...new Set(found.map(({ who }) => who))];
}

function onEvent(on: string, expression: string): string[] {
  return whoChooses(`on: ${on}\njobs:\n  j:\n    runs-on: x\n    steps:\n      - run: echo "\${{ ${expression} }}"\n`);
}

describe("an expression by itself", () => {
  test.each([
    ["pull_request", "github.event.pull_request.title", ["outsider"]],
    ["pull_request", "github.event.pull_request.head.ref", ["outsider"]],
    ["pull_request", "github['event']['pull_request']['body']", ["outsider"]],
    ["pull_request", "GitHub.Event.Pull_Request.Title", ["outsider"]],
    ["issues", "github.event.issue.body", ["outsider"]],
    ["push", "github.event.commits[0].message", ["outsider"]],
    ["push", "join(github.event.commits.*.author.name, ' ')", ["outsider"]],
    ["push", "github.event.head_commit.message", ["outsider"]],
    ["workflow_run", "github.event.workflow_run.head_branch", ["outsider"]],
    ["pull_request", "format('a {0}', github.head_ref)", ["outsider"]],
    ["pull_request", "toJSON(github.event)", ["outsider"]],
    ["pull_request", "toJSON(github.event.pull_request)", ["outsider"]],
    ["pull_request", "fromJSON(toJSON(github.event.pull_request)).title", ["outsider"]],
    ["pull_request", "github.head_ref || github.ref_name", ["outsider"]],
    ["pull_request", "github.event.number && github.head_ref", ["outsider"]],
    ["issue_comment", "(github.event.issue || github.event.pull_request).title", ["outsider"]],
    ["push", "github.ref_name", ["branch"]],
    ["push", "github.ref", ["branch"]],
    ["{ push: { tags: ['v*'] } }", "github.ref_name", ["tag"]],
    ["repository_dispatch", "github.event.client_payload.version", ["starter"]],
    // Nobody else chooses any of these.
    ["pull_request", "github.sha", []],
    ["pull_request", "github.actor", []],
    ["pull_request", "github.event.pull_request.number", []],
    ["pull_request", "github.event.pull_request.head.sha", []],
    ["pull_request", "github.event.pull_request.user.login", []],
    ["pull_request", "github.event.pull_request.head.repo.fork", []],
    ["issue_comment", "(github.event.issue || github.event.pull_request).number", []],
    ["pull_request", "contains(github.event.pull_request.title, 'x')", []],
    ["pull_request", "startsWith(github.head_ref, 'x') && 'yes' || 'no'", []],
    ["pull_request", "github.head_ref == 'main'", []],
    ["pull_request", "!github.head_ref", []],
    ["pull_request", "github.ref_name", []],
    ["{ push: { branches: [main] } }", "github.ref_name", []],
    ["{ push: { branches: [main, develop] } }", "toJSON(github.event)", []],
    ["push", "secrets.TOKEN", []],
    ["push", "vars.NAME", []],
    ["push", "runner.os", []],
    ["push", "steps.x.outcome", []],
    ["push", "hashFiles('**/package-lock.json')", []],
    ["push", "inputs.name", []],
  ])("on %s: %s", (on, expression, who) => expect(onEvent(on, expression)).toEqual(who));
});

describe("what is filled in by hand", () => {
  const input = (type: string): string[] => onEvent(`{ workflow_dispatch: { inputs: { x: { ${type} } } } }`, "inputs.x");
  test.each([
    ["required: true", ["starter"]],
    ["type: string", ["starter"]],
    ["type: boolean", []],
    ["type: number", []],
    ["type: choice, options: [a, b]", []],
    ["type: environment", []],
  ])("%s", (type, who) => expect(input(type)).toEqual(who));
});

describe("on its way through other values", () => {
  test.each([
    ["env of the step", "      - run: echo ${{ env.X }}\n        env:\n          X: ${{ github.head_ref }}\n", ["outsider"]],
    ["env that another one hides", "      - run: echo ${{ env.X }}\n        env:\n          X: plain\n", []],
    [
      "an output",
      '      - id: a\n        run: echo "x=${{ github.head_ref }}" >> $GITHUB_OUTPUT\n      - run: echo ${{ steps.a.outputs.x }}\n',
      ["outsider"],
    ],
    [
      "another output",
      '      - id: a\n        run: echo "y=${{ github.head_ref }}" >> $GITHUB_OUTPUT\n      - run: echo ${{ steps.a.outputs.x }}\n',
      [],
    ],
    [
      "a variable and an output",
      '      - id: a\n        env:\n          R: ${{ github.head_ref }}\n        run: |\n          X="pre-$R"\n          echo "x=$X" >> "$GITHUB_OUTPUT"\n      - run: echo ${{ steps.a.outputs.x }}\n',
      ["outsider"],
    ],
    [
      "an output of several lines",
      '      - id: a\n        run: |\n          echo "x<<EOF" >> $GITHUB_OUTPUT\n          echo "${{ github.event.issue.body }}" >> $GITHUB_OUTPUT\n          echo "EOF" >> $GITHUB_OUTPUT\n      - run: echo ${{ steps.a.outputs.x }}\n',
      ["outsider"],
    ],
    [
      "the older command",
      '      - id: a\n        run: echo "::set-output name=x::${{ github.head_ref }}"\n      - run: echo ${{ steps.a.outputs.x }}\n',
      ["outsider"],
    ],
    ["GITHUB_ENV", '      - run: echo "X=${{ github.head_ref }}" >> $GITHUB_ENV\n      - run: echo ${{ env.X }}\n', ["outsider"]],
    [
      "names of changed files",
      "      - id: a\n        uses: tj-actions/changed-files@v45\n      - run: echo ${{ steps.a.outputs.all_changed_files }}\n",
      ["outsider"],
    ],
    ["itself", "      - run: echo ${{ env.X }}\n        env:\n          X: ${{ env.X }}\n", []],
  ])("%s", (_, steps, who) =>
    expect(whoChooses(`on: pull_request_target\njobs:\n  j:\n    runs-on: x\n    steps:\n${steps}`)).toEqual(who),
  );

  test("a job's output, and a matrix made of it", () => {
    const text = (use: string): string =>
      `on: pull_request\njobs:\n  a:\n    runs-on: x\n    outputs:\n      o: \${{ github.head_ref }}\n    steps: []\n  j:\n    needs: a\n    runs-on: x\n    strategy:\n      matrix:\n        m: \${{ fromJSON(needs.a.outputs.o) }}\n        n: [1, 2]\n    steps:\n      - run: echo \${{ ${use} }}\n`;
    expect(whoChooses(text("needs.a.outputs.o"))).toEqual(["outsider"]);
    expect(whoChooses(text("matrix.m"))).toEqual(["outsider"]);
    expect(whoChooses(text("matrix.n"))).toEqual([]);
  });

  test("an input of a local action", () => {
    const workflow = (value: string): string =>
      `on: pull_request\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: ./act\n        with:\n          name: ${value}\n`;
    const action =
      "inputs:\n  name:\n    default: x\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.name }}\n      shell: bash\n";
    expect(whoChooses(workflow("${{ github.head_ref }}"), action)).toEqual(["outsider"]);
    expect(whoChooses(workflow("${{ github.sha }}"), action)).toEqual([]);
  });
});

describe("what brings in a pull request's code", () => {
  test.each([
    [
      "- uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}",
      ["${{ github.event.pull_request.head.sha }}"],
    ],
    [
      "- uses: actions/checkout@v4\n        with:\n          ref: refs/pull/${{ github.event.number }}/merge",
      ["refs/pull/${{ github.event.number }}/merge"],
    ],
    [
      "- uses: actions/checkout@v4\n        with:\n          repository: ${{ github.event.pull_request.head.repo.full_name }}",
      ["${{ github.event.pull_request.head.repo.full_name }}"],
    ],
    ["- run: gh pr checkout 1", ["gh pr checkout 1"]],
    ["- run: git fetch origin pull/${{ github.event.number }}/head:pr", ["git fetch origin pull/${{ github.event.number }}/head:pr"]],
    ["- uses: actions/checkout@v4", []],
    ["- uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.base.sha }}", []],
    ["- run: git fetch origin main", []],
    ["- run: gh pr view 1", []],
  ])("%s", (step, at) => {
    const text = `on: pull_request_target\njobs:\n  j:\n    runs-on: x\n    steps:\n      ${step}\n`;
    const job = connectWorkflows([parseWorkflow({ path: ".github/workflows/w.yml", text })], []).workflows[0]!.job("j")!;
    expect(foreignCheckoutsOf(job).map((one) => textOf(one.at))).toEqual(at);
  });
});
