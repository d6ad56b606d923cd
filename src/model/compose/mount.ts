import type { Span } from "../../text/index.ts";
import { flatten, type Scalar } from "../../syntax/template/index.ts";
import type { YamlMapping, YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { valueOf } from "../../syntax/yaml/ask.ts";

import { scalarOf, type Resolved } from "../value.ts";
import type { Interpolation, Value } from "./interpolation.ts";

/** One entry of `volumes` or `tmpfs`. A "volume" without a source is anonymous. */
export interface Mount {
  readonly type: "bind" | "volume" | "tmpfs" | "other" | "unknown";
  /** The whole entry: for the short syntax its text without quotes. */
  readonly span: Span;
  /** The path on the host, or the name of the volume. */
  readonly source: MountPath | undefined;
  /** The path in the container. */
  readonly target: MountPath | undefined;
  readonly readOnly: boolean | "unknown";
  /** Where ":ro" can be written, in the short syntax: an empty span behind the entry, or one behind its options. */
  readonly optionsAt: { readonly at: Span; readonly hasOptions: boolean } | undefined;
}

export interface MountPath {
  readonly value: Value;
  readonly span: Span;
}

/** Reads `volumes` and `tmpfs` (Compose Specification, "volumes", short and long syntax; "tmpfs"). */
export function readMounts(volumes: YamlNode | undefined, tmpfs: YamlNode | undefined, interpolation: Interpolation): Mount[] {
  const mounts: Mount[] = [];
  for (const item of volumes?.kind === "sequence" ? volumes.items : []) {
    if (item.kind === "scalar") mounts.push(readShortMount(item, interpolation));
    else if (item.kind === "mapping") mounts.push(readLongMount(item, interpolation));
  }
  return [...lastOfEachTarget(mounts), ...readTmpfs(tmpfs, interpolation)];
}

/** Of several mounts at one path the last is meant: an extending service replaces that of its base. */
function lastOfEachTarget(mounts: readonly Mount[]): Mount[] {
  const last = new Map<string, Mount>();
  for (const mount of mounts) if (mount.target?.value.kind === "known") last.set(mount.target.value.text, mount);
  return mounts.filter((mount) => mount.target?.value.kind !== "known" || last.get(mount.target.value.text) === mount);
}

function readTmpfs(tmpfs: YamlNode | undefined, interpolation: Interpolation): Mount[] {
  const mounts: Mount[] = [];
  const inMemory = tmpfs?.kind === "sequence" ? tmpfs.items : tmpfs?.kind === "scalar" ? [tmpfs] : [];
  for (const item of inMemory) {
    if (item.kind !== "scalar") continue;
    const target = { value: withoutOptions(interpolation.value(item)), span: item.inner };
    mounts.push({ type: "tmpfs", span: item.inner, source: undefined, target, readOnly: false, optionsAt: undefined });
  }
  return mounts;
}

/** `[source:]target[:options]`; a source that starts with ".", "/", "~" or a drive letter is a path, anything else a volume's name. */
function readShortMount(node: YamlScalar, interpolation: Interpolation): Mount {
  const [first, second, options] = splitMount(written(node, interpolation));
  const path = (scalar: Scalar): MountPath => ({ value: interpolation.resolve(scalar), span: scalar.span });
  const inContainer = (scalar: Scalar): MountPath => ({ value: withoutSlash(interpolation.resolve(scalar)), span: scalar.span });
  const end = { ...node.inner, start: node.inner.end };
  if (second === undefined) {
    return { type: "volume", span: node.inner, source: undefined, target: inContainer(first), readOnly: false, optionsAt: undefined };
  }
  const source = path(first);
  return {
    type: typeOfSource(source.value),
    span: node.inner,
    source,
    target: inContainer(second),
    readOnly: hasReadOnlyOption(options, interpolation),
    optionsAt: { at: end, hasOptions: options !== undefined },
  };
}

/** The entry as written; where all of it is variables whose text holds the colons, that text. */
function written(node: YamlScalar, interpolation: Interpolation): Scalar {
  const scalar = interpolation.scalar(node);
  if (scalar.kind === "literal" || flatten(scalar).text.includes(":")) return scalar;
  const value = interpolation.resolve(scalar);
  return value.kind === "known" && value.text.includes(":") ? scalarOf(value, node.inner) : scalar;
}

/** Splits at ":", but not behind a drive letter, and into three pieces at most. */
function splitMount(scalar: Scalar): [Scalar, Scalar | undefined, Scalar | undefined] {
  const flat = flatten(scalar);
  const drive = /^[A-Za-z]:[\\/]/.test(flat.text) ? 2 : 0;
  const first = flat.text.indexOf(":", drive);
  if (first === -1) return [scalar, undefined, undefined];
  const second = flat.text.indexOf(":", first + 1);
  if (second === -1) return [flat.slice(0, first), flat.slice(first + 1), undefined];
  return [flat.slice(0, first), flat.slice(first + 1, second), flat.slice(second + 1)];
}

function hasReadOnlyOption(options: Scalar | undefined, interpolation: Interpolation): boolean | "unknown" {
  if (options === undefined) return false;
  const value = interpolation.resolve(options);
  return value.kind === "known" ? value.text.split(",").includes("ro") : "unknown";
}

function typeOfSource(source: Value): Mount["type"] {
  if (source.kind !== "known") return "unknown";
  return /^(?:[./~]|[A-Za-z]:[\\/])/.test(source.text) ? "bind" : "volume";
}

function readLongMount(node: YamlMapping, interpolation: Interpolation): Mount {
  const path = (...keys: string[]): MountPath | undefined => {
    const value = keys.map((key) => valueOf(node, key)).find((one) => one?.kind === "scalar");
    return value?.kind === "scalar" ? { value: interpolation.value(value), span: value.inner } : undefined;
  };
  const type = interpolation.value(valueOf(node, "type"));
  const readOnly = interpolation.value(valueOf(node, "read_only") ?? valueOf(node, "readonly"));
  const source = path("source", "src");
  const target = path("target", "dst", "destination");
  return {
    type: typeOfLong(type, source),
    span: (source ?? target)?.span ?? node.span,
    source,
    target,
    readOnly: readOnly.kind === "known" ? readOnly.text === "true" : readOnly.kind === "unknown" ? "unknown" : false,
    optionsAt: undefined,
  };
}

function typeOfLong(type: Value, source: MountPath | undefined): Mount["type"] {
  if (type.kind !== "known") return type.kind === "unknown" ? "unknown" : source === undefined ? "volume" : typeOfSource(source.value);
  return type.text === "bind" || type.text === "volume" || type.text === "tmpfs" ? type.text : "other";
}

/** Compose takes the slash at the end off a path in the container. */
function withoutSlash(value: Resolved): Resolved {
  return value.kind === "known" && value.text.length > 1 && value.text.endsWith("/")
    ? { ...value, text: value.text.replace(/\/+$/, "") || "/" }
    : value;
}

function withoutOptions(value: Value): Value {
  return value.kind === "known" ? { ...value, text: value.text.replace(/:.*$/s, "") } : value;
}
