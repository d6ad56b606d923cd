import type { Span } from "../../text/index.ts";
import type { Service } from "../compose/service.ts";

/** How many containers of a service run at once, and where that is said; undefined where it is filled in at run time, or no number. */
export interface Replicas {
  readonly count: number;
  /** Undefined where nothing says it, and there is one. */
  readonly at: Span | undefined;
}

/** Reads `deploy.replicas` and the older `scale` (Compose Deploy Specification, "replicas"). One-shot services have one. */
export function replicasOf(service: Service): Replicas | undefined {
  for (const keys of [["deploy", "replicas"], ["scale"]]) {
    const entry = service.entryAt(...keys);
    if (entry === undefined) continue;
    const value = service.value(...keys);
    if (value.kind !== "known" || !/^\d{1,6}$/.test(value.text)) return undefined;
    return { count: Number(value.text), at: entry.value.kind === "scalar" ? entry.value.inner : entry.value.span };
  }
  return { count: 1, at: undefined };
}
