import type { NginxLevel, NginxServer } from "../model/nginx/index.ts";
import { isFilledIn, pagesOf } from "./nginx.ts";
import { headersAround, pathsOf, type HeadersAround } from "./nginx-headers.ts";

/** A response header that pages should carry. */
export interface WantedHeader {
  readonly name: string;
  /** With the value to start with. */
  readonly line: string;
  /** What can happen without it, as the end of a sentence. */
  readonly risk: string;
  /** Whether another header does the same. */
  readonly isCovered?: (around: HeadersAround) => boolean;
}

/** What costs a site nothing to send. */
export const wantedHeaders: readonly WantedHeader[] = [
  { name: "X-Content-Type-Options", line: "X-Content-Type-Options nosniff", risk: "browsers may take an uploaded file for a script" },
  {
    name: "X-Frame-Options",
    line: "X-Frame-Options SAMEORIGIN",
    risk: "other sites can frame it and steer its visitors' clicks",
    isCovered: (around) =>
      around
        .find("content-security-policy")
        .some(({ value }) => value !== undefined && (isFilledIn(value) || /frame-ancestors/i.test(value.text))),
  },
  {
    name: "Referrer-Policy",
    line: "Referrer-Policy strict-origin-when-cross-origin",
    risk: "old browsers tell other sites the full address a visitor comes from",
  },
];

/** What has to be written for each site, and tried out. */
export const contentSecurityPolicy: WantedHeader = {
  name: "Content-Security-Policy",
  line: "Content-Security-Policy \"default-src 'self'\"",
  risk: "a script that somebody gets into a page runs with all its visitor's rights",
};

/**
 * What other layers do about a header that one nginx does not send. "sent": one of them sends it on every way that is known; "told": none does, which one finding
 * about the whole way says; "unknown": one may, whose configuration is not read; "no": no other layer is known.
 */
export type HeaderElsewhere = "sent" | "told" | "unknown" | "no";

/** Which headers a server does not send with its pages. */
export interface LackingHeaders {
  /** Those that some page surely lacks. */
  readonly missing: readonly WantedHeader[];
  /** Where, as in ` for "/api/"`; empty when it is everywhere. */
  readonly where: string;
  /** Whether programs answer at all of these places, which may send the headers themselves. */
  readonly isProxied: boolean;
  /** Why some that are not here may be sent all the same, as the end of a sentence. */
  readonly open: string | undefined;
}

/** Which of some headers a server does not send with its pages, and that are its own to send; undefined when it answers with none. */
export function lackingHeaders(
  server: NginxServer,
  wanted: readonly WantedHeader[],
  elsewhere: (level: NginxLevel, header: WantedHeader) => HeaderElsewhere,
): LackingHeaders | undefined {
  const pages = pagesOf(server);
  if (pages.length === 0) return undefined;
  const places = pages.map((place) => {
    const around = headersAround(place.level);
    const absent = wanted.filter((one) => around.find(one.name.toLowerCase()).length === 0 && one.isCovered?.(around) !== true);
    const lacks = absent.map((header) => ({ header, elsewhere: elsewhere(place.level, header) }));
    const isOwn = (one: (typeof lacks)[number]) => one.elsewhere === "no" && !around.open;
    return {
      ...place,
      missing: lacks.filter(isOwn).map(({ header }) => header),
      isOpen: around.open && lacks.length > 0,
      isUnknown: lacks.some((one) => one.elsewhere === "unknown"),
      isTold: lacks.some((one) => one.elsewhere === "told"),
    };
  });
  const certain = places.filter(({ missing }) => missing.length > 0);
  if (certain.length === 0 && places.some(({ isTold }) => isTold)) return undefined;
  return {
    missing: wanted.filter((one) => certain.some(({ missing }) => missing.includes(one))),
    where: certain.length === places.length ? "" : ` for ${pathsOf(certain)}`,
    isProxied: certain.every((place) => place.isProxied),
    open: places.some(({ isOpen }) => isOpen)
      ? "an include that is not part of the project may add the headers"
      : places.some(({ isUnknown }) => isUnknown)
        ? "a proxy in front of it whose configuration is not read may add the headers"
        : undefined,
  };
}
