import type { NginxServer } from "../model/nginx/index.ts";
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

/** Which headers a server does not send with its pages. */
export interface LackingHeaders {
  /** Those that some page surely lacks. */
  readonly missing: readonly WantedHeader[];
  /** Where, as in ` for "/api/"`; empty when it is everywhere. */
  readonly where: string;
  /** Whether programs answer at all of these places, which may send the headers themselves. */
  readonly isProxied: boolean;
  /** Whether some are missing unless something that is not known adds them. */
  readonly isOpen: boolean;
}

/** Which of some headers a server does not send with its pages; undefined when it answers with none. */
export function lackingHeaders(server: NginxServer, wanted: readonly WantedHeader[]): LackingHeaders | undefined {
  const places = pagesOf(server).map((place) => ({ ...place, around: headersAround(place.level) }));
  if (places.length === 0) return undefined;
  const lacks = ({ around }: (typeof places)[number], { name, isCovered }: WantedHeader) =>
    around.find(name.toLowerCase()).length === 0 && isCovered?.(around) !== true;
  const lacking = places.filter((place) => wanted.some((one) => lacks(place, one)));
  const certain = lacking.filter(({ around }) => !around.open);
  return {
    missing: wanted.filter((one) => certain.some((place) => lacks(place, one))),
    where: certain.length === places.length ? "" : ` for ${pathsOf(certain)}`,
    isProxied: certain.every((place) => place.isProxied),
    isOpen: lacking.length > 0,
  };
}
