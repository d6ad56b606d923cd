import { entryOf, isNull } from "../yaml/ask.ts";
import type { YamlEntry, YamlMapping } from "../yaml/ast.ts";
import type { Concurrency, Container, PermissionScope, Permissions, RunDefaults, ServiceContainer } from "./ast.ts";
import { quoted, type Reader } from "./reader.ts";

/** Reads `permissions` (GitHub documentation, "Workflow syntax", `permissions`). */
export function readPermissions(reader: Reader, entry: YamlEntry | undefined): Permissions | undefined {
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const span = value.kind === "scalar" ? value.inner : value.span;
  const common = { level: undefined, scopes: [], keySpan: key.inner, span } as const;
  if (value.kind === "mapping") return { ...common, kind: "scopes", scopes: readScopes(reader, value) };
  const level = value.kind === "scalar" ? /^(read|write)-all$/.exec(value.text)?.[1] : undefined;
  if (level !== undefined) return { ...common, kind: "all", level: level === "write" ? "write" : "read" };
  reader.report(key.span, 'Permissions are "read-all", "write-all" or a mapping of scopes; these are none of them.');
  return { ...common, kind: "unknown" };
}

function readScopes(reader: Reader, mapping: YamlMapping): readonly PermissionScope[] {
  const scopes: PermissionScope[] = [];
  for (const entry of mapping.entries) {
    const { key, value, span } = entry;
    if (value.kind !== "scalar") reader.report(key.span, `The permission ${quoted(entry)} takes read, write or none; it was passed over.`);
    else scopes.push({ name: key.text, nameSpan: key.inner, access: value.text, accessSpan: value.inner, span });
  }
  return scopes;
}

/** Reads `concurrency`: a group's name, or a mapping. */
export function readConcurrency(reader: Reader, entry: YamlEntry | undefined): Concurrency | undefined {
  if (entry === undefined || isNull(entry.value)) return undefined;
  const { key, value } = entry;
  const common = { keySpan: key.inner, span: value.span };
  if (value.kind === "scalar") return { ...common, group: reader.value(value), cancelInProgress: undefined };
  const mapping = reader.mapping(entry);
  return {
    ...common,
    group: reader.text(entryOf(mapping, "group")),
    cancelInProgress: reader.text(entryOf(mapping, "cancel-in-progress")),
  };
}

/** Reads `defaults`. */
export function readDefaults(reader: Reader, entry: YamlEntry | undefined): RunDefaults {
  const run = reader.mapping(entryOf(reader.mapping(entry), "run"));
  return { shell: reader.text(entryOf(run, "shell")), workingDirectory: reader.text(entryOf(run, "working-directory")) };
}

/** Reads `container`: an image's name, or a mapping. */
export function readContainer(reader: Reader, entry: YamlEntry | undefined): Container | undefined {
  if (entry === undefined || isNull(entry.value)) return undefined;
  const { value } = entry;
  if (value.kind === "scalar") return { ...containerIn(reader, undefined), image: reader.value(value), span: value.span };
  const mapping = reader.mapping(entry);
  return mapping === undefined ? undefined : { ...containerIn(reader, mapping), span: mapping.span };
}

/** Reads `services`. */
export function readServices(reader: Reader, entry: YamlEntry | undefined): readonly ServiceContainer[] {
  if (entry?.value.kind === "scalar" && !isNull(entry.value) && reader.value(entry.value).kind === "template") return [];
  const services: ServiceContainer[] = [];
  for (const service of reader.mapping(entry)?.entries ?? []) {
    const container = readContainer(reader, service);
    if (container !== undefined) services.push({ ...container, id: service.key.text, idSpan: service.key.inner, span: service.span });
  }
  return services;
}

function containerIn(reader: Reader, mapping: YamlMapping | undefined): Omit<Container, "span"> {
  const credentialsEntry = entryOf(mapping, "credentials");
  const areComputed = credentialsEntry?.value.kind === "scalar" && reader.value(credentialsEntry.value).kind === "template";
  const credentials = areComputed ? undefined : reader.mapping(credentialsEntry);
  return {
    image: reader.text(entryOf(mapping, "image")),
    username: reader.text(entryOf(credentials, "username")),
    password: reader.text(entryOf(credentials, "password")),
    env: reader.named(entryOf(mapping, "env")),
    ports: reader.texts(entryOf(mapping, "ports")) ?? [],
    volumes: reader.texts(entryOf(mapping, "volumes")) ?? [],
    options: reader.text(entryOf(mapping, "options")),
  };
}
