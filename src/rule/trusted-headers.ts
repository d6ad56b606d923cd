import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import { isOverridden, mayReachProduction, settingOf } from "../model/environment/setting.ts";
import type { Service } from "../model/compose/service.ts";
import type { NginxHop } from "../model/route/hop.ts";
import type { Route } from "../model/route/route.ts";
import type { Fix, Span } from "../text/index.ts";
import { innerPassageTo } from "./entrances.ts";
import { upperNameOf } from "./environment.ts";
import { lineBehind } from "./nginx.ts";

/** A header that an application takes the visitor's address from. */
export interface TrustedHeader {
  /** The value that says so. */
  readonly at: Span;
  /** As in "X-Real-IP". */
  readonly header: string;
  readonly variable: string;
  readonly service: string;
  /** Whether the variable names the header for a purpose of its own, rather than switching on what a framework does with it. */
  readonly isNamed: boolean;
  readonly verdict:
    | { readonly kind: "safe" }
    | { readonly kind: "unknown"; readonly why: string }
    /** `at` is the port that leads to it without any proxy. */
    | { readonly kind: "direct"; readonly at: Span }
    | { readonly kind: "passed"; readonly at: Span; readonly who: string; readonly isAppended: boolean };
  readonly fix: Fix | undefined;
}

const named = /(?:^|_)IP_HEADER(?:S|_NAME)?$/;
/** Express' `trust proxy` as many applications name it, and Uvicorn's: with these values the first address of X-Forwarded-For is believed. */
const switches: Readonly<Record<string, RegExp>> = { TRUST_PROXY: /^(?:true|yes|on|all|\*)$/i, FORWARDED_ALLOW_IPS: /^\*$/ };
/** What networks that stand before a site set, so that it is not for nginx to do. */
const ofNetworks = /^(?:cf-|true-client-ip$|fastly-|fly-|x-azure-|x-vercel-|x-nf-|x-appengine-|cloudfront-)/i;

/** Every variable that tells a service of the project which header to take the visitor's address from. */
export function trustedHeaders(deployment: Deployment): readonly TrustedHeader[] {
  return deployment.bindings.flatMap((binding) => {
    const name = upperNameOf(binding);
    const isNamed = named.test(name);
    if (!(isNamed || Object.hasOwn(switches, name)) || !mayReachProduction(binding) || isOverridden(binding)) return [];
    const setting = settingOf(binding);
    if (setting?.kind !== "known") return [];
    const header = isNamed ? headerIn(setting.text) : switches[name]!.test(setting.text.trim()) ? "X-Forwarded-For" : undefined;
    if (header === undefined) return [];
    return readersOf(binding).map((service): TrustedHeader => {
      const { verdict, fix } = judgeWays(service, header, deployment);
      return { at: setting.at, header, variable: binding.name.value, service: service.name, isNamed, verdict, fix };
    });
  });
}

function readersOf({ sink }: EnvBinding): readonly Service[] {
  if (sink.kind === "service") return [sink.service];
  return sink.kind === "env-file" ? sink.services.filter(({ stateful }) => stateful === undefined) : [];
}

/** The header's name; Python and PHP programs write it as their variable: "HTTP_X_REAL_IP". */
function headerIn(text: string): string | undefined {
  const name = text.trim();
  if (!/^[A-Za-z][\w-]{2,60}$/.test(name) || /^remote_addr$/i.test(name)) return undefined;
  return /^HTTP_\w+$/.test(name) ? name.slice(5).replaceAll("_", "-") : name;
}

type Judged = Pick<TrustedHeader, "verdict" | "fix">;

function judgeWays(service: Service, header: string, deployment: Deployment): Judged {
  if (ofNetworks.test(header)) return none("the network in front of the site sets it");
  const routes = waysTo(service, deployment);
  if (routes.length === 0) return none("how requests come to the service is not known");
  if (routes.some(({ isAssumedTls }) => isAssumedTls)) return none("what stands in front of all this may set it");
  const known = routes.filter(({ hops }) => hops.length > 0 && hops.every(({ kind }) => kind === "nginx"));
  for (const route of known) {
    const fault = faultOn(route, header);
    if (fault !== undefined) return fault;
  }
  // A way around a proxy is told of as such, and opens more than this.
  const direct = routes.find((route) => route.hops.length === 0 && innerPassageTo(route.entrance, deployment) === undefined);
  if (direct !== undefined && direct.service === service) return { verdict: { kind: "direct", at: direct.entrance.at }, fix: undefined };
  return known.length === routes.length
    ? { verdict: { kind: "safe" }, fix: undefined }
    : none("a proxy whose configuration is not read may set it");
}

function none(why: string): Judged {
  return { verdict: { kind: "unknown", why }, fix: undefined };
}

/** The ways to a service, else those to what is started behind it and is not read: a frontend that hands on what it gets. */
function waysTo(service: Service, { traffic, stacks }: Deployment): readonly Route[] {
  const own = traffic.routesTo(service).filter(isContent);
  if (own.length > 0) return own;
  const stack = stacks.find(({ services }) => services.includes(service));
  const before = (stack?.services ?? []).filter(
    (one) => traffic.proxyOf(one) === undefined && one.dependencies.some((dependency) => dependency.service.value === service.name),
  );
  return before.flatMap((one) => traffic.routesTo(one).filter((route) => isContent(route) && route.hops.length > 0));
}

function isContent({ purpose, end }: Route): boolean {
  return purpose === "content" && end.kind !== "files" && end.kind !== "unknown";
}

/** How a visitor's own header gets through; undefined where some layer overwrites it, or that is not certain. */
function faultOn({ nginxHops }: Route, header: string): Judged | undefined {
  const says = nginxHops.map((hop) => handling(hop, header));
  if (says.some((one) => one === "overwritten")) return undefined;
  const [outer] = nginxHops;
  if (outer?.pass === undefined) return undefined;
  const { directive, target } = outer.pass;
  const found = outer.requestHeader(header);
  const isAppended = says[0] === "appended";
  const own = outer.level.own("proxy_set_header").at(-1);
  const at = found.kind === "set" && found.value !== undefined ? found.value.span : target.span;
  const line = `proxy_set_header ${header} $remote_addr;`;
  const fix: Fix | undefined =
    found.kind === "set" && found.value !== undefined
      ? { title: "Set the address itself", safety: "unsafe", edits: [{ span: found.value.span, replacement: "$remote_addr" }] }
      : own === undefined || own.span.file !== directive.span.file
        ? undefined
        : { title: "Set the header", safety: "unsafe", edits: [lineBehind(own, line)] };
  return { verdict: { kind: "passed", at, who: outer.proxy.name, isAppended }, fix };
}

function handling(hop: NginxHop, header: string): "passed" | "appended" | "overwritten" {
  const found = hop.requestHeader(header);
  if (found.kind === "passed") return "passed";
  if (found.kind === "unknown" || found.value === undefined) return "overwritten";
  const { text } = found.value;
  const variable = `$http_${header.toLowerCase().replaceAll("-", "_")}`;
  if (text === variable || text === `\${${variable.slice(1)}}`) return "passed";
  return header.toLowerCase() === "x-forwarded-for" && /\$\{?proxy_add_x_forwarded_for\}?|\$\{?http_x_forwarded_for\}?/.test(text)
    ? "appended"
    : "overwritten";
}
