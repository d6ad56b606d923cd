import { adminInterfaces, type AdminInterfaceRow } from "../facts/images/admin-interfaces.ts";
import {
  baseImages,
  officialImageMirrors,
  trackedPrograms,
  windowsVariants,
  type BaseImageRow,
  type TagCondition,
} from "../facts/images/base-images.ts";
import { imageRoles, type ImageRole } from "../facts/images/roles.ts";
import { databasePorts, statefulImages, type DataFolder, type StatefulRow } from "../facts/images/stateful.ts";
import { compareVersions, familiarName, readTag, type ImageReference, type TagReading } from "./image-reference.ts";

export type { AuthFacts, VariableSetting, VariableValue } from "../facts/images/stateful.ts";
export type { AdminInterfaceRow } from "../facts/images/admin-interfaces.ts";
export type { ImageRole } from "../facts/images/roles.ts";

/** What is known of an image by its name. A field that is undefined is not known. */
export interface BaseImageFacts {
  readonly user: string | undefined;
  /** Only where `user` is "root". */
  readonly privileges: "dropped-by-master" | "dropped-by-entrypoint" | undefined;
  readonly programs: readonly string[];
  readonly maybe: readonly string[];
  readonly lacks: readonly string[];
  /** Every tracked program that is neither in `programs` nor in `maybe` is missing. Ask `hasProgram`. */
  readonly complete: boolean;
  readonly shell: boolean | undefined;
  readonly healthcheck: boolean | undefined;
  readonly ports: readonly number[] | undefined;
  readonly toolchain: string | undefined;
  /** Folders that must be writable; any one of an inner list will do. */
  readonly writes: readonly (readonly string[])[] | undefined;
  readonly source: string;
}

/** The row of the stateful table that fits an image, with what depends on its version worked out. */
export interface StatefulImage extends Omit<StatefulRow, "data" | "names" | "namespaces" | "stock" | "versionWord"> {
  /**
   * Whether the publisher is one the row was written from. Of an image by anybody else (`acme/postgres`) the name gives the kind away, but not how it was
   * set up: its version, folders and default of authentication are not known then.
   */
  readonly isStock: boolean;
  /** The version of the store as far as the tag tells it: "16" for `postgres:16-alpine`. */
  readonly version: string | undefined;
  /** A volume at any one of these keeps the data; the old and the new place where the version is unknown. Empty: not known. */
  readonly dataFolders: readonly string[];
  /** Folders that surely do not keep it, for this version. Empty: none known. */
  readonly wrongDataFolders: readonly string[];
  /** Variables that move the data elsewhere; with one of them set, the folders above do not count. */
  readonly dataVariables: readonly string[];
}

/**
 * What the tables know of an image that a Dockerfile starts from or a service runs; undefined where they know nothing, and for Windows images. Where the
 * tag is not known (a digest alone) only what holds for every tag of the name is given. "scratch" is no image: do not ask.
 */
export function baseImageFacts(reference: ImageReference): BaseImageFacts | undefined {
  if (reference.tag === undefined && reference.digest !== undefined) return baseImageFactsOfAnyTag(reference);
  const reading = readTag(reference.tag ?? "latest");
  if (reading.variants.some((variant) => windowsVariants.some((word) => isWord(variant, word)))) return undefined;
  const row = rowsOf(reference).find((row) => holds(row.tag, reading));
  return row === undefined ? undefined : factsOf([row]);
}

/** What holds for every tag of an image's name: for references whose tag is filled in later. The tag of `reference` is not looked at. */
export function baseImageFactsOfAnyTag(reference: ImageReference): BaseImageFacts | undefined {
  const rows = rowsOf(reference);
  return rows.length === 0 ? undefined : factsOf(rows);
}

function rowsOf(reference: ImageReference): readonly BaseImageRow[] {
  const name = mirroredName(reference);
  return baseImages.filter((row) => fits(row.names, name) && !fits(row.except ?? [], name));
}

/** The familiar name, with the mirrors of the official images under the names they mirror. */
export function mirroredName(reference: ImageReference): string {
  const full = `${reference.registry}/${reference.repository}`;
  const mirror = officialImageMirrors.find((prefix) => full.startsWith(prefix) && !full.slice(prefix.length).includes("/"));
  return mirror === undefined ? familiarName(reference) : full.slice(mirror.length);
}

/** Whether one of `patterns` is `name`, or ends in "*" and begins it. */
export function fits(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}

function holds(condition: TagCondition | undefined, { version, variants }: TagReading): boolean {
  if (condition === undefined) return true;
  const found = (word: string): boolean => variants.some((variant) => isWord(variant, word));
  if (condition.versioned === true && version === undefined) return false;
  if (condition.has !== undefined && !condition.has.every(found)) return false;
  if (condition.any !== undefined && !condition.any.some(found)) return false;
  return inRange(condition, version);
}

/** A tag without a version is the newest there is. */
function inRange(range: { readonly from?: string; readonly before?: string }, version: string | undefined): boolean {
  if (version === undefined) return range.before === undefined;
  const reached = (bound: string): boolean => compareVersions(version, bound, true) >= 0;
  return (range.from === undefined || reached(range.from)) && (range.before === undefined || !reached(range.before));
}

/** "alpine" is found in "alpine" and "alpine3.19", not in "alpinist". */
function isWord(variant: string, word: string): boolean {
  return variant.startsWith(word) && /^[0-9.]*$/.test(variant.slice(word.length));
}

function factsOf(rows: readonly BaseImageRow[]): BaseImageFacts {
  const agreed = <K extends keyof BaseImageRow>(key: K): BaseImageRow[K] | undefined => {
    const first = JSON.stringify(rows[0]?.[key]);
    return rows.every((row) => JSON.stringify(row[key]) === first) ? rows[0]?.[key] : undefined;
  };
  const inAll = (key: "programs" | "lacks"): readonly string[] =>
    (rows[0]?.[key] ?? []).filter((name) => rows.every((row) => row[key]?.includes(name)));
  return {
    user: agreed("user"),
    privileges: agreed("privileges"),
    programs: inAll("programs"),
    maybe: agreed("maybe") ?? [],
    lacks: inAll("lacks"),
    complete: rows.length === 1 && rows[0]?.complete === true,
    shell: agreed("shell"),
    healthcheck: agreed("healthcheck"),
    ports: agreed("ports"),
    toolchain: agreed("toolchain"),
    writes: agreed("writes"),
    source: rows[0]?.source ?? "",
  };
}

/** Whether an image holds `program` (a name without a path) when nothing is installed on top; "unknown" for what the tables do not follow. */
export function hasProgram(facts: BaseImageFacts, program: string): "yes" | "no" | "unknown" {
  if (facts.programs.includes(program)) return "yes";
  if (facts.lacks.includes(program)) return "no";
  if ((program === "sh" || program === "ash" || program === "dash") && facts.shell === false) return "no";
  return facts.complete && !facts.maybe.includes(program) && trackedPrograms.includes(program) ? "no" : "unknown";
}

/** The data store an image is, by the last elements of its name in any registry and namespace; undefined for everything else (an exporter, a backup, a client). */
export function statefulImage(reference: ImageReference): StatefulImage | undefined {
  const namespace = reference.repository.slice(0, Math.max(reference.repository.lastIndexOf("/"), 0));
  const found = statefulImages.find(
    (row) => endsWith(row.names, reference) && (row.namespaces === undefined || row.namespaces.includes(namespace)),
  );
  if (found === undefined) return undefined;
  const { names: _names, namespaces, stock = [], data, versionWord, ...row } = found;
  const name = mirroredName(reference);
  const isStock = namespaces !== undefined || !name.includes("/") || fits(stock, name);
  const version = isStock ? storeVersion(reference, versionWord) : undefined;
  const held = version === undefined ? data : data.filter((folder) => inRange(folder, version));
  return {
    ...row,
    auth: isStock ? row.auth : { ...row.auth, default: "unknown" },
    isStock,
    version,
    dataFolders: isStock ? unique(held.map((folder) => folder.path)) : [],
    wrongDataFolders: isStock ? wrongFolders(held, version) : [],
    dataVariables: unique(held.flatMap((folder) => folder.variable ?? [])),
  };
}

function storeVersion(reference: ImageReference, word: string | undefined): string | undefined {
  if (reference.tag === undefined) return undefined;
  const { version, variants } = readTag(reference.tag);
  if (word === undefined) return version;
  const variant = variants.find((variant) => variant !== word && isWord(variant, word));
  return variant?.slice(word.length);
}

function wrongFolders(folders: readonly DataFolder[], version: string | undefined): readonly string[] {
  const depends = folders.some((folder) => folder.from !== undefined || folder.before !== undefined);
  if (depends && version === undefined) return [];
  return unique(folders.flatMap((folder) => folder.wrong ?? [])).filter((path) => folders.every((folder) => folder.path !== path));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The label of the store that listens on `port` by default, for images built from the project's own Dockerfile; undefined where a port gives nothing away. */
export function databaseAtPort(port: number): string | undefined {
  return databasePorts[port];
}

/** The administrators' console an image serves, with its ports inside the container; undefined when it serves none. */
export function adminInterface(reference: ImageReference): AdminInterfaceRow | undefined {
  const words = readTag(reference.tag ?? "latest").variants;
  return adminInterfaces.find(
    (row) =>
      (row.exact === true ? row.names.includes(mirroredName(reference)) : endsWith(row.names, reference)) &&
      (row.tagWords === undefined || row.tagWords.some((word) => words.some((variant) => isWord(variant, word)))),
  );
}

/** All that an image is for, by its name; empty for most. */
export function rolesOf(reference: ImageReference): readonly ImageRole[] {
  return [...new Set(imageRoles.filter((row) => endsWith(row.names, reference)).map((row) => row.role))];
}

/** Whether an image is a web server or proxy that people put between the internet and their services. */
export function isEdgeProxy(reference: ImageReference): boolean {
  return rolesOf(reference).includes("edge-proxy");
}

/** Whether an image stands between other containers and the Docker socket and filters what they may ask of it. */
export function isSocketProxy(reference: ImageReference): boolean {
  return rolesOf(reference).includes("socket-proxy");
}

/** Whether an image watches the host, for which it needs to see more of it than others. */
export function isMonitoringAgent(reference: ImageReference): boolean {
  return rolesOf(reference).includes("monitoring-agent");
}

/** Whether an image exists to copy a store's data elsewhere. */
export function isBackup(reference: ImageReference): boolean {
  return rolesOf(reference).includes("backup");
}

/** Whether the path of a reference is one of `names`, or ends in "/" and one of them. */
function endsWith(names: readonly string[], reference: ImageReference): boolean {
  return names.some((name) => reference.repository === name || reference.repository.endsWith(`/${name}`));
}
