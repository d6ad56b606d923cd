import type { Deployment } from "../model/deployment.ts";
import { compareVersions, familiarName, readTag } from "../model/image-reference.ts";
import { suitesOf, weaknessOf, type CipherSuite, type CipherWeakness, type NginxConfig, type NginxServer } from "../model/nginx/index.ts";
import type { Directive } from "../syntax/nginx/ast.ts";
import { cover, type Fix, type Span } from "../text/index.ts";
import { withGapBefore } from "./nginx.ts";

const strong = ["TLSv1.2", "TLSv1.3"];
/** The first version that leaves TLS 1.0 and 1.1 out by itself (nginx's CHANGES, 1.27.3). */
const STRICT_VERSION = "1.27.3";

/** Versions of SSL and TLS that are no longer safe, among the arguments of one of nginx's `…_protocols` directives. */
export interface WeakProtocols {
  /** At least one. */
  readonly names: readonly string[];
  /** All of them when they stand together, otherwise the first. */
  readonly at: Span;
  readonly fix: Fix;
}

/** The weak versions that a directive enables; undefined for none that is known. */
export function weakProtocolsIn(directive: Directive): WeakProtocols | undefined {
  const { args } = directive;
  const weak = args.filter(({ text }) => /^(?:SSLv[23]|TLSv1(?:\.1)?)$/.test(text));
  const [first] = weak;
  if (first === undefined) return undefined;
  const from = args.indexOf(first);
  const isOneRun = weak.every((arg, at) => arg === args[from + at]);
  const at = isOneRun ? cover(first.span, weak.at(-1)!.span) : first.span;
  return { names: weak.map(({ text }) => text), at, fix: withoutWeak(directive) };
}

function withoutWeak(directive: Directive): Fix {
  const { args } = directive;
  const kept = args.filter(({ text }) => strong.includes(text));
  const edits =
    kept.length === 0
      ? [{ span: cover(args[0]!.span, args.at(-1)!.span), replacement: strong.join(" ") }]
      : args.flatMap((arg, at) => (strong.includes(arg.text) ? [] : [{ span: withGapBefore(directive, at), replacement: "" }]));
  return { title: "Leave only TLS 1.2 and newer", safety: "unsafe", edits };
}

/**
 * The servers that leave the versions of TLS to an nginx whose own default may still be TLS 1.0: it is older, or its version is not known. None where another
 * TLS server of the configuration names them, as it may be the one whose choice counts for the address they share.
 */
export function serversOnOldDefault(config: NginxConfig, deployment: Deployment): readonly NginxServer[] {
  const encrypted = config.servers.filter(({ isTls }) => isTls);
  const settings = encrypted.map((server) => server.effective("ssl_protocols"));
  if (settings.some(({ directives, open }) => open || directives.length > 0)) return [];
  return isRunBySince(STRICT_VERSION, config, deployment) ? [] : encrypted;
}

/** Whether every container that is known to run the configuration starts from an official image of nginx of that version or a newer one. A tag without a version is the newest. */
function isRunBySince(version: string, config: NginxConfig, { traffic }: Deployment): boolean {
  const links = traffic.linksOf(config);
  return (
    links.length > 0 &&
    links.every(({ container: { service, image } }) => {
      const reference = service?.origin ?? image?.base.reference;
      if (reference === undefined || !/^(?:nginx|nginxinc\/nginx-unprivileged)$/.test(familiarName(reference))) return false;
      const running = readTag(reference.tag ?? "latest").version;
      return reference.tag === undefined && reference.digest !== undefined
        ? false
        : running === undefined || compareVersions(running, version, true) >= 0;
    })
  );
}

/** What is wrong with the cipher suites that a list lets in. */
export interface CipherFaults {
  /** Each weakness with the first suite that has it. */
  readonly weak: ReadonlyMap<CipherWeakness, string>;
  /** The first suite that holds but is behind the times. */
  readonly dated: DatedSuite | undefined;
}

/** A suite that lacks what today's clients all know: keys that are made for one connection alone, or encryption that authenticates what it encrypts. */
export interface DatedSuite {
  readonly suite: string;
  readonly lacks: "forward secrecy" | "authenticated encryption";
}

/** Judges a cipher list of OpenSSL suite by suite; undefined for one whose suites are not known. */
export function cipherFaultsOf(list: string): CipherFaults | undefined {
  const suites = suitesOf(list);
  if (suites === undefined) return undefined;
  const weak = new Map<CipherWeakness, string>();
  for (const suite of suites) {
    const weakness = weaknessOf(suite);
    if (weakness !== undefined && !weak.has(weakness)) weak.set(weakness, suite.name);
  }
  const dated = suites.flatMap(datednessOf);
  return { weak, dated: dated.find(({ lacks }) => lacks === "forward secrecy") ?? dated[0] };
}

/** Suites with keys shared beforehand or passwords, which nginx cannot serve, are not judged. */
function datednessOf({ name, enc, kx, mac }: CipherSuite): readonly DatedSuite[] {
  if (/PSK|SRP/.test(kx)) return [];
  if (kx !== "ECDH" && kx !== "DH") return [{ suite: name, lacks: "forward secrecy" }];
  return mac === "AEAD" || /GCM|CCM|CHACHA/.test(enc) ? [] : [{ suite: name, lacks: "authenticated encryption" }];
}
