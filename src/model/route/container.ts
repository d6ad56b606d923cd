import type { DockerfileDocument } from "../../syntax/dockerfile/ast.ts";
import type { Deployment } from "../deployment.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Image } from "../image/image.ts";
import { nameOf } from "../project-path.ts";

/** What runs together with its files: a service, or an image of the project that no service runs. */
export interface Container {
  readonly stack: Stack | undefined;
  readonly service: Service | undefined;
  /** What a Dockerfile of the project makes of it; undefined where none does, and where that could not be told. */
  readonly image: Image | undefined;
  /** The image is the only one that can be meant, but not the one that the build's path names. */
  readonly isPresumed: boolean;
}

/** A service that runs in a container. */
export type ServiceContainer = Container & { readonly stack: Stack; readonly service: Service };

/** The containers of a deployment: those of its services in their order, then the images that no service runs. */
export function containersOf({ stacks, images, documents }: Deployment): readonly Container[] {
  const byName = new Map<string, DockerfileDocument[]>();
  for (const document of documents.dockerfile) {
    const name = nameOf(document.file.path);
    byName.set(name, [...(byName.get(name) ?? []).slice(0, 1), document]);
  }
  const made = new Map(images.map((image) => [image.document, image]));
  const presumed = (service: Service): Image | undefined => {
    const path = service.shipped === "unknown" ? service.builtBy?.dockerfile.value : undefined;
    const candidates = path === undefined || nameOf(path) === "Dockerfile" ? [] : (byName.get(nameOf(path)) ?? []);
    return candidates.length === 1 ? made.get(candidates[0]!) : undefined;
  };
  const published = new Map(images.flatMap((image) => image.consumers.map((service) => [service, image] as const)));
  const services = stacks.flatMap((stack) =>
    stack.services.map((service): Container => {
      const own = typeof service.shipped === "object" ? service.shipped : published.get(service);
      const image = own ?? presumed(service);
      return { stack, service, image, isPresumed: own === undefined && image !== undefined };
    }),
  );
  const used = new Set(services.map(({ image }) => image));
  const alone = images.filter((image) => !used.has(image));
  return [...services, ...alone.map((image) => ({ stack: undefined, service: undefined, image, isPresumed: false }))];
}
