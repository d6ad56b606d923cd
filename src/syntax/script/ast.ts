import type { Located } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import type { Region, ShellScript } from "../shell/index.ts";

/** A file that people or CI run to build and deploy: a shell script, a Makefile, the scripts of a package.json. It is evidence of how things are started; nothing in it is judged. */
export interface ScriptDocument extends BaseDocument {
  readonly kind: "script";
  readonly form: "shell" | "make" | "package";
  /** A shell script is one; a Makefile has one for each recipe, a package.json for each entry of `scripts`. */
  readonly scripts: readonly NamedScript[];
}

export interface NamedScript {
  /** The make target or the script's name; undefined for a shell script. */
  readonly name: Located<string> | undefined;
  readonly region: Region;
  /** Parsed when first asked for. */
  readonly script: ShellScript;
}
