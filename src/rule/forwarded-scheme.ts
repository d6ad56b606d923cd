import type { Deployment } from "../model/deployment.ts";
import type { Argument } from "../syntax/nginx/ast.ts";
import type { Span } from "../text/index.ts";

/** What an nginx behind a proxy that has ended TLS tells the program behind it about the scheme. */
export interface ClobberedScheme {
  readonly value: Argument;
  /** Whether it tells the scheme of its own connection instead of the visitor's. */
  readonly isClobbered: boolean;
  /** The service that is told so. */
  readonly application: string | undefined;
  /** The proxy that ends TLS, as in `"edge"`; undefined where that is not part of the project. */
  readonly outer: string | undefined;
  /** Where visitors come in, when that is part of the project. */
  readonly entrance: Span | undefined;
}

/** Each place once that sets X-Forwarded-Proto on a way whose TLS ended further out. */
export function clobberedSchemes({ traffic }: Deployment): readonly ClobberedScheme[] {
  const found = new Map<string, ClobberedScheme>();
  for (const route of traffic.routes) {
    if (route.purpose !== "content" || route.tls !== "yes" || route.hops.some(({ kind }) => kind === "opaque")) continue;
    for (const [i, hop] of route.nginxHops.entries()) {
      const isBehind = i > 0 || (route.isAssumedTls && route.entrance.tls === "no");
      if (!isBehind || hop.tls !== "no") continue;
      const header = hop.requestHeader("X-Forwarded-Proto");
      if (header.kind !== "set" || header.value === undefined) continue;
      const { value } = header;
      const isClobbered = /^(?:\$\{?scheme\}?|http)$/.test(value.text);
      const key = `${value.span.file.path}:${value.span.start}`;
      if (found.get(key)?.isClobbered === true) continue;
      found.set(key, {
        value,
        isClobbered,
        application: route.service?.name,
        outer: i > 0 ? route.nginxHops[0]!.proxy.name : undefined,
        entrance: i > 0 ? route.entrance.at : undefined,
      });
    }
  }
  return [...found.values()];
}
