import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

const rules = await allRules();

/** What a rule flags in a workflow of these triggers and jobs, each with its severity. */
async function flagged(id: string, text: string): Promise<string[]> {
  const rule = rules.find((one) => one.id === id)!;
  const files = { ".github/workflows/w.yml": text };
  const { audit } = await auditFiles(files, { rules: [rule], asOf: "2026-11-20" });
  expect(audit.crashed).toEqual([]);
  return audit.findings.map(({ at, severity }) => `${severity} ${textOf(at)}`);
}

const job = (body: string): string => `on:\n  push:\n    branches: [main]\njobs:\n  j:\n    runs-on: ubuntu-latest\n${body}`;
const steps = (...lines: string[]): string => job(`    steps:\n${lines.map((line) => `      - ${line}\n`).join("")}`);
const deploying = (env: string): string => job(`    env:\n      ${env}\n    steps:\n      - run: flyctl deploy\n`);
const commented = (condition: string): string =>
  `on: issue_comment\njobs:\n  j:\n    if: ${condition}\n    runs-on: ubuntu-latest\n    steps:\n      - run: flyctl deploy\n`;
const testing = (env: string): string => job(`    env:\n      ${env}\n    steps:\n      - run: npm test\n`);
const step = (uses: string, input: string): string => steps(`uses: ${uses}\n        with:\n          ${input}`);

const rows: Readonly<Record<string, readonly (readonly [what: string, text: string, flags: readonly string[]])[]>> = {
  "gha/hardcoded-credentials": [
    ["a weak password of a deployment", deploying("DB_PASSWORD: postgres"), ["error postgres"]],
    ["the password in a URL", deploying("DATABASE_URL: postgres://shop:hunter2@db.example.net/shop"), ["error hunter2"]],
    ["the same for a test", testing("DB_PASSWORD: postgres"), []],
    ["a URL of a test", testing("DATABASE_URL: postgres://shop:hunter2@localhost/shop"), []],
    ["a secret that is referred to", deploying("DB_PASSWORD: ${{ secrets.DB_PASSWORD }}"), []],
    ["a placeholder", deploying("SECRET_KEY: dummy"), []],
    ["no secret", deploying("STAGE: production"), []],
    ["the key of a cache", step("actions/cache@v4", "key: linux-node-20-3f9a7c1b2e8d4f60"), []],
    ["a database that the job starts", step("mirromutt/mysql-action@v1", "mysql-root-password: root"), []],
    [
      "an input that takes a password",
      step("docker/login-action@v3", "password: Nightingale-42-forever"),
      ["error Nightingale-42-forever"],
    ],
    ["a switch", step("actions/checkout@v4", "persist-credentials: false"), []],
    ["a password of sshpass", steps("run: sshpass -p 'Nightingale-42' ssh root@example.net reboot"), ["error Nightingale-42"]],
    ["a variable", steps('run: docker login -u x -p "$TOKEN" && docker push acme/x'), []],
  ],
  "gha/push-without-login": [
    ["no login", steps("run: docker push acme/shop:1"), ["error docker push"]],
    ["a login too late", steps("run: docker push acme/shop:1", "uses: docker/login-action@v3"), ["error docker push"]],
    ["a login", steps("uses: docker/login-action@v3", "run: docker push acme/shop:1"), []],
    ["one in the same script", steps("run: aws ecr get-login-password | docker login --password-stdin x && docker push x/shop:1"), []],
    ["a script of the project", steps("run: ./scripts/login.sh", "run: docker push acme/shop:1"), []],
    [
      "an action that has the token",
      steps("uses: acme/setup@v1\n        with:\n          token: ${{ secrets.X }}", "run: docker push acme/shop:1"),
      [],
    ],
    ["a registry of the job's own", steps("run: docker push localhost:5000/shop:1"), []],
    ["a machine that keeps its login", steps("run: docker push acme/shop:1").replace("ubuntu-latest", "self-hosted"), []],
    ["a build that pushes nothing", step("docker/build-push-action@v6", "tags: acme/shop:1"), []],
  ],
  "gha/unpinned-action": [
    ["a branch", steps("uses: acme/do@main"), ["error main"]],
    ["a tag", steps("uses: acme/do@v1.2.3"), ["warning v1.2.3"]],
    ["a branch of a version", steps("uses: pypa/gh-action-pypi-publish@release/v1"), ["warning release/v1"]],
    ["a part of a hash", steps("uses: acme/do@8e8c483"), ["warning 8e8c483"]],
    ["a hash", steps("uses: acme/do@8e8c483db84b4bee98b60c0593521ed34d9990e8"), []],
    ["a local action", steps("uses: ./.github/actions/x"), []],
    ["another organization's workflow", "on: push\njobs:\n  j:\n    uses: acme/ci/.github/workflows/test.yml@main\n", ["error main"]],
    ["GitHub's own", steps("uses: actions/checkout@v4"), []],
  ],
  "gha/deploy-without-tests": [
    ["a test in the same job", steps("run: npm test", "run: flyctl deploy"), []],
    ["a release by hand", steps("run: flyctl deploy").replace("push:\n    branches: [main]", "workflow_dispatch:"), ["note j"]],
    [
      "what follows a run of CI",
      "on:\n  workflow_run:\n    workflows: [CI]\njobs:\n  j:\n    runs-on: x\n    steps:\n      - run: flyctl deploy\n",
      [],
    ],
    [
      "a workflow of somebody else's before it",
      "on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/all.yml@v1\n  j:\n    needs: a\n    runs-on: x\n    steps:\n      - run: flyctl deploy\n",
      [],
    ],
    ["a site of documentation", steps("run: mike deploy --push").replace("  j:", "  deploy-docs:"), []],
    ["a job that only says it prepares a release", steps("uses: googleapis/release-please-action@v4").replace("  j:", "  release:"), []],
  ],
  "gha/pull-request-target-checkout": [
    [
      "a deployment that any comment starts",
      commented("github.event.comment.body == '/deploy'"),
      ["warning github.event.comment.body == '/deploy'"],
    ],
    [
      "one that asks who wrote it",
      commented("github.event.comment.body == '/deploy' && github.event.comment.author_association == 'MEMBER'"),
      [],
    ],
    ["one that somebody has to approve", commented("github.event.comment.body == '/deploy'\n    environment: production"), []],
    [
      "a label as a gate",
      "on:\n  pull_request_target:\n    types: [labeled]\npermissions: {}\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.head_ref }}\n      - run: make\n",
      [],
    ],
    [
      "only merged code",
      "on: pull_request_target\npermissions: {}\njobs:\n  j:\n    if: github.event.pull_request.merged\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.merge_commit_sha }}\n      - run: make\n",
      [],
    ],
    [
      "nothing of it is run",
      "on: pull_request_target\npermissions: {}\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.head_ref }}\n",
      [],
    ],
    [
      "the second of two events",
      "on: [workflow_run, pull_request_target]\npermissions: {}\njobs:\n  j:\n    if: github.event_name == 'pull_request_target'\n    runs-on: x\n    steps:\n      - run: gh pr checkout 1 && make\n",
      ["error gh pr checkout 1"],
    ],
    [
      "without its rights",
      "on: pull_request\njobs:\n  j:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.head_ref }}\n      - run: make\n",
      [],
    ],
  ],
  "gha/excessive-permissions": [
    ["a right of the only job", "on: push\npermissions:\n  packages: write\njobs:\n  j:\n    runs-on: x\n    steps: []\n", []],
    [
      "a right that only one of two inherits",
      "on: push\npermissions:\n  packages: write\njobs:\n  a:\n    runs-on: x\n    permissions: {}\n    steps: []\n  j:\n    runs-on: x\n    steps: []\n",
      [],
    ],
    ["all of them to one job", "on: push\njobs:\n  j:\n    runs-on: x\n    permissions: write-all\n    steps: []\n", ["error write-all"]],
    ["reading everything", "on: push\npermissions: read-all\njobs:\n  j:\n    runs-on: x\n    steps: []\n", []],
  ],
  "gha/deploy-unguarded": [
    [
      "a preview for the pull request",
      steps("run: flyctl deploy").replace("push:\n    branches: [main]", "pull_request:").replace("  j:", "  preview:"),
      [],
    ],
    [
      "an environment that may be limited",
      job("    environment: production\n    steps:\n      - run: flyctl deploy\n").replace("\n    branches: [main]", ""),
      [],
    ],
    [
      "an image under its commit's hash",
      step("docker/build-push-action@v6", "push: true\n          tags: acme/shop:${{ github.sha }}").replace("\n    branches: [main]", ""),
      [],
    ],
    [
      "an image under everybody's tag",
      step("docker/build-push-action@v6", "push: true\n          tags: acme/shop:latest").replace("\n    branches: [main]", ""),
      ["error j"],
    ],
    [
      "a push that the action itself decides",
      step("docker/build-push-action@v6", "push: ${{ github.ref == 'refs/heads/main' }}\n          tags: acme/shop:latest").replace(
        "\n    branches: [main]",
        "",
      ),
      [],
    ],
    [
      "a script that decides",
      steps('run: |\n          if [ "$GITHUB_REF" = refs/heads/main ]; then\n            flyctl deploy\n          fi').replace(
        "\n    branches: [main]",
        "",
      ),
      [],
    ],
  ],
};

describe.each(Object.entries(rows))("%s", (id, cases) => {
  test.each(cases)("%s", async (_, text, flags) => expect(await flagged(id, text)).toEqual(flags));
});
