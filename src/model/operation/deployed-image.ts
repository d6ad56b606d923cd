import type { Deployment } from "../deployment.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { baseImageFactsOfAnyTag, rolesOf, statefulImage } from "../image-facts.ts";
import { folderOf, nameOf } from "../project-path.ts";
import { operationsOf } from "./operation.ts";
import { hole, mayBeSame, publishedImages, shapeOf, withoutTag, type PublishedImage } from "./published-image.ts";
import { renewalsOf } from "./renewal.ts";

/** What a service's image has to do with what the project pushes. */
export type DeployedImage =
  | { readonly kind: "pushed"; readonly by: PublishedImage }
  /** The project pushes an image of that name to somewhere else. */
  | { readonly kind: "elsewhere"; readonly by: PublishedImage; readonly name: string }
  /** It lies beside the images that the project pushes and has a Dockerfile, but nothing pushes it. */
  | { readonly kind: "unpushed"; readonly beside: PublishedImage; readonly dockerfile: string; readonly name: string }
  | { readonly kind: "unknown"; readonly why: string };

/** Compares a service's image with what the project pushes; undefined for images of others, and where the project pushes nothing. */
export function deployedImageOf(service: Service, stack: Stack, deployment: Deployment): DeployedImage | undefined {
  const { image } = service;
  const { images, open } = publishedImages(deployment);
  if (image === undefined || images.length === 0 || isOthers(service)) return undefined;
  const isPulled = service.build === undefined || renewalsOf(deployment).some((one) => one.service === service && one.kind === "image");
  if (!isPulled) return undefined;
  const name = withoutTag(image.value.kind === "known" ? image.value.text : shapeOf(image.written));
  const same = images.find((one) => mayBeSame(one.name, name));
  if (same !== undefined) return { kind: "pushed", by: same };
  const namesake = images.find((one) => lastOf(one.name) === lastOf(name));
  const found = namesake === undefined ? unpushed(name, images, deployment) : ({ kind: "elsewhere", by: namesake, name } as const);
  if (found === undefined) return undefined;
  if (open !== undefined) return { kind: "unknown", why: open };
  if (name.includes(hole)) return { kind: "unknown", why: "its name is filled in at run time" };
  // A bare name is one that somebody gave it on the machine itself.
  if (!name.includes("/")) return { kind: "unknown", why: "it has a name of this machine alone" };
  if (passesOn.test(name.split("/")[0]!)) return { kind: "unknown", why: "its registry passes on the images of another one" };
  if (service.open !== undefined || stack.open !== undefined) return { kind: "unknown", why: (service.open ?? stack.open)! };
  return isRetagged(deployment) ? { kind: "unknown", why: "a script gives images other names" } : found;
}

/** Hosts that hand out what they fetch from other registries. */
const passesOn = /(?:^|[.-])(?:scarf\.sh|mirrors?|proxy|cache|jfrog\.io|artifactory|nexus|harbor)(?:$|[.:-])|^public\.ecr\.aws$/;

/** A database, a proxy, a tool: made by somebody else, whatever the project calls its own copy. */
function isOthers({ image }: Service): boolean {
  const reference = image?.reference;
  if (reference === undefined) return false;
  return baseImageFactsOfAnyTag(reference) !== undefined || statefulImage(reference) !== undefined || rolesOf(reference).length > 0;
}

function lastOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf(hole)) + 1);
}

function unpushed(name: string, images: readonly PublishedImage[], deployment: Deployment): DeployedImage | undefined {
  const folder = folderOf(name);
  const beside = images.find((one) => folderOf(one.name) === folder && !one.name.includes(hole));
  if (folder === "" || beside === undefined) return undefined;
  const own = new Set(nameOf(name).split(/[-_.]/));
  const made = deployment.images.find(({ document, builds }) => {
    const path = document.file.path;
    const word = /^dockerfile\.([a-z0-9]+)$/i.exec(nameOf(path))?.[1] ?? nameOf(folderOf(path));
    const isPublished = builds.some(({ service, names }) => service === undefined && names.length > 0);
    return own.has(word.toLowerCase()) && !isPublished && !nameOf(beside.name).split(/[-_.]/).includes(word.toLowerCase());
  });
  return made === undefined ? undefined : { kind: "unpushed", beside, dockerfile: made.document.file.path, name };
}

function isRetagged(deployment: Deployment): boolean {
  return operationsOf(deployment).some(
    ({ commands }) =>
      commands.some(({ effective: { program, words } }) => {
        const [first, second] = words.filter(({ text }) => !text.startsWith("-")).map(({ text }) => text);
        return (
          (program === "docker" || program === "podman") &&
          (first === "tag" || first === "load" || (first === "image" && (second === "tag" || second === "load")))
        );
      }) || commands.some(({ effective }) => ["crane", "skopeo", "regctl"].includes(effective.program)),
  );
}
