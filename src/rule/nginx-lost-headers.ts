import {
  locationOf,
  NginxLocation,
  readResponseHeaders,
  type NginxConfig,
  type NginxLevel,
  type ResponseHeader,
} from "../model/nginx/index.ts";
import { textOf, type Fix } from "../text/index.ts";
import { securityHeaders } from "./nginx-headers.ts";
import { lineBehind } from "./nginx.ts";

/** A block with headers of its own inside one that sends security headers. */
export interface NestedHeaders {
  readonly level: NginxLevel;
  /** The security headers of the blocks around it that its answers do not carry, as far as they matter for what it answers. */
  readonly lost: readonly ResponseHeader[];
  /** Whether an include that is not part of the project may repeat them. */
  readonly isOpen: boolean;
}

/** Every such block of a configuration whose answers a browser shows: not redirects, refusals, health checks. */
export function nestedHeaders(config: NginxConfig): readonly NestedHeaders[] {
  const known = new Map<NginxLevel, readonly ResponseHeader[]>();
  return config.levels.flatMap((level) => {
    const { outer } = level;
    if (outer === undefined || level.own("add_header").length === 0 || !isShown(level)) return [];
    const inherited = known.get(outer) ?? securityHeadersAt(outer);
    known.set(outer, inherited);
    return inherited.length === 0
      ? []
      : [{ level, lost: lostOf(inherited, level), isOpen: level.unresolved.some(({ sets }) => sets === undefined) }];
  });
}

function isShown(level: NginxLevel): boolean {
  if (level instanceof NginxLocation && (level.isHealthCheck || level.isAcmeChallenge)) return false;
  const [answer] = level.own("return");
  return answer === undefined || answer.args.some(({ text }) => text.includes("<"));
}

function securityHeadersAt(level: NginxLevel): readonly ResponseHeader[] {
  const headers = level.effective("add_header").directives.flatMap(readResponseHeaders);
  return headers.filter(({ name }) => Object.hasOwn(securityHeaders, name));
}

/** What only matters for what a browser shows as a page of its own. */
const onlyForPages = ["x-frame-options", "x-xss-protection", "permissions-policy", "cross-origin-opener-policy"];

function lostOf(inherited: readonly ResponseHeader[], level: NginxLevel): readonly ResponseHeader[] {
  if (level.effectiveValue("add_header_inherit") === "merge") return [];
  const lost = inherited.filter(({ name }) => !level.headers.has(name));
  return locationOf(level)?.isAssets === true && lost.every(({ name }) => onlyForPages.includes(name)) ? [] : lost;
}

/** Repeats the lost headers behind the block's own. */
export function repeatHeaders({ level, lost }: NestedHeaders): Fix {
  const anchor = level.own("add_header").at(-1)!;
  const edits = lost.map(({ directive }) => lineBehind(anchor, textOf(directive.span)));
  return {
    title: "Repeat the headers",
    safety: "unsafe",
    edits: [{ span: edits[0]!.span, replacement: edits.map(({ replacement }) => replacement).join("") }],
  };
}
