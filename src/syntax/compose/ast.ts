import type { BaseDocument } from "../document.ts";
import type { YamlEntry, YamlMapping } from "../yaml/ast.ts";

/** One Compose file as written: interpolation, extends, include and merging with other files are the model's. */
export interface ComposeDocument extends BaseDocument {
  readonly kind: "compose";
  /** The whole file; an empty mapping when it holds none. */
  readonly root: YamlMapping;
  /** The entries of `services` whose value is a mapping; anything else there is a problem. */
  readonly services: readonly ComposeEntry[];
}

export interface ComposeEntry extends YamlEntry {
  readonly value: YamlMapping;
}
