import {
  baseText,
  defineRule,
  dockerfile,
  fixByUser,
  isWorkplace,
  nameOfImage,
  privilegeDropOf,
  quoteAll,
  satisfied,
  startsAsOther,
  textOf,
  unknown,
  userOf,
  violatedIn,
  wayOutText,
  type Fix,
  type Image,
  type ImageUser,
  type PrivilegeDrop,
  type Severity,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/root-user",
  scope: "image",
  title: "Image runs as root",
  severity: "error",
  securitySeverity: 7,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Root in a container is the same user as root on the host, held back by namespaces and a few dropped capabilities. A flaw in the application, or in one of its dependencies, then lets an attacker change every file of the image, install tools, read what is mounted, and use any weakness of the kernel or the container runtime from the best possible position. An image starts as root unless a `USER` of its last stage, or its base image, says otherwise.",
  remediation:
    "Put `USER` with a user that is not root at the end of the stage that ships. Many base images have one (`node` in `node`, `www-data` in `php`, `nonroot` in distroless images); in others create it with `useradd` or `adduser`. Give files that the application writes to that user with `COPY --chown`, and let it listen on a port above 1023.",
  references: [
    "https://docs.docker.com/build/building/best-practices/#user",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [250],
  examples: [
    {
      title: "a Node.js server without a USER",
      bad: dockerfile`
        FROM node:24-slim AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/dist ./dist
        CMD ["node", "dist/server.js"]
      `,
      flags: ["node:24-slim"],
      good: dockerfile`
        FROM node:24-slim AS build
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build

        FROM node:24-slim
        WORKDIR /app
        COPY --from=build /app/dist ./dist
        USER node
        CMD ["node", "dist/server.js"]
      `,
    },
    {
      title: "back to root for a package, and never away again",
      bad: dockerfile`
        FROM quay.io/keycloak/keycloak:26.2
        USER root
        COPY --chmod=644 providers/*.jar /opt/keycloak/providers/
        ENTRYPOINT ["/opt/keycloak/bin/kc.sh", "start"]
      `,
      flags: ["root"],
      good: dockerfile`
        FROM quay.io/keycloak/keycloak:26.2
        USER root
        COPY --chmod=644 providers/*.jar /opt/keycloak/providers/
        USER 1000
        ENTRYPOINT ["/opt/keycloak/bin/kc.sh", "start"]
      `,
    },
  ],
  *check(image, deployment) {
    const user = userOf(image);
    if (user.kind === "unknown") yield unknown(user.at, user.why);
    else if (user.kind === "other") yield satisfied(user.at);
    else if (isWorkplace(image)) yield unknown(user.at, "it is not deployed: people or workflows work in it");
    else if (image.consumers.length > 0 && image.consumers.every((service) => startsAsOther(service) === "yes")) yield satisfied(user.at);
    else if (image.consumers.some((service) => startsAsOther(service) === "unknown"))
      yield unknown(user.at, "the user of a service that is built from it is filled in at run time");
    else yield* violatedIn(image, deployment, { at: user.at, ...problemOf(image, user) });
  },
});

function problemOf(image: Image, user: ImageUser & { readonly kind: "root" }): { message: string; severity: Severity; fix?: Fix } {
  const who = nameOfImage(image);
  const runs = image.consumers.length > 1 && who.includes(" and ") ? "run" : "runs";
  const cause =
    user.from === "instruction"
      ? `the last USER is "${textOf(user.at)}"`
      : image.base.isScratch
        ? `without a USER, an image made from nothing starts as uid 0`
        : `no USER follows "${baseText(image)}"`;
  const wayOut = wayOutText(image);
  if (user.from === "default")
    return {
      severity: "note",
      message: `${who} ${runs} as root unless "${baseText(image)}", of which nothing is known here, sets another user: no USER stands in this file.`,
    };
  const drop = privilegeDropOf(image);
  if (drop !== undefined)
    return { severity: "warning", message: `${who} ${starts(runs)} as root, and ${dropText(drop)}: ${cause}${wayOut}.` };
  return {
    severity: "error",
    message: `${who} ${runs} as root, and so does whoever breaks into it: ${cause}${wayOut}.`,
    ...fixByUser(image),
  };
}

function starts(runs: string): string {
  return runs === "run" ? "start" : "starts";
}

function dropText(drop: PrivilegeDrop): string {
  switch (drop.by) {
    case "server":
      return "only the server's workers give that up";
    case "base-entrypoint":
      return "only the entry script of its base image changes to another user";
    case "program":
      return `stays root unless its start calls ${quoteAll([drop.program])} for another user`;
  }
}
