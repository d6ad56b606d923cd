import type { Span } from "../../text/index.ts";
import { flatten, HOLE, sourceOf, type Flat, type Scalar } from "../../syntax/template/index.ts";

/** A URL that says where and as whom to connect; every piece is a scalar with its own place, a variable in it included. */
export interface ConnectionUrl {
  /** As written, in lower case, "jdbc:" included; "" when a variable gives it. */
  readonly scheme: string;
  readonly user: Scalar | undefined;
  /** Present and empty in `redis://:@host`. */
  readonly password: Scalar | undefined;
  /** User and password as written, without the "@". */
  readonly userinfo: Span | undefined;
  /** The first host, brackets of an IPv6 address off; undefined in `sqlite:///file`. */
  readonly host: Scalar | undefined;
  readonly port: Scalar | undefined;
  /** All hosts of a cluster's URL, the first included. */
  readonly hosts: readonly { readonly host: Scalar; readonly port: Scalar | undefined }[];
  /** Without the slash before it: a database's name, a Redis number; undefined for none. */
  readonly path: Scalar | undefined;
  readonly query: readonly { readonly name: string; readonly value: Scalar; readonly span: Span }[];
  readonly span: Span;
}

const SCHEME = new RegExp(`^((?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,40}|(?:jdbc:)?${HOLE}(?:\\+[A-Za-z0-9]{1,20})?)://`);

/**
 * Takes a connection URL apart (RFC 3986, section 3; several hosts as PostgreSQL, MongoDB and Kafka write them). Undefined when the value is none.
 * A value that is nothing but a variable with a default is read as its default.
 */
export function parseConnectionUrl(scalar: Scalar): ConnectionUrl | undefined {
  const [only] = scalar.kind === "template" ? scalar.parts : [];
  if (scalar.kind === "template" && scalar.parts.length === 1 && only?.kind === "variable") {
    return only.word !== undefined && only.operator?.endsWith("-") === true ? parseConnectionUrl(only.word) : undefined;
  }
  const flat = flatten(scalar);
  const { text } = flat;
  const scheme = SCHEME.exec(text);
  if (scheme === null || /\s/.test(text.trim())) return undefined;
  const start = scheme[0].length;
  const authorityEnd = endBefore(text, start, text.length, "/?#");
  const at = text.lastIndexOf("@", authorityEnd - 1);
  const hasUserinfo = at >= start;
  const hosts = readHosts(flat, hasUserinfo ? at + 1 : start, authorityEnd);
  const fragment = endBefore(text, authorityEnd, text.length, "#");
  const pathEnd = endBefore(text, authorityEnd, fragment, "?");
  const colon = hasUserinfo ? text.slice(start, at).indexOf(":") : -1;
  return {
    scheme: scheme[1]!.includes(HOLE) ? "" : scheme[1]!.toLowerCase(),
    user: hasUserinfo ? flat.slice(start, colon < 0 ? at : start + colon) : undefined,
    password: colon < 0 ? undefined : flat.slice(start + colon + 1, at),
    userinfo: hasUserinfo ? flat.spanOf(start, at) : undefined,
    host: hosts[0]?.host,
    port: hosts[0]?.port,
    hosts,
    path: pathEnd > authorityEnd + 1 ? flat.slice(authorityEnd + 1, pathEnd) : undefined,
    query: pathEnd < fragment ? readQuery(flat, pathEnd + 1, fragment) : [],
    span: scalar.span,
  };
}

/** The text of a piece of a URL with its percent signs decoded; as it stands when they do not decode. */
export function decodePiece(piece: Scalar): string {
  const text = sourceOf(piece);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readHosts(flat: Flat, start: number, end: number): { host: Scalar; port: Scalar | undefined }[] {
  const result: { host: Scalar; port: Scalar | undefined }[] = [];
  let from = start;
  while (from < end) {
    const to = endBefore(flat.text, from, end, ",");
    const isBracketed = flat.text[from] === "[";
    const close = isBracketed ? flat.text.slice(from, to).indexOf("]") : -1;
    const hostStart = close < 0 ? from : from + 1;
    const hostEnd = close < 0 ? endBefore(flat.text, from, to, ":") : from + close;
    const portStart = close < 0 ? hostEnd : hostEnd + 1;
    const port = flat.text[portStart] === ":" && portStart + 1 < to ? flat.slice(portStart + 1, to) : undefined;
    if (hostEnd > hostStart) result.push({ host: flat.slice(hostStart, hostEnd), port });
    from = to + 1;
  }
  return result;
}

function readQuery(flat: Flat, start: number, end: number): { name: string; value: Scalar; span: Span }[] {
  const result: { name: string; value: Scalar; span: Span }[] = [];
  let from = start;
  while (from < end) {
    const to = endBefore(flat.text, from, end, "&;");
    const equals = endBefore(flat.text, from, to, "=");
    if (to > from) {
      result.push({ name: flat.text.slice(from, equals), value: flat.slice(Math.min(equals + 1, to), to), span: flat.spanOf(from, to) });
    }
    from = to + 1;
  }
  return result;
}

/** The index of the first of `marks` in [from, to), or `to`. */
function endBefore(text: string, from: number, to: number, marks: string): number {
  for (let i = from; i < to; i++) {
    if (marks.includes(text[i]!)) return i;
  }
  return to;
}
