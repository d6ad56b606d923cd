import type { ServiceImage } from "../model/compose/service.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { flatten, HOLE } from "../syntax/template/index.ts";

/** An image that is whatever was pushed last. */
export interface UnversionedImage {
  readonly reason: "latest" | "untagged";
  /** Only as long as the environment does not say otherwise. */
  readonly isDefault: boolean;
}

/** Whether a service's image has no tag or digest, or the tag "latest"; undefined when it has a better one, "unknown" when that is filled in at run time. */
export function unversionedImage({ value, written }: ServiceImage): UnversionedImage | "unknown" | undefined {
  const asWritten = reasonOf(flatten(written).text);
  if (asWritten !== "unknown") return asWritten === undefined ? undefined : { reason: asWritten, isDefault: false };
  if (value.kind !== "known" || parseImageReference(value.text).kind === "invalid") return "unknown";
  const reason = reasonOf(value.text);
  return reason === undefined || reason === "unknown" ? reason : { reason, isDefault: value.fromDefault };
}

/** Judges the text of a reference in which variables are holes: only what stands behind the last "/" counts, and a hole there may hold anything. */
function reasonOf(text: string): UnversionedImage["reason"] | "unknown" | undefined {
  const last = text.slice(text.lastIndexOf("/") + 1);
  if (last.includes("@") && !last.endsWith("@")) return undefined;
  const colon = last.indexOf(":");
  const tag = colon === -1 ? undefined : last.slice(colon + 1);
  if (last.includes(HOLE)) return tag === undefined || tag.includes(HOLE) ? "unknown" : reasonOfTag(tag);
  return tag === undefined ? "untagged" : reasonOfTag(tag);
}

/** `latest-alpine` follows the latest release as well. */
function reasonOfTag(tag: string): "latest" | undefined {
  return /^latest(?:-|$)/i.test(tag) ? "latest" : undefined;
}
