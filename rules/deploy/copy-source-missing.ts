import { copySourcesOf, defineRule, satisfied, text, unknown, violatedIn, type CopySource } from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/copy-source-missing",
  scope: "image",
  title: "COPY takes a file that is not in the build context",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "The sources of `COPY` start at the build context, which whoever builds the image chooses, not at the Dockerfile's own folder; and a file that `.dockerignore` keeps out is not there at all. A source that is missing stops the build, and so does every deployment that builds on the server.",
  remediation:
    "Write the path as it reads from the context that the build names, build with another context, or let `.dockerignore` take the file back with a line that starts with `!`.",
  references: ["https://docs.docker.com/reference/dockerfile/#copy", "https://docs.docker.com/build/concepts/context/"],
  cwe: [706],
  examples: [
    {
      title: "paths from the project's root, in a context below it",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              build: ./shop
        `,
        "shop/Dockerfile": text`
          FROM node:24-slim
          WORKDIR /app
          COPY shop/package.json ./
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        "shop/package.json": "{}\n",
        "shop/server.js": "",
      },
      flags: ["shop/package.json"],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              build: ./shop
        `,
        "shop/Dockerfile": text`
          FROM node:24-slim
          WORKDIR /app
          COPY package.json ./
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        "shop/package.json": "{}\n",
        "shop/server.js": "",
      },
    },
    {
      title: "a folder that the ignore file keeps out",
      bad: {
        "docker-compose.yml": text`
          services:
            docs:
              build: .
        `,
        Dockerfile: text`
          FROM nginx:1.30-alpine
          COPY site /usr/share/nginx/html
        `,
        ".dockerignore": text`
          **
          !nginx.conf
        `,
        "site/index.html": "",
      },
      flags: ["site"],
      good: {
        "docker-compose.yml": text`
          services:
            docs:
              build: .
        `,
        Dockerfile: text`
          FROM nginx:1.30-alpine
          COPY site /usr/share/nginx/html
        `,
        ".dockerignore": text`
          **
          !site
        `,
        "site/index.html": "",
      },
    },
  ],
  *check(image, deployment) {
    for (const source of copySourcesOf(image, deployment)) {
      const { at, state } = source;
      if (state.kind === "there") yield satisfied(at);
      else if (state.kind === "unknown") yield unknown(at, state.why);
      else {
        const related = state.kind === "ignored" && state.pattern !== undefined ? [{ at: state.pattern, note: "this keeps it out" }] : [];
        yield* violatedIn(image, deployment, { at, severity: "error", message: messageOf(source), related });
      }
    }
  },
});

function messageOf({ text: written, context, state }: CopySource): string {
  const place = context.folder === "" ? "the project's root" : `"${context.folder}"`;
  if (state.kind === "ignored") {
    const file = context.ignore.kind === "read" ? context.ignore.path : ".dockerignore";
    return `The build stops here: "${written}" is there, but "${file}" keeps it out of the context.`;
  }
  const hint = state.kind === "missing" && state.meant !== undefined ? `; from there, the path is "${state.meant}"` : "";
  const lost = written.startsWith("..") ? ', and ".." leads nowhere' : "";
  return `The build stops here: there is no "${written}" in its context, which is ${place}${lost}${hint}.`;
}
