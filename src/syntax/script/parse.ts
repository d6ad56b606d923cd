import type { SourceFile, Span } from "../../text/index.ts";
import { parseShell, wholeFile, type Region, type ShellScript } from "../shell/index.ts";
import { asMapping, regionOf, valueOf } from "../yaml/ask.ts";
import { parseYaml } from "../yaml/parse.ts";
import type { NamedScript, ScriptDocument } from "./ast.ts";
import { readRecipes } from "./make.ts";

/** Reads a script by its name: `package.json`, a Makefile, and anything else as a shell script. Never throws; what cannot be read has no commands. */
export function parseScript(file: SourceFile): ScriptDocument {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1).toLowerCase();
  const form = name === "package.json" ? "package" : /^(?:gnu)?makefile(?:\..*)?$|\.mk$/.test(name) ? "make" : "shell";
  const scripts =
    form === "package"
      ? packageScripts(file)
      : form === "make"
        ? readRecipes(file).map(({ name, region }) => scriptOf(name, region))
        : [scriptOf(undefined, wholeFile(file))];
  const spans = scripts.map(({ region }): Span => ({ file, start: region.offsetOf(0), end: region.offsetOf(region.text.length) }));
  return {
    kind: "script",
    form,
    file,
    scripts,
    problems: [],
    comments: [],
    blocks: () => spans,
    pathAt: (offset) => scripts[spans.findIndex(({ start, end }) => start <= offset && offset <= end)]?.name?.value ?? "",
  };
}

/** `scripts` of a package.json. JSON is YAML, so the YAML view gives every character its place. */
function packageScripts(file: SourceFile): NamedScript[] {
  const entries = asMapping(valueOf(parseYaml(file).root, "scripts"))?.entries ?? [];
  return entries.flatMap(({ key, value }) =>
    value.kind === "scalar" ? [scriptOf({ value: key.text, span: key.inner }, regionOf(value))] : [],
  );
}

/** A script that is parsed when its commands are asked for. */
function scriptOf(name: NamedScript["name"], region: Region): NamedScript {
  let parsed: ShellScript | undefined;
  return {
    name,
    region,
    get script() {
      parsed ??= parseShell(region);
      return parsed;
    },
  };
}
