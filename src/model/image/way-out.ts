import { unprivilegedImages, type UnprivilegedRow } from "../../facts/images/unprivileged.ts";
import { fits, mirroredName } from "../image-facts.ts";
import { compareVersions, readTag, type ImageReference } from "../image-reference.ts";

/** How to run what an image offers without root: a user it has, or another image of it. Undefined where none is known. */
export function wayOutOf(reference: ImageReference): Pick<UnprivilegedRow, "user" | "image"> | undefined {
  const name = mirroredName(reference);
  const { version } = readTag(reference.tag ?? "latest");
  return unprivilegedImages.find(
    ({ names, from }) => fits(names, name) && (from === undefined || version === undefined || compareVersions(version, from, true) >= 0),
  );
}
