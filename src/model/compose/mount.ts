import type { Span } from "../../text/index.ts";
import type { YamlMapping, YamlNode, YamlScalar } from "../../syntax/yaml/ast.ts";
import { valueOf } from "../../syntax/yaml/ask.ts";
import type { Resolved } from "../value.ts";
import { slice, type Interpolation } from "./interpolation.ts";

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
  readonly value: Resolved;
  readonly span: Span;
}

/** Reads `volumes` and `tmpfs` (Compose Specification, "volumes", short and long syntax; "tmpfs"). */
export function readMounts(volumes: YamlNode | undefined, tmpfs: YamlNode | undefined, interpolation: Interpolation): Mount[] {
  const mounts: Mount[] = [];
  for (const item of volumes?.kind === "sequence" ? volumes.items : []) {
    if (item.kind === "scalar") mounts.push(readShortMount(item, interpolation));
    else if (item.kind === "mapping") mounts.push(readLongMount(item, interpolation));
  }
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
  const pieces = splitOutsideVariables(node.text);
  const path = (piece: Piece): MountPath => {
    const part = slice(node, piece.start, piece.end);
    return { value: interpolation.value(part), span: part.inner };
  };
  const base = { span: node.inner };
  const end = { ...node.inner, start: node.inner.end };
  if (pieces.length === 1) {
    return { ...base, type: "volume", source: undefined, target: path(pieces[0]!), readOnly: false, optionsAt: undefined };
  }
  const [source, target, options] = [path(pieces[0]!), path(pieces[1]!), pieces[2]];
  const flags = options === undefined ? [] : node.text.slice(options.start, options.end).split(",");
  return {
    ...base,
    type: typeOfSource(source.value),
    source,
    target,
    readOnly: flags.includes("ro") ? true : flags.some((flag) => flag.includes("$")) ? "unknown" : false,
    optionsAt: { at: end, hasOptions: options !== undefined },
  };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Splits at ":" but not within `${…}`, nor behind a drive letter. At most three pieces. */
function splitOutsideVariables(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < text.length && pieces.length < 2; i++) {
    const char = text[i];
    if (char === "$" && text[i + 1] === "{") depth++;
    else if (char === "}" && depth > 0) depth--;
    else if (char === ":" && depth === 0 && !isDriveColon(text, start, i)) {
      pieces.push({ start, end: i });
      start = i + 1;
    }
  }
  pieces.push({ start, end: text.length });
  return pieces;
}

function isDriveColon(text: string, start: number, at: number): boolean {
  return at === start + 1 && /[A-Za-z]/.test(text[start]!) && (text[at + 1] === "\\" || text[at + 1] === "/");
}

function typeOfSource(source: Resolved): Mount["type"] {
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

function typeOfLong(type: Resolved, source: MountPath | undefined): Mount["type"] {
  if (type.kind !== "known") return type.kind === "unknown" ? "unknown" : source === undefined ? "volume" : typeOfSource(source.value);
  return type.text === "bind" || type.text === "volume" || type.text === "tmpfs" ? type.text : "other";
}

function withoutOptions(value: Resolved): Resolved {
  return value.kind === "known" ? { ...value, text: value.text.replace(/:.*$/s, "") } : value;
}
