import type { Directive } from "../../syntax/nginx/ast.ts";
import type { Located, Span } from "../../text/index.ts";
import { readEndpoint, type Endpoint } from "./endpoint.ts";
import type { NginxLevel } from "./level.ts";

/** A named group of servers that requests are handed on to. */
export interface NginxUpstream {
  readonly name: Located<string>;
  readonly level: NginxLevel;
  readonly servers: readonly { readonly directive: Directive; readonly endpoint: Endpoint }[];
  /** Whether an include inside could not be followed, so that there may be more servers. */
  readonly isOpen: boolean;
  readonly span: Span;
}

export function readUpstream(level: NginxLevel): NginxUpstream {
  const { directive, span } = level;
  const name = directive?.args[0];
  const servers = level.own("server").filter(({ args }) => args.length > 0);
  return {
    name: name ? { value: name.text, span: name.span } : { value: "", span: level.at },
    level,
    servers: servers.map((server) => ({ directive: server, endpoint: readEndpoint(server.args[0]!) })),
    isOpen: level.unresolved.some((include) => include.sets === undefined),
    span,
  };
}
