import {
  defineRule,
  satisfied,
  tagOf,
  textOf,
  unknown,
  violated,
  workflow,
  type Judgement,
  type NamedImage,
  type Workflow,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "gha/mutable-image-tag",
  scope: "pipeline",
  title: "Image pushed only under tags that move",
  severity: "warning",
  securitySeverity: 3,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "The next build takes `latest`, a branch's or an environment's tag away from this image. Nobody can tell then which commit a server runs, two servers that pull at different times run different code under one name, and there is nothing to go back to when a release turns out bad.",
  remediation:
    "Push the image under the commit's hash or the version too, as in `ghcr.io/acme/shop:${{ github.sha }}`, and deploy that one. A moving tag beside it does no harm.",
  references: [
    "https://docs.docker.com/build/ci/github-actions/manage-tags-labels/",
    "https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html",
  ],
  cwe: [1357],
  examples: [
    {
      title: "only the latest",
      bad: workflow`
        on:
          push:
            branches: [main]
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - uses: docker/build-push-action@v6
                with:
                  push: true
                  tags: ghcr.io/acme/shop:latest
      `,
      flags: ["latest"],
      good: workflow`
        on:
          push:
            branches: [main]
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - uses: docker/build-push-action@v6
                with:
                  push: true
                  tags: |
                    ghcr.io/acme/shop:latest
                    ghcr.io/acme/shop:\${{ github.sha }}
      `,
    },
    {
      title: "a tag out of the environment",
      bad: workflow`
        on:
          push:
            branches: [main]
        env:
          TAG: production
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  docker build -t registry.example.net/shop:$TAG .
                  docker push registry.example.net/shop:$TAG
      `,
      flags: ["$TAG"],
      good: workflow`
        on:
          push:
            branches: [main]
        env:
          TAG: production-\${{ github.sha }}
        jobs:
          image:
            runs-on: ubuntu-latest
            steps:
              - run: |
                  docker build -t registry.example.net/shop:$TAG .
                  docker push registry.example.net/shop:$TAG
      `,
    },
  ],
  *check(pipeline) {
    const groups = new Map<string, NamedImage[]>();
    for (const { names, place, at, isLocal } of pipeline.jobs.flatMap(({ pushes }) => pushes)) {
      if (isLocal) continue;
      if (names === undefined) yield unknown(at, "the tags are given elsewhere");
      for (const name of names ?? []) {
        const image = tagOf(name, place);
        groups.set(image.image, [...(groups.get(image.image) ?? []), image]);
      }
    }
    const isPinned = deploysByDigest(pipeline);
    for (const [name, images] of groups) yield judge(name, images, isPinned);
  },
});

function judge(name: string, images: readonly NamedImage[], isPinned: boolean): Judgement {
  const fixed = images.find(({ tag }) => tag === "fixed");
  const open = images.find(({ tag }) => tag === "unknown");
  const first = images[0]!;
  if (fixed !== undefined || isPinned) return satisfied((fixed ?? first).at);
  if (open !== undefined) return unknown(open.at, "the tag is filled in at run time");
  const { at } = images.find(({ tag }) => tag === "moving") ?? first;
  const written = textOf(at);
  const tag = written === "" || written.toLowerCase().startsWith(name.slice(0, 8)) ? "without a tag" : `as "${written}"`;
  return violated({
    at,
    message: `This image is pushed only ${tag}, which the next build takes away from it: nothing is left to tell the versions apart or to go back to.`,
  });
}

/** Whether something in the workflow uses the digest of what was pushed, which no later build moves, or retags what has a fixed tag. */
function deploysByDigest({ document, jobs }: Workflow): boolean {
  if (document.templates.some(({ source }) => /outputs\.(?:digest|imageid)\b/.test(source))) return true;
  return jobs.some((job) =>
    job.allSteps.some((step) =>
      step.commands.some(({ effective: { program, words } }) => {
        const isCopy = program === "docker" && words.some(({ text }) => text === "tag" || text === "pull" || text === "imagetools");
        return isCopy && words.some(({ value }) => tagOf(value, { job, step }).tag === "fixed");
      }),
    ),
  );
}
