import { answerOf } from "./answer.ts";
import type { NginxLevel } from "./level.ts";
import { NginxLocation } from "./location.ts";
import type { NginxServer } from "./server.ts";

/** A part of a server that answers browsers with content: one of its locations, or the server itself for the paths that no location takes. */
export interface NginxPlace {
  readonly level: NginxLevel;
  /** As in "/api/"; "/" for the server itself. */
  readonly path: string;
  /** Whether another program makes the answer, which may set headers of its own: a pass, or `try_files` that ends in one. */
  readonly isProxied: boolean;
  /** Whether it only holds what pages are made of: styles, scripts, images, fonts. */
  readonly isAssets: boolean;
}

/**
 * Redirects, refusals, plain `return 200 ok`, challenges, health checks, status pages and what is only reached from inside are left out; so is a server
 * without a `root`, which has nothing to show outside of its locations.
 */
export function placesOf(server: NginxServer): readonly NginxPlace[] {
  if (answerOf(server) !== "content" || isShortAnswer(server)) return [];
  const passes = readPasses(server);
  const top = server.levels.filter((level) => level instanceof NginxLocation);
  const places = top.flatMap((location) => placesIn(location, passes));
  if (top.some((location) => location.isCatchAll) || server.effective("root").directives.length === 0) return places;
  return [{ level: server, path: "/", isProxied: endsInPass(server, passes), isAssets: false }, ...places];
}

function placesIn(location: NginxLocation, passes: Passes): readonly NginxPlace[] {
  if (location.isInternal || location.isAcmeChallenge || location.isHealthCheck) return [];
  const inside = location.levels.flatMap((level) => (level instanceof NginxLocation ? placesIn(level, passes) : []));
  const isStatus =
    ["stub_status", "empty_gif", "api", "status", "upstream_conf"].some((name) => location.own(name).length > 0) ||
    location.ownValue("root") === "/dev/null";
  if (location.answer !== "content" || isShortAnswer(location) || isStatus) return inside;
  const isProxied = location.proxyPass !== undefined || endsInPass(location, passes);
  return [{ level: location, path: location.path.value, isProxied, isAssets: location.isAssets }, ...inside];
}

/** Whether it returns a text that is no page, as in `return 200 "ok"`. */
function isShortAnswer(level: NginxLevel): boolean {
  const [answer] = level.own("return");
  return answer !== undefined && !answer.args.some(({ text }) => text.includes("<"));
}

/** The names and paths of a server that another program answers, and whether PHP files are among them. */
interface Passes {
  readonly paths: ReadonlySet<string>;
  readonly hasPhp: boolean;
}

function readPasses(server: NginxServer): Passes {
  const locations = server.locations.filter((location) => location.proxyPass !== undefined);
  return {
    paths: new Set(locations.map(({ path }) => path.value)),
    hasPhp: locations.some(({ isRegex, path }) => isRegex && path.value.includes("php")),
  };
}

/** Whether what is no file goes on to another program: `try_files … @app`, `try_files … /index.php`. */
function endsInPass(level: NginxLevel, { paths, hasPhp }: Passes): boolean {
  const path = level
    .own("try_files")
    .at(-1)
    ?.args.at(-1)
    ?.text.replace(/[?$].*$/, "");
  return path !== undefined && (paths.has(path) || (hasPhp && path.endsWith(".php")));
}
