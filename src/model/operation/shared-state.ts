import type { Span } from "../../text/index.ts";
import { hasFlag } from "../../syntax/shell/index.ts";
import type { Deployment } from "../deployment.ts";
import type { Mount } from "../compose/mount.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { operationsOf } from "./operation.ts";
import { replicasOf, type Replicas } from "./replicas.ts";

/** What several containers of one service get in each other's way with. */
export type SharedState =
  /** A database server writes to one folder from several containers. */
  | { readonly kind: "store"; readonly at: Span; readonly path: string }
  /** SQLite locks its file for every write. */
  | { readonly kind: "sqlite"; readonly at: Span; readonly path: string }
  /** Files that people upload; `isSpread` where the containers run on several machines, which do not share the folder. */
  | { readonly kind: "files"; readonly at: Span; readonly path: string; readonly isSpread: boolean }
  /** Sessions, limits or a cache that each container keeps for itself, for want of the address of a shared one. */
  | { readonly kind: "memory"; readonly at: Span; readonly variable: string }
  | { readonly kind: "unknown"; readonly at: Span; readonly why: string };

/** A service with several containers. */
export interface ReplicatedService {
  readonly service: Service;
  readonly replicas: Replicas & { readonly at: Span };
  /** Empty where nothing is shared that should not be. */
  readonly shared: readonly SharedState[];
}

/** The services of a stack of which several containers run at once. Those with a number that is filled in at run time are left out. */
export function replicatedServices(stack: Stack, deployment: Deployment): readonly ReplicatedService[] {
  return stack.services.flatMap((service) => {
    const replicas = replicasOf(service);
    if (replicas?.at === undefined || replicas.count < 2) return [];
    const shared = [...ofMounts(service, stack, deployment), ...ofAddress(service), ...ofMemory(service)];
    return [{ service, replicas: { ...replicas, at: replicas.at }, shared }];
  });
}

const uploads = /(?:^|[/_.-])(?:uploads?|media|attachments|user[-_]?files|avatars)(?:$|[/_.-])/i;
const sqliteFile = /\.(?:sqlite3?|db3?)$/i;
const sqliteFolder = /(?:^|[/_.-])sqlite(?:$|[/_.-])/i;

function ofMounts(service: Service, stack: Stack, deployment: Deployment): SharedState[] {
  return service.mounts.flatMap((mount): SharedState[] => {
    const target = mount.target?.value;
    const at = mount.target?.span;
    if (at === undefined || target === undefined || mount.readOnly === true || !isShared(mount)) return [];
    if (target.kind !== "known") return [{ kind: "unknown", at, why: "the folder of a mount is filled in at run time" }];
    const path = target.text.replace(/(?<=.)\/+$/, "");
    if (mount.readOnly === "unknown") return [{ kind: "unknown", at, why: "whether it may write there is filled in at run time" }];
    const { stateful } = service;
    if (stateful !== undefined)
      return stateful.isStock && stateful.role === "database" && stateful.dataFolders.includes(path) && !isPerTask(mount)
        ? [{ kind: "store", at, path }]
        : [];
    if (sqliteFile.test(path) || sqliteFolder.test(path)) return [{ kind: "sqlite", at, path }];
    if (!uploads.test(path) || isOnNetwork(mount, stack)) return [];
    return [{ kind: "files", at, path, isSpread: isSwarm(stack, deployment) }];
  });
}

/** A volume or a folder of the machine; a volume without a name is each container's own. */
function isShared({ type, source }: Mount): boolean {
  return (type === "volume" || type === "bind") && source !== undefined;
}

/** Swarm fills in the number of the task, so that each has a folder of its own. */
function isPerTask({ source }: Mount): boolean {
  return source !== undefined && (source.value.kind !== "known" || source.value.text.includes("{{"));
}

/** Whether a volume says where it is kept: NFS and other drivers serve several machines. */
function isOnNetwork({ source, type }: Mount, stack: Stack): boolean {
  if (type === "bind" || source?.value.kind !== "known") return false;
  const name = source.value.text;
  const volumes = stack.root.entries.find(({ key }) => key.text === "volumes")?.value;
  const own = volumes?.kind === "mapping" ? volumes.entries.find(({ key }) => key.text === name)?.value : undefined;
  return (
    own?.kind === "mapping" && own.entries.some(({ key }) => key.text === "driver_opts" || key.text === "driver" || key.text === "external")
  );
}

/** Whether the stack runs on several machines: a script hands it to Swarm. */
function isSwarm({ file }: Stack, deployment: Deployment): boolean {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return operationsOf(deployment).some(({ commands }) =>
    commands.some(
      ({ effective }) =>
        effective.program === "docker" &&
        effective.words.some(({ text }) => text === "stack") &&
        hasFlag(effective, ["-c", "--compose-file"], ["-c", "--compose-file"]) &&
        effective.words.some(({ text }) => text.endsWith(name)),
    ),
  );
}

const addresses = ["DATABASE_URL", "DB_URL", "SQLALCHEMY_DATABASE_URI", "DATABASE_URI"];

/** The address of a SQLite file that lies on a mount. */
function ofAddress(service: Service): SharedState[] {
  return addresses.flatMap((name): SharedState[] => {
    const setting = service.setting(name);
    const found = setting?.value.kind === "known" ? /^(?:sqlite[\w+]*:(?:\/\/)?|file:)(\/.*)$/i.exec(setting.value.text) : null;
    if (setting === undefined || found === null) return [];
    const path = found[1]!.replace(/^\/+/, "/").replace(/\?.*$/, "");
    const isMounted = service.mounts.some(
      ({ target, type }) =>
        type !== "tmpfs" && target?.value.kind === "known" && path.startsWith(`${target.value.text.replace(/\/+$/, "")}/`),
    );
    const isKnown =
      isMounted && !service.mounts.some(({ target }) => target?.value.kind === "known" && sqliteFolder.test(target.value.text));
    return isKnown ? [{ kind: "sqlite", at: setting.span, path }] : [];
  });
}

const sharedStores = ["REDIS_URL", "CACHE_URL", "SESSION_REDIS_URL", "RATE_LIMIT_REDIS_URL", "RATELIMIT_STORAGE_URL"];

/** An address that is given and empty: the program knows a shared store, and does without. */
function ofMemory(service: Service): SharedState[] {
  return sharedStores.flatMap((variable): SharedState[] => {
    const setting = service.setting(variable);
    const isEmpty = setting?.value.kind === "known" && (setting.value.text === "" || setting.value.text.startsWith("memory://"));
    return setting !== undefined && isEmpty ? [{ kind: "memory", at: setting.span, variable }] : [];
  });
}
