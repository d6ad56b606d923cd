import type { ServiceImage } from "../model/compose/service.ts";
import { isMovingTag, parseImageReference } from "../model/image-reference.ts";
import { flatten, HOLE } from "../syntax/template/index.ts";

/** An image that is whatever was pushed last. */
export interface UnversionedImage {
  /** "moving": its tag names a line of releases, as "stable" and "nightly" do. */
  readonly reason: "latest" | "untagged" | "moving";
  /** Undefined where there is none. */
  readonly tag: string | undefined;
  /** Only as long as the environment does not say otherwise. */
  readonly isDefault: boolean;
}

/**
 * Whether a service's image has no tag or digest, or a tag that moves with the releases; undefined when it has a better one, "unknown" when that is filled
 * in at run time.
 */
export function unversionedImage({ value, written }: ServiceImage): UnversionedImage | "unknown" | undefined {
  const asWritten = judge(flatten(written).text, false);
  if (asWritten !== "unknown") return asWritten;
  if (value.kind !== "known" || parseImageReference(value.text).kind === "invalid") return "unknown";
  return judge(value.text, value.fromDefault);
}

/** Judges the text of a reference in which variables are holes: only what stands behind the last "/" counts, and a hole there may hold anything. */
function judge(text: string, isDefault: boolean): UnversionedImage | "unknown" | undefined {
  const last = text.slice(text.lastIndexOf("/") + 1);
  if (last.includes("@") && !last.endsWith("@")) return undefined;
  const colon = last.indexOf(":");
  const tag = colon === -1 ? undefined : last.slice(colon + 1);
  if (tag === undefined) return last.includes(HOLE) ? "unknown" : { reason: "untagged", tag, isDefault };
  if (tag.includes(HOLE)) return "unknown";
  // `latest-alpine` follows the latest release as well.
  const reason = /^latest(?:-|$)/i.test(tag) ? "latest" : isMovingTag(tag) ? "moving" : undefined;
  return reason && { reason, tag, isDefault };
}
