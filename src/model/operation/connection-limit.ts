import type { Span } from "../../text/index.ts";
import { CONNECTION_VARIABLES, DEFAULT_CONNECTIONS, POOL_VARIABLES, POOLERS } from "../../facts/connection-pools.ts";
import { sourceOf } from "../../syntax/template/index.ts";
import type { Deployment } from "../deployment.ts";
import { commandText } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { workersOf } from "./processes.ts";
import { replicasOf } from "./replicas.ts";

/** The connections that one service may open to a database, and what that is worked out from. */
export interface PoolDemand {
  readonly service: Service;
  readonly pool: number;
  readonly overflow: number;
  readonly workers: number;
  readonly replicas: number;
  /** `(pool + overflow) × workers × replicas`; surely no less. */
  readonly connections: number;
  /** Where the pool's size is written. */
  readonly at: Span;
  /** The other places the number comes from. */
  readonly parts: readonly { readonly at: Span; readonly note: string }[];
}

/** A database with the connections it allows and those that pools may ask for. */
export interface ConnectionBudget {
  readonly database: Service;
  readonly demands: readonly PoolDemand[];
  /** Undefined where it is not known. */
  readonly limit: { readonly connections: number; readonly at: Span; readonly isDefault: boolean } | undefined;
  readonly why: string;
}

/** The databases of a stack that services with pools of a known size use. */
export function connectionBudgets(stack: Stack, deployment: Deployment): readonly ConnectionBudget[] {
  const databases = stack.services.filter(({ stateful }) => stateful !== undefined && Object.hasOwn(DEFAULT_CONNECTIONS, stateful.kind));
  if (databases.length === 0 || stack.services.some(isPooler)) return [];
  const demands = stack.services.flatMap((service) => {
    const demand = service.stateful === undefined && !service.isOneShot ? demandOf(service, deployment) : undefined;
    const database = demand === undefined ? undefined : databaseOf(service, databases, stack);
    return demand === undefined || database === undefined ? [] : [{ demand, database }];
  });
  return databases.flatMap((database) => {
    const own = demands.filter((one) => one.database === database).map(({ demand }) => demand);
    return own.length === 0 ? [] : [{ database, demands: own, ...limitOf(database) }];
  });
}

function isPooler({ image, name }: Service): boolean {
  return POOLERS.includes(image?.reference?.name ?? name) || POOLERS.includes(name);
}

function demandOf(service: Service, deployment: Deployment): PoolDemand | undefined {
  const pool = numberOf(service, "pool");
  const replicas = replicasOf(service);
  if (pool === undefined || replicas === undefined || replicas.count === 0) return undefined;
  const overflow = numberOf(service, "overflow");
  const workers = workersOf(service, deployment);
  const parts = [
    overflow === undefined ? undefined : { at: overflow.at, note: `each pool may open ${overflow.value} more` },
    workers.at === undefined ? undefined : { at: workers.at, note: `each of ${workers.count} workers has a pool of its own` },
    replicas.at === undefined || replicas.count === 1
      ? undefined
      : { at: replicas.at, note: `and there are ${replicas.count} of these containers` },
  ].filter((part) => part !== undefined);
  const counts = { pool: pool.value, overflow: overflow?.value ?? 0, workers: workers.count, replicas: replicas.count };
  return { service, ...counts, connections: (counts.pool + counts.overflow) * counts.workers * counts.replicas, at: pool.at, parts };
}

function numberOf(service: Service, means: "pool" | "overflow"): { readonly value: number; readonly at: Span } | undefined {
  const names = POOL_VARIABLES.filter((one) => one.means === means).map(({ name }) => name);
  const own = service.variables.findLast(({ name }) => names.some((pattern) => pattern.test(name.value)));
  const asked = own?.name.value ?? usualNames[means].find((name) => service.setting(name) !== undefined);
  const setting = asked === undefined ? undefined : service.setting(asked);
  if (setting?.value.kind !== "known" || !/^\d{1,5}$/.test(setting.value.text.trim())) return undefined;
  return { value: Number(setting.value.text), at: setting.span };
}

/** Names that are looked for in env files, which are not searched by pattern. */
const usualNames = {
  pool: ["DB_POOL_SIZE", "DATABASE_POOL_SIZE", "SQLALCHEMY_POOL_SIZE", "POSTGRES_POOL_SIZE", "POOL_SIZE", "DB_POOL_MAX"],
  overflow: ["DB_MAX_OVERFLOW", "DATABASE_MAX_OVERFLOW", "SQLALCHEMY_MAX_OVERFLOW", "DB_POOL_MAX_OVERFLOW", "MAX_OVERFLOW"],
};

const addresses = [
  "DATABASE_URL",
  "DB_URL",
  "SQLALCHEMY_DATABASE_URI",
  "SPRING_DATASOURCE_URL",
  "POSTGRES_URL",
  "DB_HOST",
  "DATABASE_HOST",
  "POSTGRES_HOST",
  "PGHOST",
  "MYSQL_HOST",
];

/** The database a service connects to: the one its address names, else the one it waits for; undefined where that is open. */
function databaseOf(service: Service, databases: readonly Service[], stack: Stack): Service | undefined {
  for (const name of addresses) {
    const host = hostGiven(service, name);
    if (host !== undefined) return databases.find((database) => database.name === host);
  }
  const awaited = awaitedBy(service, stack);
  const own = databases.filter((database) => awaited.has(database));
  return own.length === 1 ? own[0] : undefined;
}

/** The host of an address, also where only its user and password are filled in at run time. */
function hostGiven(service: Service, name: string): string | undefined {
  const value = service.setting(name)?.value;
  const written = service.variables.findLast((variable) => variable.name.value === name)?.written;
  const text = value?.kind === "known" ? value.text : written === undefined ? "" : sourceOf(written).replace(/\$\{[^}]*\}|\$\w+/g, "$");
  if (text.includes("://")) return hostIn(text);
  return /^[\w.-]+$/.test(text) ? text : undefined;
}

/** How many services that others wait for are followed from one. */
const MAX_AWAITED = 64;

/** The services that one waits for, and those that these wait for. */
function awaitedBy(service: Service, stack: Stack): ReadonlySet<Service> {
  const found = new Set<Service>();
  const pending = [service];
  for (let next = pending.pop(); next !== undefined && found.size < MAX_AWAITED; next = pending.pop()) {
    for (const { service: name } of next.dependencies) {
      const awaited = stack.service(name.value);
      if (awaited === undefined || found.has(awaited)) continue;
      found.add(awaited);
      pending.push(awaited);
    }
  }
  return found;
}

function hostIn(text: string): string | undefined {
  return /:\/\/(?:[^@/]*@)?([A-Za-z0-9_.-]+)(?=$|[:/?])/.exec(text)?.[1];
}

function limitOf(database: Service): Pick<ConnectionBudget, "limit" | "why"> {
  const store = database.stateful;
  const command = `${commandText(database.entrypoint)} ${commandText(database.command)}`;
  const option = /max[_-]connections[\s=]+"?(\d{1,7})/.exec(command);
  const at = database.command?.span ?? database.entrypoint?.span ?? database.nameSpan;
  if (option !== null) return { limit: { connections: Number(option[1]), at, isDefault: false }, why: "" };
  const variable = CONNECTION_VARIABLES.map((name) => database.setting(name)).find((setting) => setting !== undefined);
  if (variable?.value.kind === "known" && /^\d{1,7}$/.test(variable.value.text))
    return { limit: { connections: Number(variable.value.text), at: variable.span, isDefault: false }, why: "" };
  const isConfigured = database.mounts.some(
    ({ target }) => target?.value.kind !== "known" || /\.(?:conf|cnf)$|\/conf(?:\.d)?\/?$|^\/etc\//.test(target.value.text),
  );
  const why =
    variable !== undefined || command.includes("…")
      ? "its limit is filled in at run time"
      : isConfigured || /config[_-]file/.test(command)
        ? "its limit may stand in a configuration file"
        : database.build !== undefined || store?.isStock !== true
          ? "its image may set a limit of its own"
          : (database.open ?? "");
  if (why !== "") return { limit: undefined, why };
  return {
    limit: { connections: DEFAULT_CONNECTIONS[store?.kind ?? ""]!, at: database.image?.span ?? database.nameSpan, isDefault: true },
    why: "",
  };
}
