import type { Located, Span } from "../../text/index.ts";
import type { Scalar } from "../../syntax/template/ast.ts";
import type { YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { isNull, valueOf } from "../../syntax/yaml/ask.ts";
import type { Resolved } from "../value.ts";
import { slice, type Interpolation } from "./interpolation.ts";

/** One entry of `environment` or of `build.args`. */
export interface ServiceVariable {
  readonly name: Located<string>;
  /** Undefined where the name alone stands there: the value is passed through from where Compose runs. */
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
    if (isNull(value)) return [passedThrough(name, span)];
    if (value.kind !== "scalar") return [];
    return [variable(name, value, span, interpolation)];
  });
}

function readListEntry(item: YamlScalar, interpolation: Interpolation): ServiceVariable {
  const at = item.text.indexOf("=");
  const name = slice(item, 0, at === -1 ? item.text.length : at);
  const located = { value: name.text, span: name.inner };
  return at === -1 ? passedThrough(located, item.inner) : variable(located, slice(item, at + 1, item.text.length), item.inner, interpolation);
}

function passedThrough(name: Located<string>, span: Span): ServiceVariable {
  return { name, written: undefined, value: { kind: "unknown", why: `${name.value} is passed through from the environment Compose runs in` }, span };
}

function variable(name: Located<string>, node: YamlScalar, span: Span, interpolation: Interpolation): ServiceVariable {
  const written = interpolation.scalar(node);
  return { name, written, value: interpolation.resolve(written), span };
}

/** One entry of `env_file`. */
export interface EnvFileUse {
  readonly path: Located<Resolved>;
  readonly required: boolean;
  readonly format: string | undefined;
}

/** Reads `env_file` (Compose Specification, "env_file": a path, a list of paths, or of mappings with path, required and format). */
export function readEnvFiles(node: YamlNode | undefined, interpolation: Interpolation): EnvFileUse[] {
  const items = node === undefined ? [] : node.kind === "sequence" ? node.items : [node];
  return items.flatMap((item) => {
    const path = item.kind === "mapping" ? valueOf(item, "path") : item;
    if (path?.kind !== "scalar" || isNull(path)) return [];
    const required = interpolation.value(item.kind === "mapping" ? valueOf(item, "required") : undefined);
    const format = interpolation.value(item.kind === "mapping" ? valueOf(item, "format") : undefined);
    return [
      {
        path: { value: interpolation.value(path), span: path.inner },
        required: !(required.kind === "known" && required.text === "false"),
        format: format.kind === "known" ? format.text : undefined,
      },
    ];
  });
}
