import type { Directive } from "../../syntax/nginx/ast.ts";
import type { Argument } from "../../syntax/nginx/ast.ts";
import {
  readResponseHeaders,
  type NginxConfig,
  type NginxLevel,
  type NginxPass,
  type NginxServer,
  type ResponseHeader,
} from "../nginx/index.ts";
import type { Certainty } from "./listener.ts";
import type { Proxy } from "./proxy.ts";

/** A step of a route on which nothing is known but that it is there. */
export interface OpaqueHop {
  readonly kind: "opaque";
  readonly proxy: Proxy;
  readonly tls: Certainty;
}

export type Hop = NginxHop | OpaqueHop;

/** What a program behind a proxy is told in a header: what the proxy sets, what the one before it said ("passed"), or not known. */
export type RequestHeader =
  | { readonly kind: "set"; readonly directive: Directive; readonly value: Argument | undefined }
  | { readonly kind: "passed" }
  | { readonly kind: "unknown"; readonly why: string };

/** A directive in effect, or that there is none for certain. */
export type InEffect =
  | { readonly kind: "set"; readonly directives: readonly Directive[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly why: string };

const openWhy = "an include that is not part of the project may set it";

/** A step of a route through an nginx: the part of a server that takes the request. */
export class NginxHop {
  readonly kind = "nginx";

  constructor(
    readonly proxy: Proxy,
    readonly config: NginxConfig,
    readonly server: NginxServer,
    /** The location, or the server itself. */
    readonly level: NginxLevel,
    /** As in "/api/"; "/" for the server itself. */
    readonly path: string,
    /** What hands the request on; undefined where nginx answers with files. */
    readonly pass: NginxPass | undefined,
    /** Whether requests come to it over TLS. */
    readonly tls: Certainty,
  ) {}

  /** The response headers in effect at the level, by nginx's rules of inheritance; `open` says why there may be more. */
  get responseHeaders(): { readonly headers: readonly ResponseHeader[]; readonly open: string | undefined } {
    const lists = [this.level.effective("add_header"), this.level.effective("more_set_headers")];
    return {
      headers: lists.flatMap(({ directives }) => directives.flatMap(readResponseHeaders)),
      open: lists[0]!.open ? openWhy : undefined,
    };
  }

  /** Whether headers of that name (in lower case) that come from behind are taken away here. */
  hides(header: string): boolean {
    const names = ["proxy_hide_header", "grpc_hide_header", "fastcgi_hide_header", "uwsgi_hide_header", "more_clear_headers"];
    return names.some((name) =>
      this.level.effective(name).directives.some(({ args }) => args.some(({ text }) => text.toLowerCase() === header)),
    );
  }

  /** What is said in a request header, of any case, to what is behind. */
  requestHeader(header: string): RequestHeader {
    const directive = this.setsHeadersBy;
    if (directive === undefined) return { kind: "unknown", why: "it is handed on by another protocol" };
    const { directives, open } = this.level.effective(directive);
    const set = directives.findLast(({ args }) => args[0]?.text.toLowerCase() === header.toLowerCase());
    if (set !== undefined) return { kind: "set", directive: set, value: set.args[1] };
    return open ? { kind: "unknown", why: openWhy } : { kind: "passed" };
  }

  /** The request headers set here, in the order written. */
  get requestHeaders(): readonly Directive[] {
    const directive = this.setsHeadersBy;
    return directive === undefined ? [] : this.level.effective(directive).directives;
  }

  /** `limit_req` in effect. */
  get rateLimit(): InEffect {
    return this.inEffect(["limit_req"]);
  }

  /** What lets only some in: `deny all` with its `allow`s, a password, a request to another service, a token, a client certificate. */
  get accessControl(): InEffect {
    const denies = this.level.effective("deny");
    const asked = ["auth_basic", "auth_request", "auth_jwt", "ssl_verify_client", "auth_digest"].map((name) => this.level.effective(name));
    const guards = asked
      .flatMap(({ directives }) => directives.slice(-1))
      .filter(({ args }) => args[0] !== undefined && args[0].text !== "off" && !args[0].text.startsWith("optional"));
    const all = [...denies.directives.filter(({ args }) => args[0]?.text === "all"), ...guards];
    if (all.length > 0) return { kind: "set", directives: all };
    return [denies, ...asked].some(({ open }) => open) ? { kind: "unknown", why: openWhy } : { kind: "none" };
  }

  private inEffect(names: readonly string[]): InEffect {
    const found = names.map((name) => this.level.effective(name));
    const directives = found.flatMap((one) => one.directives);
    if (directives.length > 0) return { kind: "set", directives };
    return found.some(({ open }) => open) ? { kind: "unknown", why: openWhy } : { kind: "none" };
  }

  private get setsHeadersBy(): string | undefined {
    if (this.pass?.kind === "grpc_pass") return "grpc_set_header";
    return this.pass?.kind === "proxy_pass" ? "proxy_set_header" : undefined;
  }
}
