import { STORE_SCHEMES, STORE_WORDS } from "../../facts/stores.ts";
import type { Located, Span } from "../../text/index.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { StatefulImage } from "../image-facts.ts";
import { decodePiece, parseConnectionUrl } from "../secret/index.ts";
import { scalarOf, type Known } from "../value.ts";
import type { EnvBinding, ServiceEnvironment } from "./binding.ts";

/** Where and as whom a service connects to a store, by its own settings: a connection URL, or variables such as `DB_HOST` and `DB_USER`. */
export interface Connection {
  readonly service: Service;
  readonly stack: Stack;
  /** The variable that names the host. */
  readonly variable: Located<string>;
  /** As in STORE_SCHEMES; "database" where only that much is told. */
  readonly store: string;
  readonly host: Located<string>;
  /** Undefined where none is given or it is filled in at run time. */
  readonly user: Located<string> | undefined;
  readonly password: Located<string> | undefined;
  readonly database: Located<string> | undefined;
}

/** The connections of one environment, in the order of its variables; those whose host is filled in at run time are left out. */
export function connectionsOf(environment: ServiceEnvironment): Connection[] {
  const { service, stack } = environment;
  const names = new Set(environment.all.map(({ name }) => name.value));
  return [...names].flatMap((name) => {
    const binding = environment.find(name)!;
    const { value, written, span } = binding;
    const context = { service, stack, variable: binding.name };
    // A default stands only until somebody gives another value.
    const scalar = value.kind === "known" && !value.fromDefault ? scalarOf(value, span) : written;
    const connection = scalar === undefined ? undefined : byUrl(scalar, context);
    return connection ?? byHost(binding, environment, context) ?? [];
  });
}

type Context = Pick<Connection, "service" | "stack" | "variable">;

/** The connection that a URL describes; undefined where the text is no URL of a store. */
export function byUrl(scalar: Scalar, context: Context): Connection | undefined {
  const url = parseConnectionUrl(scalar);
  const store = url === undefined ? undefined : STORE_SCHEMES[url.scheme.replace(/^jdbc:/, "").replace(/\+.*$/, "")];
  const host = url === undefined ? undefined : located(url.host);
  if (url === undefined || store === undefined || host === undefined || url.hosts.length > 1) return undefined;
  const number = store === "redis" || store === "rabbitmq";
  return {
    ...context,
    store,
    host,
    user: located(url.user),
    password: located(url.password),
    database: number ? undefined : located(url.path),
  };
}

function located(piece: Scalar | undefined): Located<string> | undefined {
  return piece?.kind === "literal" && piece.text !== "" ? { value: decodePiece(piece), span: piece.span } : undefined;
}

const HOST_NAME = /^(?:(\w+?)_?)?(?:HOST|HOSTNAME)$/;

function byHost({ name, value, span }: EnvBinding, environment: ServiceEnvironment, context: Context): Connection | undefined {
  const stem = HOST_NAME.exec(name.value)?.[1];
  const store = stem
    ?.split("_")
    .map((word) => STORE_WORDS[word])
    .find((one) => one !== undefined);
  if (stem === undefined || store === undefined || value.kind !== "known" || value.fromDefault || value.text.includes("/"))
    return undefined;
  const text = value.text.replace(/:\d+$/, "");
  const given = (...endings: readonly string[]): Located<string> | undefined =>
    endings
      .map((ending) => environment.find(`${stem}${stem === "PG" ? "" : "_"}${ending}`))
      .map((one) => textOf(one))
      .find((one) => one !== undefined);
  return {
    ...context,
    store,
    host: { value: text, span: placeOf(value, span) },
    user: given("USER", "USERNAME"),
    password: given("PASSWORD", "PASS"),
    database: store === "redis" ? undefined : given("NAME", "DATABASE", "DB", "DBNAME"),
  };
}

function textOf(binding: EnvBinding | undefined): Located<string> | undefined {
  if (binding?.value.kind !== "known" || binding.value.fromDefault || binding.value.text === "") return undefined;
  return { value: binding.value.text, span: placeOf(binding.value, binding.span) };
}

function placeOf({ origins }: Known, whole: Span): Span {
  return origins.length === 1 ? origins[0]!.span : whole;
}

/** Whether the store that a service runs is of the kind that a connection is for. */
export function isStoreOf(store: string, stateful: StatefulImage | undefined): boolean {
  if (stateful === undefined) return false;
  if (store === "database") return stateful.role === "database";
  return stateful.kind === store || stateful.protocol === PROTOCOLS[store];
}

const PROTOCOLS: Readonly<Record<string, string>> = { postgres: "postgresql", mysql: "mysql", mongo: "mongodb", redis: "redis" };

/** The names that reach a service from another one of its stack. */
export function namesOfService(service: Service): string[] {
  const own = [service.value("container_name"), service.value("hostname")].flatMap((value) => (value.kind === "known" ? [value.text] : []));
  const networks = service.at("networks");
  const aliases =
    networks?.kind === "mapping"
      ? networks.entries.flatMap(({ key }) =>
          service.texts("networks", key.text, "aliases").flatMap((value) => (value.kind === "known" ? [value.text] : [])),
        )
      : [];
  return [service.name, ...own, ...aliases];
}
