import {
  defineRule,
  list,
  manifestsOf,
  mentionsOf,
  satisfied,
  text,
  violated,
  workflow,
  type Deployment,
  type Manifest,
} from "../../src/rule/index.ts";

/** Where Renovate looks for its settings (Renovate docs, "Configuration options"); in package.json it is a word like any other. */
const renovate = [
  "renovate.json",
  "renovate.json5",
  ".renovaterc",
  ".renovaterc.json",
  ".github/renovate.json",
  ".github/renovate.json5",
  ".gitlab/renovate.json",
];

export default defineRule({
  id: "repo/no-dependency-updates",
  scope: "deployment",
  title: "Nothing proposes updates of dependencies",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Images, actions and packages that are pinned stay as they are, with every hole that is found in them later. Somebody who looks after them by hand does so for a while.",
  remediation:
    "Commit a `.github/dependabot.yml` with an entry for each ecosystem of the project, or a configuration for Renovate: then updates come as pull requests, with the tests already run.",
  references: [
    "https://docs.github.com/en/code-security/dependabot/dependabot-version-updates/configuring-dependabot-version-updates",
    "https://docs.renovatebot.com/",
    "https://cwe.mitre.org/data/definitions/1104.html",
  ],
  cwe: [1104],
  examples: [
    {
      title: "a workflow whose actions nobody updates",
      bad: workflow`
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: npm test
      `,
      flags: ["actions/checkout@v4"],
      good: {
        ...workflow`
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: npm test
        `,
        ".github/dependabot.yml": text`
          version: 2
          updates:
            - package-ecosystem: github-actions
              directory: /
              schedule: { interval: weekly }
        `,
      },
    },
    {
      title: "updates for packages, and none for the images they run in",
      bad: {
        Dockerfile: "FROM node:24-slim\n",
        "package.json": "{}\n",
        ".github/dependabot.yml": text`
          version: 2
          updates:
            - package-ecosystem: npm
              directory: /
        `,
      },
      flags: ["updates"],
      good: {
        Dockerfile: "FROM node:24-slim\n",
        "package.json": "{}\n",
        ".github/dependabot.yml": text`
          version: 2
          updates:
            - package-ecosystem: npm
              directory: /
            - package-ecosystem: docker
              directory: /
        `,
      },
    },
  ],
  *check(deployment) {
    const { tree } = deployment;
    // Who keeps a project on GitHub has one of these; files alone are no project that anybody could propose something to.
    if (!deployment.isWhole || !(tree.has(".git") || tree.isDirectory(".github"))) return;
    const manifests = manifestsOf(deployment);
    const [first] = manifests;
    if (first === undefined) return;
    const [dependabot] = deployment.documents.dependabot;
    if (hasRenovate(deployment)) yield satisfied(first.at);
    else if (dependabot === undefined) {
      const others = [...new Set(manifests.filter(({ what }) => what !== first.what).map(({ what }) => what))];
      yield violated({
        at: first.at,
        message: `Nothing proposes an update of ${first.name} when a newer one mends a hole${others.length === 0 ? "" : `, nor of the project's ${list(others)}`}.`,
      });
    } else {
      const named = new Set(dependabot.ecosystems.map(({ value }) => value));
      const missing = manifests.filter(({ ecosystems }) => !ecosystems.some((one) => named.has(one)));
      const whats = [...new Set(missing.map(({ what }) => what))];
      if (whats.length === 0) yield satisfied(dependabot.updates);
      else {
        yield violated({
          at: dependabot.updates,
          aspect: "ecosystem",
          message: `Dependabot is not asked to look after the project's ${list(whats)}.`,
          related: firstOfEach(missing).map(({ at, name }) => ({ at, note: `${name} stays as it is` })),
        });
      }
    }
  },
});

function firstOfEach(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.filter(({ what }, i) => manifests.findIndex((one) => one.what === what) === i && i < 5);
}

function hasRenovate(deployment: Deployment): boolean {
  const { words } = mentionsOf(deployment);
  return renovate.some((path) => deployment.tree.has(path)) || words.has("renovate") || words.has("renovatebot");
}
