import {
  defineRule,
  dockerfilePlaces,
  relativePath,
  satisfied,
  text,
  unknown,
  violated,
  type DockerfilePlace,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/dockerfile-not-found",
  scope: "deployment",
  title: "Dockerfile is not where the build looks for it",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Compose looks for `dockerfile` below `context`, not beside the Compose file, and `context` starts at the Compose file's folder. A path that is right from another folder makes the build fail, on the server as well as here, and on a machine that still has an old image the old image simply goes on running.",
  remediation: "Write the path of the Dockerfile as it reads from the context (`../` is allowed), or move the context or the file.",
  references: [
    "https://docs.docker.com/reference/compose-file/build/#dockerfile",
    "https://docs.docker.com/reference/compose-file/build/#context",
  ],
  cwe: [706],
  examples: [
    {
      title: "a Dockerfile in the project's root, and a context below it",
      bad: {
        "docker-compose.yml": text`
          services:
            shop:
              build:
                context: ./shop
                dockerfile: Dockerfile.shop
        `,
        "Dockerfile.shop": text`
          FROM node:24-slim
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        "shop/server.js": "",
      },
      flags: ["Dockerfile.shop"],
      good: {
        "docker-compose.yml": text`
          services:
            shop:
              build:
                context: ./shop
                dockerfile: ../Dockerfile.shop
        `,
        "Dockerfile.shop": text`
          FROM node:24-slim
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        "shop/server.js": "",
      },
    },
  ],
  *check(deployment) {
    for (const place of dockerfilePlaces(deployment)) {
      const { at, state, service, meant } = place;
      if (state === "there") yield satisfied(at);
      else if (state === "unknown") yield unknown(at, "the folder it names may come from elsewhere");
      else {
        yield violated({
          at,
          severity: service?.image === undefined ? "error" : "warning",
          message: messageOf(place, deployment.tree.isDirectory(place.context)),
          related: deployment.documents.dockerfile
            .filter(({ file }) => file.path === meant)
            .flatMap(({ stages }) =>
              stages.slice(0, 1).map((stage) => ({ at: stage.from.keywordSpan, note: "this is probably the Dockerfile that is meant" })),
            ),
        });
      }
    }
  },
});

function messageOf({ service, path, context, meant }: DockerfilePlace, hasContext: boolean): string {
  const subject = service === undefined ? "This image cannot be built" : `"${service.name}" cannot be built`;
  const reason = hasContext ? `there is no "${path}"` : `there is no folder "${context}"`;
  const hint =
    meant === undefined
      ? ""
      : `; the path starts at the context, from where "${relativePath(context, meant)}" leads to the one that is there`;
  return `${subject}: ${reason}${hint}.`;
}
