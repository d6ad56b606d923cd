import {
  defineRule,
  entryOf,
  imageRunBy,
  isRoot,
  mayOwnFolder,
  satisfied,
  text,
  unknown,
  userOf,
  valueOf,
  violated,
  type Deployment,
  type Image,
  type Judgement,
  type Mount,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/nonroot-volume-not-writable",
  scope: "stack",
  title: "Volume belongs to root, and the container runs as somebody else",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "A new volume takes over owner and content of the folder that the image has where it is mounted. Where the image has no such folder, Docker makes one that belongs to root, and a container that runs as another user cannot write a single file into it: uploads fail, often long after the start. The usual repair is to run the container as root again.",
  remediation: "Make the folder in the Dockerfile before `USER`, and give it to that user: `RUN mkdir -p /data && chown app:app /data`.",
  references: [
    "https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container",
    "https://docs.docker.com/reference/dockerfile/#user",
  ],
  cwe: [732],
  examples: [
    {
      title: "uploads of an application that does not run as root",
      bad: {
        "docker-compose.yml": text`
          services:
            gallery:
              build: .
              volumes:
                - uploads:/data/uploads
          volumes:
            uploads:
        `,
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY server.js /srv/
          USER node
          CMD ["node", "server.js"]
        `,
      },
      flags: ["/data/uploads"],
      good: {
        "docker-compose.yml": text`
          services:
            gallery:
              build: .
              volumes:
                - uploads:/data/uploads
          volumes:
            uploads:
        `,
        Dockerfile: text`
          FROM node:24-slim
          WORKDIR /srv
          COPY server.js /srv/
          RUN mkdir -p /data/uploads && chown node:node /data/uploads
          USER node
          CMD ["node", "server.js"]
        `,
      },
    },
  ],
  *check(stack, deployment) {
    for (const service of stack.services) {
      const image = imageRunBy(service, deployment);
      if (image === undefined || service.open !== undefined) continue;
      const user = userNameOf(service, image);
      if (user === undefined) continue;
      for (const mount of service.mounts) {
        const judgement = judge({ service, image, user, stack }, mount, deployment);
        if (judgement !== undefined) yield judgement;
      }
    }
  },
});

interface Place {
  readonly service: Service;
  readonly image: Image;
  readonly user: string;
  readonly stack: Stack;
}

function judge({ service, image, user, stack }: Place, mount: Mount, deployment: Deployment): Judgement | undefined {
  const { type, target, source, readOnly } = mount;
  if (type !== "volume" || source === undefined || target === undefined || readOnly === true) return undefined;
  const at = target.span;
  if (target.value.kind !== "known") return unknown(at, "the folder is filled in at run time");
  const folder = target.value.text.replace(/(?<=.)\/+$/, "");
  if (source.value.kind !== "known" || hasDriver(source.value.text, stack)) return unknown(at, "the volume may bring an owner of its own");
  if (isPreparedElsewhere(source.value.text, service, stack)) return satisfied(at);
  const owned = image.instructions.some(({ keyword, arguments: { text: written } }) => keyword === "RUN" && makesFor(written, folder));
  if (owned) return satisfied(at);
  if (mayOwnFolder(image, folder) === "unknown") return unknown(at, "its Dockerfile may make the folder for this user");
  const last = image.last("USER");
  return violated({
    at,
    message: `"${service.name}" cannot write to "${folder}": the new volume belongs to root, and the container runs as "${user}".`,
    related:
      last === undefined || deployment.documentOf(last.span.file) === undefined ? [] : [{ at: last.span, note: "this is who it runs as" }],
  });
}

/** A user by name or number that is not root; undefined for root, and where that is not known. */
function userNameOf(service: Service, image: Image): string | undefined {
  const own = service.value("user");
  if (own.kind === "known" && own.text !== "") return isRoot(own.text) ? undefined : own.text;
  if (own.kind !== "absent") return undefined;
  const user = userOf(image);
  return user.kind === "other" ? user.name : undefined;
}

function makesFor(command: string, folder: string): boolean {
  return command.includes(folder) && /\b(?:chown|chmod|install)\b/.test(command);
}

/** A volume that is made elsewhere, or by a driver with options, may belong to anybody. */
function hasDriver(volume: string, { root }: Stack): boolean {
  const node = valueOf(valueOf(root, "volumes"), volume);
  return ["external", "driver", "driver_opts"].some((key) => entryOf(node, key) !== undefined);
}

/** Another service holds the volume too, and may have made it what it is: an image of its own, or a task that gives it away. */
function isPreparedElsewhere(volume: string, service: Service, { services }: Stack): boolean {
  return services.some(
    (other) => other !== service && other.mounts.some(({ source }) => source?.value.kind === "known" && source.value.text === volume),
  );
}
