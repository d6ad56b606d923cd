import type { Directive } from "../../syntax/nginx/ast.ts";
import type { Span } from "../../text/index.ts";
import { readEndpoint } from "./endpoint.ts";
import type { NginxLevel } from "./level.ts";

/** One address a server listens on. */
export interface NginxListen {
  /** Undefined for the `*:80` that a server without `listen` has. */
  readonly directive: Directive | undefined;
  /** The address as written; without `listen`, the name of the server's block. */
  readonly span: Span;
  /** As in "127.0.0.1", "::", "*"; undefined for a Unix socket and for one filled in later. */
  readonly address: string | undefined;
  /** Undefined for a Unix socket and for one filled in later. Of a range, the first. */
  readonly port: number | undefined;
  /** Who can reach it: the machine itself ("loopback", "unix"), every network ("all"), one address ("other"), or not known before it is filled in. */
  readonly reach: "loopback" | "unix" | "all" | "other" | "unknown";
  /** Whether connections are TLS: `ssl`, `quic`, or the `ssl on;` of old. */
  readonly ssl: boolean;
  readonly quic: boolean;
  readonly http2: boolean;
  readonly defaultServer: boolean;
  readonly proxyProtocol: boolean;
  /** Whether it has a parameter that is filled in later, so that what is said here may be incomplete. */
  readonly isUnknown: boolean;
}

/** The addresses a server listens on; without any `listen`, port 80 on every interface (ngx_http_core_module, "listen"). */
export function readListens(server: NginxLevel): readonly NginxListen[] {
  const always = server.effectiveValue("ssl") === "on";
  const directives = server.own("listen").filter((directive) => directive.args.length > 0);
  if (directives.length > 0) return directives.map((directive) => readListen(directive, always));
  if (server.unresolved.some((include) => include.sets === undefined)) return [];
  const implied = { address: "*", port: 80, reach: "all", quic: false, http2: false, defaultServer: false, proxyProtocol: false } as const;
  return [{ ...implied, directive: undefined, span: server.at, ssl: always, isUnknown: false }];
}

function readListen(directive: Directive, always: boolean): NginxListen {
  const [address, ...parameters] = directive.args;
  const endpoint = readEndpoint(address!, true);
  const has = (name: string) => parameters.some((parameter) => parameter.text === name);
  const isPortAlone = endpoint.host === undefined && endpoint.port !== undefined && !endpoint.isUnknown;
  const host = isPortAlone ? "*" : endpoint.host?.value;
  const portMayFollow = endpoint.socket === undefined && !endpoint.isUnknown;
  return {
    directive,
    span: address!.span,
    address: host,
    port: endpoint.port?.value ?? (portMayFollow ? 80 : undefined),
    reach:
      endpoint.socket !== undefined ? "unix" : host === undefined ? (isVariableAlone(address!.text) ? "all" : "unknown") : reachOf(host),
    ssl: always || has("ssl") || has("quic"),
    quic: has("quic"),
    http2: has("http2"),
    defaultServer: has("default_server") || has("default"),
    proxyProtocol: has("proxy_protocol"),
    isUnknown: directive.args.some((arg) => arg.text.includes("$")),
  };
}

/** `listen ${PORT};`: what is filled in is a port in all likelihood, as an address would be written together with one. */
function isVariableAlone(text: string): boolean {
  return /^\$\{?\w*PORT\w*\}?$/i.test(text);
}

function reachOf(host: string): NginxListen["reach"] {
  if (host === "*" || host === "0.0.0.0" || /^[0:]+$/.test(host)) return "all";
  if (host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host)) return "loopback";
  return "other";
}
