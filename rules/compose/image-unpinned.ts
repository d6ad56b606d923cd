import {
  compose,
  defineRule,
  eachService,
  satisfied,
  unknown,
  unversionedImage,
  violated,
  wayOf,
  type Judgement,
  type Service,
  type ServiceImage,
  type UnversionedImage,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/image-unpinned",
  scope: "stack",
  title: "Service image without a fixed tag",
  severity: "warning",
  securitySeverity: 4,
  confidence: "high",
  profile: "recommended",
  rationale:
    "`latest`, which is also what no tag means, is whatever the publisher pushed last. Two servers run different code, a restart on a new machine brings an upgrade nobody tested, a database may refuse its old files, and a version that was pushed by an attacker is pulled without a line of the repository changing.",
  remediation:
    "Name a version, as in `postgres:17.5`; a digest behind it (`postgres:17.5@sha256:…`) fixes the content as well, and update bots raise both.",
  references: [
    "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    "https://cwe.mitre.org/data/definitions/1357.html",
  ],
  cwe: [1357],
  examples: [
    {
      title: "no tag, the tag latest, and one that stands in for the pipeline's",
      bad: compose`
        services:
          cache:
            image: redis
          proxy:
            image: caddy:latest
          shop:
            image: \${SHOP_IMAGE:-ghcr.io/acme/shop:latest}
      `,
      flags: ["redis", "caddy:latest", "${SHOP_IMAGE:-ghcr.io/acme/shop:latest}"],
      good: compose`
        services:
          cache:
            image: redis:8.0.2
          proxy:
            image: caddy:2.10@sha256:8d46bf0a8d1e1b9b3c0d9f5f8f6a4b5c2e7d0c1a9b8f7e6d5c4b3a2918273645
          shop:
            image: ghcr.io/acme/shop:\${TAG:?set TAG}
          tools:
            build: .
            image: acme-tools
          worker:
            image: acme-tools
      `,
    },
    {
      title: "tags that name a line of releases",
      profile: "strict",
      bad: compose`
        services:
          docs:
            image: squidfunk/mkdocs-material:stable
          shop:
            image: ghcr.io/acme/shop:\${CHANNEL:-nightly}
      `,
      flags: ["squidfunk/mkdocs-material:stable", "ghcr.io/acme/shop:${CHANNEL:-nightly}"],
      good: compose`
        services:
          docs:
            image: squidfunk/mkdocs-material:9.6
          shop:
            image: ghcr.io/acme/shop:\${CHANNEL:?set CHANNEL}
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, judge);
  },
});

function* judge(service: Service): Iterable<Judgement> {
  const { image, builtBy } = service;
  if (image === undefined || builtBy !== undefined) return;
  const pull = service.value("pull_policy");
  if (pull.kind === "known" && (pull.text === "never" || pull.text === "build")) return;
  const moving = unversionedImage(image);
  if (moving === "unknown") yield unknown(image.span, "the tag is filled in at run time");
  else if (moving === undefined) yield satisfied(image.span);
  else yield* judgeMoving(service.name, image, moving);
}

function* judgeMoving(name: string, { value, span: at }: ServiceImage, { reason, tag, isDefault }: UnversionedImage): Iterable<Judgement> {
  const pushed = reason === "untagged" ? "was pushed last: its image has no tag" : `was pushed last as "${tag}"`;
  const message = isDefault
    ? `Unless the environment names another image, "${name}" runs whatever was pushed last.`
    : `"${name}" runs whatever ${pushed}.`;
  const related = wayOf(value, at);
  const note = { severity: "note", securitySeverity: 2 } as const;
  if (reason !== "moving") return yield violated({ at, message, related, ...(isDefault ? note : {}) });
  yield satisfied(at);
  yield violated({ at, message, related, ...note, aspect: "moving-tag", profile: "strict" });
}
