import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import type { Route } from "../model/route/route.ts";
import type { Span } from "../text/index.ts";
import { programTraits } from "./program-packages.ts";

/** A service that a proxy hands requests on to, with what limits them. */
export interface LimitedPass {
  /** What they are handed on to, at the first place that no limit holds for. */
  readonly at: Span;
  readonly service: string;
  readonly verdict:
    | { readonly kind: "limited" }
    | { readonly kind: "unknown"; readonly why: string }
    | { readonly kind: "open"; readonly entrance: Span };
}

/** Every service of the project that requests come to through a proxy, once. */
export function unlimitedPasses(deployment: Deployment): readonly LimitedPass[] {
  const byService = new Map<Service, Route[]>();
  for (const route of deployment.traffic.routes) {
    const { end, purpose, hops, accessControl } = route;
    if (end.kind !== "service" || purpose !== "content" || hops.length === 0 || accessControl.kind === "set") continue;
    if (end.service.stateful !== undefined) continue;
    const same = byService.get(end.service);
    if (same === undefined) byService.set(end.service, [route]);
    else same.push(route);
  }
  return [...byService].map(([service, routes]) => ({ service: service.name, ...judgeRoutes(service, routes, deployment) }));
}

function judgeRoutes(service: Service, routes: readonly Route[], deployment: Deployment): Omit<LimitedPass, "service"> {
  // One strict limit, for logins, is what matters: whoever has set one has thought of it.
  const limited = routes.find(({ rateLimit }) => rateLimit.kind === "set");
  const [first] = routes;
  const route = limited ?? first!;
  const at = route.nginxHops.at(-1)?.pass?.target.span ?? service.nameSpan;
  if (limited !== undefined) return { at, verdict: { kind: "limited" } };
  const traits = programTraits(service, deployment);
  if (traits.limitsRate === "yes") return { at, verdict: { kind: "limited" } };
  const open = routes.map(({ rateLimit }) => rateLimit).find(({ kind }) => kind === "unknown");
  if (open?.kind === "unknown") return { at, verdict: { kind: "unknown", why: open.why } };
  if (route.isAssumedTls) return { at, verdict: { kind: "unknown", why: "what stands in front of all this may limit requests" } };
  if (traits.limitsRate === "unknown") return { at, verdict: { kind: "unknown", why: "the packages of the program are not known" } };
  return { at, verdict: { kind: "open", entrance: route.entrance.at } };
}
