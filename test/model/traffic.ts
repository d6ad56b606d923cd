import { auditProject } from "../../src/cli/audit-project.ts";
import { defaultConfiguration } from "../../src/config/defaults.ts";
import type { Deployment } from "../../src/model/deployment.ts";
import type { Hop } from "../../src/model/route/hop.ts";
import type { Listener } from "../../src/model/route/listener.ts";
import type { Route } from "../../src/model/route/route.ts";
import type { Target } from "../../src/model/route/target.ts";
import { memoryFileSystem } from "../memory-file-system.ts";

export type Files = Readonly<Record<string, string>>;

/** Links a project that is only in memory. */
export async function deploymentOf(files: Files, tlsTerminatedUpstream = false): Promise<Deployment> {
  const { deployment } = await auditProject({
    fileSystem: memoryFileSystem(files),
    paths: [""],
    configuration: { ...defaultConfiguration, assume: { tlsTerminatedUpstream } },
    profile: "recommended",
    asOf: "2026-11-20",
    honourAllowances: true,
    rules: async () => [],
  });
  return deployment;
}

/** As in `all:443>8443 tls via "web"`. */
export function printListener({ exposure, port, target, protocol, tls, isRedirectOnly, container, kind }: Listener): string {
  const range = (one: typeof port): string =>
    one === undefined ? "?" : one.first === one.last ? `${one.first}` : `${one.first}-${one.last}`;
  const safety = isRedirectOnly ? "redirects" : tls === "yes" ? "tls" : tls === "no" ? "plain" : "tls?";
  const who = container === undefined ? "host" : container.service.name;
  return `${exposure}:${range(port)}>${range(target)} ${protocol === "http" ? safety : protocol} ${who}${kind === "host-network" ? " (host network)" : ""}`;
}

export function printRoute(route: Route): string {
  const steps = route.hops.map(printHop);
  const purpose = route.purpose === "content" ? "" : ` (${route.purpose})`;
  return (
    [
      `${route.entrance.port?.first ?? "?"}${route.tls === "yes" ? " tls" : route.tls === "no" ? "" : " tls?"}`,
      ...steps,
      printEnd(route.end),
    ].join(" > ") + purpose
  );
}

function printHop(hop: Hop): string {
  return hop.kind === "opaque" ? `${hop.proxy.name} ?` : `${hop.proxy.name.replaceAll('"', "")} ${hop.path}`;
}

export function printEnd(end: Target | { readonly kind: "files" }): string {
  switch (end.kind) {
    case "service":
      return `${end.service.name}:${end.port ?? "?"}${end.through === undefined ? "" : ` through ${end.through.port?.first}`}`;
    case "unshared":
      return `${end.service.name} on another network`;
    case "local":
      return `local:${end.port ?? "?"}`;
    case "files":
      return "files";
    case "unknown":
      return `? ${end.why}`;
    case "outside":
    case "missing":
      return `${end.kind} ${end.host}`;
  }
}
