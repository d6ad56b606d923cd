import {
  defineRule,
  quoteAll,
  renewalsOf,
  satisfied,
  text,
  unknown,
  violated,
  type Judgement,
  type Renewal,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/ci-compose-pull-without-image",
  scope: "deployment",
  title: "Deployment pulls an image for a service that only builds",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "A service with `build` and without `image` has nothing that could be pulled: `docker compose pull` skips it, and `docker compose up` then starts the image that the server built some time ago, because it is still there. The workflow is green, and the release never arrives. That holds for security fixes too.",
  remediation:
    "Name the image that the workflow pushes under `image:` of the service, beside or instead of `build`, so that the pull has something to fetch. Where the server is to build it itself, run `docker compose build --pull` or `docker compose up -d --build`.",
  references: [
    "https://docs.docker.com/reference/cli/docker/compose/pull/",
    "https://docs.docker.com/reference/compose-file/build/#using-build-and-image",
  ],
  cwe: [706],
  examples: [
    {
      title: "a release that stays in the registry",
      bad: {
        "compose.prod.yml": text`
          services:
            web:
              build: .
            cache:
              image: redis:7.4-alpine
        `,
        ".github/workflows/deploy.yml": text`
          on:
            push:
              branches: [main]
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: appleboy/ssh-action@v1.2.2
                  with:
                    host: shop.example.org
                    script: |
                      cd /srv/shop
                      docker compose -f compose.prod.yml pull
                      docker compose -f compose.prod.yml up -d
        `,
      },
      flags: ["docker compose -f compose.prod.yml pull"],
      good: {
        "compose.prod.yml": text`
          services:
            web:
              build: .
              image: ghcr.io/acme/shop:\${RELEASE:?the commit to run}
            cache:
              image: redis:7.4-alpine
        `,
        ".github/workflows/deploy.yml": text`
          on:
            push:
              branches: [main]
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: appleboy/ssh-action@v1.2.2
                  with:
                    host: shop.example.org
                    script: |
                      cd /srv/shop
                      docker compose -f compose.prod.yml pull
                      docker compose -f compose.prod.yml up -d
        `,
      },
    },
  ],
  *check(deployment) {
    const groups = new Map<unknown, Renewal[]>();
    for (const renewal of renewalsOf(deployment)) groups.set(renewal.call, [...(groups.get(renewal.call) ?? []), renewal]);
    for (const renewals of groups.values()) yield* judge(renewals);
  },
});

/** One pull; several services that it does nothing for are one finding. */
function* judge(renewals: readonly Renewal[]): Iterable<Judgement> {
  const stale = renewals.filter(({ kind }) => kind === "stale");
  for (const { kind, why, call } of renewals) {
    if (kind === "unknown") yield unknown(call.by.at, why);
    else if (kind !== "stale") yield satisfied(call.by.at);
  }
  const [first] = stale;
  if (first === undefined) return;
  const names = quoteAll(stale.map(({ service }) => service.name));
  const isOne = stale.length === 1;
  yield violated({
    at: first.call.by.at,
    message: `This pulls nothing for ${names}, which ${isOne ? "has" : "have"} a build but no image to pull, so that the server goes on with what it built before.`,
    related: stale.map(({ service }) => ({ at: service.build!.span, note: `"${service.name}" is only built` })),
  });
}
