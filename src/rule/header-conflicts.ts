import type { Deployment } from "../model/deployment.ts";
import type { SentHeader } from "../model/route/route.ts";
import type { Argument } from "../syntax/nginx/ast.ts";
import { isFilledIn } from "./nginx.ts";

/** A header that two layers on one way send. */
export interface HeaderConflict {
  /** In lower case. */
  readonly name: string;
  readonly outer: Argument;
  readonly inner: Argument;
  /** The inner layer, as in `"web"`. */
  readonly who: string;
  readonly differ: boolean;
}

/** Of those that a browser takes once; several policies are all heeded, and add up. */
const single = [
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "strict-transport-security",
  "x-xss-protection",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
];

/** Every header of security that two layers on one way send, each pair of places once. */
export function headerConflicts({ traffic }: Deployment): readonly HeaderConflict[] {
  const found = new Map<string, HeaderConflict>();
  for (const route of traffic.routes) {
    if (route.nginxHops.length < 2 || route.purpose !== "content") continue;
    const byName = new Map<string, SentHeader>();
    for (const header of route.responseHeaders.headers) {
      const { name, value, hop } = header;
      if (value === undefined || isFilledIn(value) || !single.includes(name)) continue;
      const first = byName.get(name);
      if (first === undefined) byName.set(name, header);
      else if (first.hop !== hop) add(found, first, header);
    }
  }
  return [...found.values()];
}

function add(found: Map<string, HeaderConflict>, outer: SentHeader, { name, value, hop }: SentHeader): void {
  const [one, other] = [outer.value!, value!];
  const key = `${one.span.file.path}:${one.span.start} ${other.span.file.path}:${other.span.start}`;
  if (!found.has(key))
    found.set(key, { name, outer: one, inner: other, who: hop.proxy.name, differ: normal(one.text) !== normal(other.text) });
}

/** Case, spaces and the order of parts make no difference. */
function normal(value: string): string {
  return value
    .toLowerCase()
    .replace(/^[\w-]+:\s*(?=\S)/, "")
    .split(/[;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .sort()
    .join(";");
}
