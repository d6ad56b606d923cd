import type { NginxConfig, NginxListen, NginxServer } from "../model/nginx/index.ts";
import type { Span } from "../text/index.ts";

/** What a server that takes TLS connections shows of itself. */
export interface ShownCertificate {
  readonly server: NginxServer;
  /** "no-key": only half of one is named; "unknown": an include may name it; "other": another server's, `first`; "none": nginx does not start. */
  readonly kind: "own" | "no-key" | "unknown" | "other" | "none";
  /** The place that says so: the address, `ssl` behind it, or `ssl_certificate`. */
  readonly at: Span;
  /** For "other": the server that comes first on the same address. */
  readonly first?: NginxServer;
}

/** Every server that takes TLS connections; one that refuses them, or gets its certificate by ACME, has what it needs. */
export function shownCertificates(config: NginxConfig): readonly ShownCertificate[] {
  return [config.servers, config.otherServers].flatMap((servers) => {
    const firsts = firstServers(servers);
    return servers.flatMap((server) => {
      const listen = server.listens.find(({ ssl }) => ssl);
      return listen === undefined ? [] : [{ server, ...certificateOf(server, listen, firsts.get(addressOf(listen))) }];
    });
  });
}

function certificateOf(server: NginxServer, listen: NginxListen, first: NginxServer | undefined): Omit<ShownCertificate, "server"> {
  if (hasCertificate(server)) return { kind: "own", at: listen.span };
  const certificate = server.effective("ssl_certificate");
  if (certificate.open || server.effective("ssl_certificate_key").open) return { kind: "unknown", at: listen.span };
  const [named] = certificate.directives;
  if (named !== undefined) return { kind: "no-key", at: named.name.span };
  const isShown = first !== undefined && first !== server && hasCertificate(first) && !refuses(first);
  return isShown ? { kind: "other", at: sslOf(listen), first } : { kind: "none", at: sslOf(listen) };
}

/** By address, the default server, whose certificate nginx shows when the one asked for has none. */
function firstServers(servers: readonly NginxServer[]): ReadonlyMap<string, NginxServer> {
  const result = new Map<string, NginxServer>();
  for (const server of servers)
    for (const listen of server.listens) {
      const address = addressOf(listen);
      if (listen.ssl && (listen.defaultServer || !result.has(address))) result.set(address, server);
    }
  return result;
}

function addressOf({ address, port }: NginxListen): string {
  return `${address} ${port}`;
}

function hasCertificate(server: NginxServer): boolean {
  const isSet = (name: string) => server.effective(name).directives.length > 0;
  return (isSet("ssl_certificate") && isSet("ssl_certificate_key")) || isSet("acme_certificate") || refuses(server);
}

function refuses(server: NginxServer): boolean {
  return server.effectiveValue("ssl_reject_handshake") === "on";
}

function sslOf({ directive, span }: NginxListen): Span {
  return directive?.args.find(({ text }) => text === "ssl" || text === "quic")?.span ?? span;
}
