/**
 * How the values of a key are merged, other than mapping with mapping and list with list. "replace": the later one alone counts. "variables": `KEY=value`, as a list or a mapping, key by
 * key. "names" and "dependencies": a list of names or a mapping. "items": a list or a single text, one behind the other. "mounts": a list in which each item has a place.
 */
export type MergeWay = "replace" | "variables" | "names" | "dependencies" | "items" | "build" | "logging" | "mounts";

/** Compose Specification, "Merge and override" and "Extend service definition"; the forms that may be mixed are those that compose-go 2 mixes. */
const ways: ReadonlyMap<string, MergeWay> = new Map<string, MergeWay>([
  ...["command", "entrypoint", "healthcheck.test"].map((key) => [`services.*.${key}`, "replace"] as const),
  ...["annotations", "build.args", "build.additional_contexts", "build.labels", "deploy.labels", "environment", "labels", "sysctls"].map(
    (key) => [`services.*.${key}`, "variables"] as const,
  ),
  ...["networks", "models"].map((key) => [`services.*.${key}`, "names"] as const),
  ...["build.extra_hosts", "dns", "dns_opt", "dns_search", "env_file", "extra_hosts", "label_file", "tmpfs"].map(
    (key) => [`services.*.${key}`, "items"] as const,
  ),
  ...["configs", "secrets"].map((key) => [`services.*.${key}`, "mounts"] as const),
  ["services.*.depends_on", "dependencies"],
  ["services.*.build", "build"],
  ["services.*.logging", "logging"],
  ...["networks", "volumes", "secrets", "configs"].map((section) => [`${section}.*.labels`, "variables"] as const),
]);

/** The way for a path of keys, in which "*" stands for the name of a service, a network or a volume. */
export function mergeWayOf(path: string): MergeWay | undefined {
  return ways.get(path);
}
