import {
  defineRule,
  dockerfile,
  publicImage,
  satisfied,
  sourceImages,
  text,
  unknown,
  violated,
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
  *check(image) {
    for (const source of sourceImages(image)) {
      if (source.value.kind === "unknown") yield unknown(source.span, source.value.why);
      else if (source.reference === undefined) continue;
      else if (source.use === "from" && source.stage === image.chain[0] && image.parent !== undefined) yield satisfied(source.span);
      else yield judge(source, source.reference);
    }
  },
});

function judge({ use, span }: SourceImage, reference: NonNullable<SourceImage["reference"]>): ReturnType<typeof violated> {
  const { tag, digest, text: written } = reference;
  if (digest !== undefined || (tag !== undefined && tag !== "latest")) return satisfied(span);
  // A bare name behind --from may be a context that only the build command names.
  if (use === "copy" && tag === undefined && !written.includes("/") && publicImage(reference) === undefined)
    return unknown(span, "it may be a build context that the build command names");
  const what = use === "from" ? "the next build may start from another version" : "the next build may copy from another version";
  const message =
    tag === undefined
      ? `"${written}" names no version, so Docker takes "latest": ${what}.`
      : `"${written}" is whatever was pushed last: ${what}.`;
  return violated({ at: span, message });
}
