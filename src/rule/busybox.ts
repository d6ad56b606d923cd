import { publishedImageOf } from "../model/image/run-by.ts";
import { installsOf } from "../model/image/packages.ts";
import type { Image } from "../model/image/image.ts";
import { readTag, type ImageReference } from "../model/image-reference.ts";
import type { HealthTest } from "./health-tests.ts";

/** Whether "wget" in the container of a health check is BusyBox's: its image stands on Alpine, and no package replaces it. */
export function hasBusyboxWget({ service, image }: HealthTest): boolean {
  if (image !== undefined) return image.parent === undefined && isAlpine(image.base.reference) && !installsWget(image);
  return service !== undefined && isAlpine(publishedImageOf(service));
}

function isAlpine(reference: ImageReference | undefined): boolean {
  if (reference === undefined) return false;
  const { variants } = readTag(reference.tag ?? "");
  return reference.name === "alpine" || reference.name === "busybox" || variants.some((word) => /^alpine[\d.]*$/.test(word));
}

function installsWget({ instructions }: Image): boolean {
  return instructions.some(
    (one) => one.keyword === "RUN" && installsOf(one).some(({ call }) => call.packages.some(({ text }) => text.startsWith("wget"))),
  );
}
