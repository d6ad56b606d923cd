import type { SourceFile } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";

/** A file that names the packages of a program, or the settings it is shipped with: `requirements.txt`, `Cargo.toml`, `app.toml`. */
export interface ManifestDocument extends BaseDocument {
  readonly kind: "manifest";
}

/** Takes a manifest as it is: only its words are asked for. Never throws. */
export function parseManifest(file: SourceFile): ManifestDocument {
  return { kind: "manifest", file, problems: [], comments: [], blocks: () => [], pathAt: () => "" };
}
