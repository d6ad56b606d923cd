import { statefulImage, type StatefulImage } from "../image-facts.ts";
import type { Image } from "../image/image.ts";
import type { ImageReference } from "../image-reference.ts";
import type { Build } from "./build.ts";
import { isClient } from "./client.ts";
import type { Service, ServiceContext } from "./service.ts";

/** What a service's image is made of. Each answer looks at what else the project holds, so none is asked for before all of it is connected; it is kept then. */
export interface Origins {
  builtBy(): Build | undefined;
  shipped(): Image | "unknown" | undefined;
  origin(): ImageReference | undefined;
  stateful(): StatefulImage | undefined;
}

/** Finds out, for `builtBy`, `shipped`, `origin` and `stateful` of a service. */
export function originsOf(
  service: Pick<Service, "build" | "image" | "command" | "entrypoint">,
  context: Pick<ServiceContext, "builderOf" | "shipped">,
): Origins {
  const { build, image } = service;
  const builtBy = once(() => build ?? (image === undefined ? undefined : context.builderOf(image)));
  const shipped = once(() => mapDefined(builtBy(), (one) => context.shipped(one)));
  const origin = once(() => {
    const made = shipped();
    return typeof made === "object" ? originOf(made) : image?.reference;
  });
  const stateful = once(() =>
    isClient(service) ? undefined : (mapDefined(origin(), statefulImage) ?? mapDefined(image?.reference, statefulImage)),
  );
  return { builtBy, shipped, origin, stateful };
}

/** Where the chain of the project's own images starts. */
function originOf(image: Image): ImageReference | undefined {
  return image.parent === undefined ? image.base.reference : originOf(image.parent);
}

/** Keeps the first answer. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: ask() }).value;
}

function mapDefined<T, R>(value: T | undefined, change: (value: T) => R): R | undefined {
  return value === undefined ? undefined : change(value);
}
