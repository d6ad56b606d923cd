import { defineRule, satisfied, usesOf, violated, workflow, type Judgement, type Uses } from "../../src/rule/index.ts";

/** Owners whose actions run with GitHub's own runners and its own care. */
const trustedOwners: readonly string[] = ["actions", "github"];
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

export default defineRule({
  id: "gha/unpinned-action",
  scope: "job",
  title: "Third-party action not pinned to a commit",
  severity: "warning",
  securitySeverity: 6,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A tag or a branch is a name that whoever controls the action's repository, or breaks into it, can move to other code at any time. That code then runs in the next job, with its token, its secrets and everything it builds: in 2025 thousands of repositories printed their secrets that way. Only a full commit hash always means the same code.",
  remediation:
    "Replace the tag or branch by the full commit hash it stands for and keep the version as a comment: `uses: owner/action@<40 digits> # v1.2.3`. Dependabot and Renovate update both. For `docker://` images give the digest.",
  references: [
    "https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions",
    "https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html",
  ],
  cwe: [829, 494],
  examples: [
    {
      title: "a deployment that follows a tag, and a toolchain that follows a branch",
      bad: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: dtolnay/rust-toolchain@stable
              - uses: appleboy/ssh-action@v1
      `,
      flags: ["stable", "v1"],
      good: workflow`
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - uses: dtolnay/rust-toolchain@5ddd2f6a1cb0ed4a1e0cd4f9c1ddd4a2d8e6b7c0 # stable
              - uses: appleboy/ssh-action@7eaf76671a0d7eec5d98ee897acda4f968735a17 # v1.2.0
      `,
    },
    {
      title: "an image that a step runs",
      bad: workflow`
        on: push
        jobs:
          lint:
            runs-on: ubuntu-latest
            steps:
              - uses: docker://hadolint/hadolint:latest
      `,
      flags: ["hadolint/hadolint:latest"],
      good: workflow`
        on: push
        jobs:
          lint:
            runs-on: ubuntu-latest
            steps:
              - uses: docker://hadolint/hadolint@sha256:27086352fd5e1907ea2b934eb1023f217c5ae087992eb59fde121dce9c9ff21e
      `,
    },
    {
      title: "an action of GitHub's own, which runs in most workflows",
      profile: "strict",
      bad: workflow`
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: make test
      `,
      flags: ["v4"],
      good: workflow`
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
              - run: make test
      `,
    },
  ],
  *check(job) {
    for (const uses of usesOf(job)) yield* judge(uses);
  },
});

function* judge(uses: Uses): Iterable<Judgement> {
  if (uses.kind === "docker") {
    const { value, span } = uses.image;
    if (/@sha256:[0-9a-f]{64}$/.test(value)) yield satisfied(span);
    else
      yield violated({
        at: span,
        message: `The image "${value}" is whatever its registry serves under this name on the day the step runs; only a digest always means the same one.`,
      });
  }
  if (uses.kind !== "repository") return;
  const { owner, repository, ref } = uses;
  const name = `${owner.value}/${repository.value}`;
  if (ref === undefined) {
    yield violated({
      at: uses.span,
      severity: "error",
      message: `"${name}" is used without a version, so that nothing tells which code of it runs.`,
    });
  } else if (commit.test(ref.value)) {
    yield satisfied(ref.span);
  } else {
    yield violated({ at: ref.span, ...weightOf(owner.value, ref.value), message: messageOf(name, ref.value) });
  }
}

function weightOf(owner: string, ref: string): Partial<Parameters<typeof violated>[0]> {
  if (trustedOwners.includes(owner.toLowerCase()))
    return { aspect: "trusted-owner", profile: "strict", severity: "note", securitySeverity: 3 };
  return isBranch(ref) ? { severity: "error", securitySeverity: 7.5 } : {};
}

function messageOf(name: string, ref: string): string {
  return isBranch(ref)
    ? `"${name}" follows "${ref}", and the next run takes over whatever was pushed there, with this job's token and secrets.`
    : `The owner of "${name}" can move "${ref}" to other code, and the next run takes that over, with this job's token and secrets.`;
}

/** A name without a number is no version: a branch, or a tag that is made to move. */
function isBranch(ref: string): boolean {
  return !/\d/.test(ref);
}
