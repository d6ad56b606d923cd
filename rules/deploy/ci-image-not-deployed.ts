import { defineRule, deployedImageOf, satisfied, text, unknown, violated } from "../../src/rule/index.ts";

const workflow = text`
  on:
    push:
      branches: [main]
  jobs:
    publish:
      runs-on: ubuntu-24.04
      steps:
        - uses: actions/checkout@v5
        - uses: docker/build-push-action@v6
          with:
            context: .
            push: true
            tags: ghcr.io/acme/shop-api:\${{ github.sha }}
`;

export default defineRule({
  id: "deploy/ci-image-not-deployed",
  scope: "stack",
  title: "Image that runs is not the one the workflow pushes",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "A workflow that pushes to one registry or namespace and a Compose file that pulls from another both work for themselves: the build is green, the pull finds an image, and it is an old one, or somebody else's. Nothing tells that a fix which was merged and built has never been run.",
  remediation:
    "Use the same name at both ends: the one under `tags` of the workflow without its tag, and the one under `image` of the service. Where the registry moved, move the name in the Compose file too; where nothing builds the image any more, build it in the workflow or take the service out.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#image",
    "https://docs.docker.com/build/ci/github-actions/push-multi-registries/",
  ],
  cwe: [706],
  examples: [
    {
      title: "a registry that was left behind",
      bad: {
        ".github/workflows/publish.yml": workflow,
        "compose.prod.yml": text`
          services:
            api:
              image: docker.io/acme/shop-api:2.3.0
        `,
      },
      flags: ["docker.io/acme/shop-api:2.3.0"],
      good: {
        ".github/workflows/publish.yml": workflow,
        "compose.prod.yml": text`
          services:
            api:
              image: ghcr.io/acme/shop-api:\${RELEASE:?the commit to run}
        `,
      },
    },
  ],
  *check(stack, deployment) {
    for (const service of stack.services) {
      const found = deployedImageOf(service, stack, deployment);
      if (found === undefined) continue;
      const at = service.image!.span;
      if (found.kind === "unknown") yield unknown(at, found.why);
      else if (found.kind === "pushed") yield satisfied(at);
      else if (found.kind === "elsewhere")
        yield violated({
          at,
          aspect: "elsewhere",
          message: `"${service.name}" runs "${found.name}", but no workflow pushes that: what is built as "${readable(found.by.name)}" does not get there.`,
          related: [{ at: found.by.at, note: "this is where it is pushed to" }],
        });
      else
        yield violated({
          at,
          aspect: "unpushed",
          message: `Nothing pushes "${found.name}", which "${service.name}" runs, although the project pushes "${found.beside.name}" and has a ${found.dockerfile}.`,
          related: [{ at: found.beside.at, note: "only this one is pushed" }],
        });
    }
  },
});

/** A name with what is filled in at run time as dots. */
function readable(name: string): string {
  return name.replaceAll("\0", "…");
}
