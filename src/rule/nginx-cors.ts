import { locationOf, placesOf, serverOf, type NginxConfig, type NginxLevel, type ResponseHeader } from "../model/nginx/index.ts";
import type { Span } from "../text/index.ts";
import { isFilledIn } from "./nginx.ts";
import { ownHeaders } from "./nginx-headers.ts";

/** A header that says which other sites may read an answer. */
export interface AllowedOrigin {
  /** The origin that is named. */
  readonly at: Span;
  readonly level: NginxLevel;
  /**
   * "any": `*`; "echoed": whichever site asks; "unknown": a variable tells; "named": one, or one that a condition has looked at, or the answer is no program's,
   * and what lies in files for all to fetch may as well be read from other sites.
   */
  readonly allows: "any" | "echoed" | "unknown" | "named";
  /** What lets cookies be sent along. */
  readonly credentials: ResponseHeader | undefined;
}

/** Every such header of a configuration. Of a location and the conditions inside it, which often repeat it, the first one that allows any site speaks for all. */
export function allowedOrigins(config: NginxConfig): readonly AllowedOrigin[] {
  const answering = levelsOfPrograms(config);
  const told = new Set<NginxLevel>();
  return config.levels.flatMap((level) => {
    const own = ownHeaders(level);
    const value = own.find(({ name }) => name === "access-control-allow-origin")?.value;
    const whole = level.kind === "if" || level.kind === "limit_except" ? (locationOf(level) ?? level) : level;
    if (value === undefined || told.has(whole)) return [];
    const credentials = own.find((header) => header.name === "access-control-allow-credentials" && header.value?.text === "true");
    const isEchoed = /^\$\{?http_origin\}?$/.test(value.text);
    const isHarmless = (isEchoed && isGuardedByCondition(level)) || !isAnsweredByProgram(level, answering);
    const isOpen = value.text === "*" || isEchoed;
    if (isOpen && !isHarmless) told.add(whole);
    const allows = !isOpen ? (isFilledIn(value) ? "unknown" : "named") : isHarmless ? "named" : isEchoed ? "echoed" : "any";
    return [{ at: value.span, level, allows, credentials }];
  });
}

function isGuardedByCondition(level: NginxLevel): boolean {
  return [...level.outwards()].some(
    (outer) => outer.kind === "if" && outer.directive?.args.some(({ text }) => text.includes("$http_origin")),
  );
}

/** The levels that programs answer at, and those whose headers such answers carry. */
function levelsOfPrograms(config: NginxConfig): ReadonlySet<NginxLevel> {
  const places = config.servers.flatMap(placesOf).filter(({ isProxied, isAssets }) => isProxied && !isAssets);
  return new Set(places.flatMap(({ level }) => [level, level.effective("add_header").definedAt ?? level]));
}

function isAnsweredByProgram(level: NginxLevel, answering: ReadonlySet<NginxLevel>): boolean {
  const location = locationOf(level);
  if (location?.isAssets === true) return false;
  if (serverOf(level) === undefined) return location === undefined || location.proxyPass !== undefined;
  return answering.has(level) || (location !== undefined && answering.has(location));
}
