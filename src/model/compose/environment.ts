import type { Located, Span } from "../../text/index.ts";
import { sourceOf, splitScalar, type Scalar } from "../../syntax/template/index.ts";
import type { YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { isNull, valueOf } from "../../syntax/yaml/ask.ts";
import { projectPath } from "../project-path.ts";
import type { Resolved } from "../value.ts";
import type { Interpolation, Value } from "./interpolation.ts";

/** One entry of `environment` or of `build.args`. */
export interface ServiceVariable {
  readonly name: Located<string>;
  /** Undefined where the name alone stands there: the value is passed through from where Compose runs, and known only where its env file gives it. */
  readonly written: Scalar | undefined;
  readonly value: Resolved;
  readonly span: Span;
}

/** Reads `environment` or `args` (Compose Specification, "environment", map and list syntax). */
export function readVariables(node: YamlNode | undefined, interpolation: Interpolation): ServiceVariable[] {
  if (node?.kind === "sequence") return node.items.flatMap((item) => (item.kind === "scalar" ? [readListEntry(item, interpolation)] : []));
  if (node?.kind !== "mapping") return [];
  return node.entries.flatMap(({ key, value, span }) => {
    const name = { value: key.text, span: key.inner };
    if (isNull(value)) return [passedThrough(name, span, interpolation)];
    if (value.kind !== "scalar") return [];
    const written = interpolation.scalar(value);
    return [{ name, written, value: interpolation.resolve(written), span }];
  });
}

function readListEntry(item: YamlScalar, interpolation: Interpolation): ServiceVariable {
  const [name, value] = splitScalar(interpolation.scalar(item), "=", 2);
  const located = { value: sourceOf(name!), span: name!.span };
  return value === undefined
    ? passedThrough(located, item.inner, interpolation)
    : { name: located, written: value, value: interpolation.resolve(value), span: item.inner };
}

/** A name alone takes its value from where Compose runs, and so from the `.env` that is read there. */
function passedThrough(name: Located<string>, span: Span, { resolve }: Interpolation): ServiceVariable {
  const variable = { kind: "variable", name: name.value, nameSpan: name.span, text: name.value, span: name.span } as const;
  const given = resolve({ kind: "template", source: name.value, parts: [variable], span: name.span });
  const why = `${name.value} is passed through from the environment Compose runs in`;
  return { name, written: undefined, value: given.kind === "known" ? given : { kind: "unknown", why, at: name.span }, span };
}

/** One entry of `env_file`. */
export interface EnvFileUse {
  readonly path: Located<Value>;
  /** The path relative to the project root; undefined where it is filled in at run time, or leads out of the project. */
  readonly file: string | undefined;
  readonly required: boolean;
  readonly format: string | undefined;
}

/** Reads `env_file` (Compose Specification, "env_file": a path, a list of paths, or of mappings with path, required and format). */
export function readEnvFiles(
  node: YamlNode | undefined,
  { interpolation, folderAt }: { readonly interpolation: Interpolation; folderAt(at: Span): string },
): EnvFileUse[] {
  const items = node === undefined ? [] : node.kind === "sequence" ? node.items : [node];
  const uses = items.flatMap((item) => {
    const path = item.kind === "mapping" ? valueOf(item, "path") : item;
    if (path?.kind !== "scalar" || isNull(path)) return [];
    const required = interpolation.value(item.kind === "mapping" ? valueOf(item, "required") : undefined);
    const format = interpolation.value(item.kind === "mapping" ? valueOf(item, "format") : undefined);
    const value = interpolation.value(path);
    return [
      {
        path: { value, span: path.inner },
        file: value.kind === "known" ? projectPath(folderAt(path.span), value.text) : undefined,
        required: !(required.kind === "known" && required.text === "false"),
        format: format.kind === "known" ? format.text : undefined,
      },
    ];
  });
  return onePerFile(uses);
}

/** A file that is named twice is loaded where it stands first, in the way that stands last. */
function onePerFile(uses: readonly EnvFileUse[]): EnvFileUse[] {
  const kept = new Map<unknown, EnvFileUse>();
  for (const use of uses) kept.set(use.file ?? use, use);
  return [...kept.values()];
}
