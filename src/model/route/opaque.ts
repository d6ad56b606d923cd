import { asMapping, asSequence } from "../../syntax/yaml/ask.ts";
import type { Service } from "../compose/service.ts";
import type { Deployment } from "../deployment.ts";
import { rolesOf } from "../image-facts.ts";
import { networksOf } from "./network.ts";
import type { Proxy } from "./proxy.ts";
import type { RouteEnd } from "./route.ts";

/** What asks a proxy that reads labels or variables to hand requests on (Traefik's Docker provider, caddy-docker-proxy, nginx-proxy). */
const labelled = /^(?:traefik\.(?:enable$|http\.|tcp\.|docker\.)|caddy(?:$|[._\d])|haproxy\.|swag$)/;
const asked = ["VIRTUAL_HOST", "LETSENCRYPT_HOST"];

/** Whether a service asks for a proxy that finds its routes by labels or variables. Such a proxy may be part of another project. */
export function asksForProxy(service: Service): boolean {
  const labels = labelsOf(service);
  if (labels.some(({ name, value }) => name === "traefik.enable" && value === "false")) return false;
  return labels.some(({ name }) => labelled.test(name)) || service.variables.some(({ name }) => asked.includes(name.value));
}

function labelsOf(service: Service): readonly { readonly name: string; readonly value: string }[] {
  return [service.at("labels"), service.at("deploy", "labels")].flatMap((node) => [
    ...(asMapping(node)?.entries ?? []).map(({ key, value }) => ({ name: key.text, value: value.kind === "scalar" ? value.text : "" })),
    ...(asSequence(node)?.items ?? []).flatMap((item) => {
      if (item.kind !== "scalar") return [];
      const [name = "", value = ""] = item.text.split("=", 2);
      return [{ name: name.trim(), value: value.trim() }];
    }),
  ]);
}

/** How many services are taken to be behind one proxy. */
const MOST_BEHIND = 200;

/**
 * What an opaque proxy may hand requests on to. Where services of its networks ask for a proxy by labels, these; else all that share a network with it and could
 * answer a browser: no stores, no jobs, no other proxies' tunnels.
 */
export function behindOpaque(proxy: Proxy, { stacks }: Deployment): readonly { readonly end: RouteEnd }[] {
  const { container } = proxy;
  if (container?.stack === undefined || container.service === undefined) return [];
  const { stack, service } = container;
  const own = networksOf(service, stack);
  const near = stacks.filter((one) => one === stack || own?.some((id) => id.startsWith("external ")) === true);
  const candidates = near.flatMap((one) =>
    one.services
      .filter((other) => other !== service && other.stateful === undefined && !other.isOneShot && !isTunnel(other))
      .filter((other) => (own === undefined ? one === stack : (networksOf(other, one)?.some((id) => own.includes(id)) ?? one === stack)))
      .map((other) => ({ stack: one, service: other })),
  );
  const labelledOnes = candidates.filter((one) => asksForProxy(one.service));
  return (labelledOnes.length > 0 ? labelledOnes : candidates)
    .slice(0, MOST_BEHIND)
    .map((one) => ({ end: { kind: "service", ...one, port: undefined, through: undefined, at: one.service.nameSpan } }));
}

function isTunnel(service: Service): boolean {
  return (
    service.origin !== undefined &&
    rolesOf(service.origin).some((role) => role === "tunnel" || role === "backup" || role === "monitoring-agent")
  );
}
