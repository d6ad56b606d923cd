import { commandText } from "../model/compose/command.ts";
import type { Mount } from "../model/compose/mount.ts";
import type { Service } from "../model/compose/service.ts";
import type { Span } from "../text/index.ts";

/** Where a service's store keeps its data. */
export type DataPlace =
  | { readonly kind: "kept"; readonly at: Span }
  /** A volume is mounted where people take the data to be, and it is not. */
  | { readonly kind: "elsewhere"; readonly at: Span; readonly path: string; readonly label: string; readonly folders: readonly string[] }
  | { readonly kind: "lost"; readonly at: Span; readonly folders: readonly string[]; readonly isInMemory: boolean }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string };

/** As often run as agents or for development, without data of their own, as they are run as servers. */
const rebuilt = new Set(["consul", "vault"]);

/** Whether the data of a service outlives its container; undefined for services that have none, or where its folder is not known. */
export function dataPlaceOf(service: Service): DataPlace | undefined {
  const store = service.stateful;
  if (store === undefined || rebuilt.has(store.kind) || !(store.durable || isPersistent(service))) return undefined;
  const at = service.nameSpan;
  const moved = store.dataVariables.map((name) => service.setting(name)?.value).find((value) => value !== undefined);
  if (moved !== undefined && moved.kind !== "known") return { kind: "unknown", at, why: "its folder is filled in at run time" };
  const folders = moved === undefined ? store.dataFolders : [moved.text];
  if (folders.length === 0) return undefined;
  const kept = service.mounts.find((mount) => folders.includes(pathOf(mount) ?? ""));
  if (kept !== undefined && isLasting(kept)) return { kind: "kept", at: kept.span };
  const above = service.mounts.find(
    (mount) =>
      isLasting(mount) && !store.wrongDataFolders.includes(pathOf(mount) ?? "") && folders.some((folder) => isAbove(mount, folder)),
  );
  // Images that declare the folder itself as a volume get an anonymous one there, inside of what is mounted above it.
  if (above !== undefined)
    return moved === undefined
      ? { kind: "unknown", at: above.span, why: "its image may put a volume of its own below this one" }
      : { kind: "kept", at: above.span };
  if (service.mounts.some(({ target }) => target?.value.kind !== "known"))
    return { kind: "unknown", at, why: "a folder of a mount is filled in at run time" };
  if (service.open !== undefined || service.entry("volumes_from") !== undefined)
    return { kind: "unknown", at, why: service.open ?? "it takes over the volumes of another container" };
  const wrong =
    moved === undefined
      ? service.mounts.find((mount) => isLasting(mount) && store.wrongDataFolders.includes(pathOf(mount) ?? ""))
      : undefined;
  const path = wrong === undefined ? undefined : pathOf(wrong);
  if (wrong?.target !== undefined && path !== undefined)
    return { kind: "elsewhere", at: wrong.target.span, path, label: labelOf(store), folders };
  return { kind: "lost", at: kept?.type === "tmpfs" ? kept.span : at, folders, isInMemory: kept?.type === "tmpfs" };
}

function labelOf({ label, version }: { readonly label: string; readonly version: string | undefined }): string {
  return version === undefined ? label : `${label} ${version}`;
}

/** Whether a cache was told to keep what it holds. */
function isPersistent({ command }: Service): boolean {
  return /--appendonly\s+"?yes\b|--save\s+"?[1-9]/.test(commandText(command));
}

function isLasting({ type, source }: Mount): boolean {
  return type !== "tmpfs" && source !== undefined;
}

function pathOf({ target }: Mount): string | undefined {
  return target?.value.kind === "known" ? target.value.text.replace(/(?<=.)\/+$/, "") : undefined;
}

function isAbove(mount: Mount, folder: string): boolean {
  const path = pathOf(mount);
  return path !== undefined && folder.startsWith(path === "/" ? "/" : `${path}/`);
}
