import type { Service } from "../compose/service.ts";
import type { ResponseHeader } from "../nginx/index.ts";
import type { Hop, InEffect, NginxHop } from "./hop.ts";
import type { Certainty, Listener } from "./listener.ts";
import type { Target } from "./target.ts";

/** What answers a request: a target, or the files of the last hop. */
export type RouteEnd = Target | { readonly kind: "files" };

/** A header and the hop that sends it. */
export interface SentHeader extends ResponseHeader {
  readonly hop: NginxHop;
}

/** One way of a request from outside to what answers it. */
export class Route {
  constructor(
    readonly entrance: Listener,
    /** The proxies on the way, the outermost first; empty where a program is published itself. */
    readonly hops: readonly Hop[],
    readonly end: RouteEnd,
    /** "challenge" and "health" are ways on which nothing is worth protecting. */
    readonly purpose: "content" | "challenge" | "health",
    /** Whether the configuration says that TLS ends in front of all this (`assume.tlsTerminatedUpstream`). */
    readonly isAssumedTls: boolean,
  ) {}

  /** The service that answers in the end; undefined where the way leads elsewhere, or is not known. */
  get service(): Service | undefined {
    if (this.end.kind === "service" || this.end.kind === "unshared") return this.end.service;
    return this.end.kind === "files" || this.end.kind === "local" ? this.hops.at(-1)?.proxy.container?.service : undefined;
  }

  /** Whether every hop is known, so that requests do take this way. */
  get isCertain(): boolean {
    return this.end.kind !== "unknown" && this.hops.every(({ kind }) => kind === "nginx");
  }

  /** Whether the way from outside to the outermost hop is encrypted: decided once, by what the outside talks to. */
  get tls(): Certainty {
    return this.isAssumedTls ? "yes" : this.entrance.tls;
  }

  /** The entrance when it takes requests without TLS, and does more than send them to https. */
  get plainEntrance(): Listener | undefined {
    return this.tls === "no" && this.purpose === "content" && !this.entrance.isRedirectOnly ? this.entrance : undefined;
  }

  get nginxHops(): readonly NginxHop[] {
    return this.hops.filter((hop) => hop.kind === "nginx");
  }

  /** All headers that hops add to the response, those that a hop further out takes away left out; `open` says why there may be more. What the program itself sends is not looked at. */
  get responseHeaders(): { readonly headers: readonly SentHeader[]; readonly open: string | undefined } {
    const headers: SentHeader[] = [];
    let open = this.opaqueWhy;
    for (const [i, hop] of this.hops.entries()) {
      if (hop.kind === "opaque") continue;
      const own = hop.responseHeaders;
      open ??= own.open;
      const outer = this.hops.slice(0, i);
      for (const header of own.headers) {
        if (!outer.some((one) => one.kind === "nginx" && one.hides(header.name))) headers.push({ ...header, hop });
      }
    }
    return { headers, open };
  }

  /** The hops that set a request header, the outermost first; what the last of them sets is what the program reads. */
  requestHeader(header: string): {
    readonly set: readonly { readonly hop: NginxHop; readonly found: ReturnType<NginxHop["requestHeader"]> }[];
    readonly open: string | undefined;
  } {
    const found = this.nginxHops.filter(({ pass }) => pass !== undefined).map((hop) => ({ hop, found: hop.requestHeader(header) }));
    const unknown = found.find((one) => one.found.kind === "unknown")?.found;
    return {
      set: found.filter((one) => one.found.kind === "set"),
      open: this.opaqueWhy ?? (unknown?.kind === "unknown" ? unknown.why : undefined),
    };
  }

  /** `limit_req` at any hop. */
  get rateLimit(): InEffect {
    return this.strongest((hop) => hop.rateLimit);
  }

  /** What lets only some in, at any hop. */
  get accessControl(): InEffect {
    return this.strongest((hop) => hop.accessControl);
  }

  private strongest(ask: (hop: NginxHop) => InEffect): InEffect {
    const answers = this.nginxHops.map(ask);
    const set = answers.flatMap((answer) => (answer.kind === "set" ? answer.directives : []));
    if (set.length > 0) return { kind: "set", directives: set };
    const why = this.opaqueWhy;
    if (why !== undefined) return { kind: "unknown", why };
    return answers.find(({ kind }) => kind === "unknown") ?? { kind: "none" };
  }

  private get opaqueWhy(): string | undefined {
    const opaque = this.hops.find(({ kind }) => kind === "opaque");
    return opaque === undefined ? undefined : `how ${opaque.proxy.name} is configured is not read`;
  }
}
