import type { Argument } from "../../syntax/nginx/ast.ts";
import type { Span } from "../../text/index.ts";
import type { NginxLevel } from "./level.ts";

/** One name of a server. */
export interface NginxServerName {
  /** As written, as in "shop.example.com", "*.example.com", "~^www\\d+\\." */
  readonly text: string;
  /** "none": no host has it (`_`, `""`), so the server only answers what no other does. "template": it is filled in later. */
  readonly kind: "exact" | "wildcard" | "regex" | "none" | "template";
  readonly span: Span;
}

/** The names in the order written; without any `server_name`, none. */
export function readServerNames(server: NginxLevel): readonly NginxServerName[] {
  return server
    .own("server_name")
    .flatMap((directive) => directive.args.map((arg) => ({ text: arg.text, kind: kindOf(arg), span: arg.span })));
}

function kindOf({ text }: Argument): NginxServerName["kind"] {
  if (text.startsWith("~")) return "regex";
  if (text.includes("$")) return "template";
  if (text.startsWith("*.") || text.startsWith(".") || text.endsWith(".*")) return "wildcard";
  return /^[_.!@#-]*$/.test(text) ? "none" : "exact";
}

/**
 * Whether one request's host could fit both. A server without names, or with one that no host has, may be the one that answers any host;
 * a name that is filled in later may be any; regular expressions are compared as text only, and with others not at all.
 */
export function namesOverlap(first: readonly NginxServerName[], second: readonly NginxServerName[]): boolean {
  const isOpen = (names: readonly NginxServerName[]) =>
    names.every((name) => name.kind === "none") || names.some((name) => name.kind === "template");
  if (isOpen(first) || isOpen(second)) return true;
  return first.some((a) => second.some((b) => fit(a, b)));
}

function fit(a: NginxServerName, b: NginxServerName): boolean {
  if (a.text.toLowerCase() === b.text.toLowerCase()) return true;
  if (a.kind === "wildcard") return covers(a.text, b);
  return b.kind === "wildcard" && covers(b.text, a);
}

function covers(wildcard: string, name: NginxServerName): boolean {
  if (name.kind === "regex" || name.kind === "none") return false;
  const text = name.text.toLowerCase().replace(/^\*/, "");
  const pattern = wildcard.toLowerCase();
  if (pattern.endsWith(".*")) return text.startsWith(pattern.slice(0, -1));
  const suffix = pattern.replace(/^\*/, "");
  return text.endsWith(suffix) || (pattern.startsWith(".") && text === pattern.slice(1));
}
