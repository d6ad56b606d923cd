import {
  baseText,
  defineRule,
  dockerfile,
  healthcheckOf,
  isWorkplace,
  isLongRunning,
  mayBeBuiltUnseen,
  nameOfImage,
  satisfied,
  text,
  unknown,
  violatedIn,
  type Image,
} from "../../src/rule/index.ts";

/** A benchmark asks for the check in the image itself, wherever it is started. */
const inImage = { aspect: "in-image", profile: "strict", severity: "note" } as const;

export default defineRule({
  id: "dockerfile/missing-healthcheck",
  scope: "image",
  title: "Image without a health check",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Without a health check Docker only knows whether the process exists. A server that hangs, has lost its database or never got ready counts as up: it keeps getting requests, services that wait for it start too early, and a rollout goes on although nothing works. Kubernetes and Amazon ECS do not use `HEALTHCHECK`; they have probes of their own.",
  remediation:
    "Add `HEALTHCHECK` with a command that asks the application itself, by a program that is in the image: `wget` in Alpine images, the application's own runtime in slim ones. Or give every Compose service that uses the image a `healthcheck`.",
  references: [
    "https://docs.docker.com/reference/dockerfile/#healthcheck",
    "https://docs.docker.com/reference/compose-file/services/#healthcheck",
  ],
  cwe: [693],
  examples: [
    {
      title: "a server that only its process vouches for",
      bad: dockerfile`
        FROM python:3.13-alpine
        COPY app.py /srv/
        USER nobody
        EXPOSE 8000
        CMD ["python", "/srv/app.py"]
      `,
      flags: ["python:3.13-alpine"],
      good: dockerfile`
        FROM python:3.13-alpine
        COPY app.py /srv/
        USER nobody
        EXPOSE 8000
        HEALTHCHECK CMD ["wget", "-qO-", "http://127.0.0.1:8000/health"]
        CMD ["python", "/srv/app.py"]
      `,
    },
    {
      title: "the check of the base image switched off",
      bad: dockerfile`
        FROM ghcr.io/acme/shop-base:4.2
        HEALTHCHECK NONE
        CMD ["/srv/shop"]
      `,
      flags: ["HEALTHCHECK NONE"],
      good: {
        Dockerfile: text`
          FROM ghcr.io/acme/shop-base:4.2
          HEALTHCHECK NONE
          CMD ["/srv/shop"]
        `,
        "compose.yaml": text`
          services:
            shop:
              build: .
              healthcheck:
                test: ["CMD", "/srv/shop", "--self-test"]
        `,
      },
    },
    {
      title: "a check that only Compose knows of",
      profile: "strict",
      bad: {
        Dockerfile: text`
          FROM python:3.13-alpine
          CMD ["python", "/srv/app.py"]
        `,
        "compose.yaml": text`
          services:
            shop:
              build: .
              healthcheck:
                test: wget -qO- http://127.0.0.1:8000/health
        `,
      },
      flags: ["python:3.13-alpine"],
      good: dockerfile`
        FROM python:3.13-alpine
        HEALTHCHECK CMD ["wget", "-qO-", "http://127.0.0.1:8000/health"]
        CMD ["python", "/srv/app.py"]
      `,
    },
  ],
  *check(image, deployment) {
    const own = healthcheckOf(image);
    const at = own.kind === "none" ? own.at : (image.stage.from.image?.span ?? image.stage.from.keywordSpan);
    if (own.kind === "instruction") return yield satisfied(own.instruction.keywordSpan);
    if (own.kind === "base") return yield satisfied(at);
    if (isWorkplace(image) || isLongRunning(image) !== "yes" || image.base.reference?.repository.startsWith("lambda/") === true)
      return undefined;
    const running = image.consumers.filter((service) => !service.isOneShot);
    if (running.length > 0 && running.every(({ healthcheck }) => healthcheck?.kind === "test")) yield satisfied(at);
    if (running.length > 0 && (own.kind === "none" || own.isKnown))
      yield* violatedIn(image, deployment, { at, ...inImage, message: outsideCompose(image) });
    // A service without a check is compose/missing-healthcheck's finding, at the place where it can be mended for that service.
    if (image.consumers.length > 0) return undefined;
    if (mayBeBuiltUnseen(image, deployment))
      return yield unknown(at, "a service near it is built from a Dockerfile that could not be told");
    const consequence = "nothing notices when it hangs";
    const message =
      own.kind === "none"
        ? `${nameOfImage(image)} switches its health check off: ${consequence}.`
        : own.isKnown
          ? `${nameOfImage(image)} has no health check: ${consequence}.`
          : `No HEALTHCHECK stands in this file, and nothing is known of one in "${baseText(image)}": without one, ${consequence}.`;
    return yield* violatedIn(image, deployment, { at, severity: "note", message });
  },
});

function outsideCompose(image: Image): string {
  return `${nameOfImage(image)} has no health check of its own: started by anything but Compose, nothing notices when it hangs.`;
}
