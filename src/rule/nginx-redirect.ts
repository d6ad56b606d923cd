import type { NginxConfig, NginxListen, NginxServer } from "../model/nginx/index.ts";

/** A server that answers without TLS what another one, or the server itself, serves with it. */
export interface PlainTwin {
  readonly server: NginxServer;
  readonly listen: NginxListen;
  readonly encrypted: NginxServer;
}

/** The servers of a configuration that visitors reach without TLS although the same names are served with it. */
export function plainTwins(config: NginxConfig): readonly PlainTwin[] {
  const encrypted = config.servers.filter((server) => server.isTls && !server.isInternal && server.servesContent);
  if (encrypted.length === 0) return [];
  const port = encrypted.some((server) => server.listens.some((listen) => listen.ssl && listen.port === 443)) ? 80 : 8080;
  const plain = config.servers.flatMap((server) => {
    const listen = server.listens.find((one) => isPlain(one, port));
    return listen === undefined ? [] : [{ server, listen }];
  });
  const twinOf = twins(
    encrypted,
    plain.map(({ server }) => server),
  );
  return plain.flatMap(({ server, listen }) => {
    const twin = twinOf(server);
    return twin === undefined ? [] : [{ server, listen, encrypted: twin }];
  });
}

/**
 * The servers that should do nothing but send visitors on to https: what else they lack goes away with that, so only nginx/http-not-redirected speaks of them.
 */
export function serversToRedirect(config: NginxConfig): ReadonlySet<NginxServer> {
  const plain = plainTwins(config).filter(
    ({ server, encrypted }) => server !== encrypted && !server.redirectsPlainHttp && server.servesContent,
  );
  return new Set(plain.map(({ server }) => server));
}

/** Port 80, or what stands for it beside an unprivileged TLS port, as far as others than the machine itself reach it. */
function isPlain(listen: NginxListen, port: number): boolean {
  if (listen.ssl || listen.isUnknown || listen.proxyProtocol || (listen.reach !== "all" && listen.reach !== "other")) return false;
  return listen.port === 80 || listen.port === port;
}

/** Names that are no plain ones are compared with this many servers only; no real configuration has more of them. */
const MOST_COMPARED = 200;

/** Finds the server that takes TLS for the same name. One without names answers for it only where no other one has the name without TLS. */
function twins(encrypted: readonly NginxServer[], plain: readonly NginxServer[]): (server: NginxServer) => NginxServer | undefined {
  const byName = new Map(encrypted.toReversed().flatMap((server) => server.names.map(({ text }) => [text.toLowerCase(), server] as const)));
  const taken = new Set(plain.flatMap(({ names }) => names.map(({ text }) => text.toLowerCase())));
  const isTaken = ({ names }: NginxServer) => names.some(({ text, kind }) => kind !== "none" && taken.has(text.toLowerCase()));
  return (server) => {
    if (server.isTls) return server;
    const candidates = encrypted.slice(0, MOST_COMPARED);
    if (!isNamed(server)) return candidates.find((other) => !isTaken(other));
    return (
      server.names.map(({ text }) => byName.get(text.toLowerCase())).find((other) => other !== undefined) ??
      candidates.find((other) => server.sharesNameWith(other))
    );
  };
}

/** Whether a server has a name of its own, rather than answering for all. */
export function isNamed(server: NginxServer): boolean {
  return server.names.some(({ kind }) => kind !== "none");
}
