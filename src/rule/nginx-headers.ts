import type { NginxLevel, NginxPlace, NginxServer } from "../model/nginx/index.ts";
import type { Argument, Directive } from "../syntax/nginx/ast.ts";
import type { Fix } from "../text/index.ts";
import { lineBehind } from "./nginx.ts";
import { quoteAll } from "./wording.ts";

/** One response header that a configuration sets. */
export interface ResponseHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: Argument | undefined;
  readonly directive: Directive;
}

/** The headers whose loss or absence weakens what a browser protects, in lower case, with their usual spelling. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "strict-transport-security": "Strict-Transport-Security",
  "content-security-policy": "Content-Security-Policy",
  "x-frame-options": "X-Frame-Options",
  "x-content-type-options": "X-Content-Type-Options",
  "referrer-policy": "Referrer-Policy",
  "x-xss-protection": "X-XSS-Protection",
  "permissions-policy": "Permissions-Policy",
  "cross-origin-opener-policy": "Cross-Origin-Opener-Policy",
  "cross-origin-embedder-policy": "Cross-Origin-Embedder-Policy",
  "cross-origin-resource-policy": "Cross-Origin-Resource-Policy",
};

/** The headers that a level itself sets by `add_header`. */
export function ownHeaders(level: NginxLevel): readonly ResponseHeader[] {
  return level.own("add_header").flatMap(readableHeaders);
}

/**
 * The headers that a level or one around it sets, also those that a header of its own makes nginx drop: that is another rule's matter. `open` when
 * something that is not known may set more. `more_set_headers` of the headers-more module counts.
 */
export function headersAround(level: NginxLevel): { readonly headers: readonly ResponseHeader[]; readonly open: boolean } {
  const headers: ResponseHeader[] = [];
  let open = false;
  for (const outer of level.outwards()) {
    headers.push(...ownHeaders(outer), ...outer.own("more_set_headers").flatMap(readableHeaders));
    open ||= outer.isInsideUnknown || outer.unresolved.some(({ sets }) => sets === undefined || sets.includes("add_header"));
  }
  return { headers, open };
}

/** The headers that an `add_header` or a `more_set_headers` sets; none for another directive. */
export function readableHeaders(directive: Directive): readonly ResponseHeader[] {
  if (directive.name.value === "more_set_headers") return directive.args.flatMap((value) => readMore(value, directive));
  const [name, value] = directive.args;
  return name === undefined || directive.name.value !== "add_header" ? [] : [{ name: name.text.toLowerCase(), value, directive }];
}

function readMore(value: Argument, directive: Directive): readonly ResponseHeader[] {
  const name = /^([\w-]+):\s*\S/.exec(value.text)?.[1];
  return name === undefined ? [] : [{ name: name.toLowerCase(), value, directive }];
}

/** The paths of some parts of a server, no more than three of them: `"/api/"`; `"/", "/api/" and 4 more`. */
export function pathsOf(places: readonly NginxPlace[]): string {
  const paths = [...new Set(places.map(({ path }) => path))];
  return paths.length <= 3
    ? quoteAll(paths)
    : `${paths
        .slice(0, 2)
        .map((path) => `"${path}"`)
        .join(", ")} and ${paths.length - 2} more`;
}

/**
 * Adds headers to a whole server. None where that would need more than one place: headers of a level around it would be lost, or locations have their
 * own, which drop the server's.
 */
export function headerFix(server: NginxServer, headers: readonly string[]): Fix | undefined {
  const { definedAt, open } = server.effective("add_header");
  const isDropped = [...server.all()].some((level) => level !== server && level.own("add_header").length > 0);
  const before = [...server.own("add_header"), ...server.own("server_name"), ...server.own("listen")];
  const behind = definedAt === server ? server.own("add_header").at(-1) : before.toSorted((a, b) => a.span.start - b.span.start).at(-1);
  if (
    open ||
    isDropped ||
    behind === undefined ||
    (definedAt !== undefined && definedAt !== server) ||
    behind.span.file !== server.span.file
  )
    return undefined;
  const edits = headers.map((header) => lineBehind(behind, `add_header ${header} always;`));
  return {
    title: `Add ${headers.length === 1 ? "the header" : "the headers"}`,
    safety: "unsafe",
    edits: [{ span: edits[0]!.span, replacement: edits.map(({ replacement }) => replacement).join("") }],
  };
}
