import type { Directive } from "../../syntax/nginx/ast.ts";
import { answerOf, redirectsPlainInside, type Answer } from "./answer.ts";
import { NginxLevel } from "./level.ts";
import { readListens, type NginxListen } from "./listen.ts";
import { NginxLocation } from "./location.ts";
import { namesOverlap, readServerNames, type NginxServerName } from "./server-name.ts";

/** One `server` of `http` or `stream`. */
export class NginxServer extends NginxLevel {
  override readonly kind = "server";
  declare readonly directive: Directive;
  #listens: readonly NginxListen[] | undefined;
  #names: readonly NginxServerName[] | undefined;
  #locations: readonly NginxLocation[] | undefined;

  /** "stream" for a server of plain connections, which knows no locations. */
  get protocol(): "http" | "stream" | "mail" {
    const around = this.outer?.kind;
    return around === "stream" || around === "mail" ? around : "http";
  }

  get listens(): readonly NginxListen[] {
    return (this.#listens ??= readListens(this));
  }

  /** Empty when the server has no `server_name`. */
  get names(): readonly NginxServerName[] {
    return (this.#names ??= readServerNames(this));
  }

  /** All of them, nested ones included, in the order written. */
  get locations(): readonly NginxLocation[] {
    return (this.#locations ??= [...this.all()].filter((level) => level instanceof NginxLocation));
  }

  /** Whether some address takes TLS connections. */
  get isTls(): boolean {
    return this.listens.some((listen) => listen.ssl);
  }

  /** Whether an include of the server itself could not be followed, so that anything may be missing from what is said of it. */
  get isOpen(): boolean {
    return this.unresolved.some((include) => include.sets === undefined);
  }

  /** Whether only the machine itself can reach it: it listens on loopback addresses and Unix sockets alone. */
  get isInternal(): boolean {
    const { listens } = this;
    return listens.length > 0 && listens.every(({ reach }) => reach === "loopback" || reach === "unix");
  }

  /**
   * Whether every request is sent to https or refused, but for ACME challenges and health checks. A redirect whose target is filled in
   * later counts as one to https.
   */
  get isRedirectOnly(): boolean {
    const answers = this.answers;
    return answers !== undefined && answers.every((answer) => answer !== "content" && answer !== "redirect");
  }

  /** Whether requests without TLS are sent to https: all are, or those that a condition such as `if ($scheme = http)` picks out. */
  get redirectsPlainHttp(): boolean {
    return (
      this.isRedirectOnly ||
      redirectsPlainInside(this) ||
      this.topLocations.some((location) => location.isCatchAll && redirectsPlainInside(location))
    );
  }

  /** Whether some request gets content: more than a redirect, a refusal, a challenge's answer or a health check. */
  get servesContent(): boolean {
    const answers = this.answers;
    return answers === undefined || answers.includes("content");
  }

  /** Whether some location hands requests on to another server. */
  get isProxy(): boolean {
    return this.locations.some((location) =>
      [...location.all()].some((level) => level instanceof NginxLocation && level.proxyPass !== undefined),
    );
  }

  /** Whether it serves files: some location does, or there is a `root` and nothing takes every path. */
  get isStatic(): boolean {
    if (this.answers?.length === 1 && answerOf(this) !== "content") return false;
    const { locations } = this;
    if (locations.some((location) => location.isStatic && !location.isAcmeChallenge)) return true;
    return this.effective("root").directives.length > 0 && !this.topLocations.some((location) => location.isCatchAll);
  }

  /** Whether a request's host could fit both servers. */
  sharesNameWith(other: NginxServer): boolean {
    return namesOverlap(this.names, other.names);
  }

  private get topLocations(): readonly NginxLocation[] {
    return this.levels.filter((level) => level instanceof NginxLocation);
  }

  /** What the reachable parts answer; undefined when some path reaches none of them and gets files. */
  private get answers(): readonly Answer[] | undefined {
    const first = answerOf(this);
    // A server's own return comes before any location is looked for.
    if (first !== "content") return [first];
    if (!this.isTls && redirectsPlainInside(this)) return ["https"];
    const reachable = this.topLocations.filter((location) => !location.isInternal && !location.isAcmeChallenge && !location.isHealthCheck);
    if (!reachable.some((location) => location.isCatchAll)) return undefined;
    return reachable.flatMap((location) => answersInside(location, this.isTls));
  }
}

/** What a location answers, and the locations inside it, which only a `return` of its own keeps from being reached by their own paths. */
function answersInside(location: NginxLocation, isTls: boolean): readonly Answer[] {
  const own = !isTls && redirectsPlainInside(location) ? "https" : location.answer;
  const inside = location.levels.filter(
    (level) => level instanceof NginxLocation && !level.isInternal && !level.isAcmeChallenge && !level.isHealthCheck,
  );
  return [own, ...inside.flatMap((level) => answersInside(level as NginxLocation, isTls))];
}
