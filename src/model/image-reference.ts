/** A half-open range `[start, end)` of UTF-16 offsets into the reference's own text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The name of a container image, taken apart and with Docker's defaults filled in. */
export interface ImageReference {
  readonly kind: "reference";
  /** What was parsed, unchanged. */
  readonly text: string;
  /** The host that serves the image, with its port: "docker.io" where none is written. */
  readonly registry: string;
  /** The path at that host: "library/redis" where `redis` is written. */
  readonly repository: string;
  /** The last element of the path: "redis". */
  readonly name: string;
  /** As written; absent where none is, which runs as "latest" unless there is a digest. */
  readonly tag?: string;
  readonly digest?: string;
  /** Where each part stands in `text`, as far as it is written. */
  readonly at: {
    readonly registry?: TextRange;
    readonly repository: TextRange;
    readonly name: TextRange;
    readonly tag?: TextRange;
    readonly digest?: TextRange;
  };
}

/** A text that no registry client would take for an image. `at` is the part that breaks the grammar. */
export interface InvalidImageReference {
  readonly kind: "invalid";
  readonly text: string;
  readonly reason: string;
  readonly at: TextRange;
}

/** What a tag says of the release: `3.11-slim-bookworm` is version "3.11", variants "slim" and "bookworm". */
export interface TagReading {
  /** Digits and dots only, without a leading "v". Absent where the tag does not begin with a version. */
  readonly version?: string;
  /** The other words of the tag, lower case, in order. A mark of a preliminary release ("rc1") is the first of them. */
  readonly variants: readonly string[];
}

const maximumNameLength = 255;
const maximumTextLength = 1024;
const pathElement = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
// Wider than the grammar by the underscore: people write it, and what they mean is clear.
const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*$/;
const hostAddress = /^\[[0-9A-Fa-f:]+\]$/;
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * Reads `text` as `[registry[:port]/]path[:tag][@digest]`, by the grammar and the normalization of the distribution project
 * (github.com/distribution/reference: reference.go, normalize.go). `text` is the value itself, without blanks, quotes, variables or a
 * `docker://` in front; anything else comes back as "invalid" with the reason. Never throws; linear in the length of `text`.
 */
export function parseImageReference(text: string): ImageReference | InvalidImageReference {
  const invalid = (reason: string, start = 0, end = text.length): InvalidImageReference => ({
    kind: "invalid",
    text,
    reason,
    at: { start, end },
  });
  if (text === "") return invalid("the image name is empty");
  if (text.length > maximumTextLength) return invalid("the image name is too long");
  const digestSign = text.indexOf("@");
  const digest = digestSign < 0 ? undefined : text.slice(digestSign + 1);
  if (digest !== undefined) {
    const reason = digestFault(digest);
    if (reason !== undefined) return invalid(reason, digestSign + 1);
  }
  const beforeDigest = digestSign < 0 ? text.length : digestSign;
  const tagSign = text.slice(0, beforeDigest).lastIndexOf(":");
  const tagged = tagSign > text.slice(0, beforeDigest).lastIndexOf("/") && tagSign >= 0;
  const tag = tagged ? text.slice(tagSign + 1, beforeDigest) : undefined;
  if (tag !== undefined && !tagForm.test(tag))
    return invalid("the tag is not 1 to 128 letters, digits, dots, dashes or underscores", tagSign + 1, beforeDigest);
  const nameEnd = tagged ? tagSign : beforeDigest;
  const host = splitHost(text.slice(0, nameEnd));
  const hostReason = hostFault(host.registry);
  if (hostReason !== undefined) return invalid(hostReason, 0, host.start - 1);
  const pathReason = pathFault(host.path);
  if (pathReason !== undefined) return invalid(pathReason, host.start, nameEnd);
  const registry = normalRegistry(host.registry);
  const name = host.path.slice(host.path.lastIndexOf("/") + 1);
  const repository = registry === "docker.io" && !host.path.includes("/") ? `library/${host.path}` : host.path;
  if (registry.length + 1 + repository.length > maximumNameLength)
    return invalid("the image name is longer than 255 characters", 0, nameEnd);
  return {
    kind: "reference",
    text,
    registry,
    repository,
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    at: {
      ...(host.registry === undefined ? {} : { registry: { start: 0, end: host.registry.length } }),
      repository: { start: host.start, end: nameEnd },
      name: { start: nameEnd - name.length, end: nameEnd },
      ...(tag === undefined ? {} : { tag: { start: tagSign + 1, end: beforeDigest } }),
      ...(digest === undefined ? {} : { digest: { start: digestSign + 1, end: text.length } }),
    },
  };
}

function digestFault(digest: string): string | undefined {
  if (!digestForm.test(digest)) return "the digest is not an algorithm, a colon and at least 32 hexadecimal digits";
  const colon = digest.indexOf(":");
  const expected = digestLengths[digest.slice(0, colon)];
  const hex = digest.slice(colon + 1);
  if (expected !== undefined && hex.length !== expected) return `the digest has ${hex.length} hexadecimal digits instead of ${expected}`;
  return expected !== undefined && hex !== hex.toLowerCase() ? "the digest has capital letters" : undefined;
}

interface SplitName {
  readonly registry: string | undefined;
  readonly path: string;
  readonly start: number;
}

/** The first element is a host only if it could not be a path element: it holds a dot, a colon or a capital, or is "localhost". */
function splitHost(name: string): SplitName {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = slash > 0 && (/[.:[]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  return isHost ? { registry: first, path: name.slice(slash + 1), start: slash + 1 } : { registry: undefined, path: name, start: 0 };
}

function hostFault(registry: string | undefined): string | undefined {
  if (registry === undefined) return undefined;
  const port = /:[0-9]+$/.exec(registry)?.[0] ?? "";
  const host = registry.slice(0, registry.length - port.length);
  return hostName.test(host) || hostAddress.test(host) ? undefined : "the registry is not a host name with an optional port";
}

function pathFault(path: string): string | undefined {
  if (path === "") return "the image name is missing";
  if (/[A-Z]/.test(path)) return "the image name must be lower case";
  if (/^[0-9a-f]{64}$/.test(path)) return "64 hexadecimal digits are an image id, not a name";
  return path.split("/").every((element) => pathElement.test(element))
    ? undefined
    : "an element of the image name is not lower-case letters and digits joined by single dots, one or two underscores, or dashes";
}

/** Docker Hub answers under several host names. */
function normalRegistry(registry: string | undefined): string {
  const hubNames = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];
  return registry === undefined || hubNames.includes(registry) ? "docker.io" : registry;
}

/** Registry, path, tag and digest in full, as in "docker.io/library/redis:latest". Two references are the same image if these are equal. */
export function canonicalText(reference: ImageReference): string {
  const tag = reference.tag ?? (reference.digest === undefined ? "latest" : undefined);
  const name = `${reference.registry}/${reference.repository}`;
  return name + (tag === undefined ? "" : `:${tag}`) + (reference.digest === undefined ? "" : `@${reference.digest}`);
}

/** The name people use, without tag and digest: "redis", "grafana/grafana", "ghcr.io/acme/api". Mirrors and per-architecture names are kept. */
export function familiarName(reference: ImageReference): string {
  if (reference.registry !== "docker.io") return `${reference.registry}/${reference.repository}`;
  return reference.repository.startsWith("library/") ? reference.repository.slice("library/".length) : reference.repository;
}

/** Whether the reference can only ever mean one image: it holds a digest. */
export function isPinned(reference: ImageReference): boolean {
  return reference.digest !== undefined;
}

/** Whether a tag names a release, however roughly: "3.11-slim" and "8" do, "slim", "bookworm" and "latest" do not. */
export function hasVersion(tag: string): boolean {
  return readTag(tag).version !== undefined;
}

const movingWords = [
  "latest",
  "stable",
  "edge",
  "test",
  "testing",
  "nightly",
  "dev",
  "develop",
  "beta",
  "canary",
  "lts",
  "main",
  "master",
  "current",
  "mainline",
  "rolling",
  "unstable",
  "next",
  "snapshot",
];

/** Whether a tag follows a line of releases by its very name: "latest", "lts-slim", "nightly". A tag with a version does not. */
export function isMovingTag(tag: string): boolean {
  const { version, variants } = readTag(tag);
  return version === undefined && variants.some((variant) => movingWords.includes(variant));
}

const leadingVersion = /^v?([0-9]+(?:\.[0-9]+)*)(?:[u_+][0-9][0-9a-z.]*)?((?:a|b|rc|alpha|beta|pre|dev|m)\.?[0-9]*)?$/;
const releaseDate = /^release\.([0-9]{4})-([0-9]{2})-([0-9]{2})t/;

/**
 * Takes a tag apart. A version is read only where the tag begins with one ("v2.11", "8u342-jdk", "21.0.1_12-jre", "RELEASE.2024-01-16T16-07-38Z" as
 * "2024.01.16"), so that a commit's hash such as "5c3dda6b" is none. A single number of eight digits or more is a date or a build, and is no version either.
 */
export function readTag(tag: string): TagReading {
  const lower = tag.toLowerCase();
  const date = releaseDate.exec(lower);
  if (date !== null) return { version: `${date[1]}.${date[2]}.${date[3]}`, variants: [] };
  const [first = "", ...rest] = lower.split("-").filter((word) => word !== "");
  const match = leadingVersion.exec(first);
  const version = match?.[1];
  if (match === null || version === undefined || /^[0-9]{8,}$/.test(version)) return { variants: [first, ...rest] };
  return { version, variants: match[2] === undefined || match[2] === "" ? rest : [match[2], ...rest] };
}

/**
 * Compares two versions number by number: negative, zero or positive. `floating` says what follows where `left` is the shorter one: a tag such as "8"
 * moves along, so it counts as the newest 8 there is.
 */
export function compareVersions(left: string, right: string, floating = false): number {
  const a = left.split(".");
  const b = right.split(".");
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (floating && i >= a.length) return 1;
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
