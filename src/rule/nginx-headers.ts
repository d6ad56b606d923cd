import { readResponseHeaders, type NginxLevel, type NginxPlace, type NginxServer, type ResponseHeader } from "../model/nginx/index.ts";
import type { Fix } from "../text/index.ts";
import { lineBehind } from "./nginx.ts";
import { quoteAll } from "./wording.ts";

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
  return level.own("add_header").flatMap(readResponseHeaders);
}

/** What a place and the levels around it set. */
export interface HeadersAround {
  /** Those of that name, given in lower case. */
  find(name: string): readonly ResponseHeader[];
  /** Whether something that is not known may set more. */
  readonly open: boolean;
}

/** The headers of a level and all around it, also those that a header of its own makes nginx drop: that is another rule's matter. */
export function headersAround(level: NginxLevel): HeadersAround {
  const levels = [...level.outwards()];
  return {
    find: (name) => levels.flatMap(({ headers }) => headers.get(name) ?? []),
    open: levels.some(
      ({ isInsideUnknown, unresolved }) =>
        isInsideUnknown || unresolved.some(({ sets }) => sets === undefined || sets.includes("add_header")),
    ),
  };
}

/** The paths of some parts of a server, no more than three of them: `"/api/"`; `"/", "/api/" and 4 more`. */
export function pathsOf(places: readonly Pick<NginxPlace, "path">[]): string {
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
