import { contains, type Span } from "../text/index.ts";
import type { Origin, Resolved } from "../model/value.ts";
import type { Related } from "./meta.ts";

/** The places that gave a value its pieces, other than `at`, where it is used: the line of an env file behind a variable. None for what is not known or not a variable's. */
export function wayOf(value: Resolved | { readonly kind: "absent" } | readonly Origin[], at: Span): readonly Related[] {
  const origins = "kind" in value ? (value.kind === "known" ? value.origins : []) : value;
  const seen = new Set<string>();
  return origins.flatMap(({ variable, span }) => {
    const place = `${span.file.path}:${span.start}`;
    if (variable === undefined || seen.has(place) || contains(at, span)) return [];
    seen.add(place);
    return [{ at: span, note: `"${variable}" gets its value here` }];
  });
}
