import type { Argument } from "../../syntax/nginx/ast.ts";
import { span, type Located, type Span } from "../../text/index.ts";

/** Where an address points, as far as it can be told before variables are filled in. */
export interface Endpoint {
  /** As in `https`, in lower case; undefined when the address has none or it is filled in later. */
  readonly scheme: string | undefined;
  /** The name or address, `[…]` of IPv6 removed; undefined for a Unix socket, and when any of it is filled in later. */
  readonly host: Located<string> | undefined;
  /** The port written; undefined when there is none or it is filled in later. */
  readonly port: Located<number> | undefined;
  /** The path of a Unix socket. */
  readonly socket: string | undefined;
  /** What follows the host, from its first slash on, as in `/api/`; variables stay in it. */
  readonly path: Located<string> | undefined;
  /** Whether the scheme, the host or the port is filled in later. */
  readonly isUnknown: boolean;
  readonly span: Span;
}

/** Takes apart `scheme://host:port/path`, `host:port`, `[address]:port`, `unix:path` and a port alone (`numberIsPort`). Never fails. */
export function readEndpoint(argument: Argument, numberIsPort = false): Endpoint {
  const { text } = argument;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
  const from = scheme?.[0].length ?? 0;
  const common = { scheme: scheme?.[1]!.toLowerCase(), span: argument.span };
  if (text.startsWith("unix:", from)) {
    const socket = text.slice(from + 5).replace(/:\/.*$/s, "");
    return { ...common, host: undefined, port: undefined, socket, path: undefined, isUnknown: socket.includes("$") };
  }
  const slash = text.indexOf("/", from);
  const to = slash === -1 ? text.length : slash;
  const located = <T>(value: T, start: number, end: number): Located<T> => ({ value, span: partOf(argument, start, end) });
  const path = slash === -1 ? undefined : located(text.slice(slash), slash, text.length);
  const authority = text.slice(from, to);
  const port = numberIsPort && /^\d+(?:-\d+)?$/.test(authority) ? 0 : portStart(authority);
  const host = authority.slice(0, port === undefined ? authority.length : Math.max(port - 1, 0));
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const shift = from + (bare === host ? 0 : 1);
  const number = port === undefined ? undefined : /^\d+/.exec(authority.slice(port));
  return {
    ...common,
    host: host === "" || host.includes("$") ? undefined : located(bare, shift, shift + bare.length),
    port: number ? located(Number(number[0]), from + port!, from + authority.length) : undefined,
    socket: undefined,
    path,
    isUnknown: authority.includes("$") || (scheme === null && text.startsWith("$")),
  };
}

/** The index behind the colon that a port follows; not one within `[…]`. */
function portStart(authority: string): number | undefined {
  const colon = authority.lastIndexOf(":");
  return colon === -1 || colon < authority.indexOf("]") ? undefined : colon + 1;
}

/** The place of the characters [from, to) of an argument's text. */
export function partOf(argument: Argument, from: number, to: number): Span {
  return span(argument.span.file, argument.offsetOf(from), argument.offsetOf(to));
}
