import type { Span } from "../../text/index.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Endpoint, NginxConfig, NginxLevel, NginxPass } from "../nginx/index.ts";
import type { Listener } from "./listener.ts";
import type { Proxy } from "./proxy.ts";

/** Where requests that a proxy hands on end up. */
export type Target =
  /** A service of the project. `port` is the one of its container; `through` the published port that leads there from the machine. */
  | {
      readonly kind: "service";
      readonly stack: Stack;
      readonly service: Service;
      readonly port: number | undefined;
      readonly through: Listener | undefined;
      readonly at: Span;
    }
  /** Another program in the same container, or on the same machine where nothing of the project publishes the port. */
  | { readonly kind: "local"; readonly port: number | undefined; readonly at: Span }
  /** A public name or an address: nothing of the project. */
  | { readonly kind: "outside"; readonly host: string; readonly at: Span }
  /** A name that nothing in the stack answers to. */
  | { readonly kind: "missing"; readonly host: string; readonly at: Span }
  /** A service that shares no network with the proxy. */
  | { readonly kind: "unshared"; readonly stack: Stack; readonly service: Service; readonly port: number | undefined; readonly at: Span }
  | { readonly kind: "unknown"; readonly why: string; readonly at: Span };

/** One pass of a proxy that runs, with what it leads to. */
export interface Handover {
  readonly proxy: Proxy;
  readonly config: NginxConfig;
  /** The location, the server, or the condition that has it. */
  readonly level: NginxLevel;
  readonly pass: NginxPass;
  /** One for each server of an `upstream`, equal ones once. Never empty. */
  readonly targets: readonly Target[];
}

/** The port that requests go to: as written, else that of the scheme; FastCGI and the like have none of their own. */
export function portOf(endpoint: Endpoint, pass: NginxPass): number | undefined {
  if (endpoint.port !== undefined) return endpoint.port.value;
  if (pass.kind !== "proxy_pass" && pass.kind !== "grpc_pass") return undefined;
  const scheme = endpoint.scheme ?? pass.endpoint.scheme;
  return scheme === "https" || scheme === "grpcs" ? 443 : 80;
}
