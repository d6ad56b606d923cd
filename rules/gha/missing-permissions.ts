import { count, defineRule, quoteAll, satisfied, violated, workflow, type Fix, type Span } from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/missing-permissions",
  scope: "pipeline",
  title: "Permissions of the job token not declared",
  severity: "warning",
  securitySeverity: 5,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Without `permissions`, the token that every job gets may do what the repository's or organization's settings allow, which for many is to write to everything: push commits, publish packages, change releases. One compromised action or injected command in any step then has those rights. The file also does not tell what the jobs need.",
  remediation:
    "Declare `permissions: contents: read` for the whole workflow, above `jobs`, and give a job that needs more exactly that: `packages: write` to push to ghcr.io, `id-token: write` for OpenID Connect.",
  references: [
    "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions",
    "https://docs.github.com/en/actions/reference/security/secure-use",
  ],
  cwe: [732],
  examples: [
    {
      title: "a workflow that takes what it is given",
      bad: workflow`
        on:
          push:
            branches: [main]

        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: npm test
      `,
      flags: ["jobs"],
      good: workflow`
        on:
          push:
            branches: [main]

        permissions:
          contents: read

        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - uses: actions/checkout@v4
              - run: npm test
      `,
    },
    {
      title: "one of two jobs was thought of",
      bad: workflow`
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            steps:
              - run: make test
          image:
            needs: test
            runs-on: ubuntu-latest
            permissions:
              contents: read
              packages: write
            steps:
              - run: make image
      `,
      flags: ["test"],
      good: workflow`
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            permissions:
              contents: read
            steps:
              - run: make test
          image:
            needs: test
            runs-on: ubuntu-latest
            permissions:
              contents: read
              packages: write
            steps:
              - run: make image
      `,
    },
  ],
  *check({ document, jobs, isOnlyCalled }) {
    const { permissions, jobsKey } = document;
    if (jobsKey === undefined || jobs.length === 0) return;
    if (permissions !== undefined) {
      yield satisfied(permissions.span);
      return;
    }
    const bare = jobs.filter(({ syntax }) => syntax?.permissions === undefined);
    const first = bare[0]?.idSpan;
    if (first === undefined) {
      yield satisfied(jobsKey);
      return;
    }
    const names =
      bare.length > 4 ? count(bare.length, "job") : `${bare.length === 1 ? "job" : "jobs"} ${quoteAll(bare.map(({ id }) => id))}`;
    const verb = bare.length === 1 ? "gets a token that may do" : "get tokens that may do";
    yield violated({
      at: bare.length === jobs.length ? jobsKey : first,
      message: isOnlyCalled
        ? `Neither this workflow nor its ${names} says what the token may do, so that it is whatever the caller's may.`
        : `Without "permissions", ${names} ${verb} whatever the repository's settings allow, which may be to write to everything.`,
      ...(isOnlyCalled ? { severity: "note", securitySeverity: 3 } : {}),
      fix: leastPermissions(jobsKey),
    });
  },
});

function leastPermissions(jobsKey: Span): Fix {
  const start = { ...jobsKey, end: jobsKey.start };
  return {
    title: "Let the token only read",
    safety: "unsafe",
    edits: [{ span: start, replacement: "permissions:\n  contents: read\n\n" }],
  };
}
