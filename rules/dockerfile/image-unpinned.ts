import {
  defineRule,
  dockerfile,
  isSetAside,
  publicImage,
  satisfied,
  sourceImages,
  text,
  unknown,
  violatedIn,
  type ImageReference,
  type Severity,
  type SourceImage,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/image-unpinned",
  scope: "image",
  title: "Base image without a version",
  severity: "warning",
  securitySeverity: 4,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Without a tag Docker takes `latest`, and `latest` is whatever was pushed last. The same Dockerfile then builds another image next month: a new major version breaks the application without a change in the repository, nobody can tell which version a running container was made from, and going back to the version before is impossible.",
  remediation:
    "Name the version that the image is built and tested with, as in `node:24.4-slim`. To make builds repeat to the byte, add the digest too: `node:24.4-slim@sha256:…`; tools such as Dependabot and Renovate keep both up to date.",
  references: [
    "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    "https://cheatsheetseries.owasp.org/cheatsheets/NodeJS_Docker_Cheat_Sheet.html",
  ],
  cwe: [1357],
  examples: [
    {
      title: "no tag, latest, and an image that files are copied from",
      bad: dockerfile`
        FROM python AS build
        COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/uv
        COPY . /src
        RUN uv build /src

        FROM --platform=linux/amd64 python:3.13-slim
        COPY --from=build /src/dist/*.whl /tmp/
        RUN pip install --no-cache-dir /tmp/*.whl
      `,
      flags: ["python", "ghcr.io/astral-sh/uv:latest"],
      good: dockerfile`
        FROM python:3.13 AS build
        COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
        COPY . /src
        RUN uv build /src

        FROM --platform=linux/amd64 python:3.13-slim
        COPY --from=build /src/dist/*.whl /tmp/
        RUN pip install --no-cache-dir /tmp/*.whl
      `,
    },
    {
      title: "the version comes from an argument",
      bad: {
        Dockerfile: text`
          ARG NODE_VERSION=latest
          FROM node:\${NODE_VERSION}
          CMD ["node", "server.js"]
        `,
      },
      flags: ["node:${NODE_VERSION}"],
      good: {
        Dockerfile: text`
          ARG NODE_VERSION=latest
          FROM node:\${NODE_VERSION}
          CMD ["node", "server.js"]
        `,
        "compose.yaml": text`
          services:
            web:
              build:
                context: .
                args:
                  NODE_VERSION: "24.4"
        `,
      },
    },
  ],
  *check(image, deployment) {
    for (const source of sourceImages(image)) {
      const { span, reference, value, stage, use } = source;
      if (value.kind === "unknown") yield unknown(span, value.why);
      else if (reference === undefined) continue;
      else if (use === "from" && stage === image.chain[0] && image.parent !== undefined) yield satisfied(span);
      else if (reference.digest !== undefined || (reference.tag !== undefined && reference.tag !== "latest")) yield satisfied(span);
      else if (mayBeContext(source)) yield unknown(span, "it may be a build context that the build command names");
      else yield* violatedIn(image, deployment, { at: span, ...problemOf(source, reference, isSetAside(stage, image)) });
    }
  },
});

/** A bare name behind --from that no public image is known by. */
function mayBeContext({ use, reference }: SourceImage): boolean {
  return use === "copy" && reference?.tag === undefined && reference?.text.includes("/") === false && publicImage(reference) === undefined;
}

function problemOf(
  { use }: SourceImage,
  { tag, text: written, registry, repository }: ImageReference,
  isAside: boolean,
): { message: string; severity: Severity } {
  if (registry === "gcr.io" && repository.startsWith("distroless/"))
    return {
      severity: "note",
      message: `"${written}" moves along, and as distroless images have no tags for versions, only a digest would hold it.`,
    };
  const what = use === "from" ? "the next build may start from another version" : "the next build may copy from another version";
  const message =
    tag === undefined
      ? `"${written}" names no version, so Docker takes "latest": ${what}.`
      : `"${written}" is whatever was pushed last: ${what}.`;
  return { severity: isAside ? "note" : "warning", message };
}
