import type { Service } from "../model/compose/service.ts";
import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import { isOverridden, mayReachProduction, settingOf } from "../model/environment/setting.ts";
import type { NginxServerName } from "../model/nginx/index.ts";
import type { Route } from "../model/route/route.ts";
import type { Span } from "../text/index.ts";
import { upperNameOf } from "./environment.ts";
import { listEntriesOf } from "./list-value.ts";

/** The origins that a service lets in, compared with the sites that the proxy in front of it serves. */
export interface OriginOnPath {
  readonly at: Span;
  readonly variable: string;
  readonly service: string;
  readonly verdict:
    | { readonly kind: "fits" }
    | { readonly kind: "unknown"; readonly why: string }
    /** The proxy adds the header too. */
    | { readonly kind: "double"; readonly at: Span; readonly who: string }
    | {
        readonly kind: "host";
        readonly origin: string;
        /** The host is served, but not over this scheme. */
        readonly isScheme: boolean;
        readonly served: string;
        readonly servedAt: Span;
      };
}

const variables = /(?:^|_)(?:CORS_(?:ALLOWED_|ALLOW_)?ORIGINS?|ALLOWED_ORIGINS?|ALLOW_ORIGINS?)(?:_LIST)?$/;

/** Every variable of a service behind a known proxy that names allowed origins. */
export function originsOnPath(deployment: Deployment): readonly OriginOnPath[] {
  return deployment.bindings.flatMap((binding) => {
    if (!variables.test(upperNameOf(binding)) || !mayReachProduction(binding) || isOverridden(binding)) return [];
    const setting = settingOf(binding);
    if (setting?.kind !== "known") return [];
    const entries = listEntriesOf(setting.text).filter((entry) => entry !== "");
    return readersOf(binding).flatMap((service) => {
      const routes = deployment.traffic.routesTo(service).filter(({ purpose, hops }) => purpose === "content" && hops.length > 0);
      if (routes.length === 0 || entries.length === 0) return [];
      const base = { at: setting.at, variable: binding.name.value, service: service.name };
      const double = doubleOn(routes);
      if (double !== undefined) return [{ ...base, verdict: double }];
      const verdict = verdictOn(entries, routes, service, deployment);
      return verdict === undefined ? [] : [{ ...base, verdict }];
    });
  });
}

function readersOf({ sink }: EnvBinding): readonly Service[] {
  if (sink.kind === "service") return [sink.service];
  return sink.kind === "env-file" ? sink.services.filter(({ stateful }) => stateful === undefined) : [];
}

function doubleOn(routes: readonly Route[]): OriginOnPath["verdict"] | undefined {
  for (const { nginxHops } of routes) {
    for (const [i, hop] of nginxHops.entries()) {
      const added = hop.responseHeaders.headers.find(({ name }) => name === "access-control-allow-origin");
      // A layer further in that takes the application's own header away makes it one again.
      if (added === undefined || nginxHops.slice(i).some((one) => one.hides("access-control-allow-origin"))) continue;
      return { kind: "double", at: added.value?.span ?? added.directive.span, who: hop.proxy.name };
    }
  }
  return undefined;
}

function verdictOn(
  entries: readonly string[],
  routes: readonly Route[],
  service: Service,
  deployment: Deployment,
): OriginOnPath["verdict"] | undefined {
  const origins = entries.map((entry) => /^(https?):\/\/([\w.-]+)(?::(\d+))?\/?$/i.exec(entry));
  // What lets in everybody, or the developer's machine, is another rule's matter.
  if (origins.some((origin) => origin === null || /^(?:localhost|127\.|\[)/.test(origin[2]!) || !origin[2]!.includes(".")))
    return undefined;
  if (routes.some(({ hops, isAssumedTls }) => hops[0]?.kind !== "nginx" || isAssumedTls))
    return { kind: "unknown", why: "a proxy whose configuration is not read serves the site" };
  const names = servedNames(routes, service, deployment);
  if (names === undefined) return { kind: "unknown", why: "it is not known under which names the site is served" };
  const [first] = names;
  if (first === undefined) return { kind: "unknown", why: "the pages that ask are not served here" };
  const hosts = new Map(names.map((name) => [name.text.toLowerCase(), name]));
  const fitting = origins.filter((origin) => hosts.has(origin![2]!.toLowerCase()));
  const isTls = routes.every(({ tls }) => tls === "yes");
  if (fitting.length > 0) {
    const isPlain = isTls && origins.length === fitting.length && fitting.every((origin) => origin![1]!.toLowerCase() === "http");
    const [plain] = fitting;
    const name = hosts.get(plain![2]!.toLowerCase())!;
    return isPlain ? { kind: "host", origin: plain![0], isScheme: true, served: name.text, servedAt: name.span } : { kind: "fits" };
  }
  const near = origins.find((origin) => names.some(({ text }) => domainOf(text) === domainOf(origin![2]!)));
  if (near === undefined || near === null) return { kind: "unknown", why: "the pages that ask may be served elsewhere" };
  return { kind: "host", origin: near[0], isScheme: false, served: first.text, servedAt: first.span };
}

/**
 * The names of the outermost servers that serve pages at their root and lead to the service below it; undefined where one of them may have any name. Static files
 * below a path of their own are no site: the pages that ask may come from anywhere then.
 */
function servedNames(routes: readonly Route[], service: Service, { traffic }: Deployment): readonly NginxServerName[] | undefined {
  const servers = new Set(routes.flatMap(({ nginxHops: [outer] }) => (outer === undefined || outer.path === "/" ? [] : [outer.server])));
  const pages = traffic.routes.filter(
    (route) =>
      route.service !== service &&
      route.purpose === "content" &&
      route.nginxHops[0]?.path === "/" &&
      servers.has(route.nginxHops[0].server),
  );
  const serving = [...new Set(pages.map(({ nginxHops }) => nginxHops[0]!.server))];
  const names = serving.flatMap((server) => server.names);
  if (serving.some((server) => server.names.length === 0) || names.some(({ kind }) => kind !== "exact")) return undefined;
  return names.filter(({ text }) => text.includes("."));
}

/** What somebody registered, in all likelihood: "shop.co.uk" has one label more than "shop.uk". */
function domainOf(host: string): string {
  const labels = host.toLowerCase().split(".");
  const isSecondLevel = labels.length > 2 && /^(?:co|com|org|net|gov|edu|ac)$/.test(labels.at(-2)!);
  return labels.slice(isSecondLevel ? -3 : -2).join(".");
}
