import type { NginxConfig, NginxLevel, NginxPass } from "../model/nginx/index.ts";
import { NginxLocation, serverOf } from "../model/nginx/index.ts";
import type { Directive } from "../syntax/nginx/ast.ts";
import type { Fix } from "../text/index.ts";
import { lineBehind } from "./nginx.ts";

/** What one pass tells the program behind it about the request. */
export interface Forwarding {
  readonly level: NginxLevel;
  readonly pass: NginxPass;
  /** The directive that sets headers for it: `proxy_set_header`, `grpc_set_header`. */
  readonly directive: string;
  /** The headers it lacks, of Host, X-Forwarded-For and X-Forwarded-Proto. */
  readonly missing: readonly string[];
  /** Whether it is told the client's address in some header or other. */
  readonly hasClient: boolean;
  /** The level's own header directives. */
  readonly own: readonly Directive[];
  /** The last of the directives in effect, wherever it stands. */
  readonly definedBy: Directive | undefined;
  /** Whether the level around sets what is missing, and the own directives keep it out. */
  readonly isRedefined: boolean;
  /** Why nothing can be said about it. */
  readonly unknown: string | undefined;
}

/**
 * What a pass forwards. Undefined where it does not matter: health checks, subrequests, other protocols than HTTP, storage and other people's sites,
 * which must not be told who the client is.
 */
export function forwardingOf(config: NginxConfig, level: NginxLevel, pass: NginxPass): Forwarding | undefined {
  if (pass.kind !== "proxy_pass" && pass.kind !== "grpc_pass") return undefined;
  if (level instanceof NginxLocation && (level.isHealthCheck || level.isAcmeChallenge || (level.isInternal && level.match !== "named")))
    return undefined;
  if (level.nearest("stream") !== undefined || serverOf(level)?.isInternal === true || isForeign(config, pass)) return undefined;
  const directive = pass.kind === "grpc_pass" ? "grpc_set_header" : "proxy_set_header";
  const { directives, definedAt, open } = level.effective(directive);
  const missing = missingOf(directives, pass);
  const isKnown = pass.endpoint.host !== undefined || pass.endpoint.socket !== undefined;
  const outer = definedAt === level ? level.outer?.effective(directive).directives : undefined;
  return {
    level,
    pass,
    directive,
    missing,
    hasClient: directives.some(({ args }) => client.includes(args[0]?.text.toLowerCase() ?? "")),
    own: level.own(directive),
    definedBy: directives.at(-1),
    isRedefined: outer !== undefined && missingOf(outer, pass).length < missing.length,
    unknown: open
      ? "an include that is not part of the project may set the headers"
      : isKnown
        ? undefined
        : "where requests go is filled in later",
  };
}

/** Those that lack the same within one server, together. */
export function groupForwardings(all: readonly Forwarding[]): readonly (readonly [Forwarding, ...Forwarding[]])[] {
  const groups = new Map<string, [Forwarding, ...Forwarding[]]>();
  const ids = new Map<unknown, number>();
  const idOf = (thing: unknown) => ids.get(thing) ?? (ids.set(thing, ids.size), ids.size - 1);
  for (const one of all) {
    if (one.missing.length === 0 || one.unknown !== undefined) continue;
    const key = `${idOf(serverOf(one.level) ?? one.level)} ${one.missing.join()} ${one.isRedefined}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

const host = ["host", "x-forwarded-host", "forwarded"];
const client = [
  "x-forwarded-for",
  "x-real-ip",
  "forwarded",
  "x-client-ip",
  "true-client-ip",
  "x-original-forwarded-for",
  "cf-connecting-ip",
];
const scheme = [
  "x-forwarded-proto",
  "x-forwarded-protocol",
  "x-forwarded-scheme",
  "x-forwarded-ssl",
  "x-scheme",
  "x-url-scheme",
  "front-end-https",
  "forwarded",
];

/** One address is enough, however it is called; where something else is missing too, X-Forwarded-For is named with it, as few programs ask for X-Real-IP alone. */
function missingOf(directives: readonly Directive[], pass: NginxPass): readonly string[] {
  const set = directives.map(({ args }) => args[0]?.text.toLowerCase() ?? "");
  const has = (names: readonly string[]) => names.some((name) => set.includes(name));
  const lacksHost = pass.kind === "proxy_pass" && !has(host);
  const lacksScheme = !has(scheme);
  const lacksClient = !has(client) || ((lacksHost || lacksScheme) && !set.includes("x-forwarded-for") && !set.includes("forwarded"));
  return [...(lacksHost ? ["Host"] : []), ...(lacksClient ? ["X-Forwarded-For"] : []), ...(lacksScheme ? ["X-Forwarded-Proto"] : [])];
}

const storage =
  /(?:^|\.)(?:s3[.-]|storage\.googleapis\.com$|blob\.core\.windows\.net$|amazonaws\.com$|digitaloceanspaces\.com$|r2\.cloudflarestorage\.com$|backblazeb2\.com$)/i;

/** Storage of a cloud, or another party's site: reached by https under a public name. */
function isForeign(config: NginxConfig, pass: NginxPass): boolean {
  const upstream = config.upstreamOf(pass);
  const endpoints = upstream === undefined ? [pass.endpoint] : upstream.servers.slice(0, 16).map(({ endpoint }) => endpoint);
  return endpoints.some((endpoint) => {
    const name = endpoint.host?.value ?? "";
    if (storage.test(name)) return true;
    const isPublic =
      /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i.test(name) &&
      !/\.(?:local|internal|lan|intranet|corp|home|svc|consul|docker|test|localhost|example)$/i.test(name);
    return isPublic && pass.endpoint.scheme === "https";
  });
}

const lines: Readonly<Record<string, string>> = {
  Host: "Host $host",
  "X-Forwarded-For": "X-Forwarded-For $proxy_add_x_forwarded_for",
  "X-Forwarded-Proto": "X-Forwarded-Proto $scheme",
};

/** Adds what is missing in each place of a group: behind the headers in effect there, otherwise behind the pass. */
export function forwardThem(group: readonly [Forwarding, ...Forwarding[]]): Fix {
  const [{ missing, directive }] = group;
  const anchors = new Set(group.map(({ definedBy, pass }) => definedBy ?? pass.directive));
  const edits = [...anchors].map((anchor) => {
    const added = missing.map((name) => lineBehind(anchor, `${directive} ${lines[name]!};`));
    return { span: added[0]!.span, replacement: added.map(({ replacement }) => replacement).join("") };
  });
  return { title: "Forward them", safety: "unsafe", edits };
}
