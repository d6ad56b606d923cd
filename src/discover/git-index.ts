/** The paths git tracks, or why that cannot be known. */
export type GitIndex = { readonly paths: ReadonlySet<string> } | { readonly reason: string };

/** SHA-1 and SHA-256 repositories; the file itself does not say which it belongs to. */
const HASH_SIZES = [20, 32];
const HEADER_SIZE = 12;
/** Times, device, inode, mode, owner and size in front of the object name. */
const STAT_SIZE = 40;
const MODE_OFFSET = 24;
const PATH_LIMIT = 4096;
/** Prefix compression lets a small file name a lot. */
const TOTAL_LIMIT = 64 * 1024 * 1024;

/**
 * Reads the bytes of `.git/index`, versions 2, 3 and 4 (git's Documentation, gitformat-index). Every length is checked against
 * the file; a damaged or split index gives a reason instead of part of the truth.
 */
export function readGitIndex(bytes: Uint8Array): GitIndex {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_SIZE || view.getUint32(0) !== 0x44495243) return { reason: "it is not a git index" };
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return { reason: `it has version ${version}, which is not known` };
  let reason = "it is damaged";
  for (const hashSize of HASH_SIZES) {
    const entries = readEntries(bytes, view, hashSize);
    if (entries === undefined) continue;
    const trouble = extensionTrouble(bytes, view, entries.end, hashSize);
    // Only in a split index has an entry no name: it stands for one of the other file.
    if (trouble === undefined && !entries.paths.has("")) return { paths: entries.paths };
    if (trouble !== undefined && trouble !== "damaged") reason = trouble;
  }
  return { reason };
}

interface Entries {
  readonly paths: ReadonlySet<string>;
  /** The offset behind the last entry. */
  readonly end: number;
}

function readEntries(bytes: Uint8Array, view: DataView, hashSize: number): Entries | undefined {
  const version = view.getUint32(4);
  const count = view.getUint32(8);
  const limit = bytes.length - hashSize;
  const decoder = new TextDecoder();
  const paths = new Set<string>();
  let at = HEADER_SIZE;
  let previous = new Uint8Array(0);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const flagsAt = at + STAT_SIZE + hashSize;
    if (flagsAt + 2 > limit || !isEntryMode(view.getUint32(at + MODE_OFFSET))) return undefined;
    const flags = view.getUint16(flagsAt);
    const nameAt = flagsAt + (version >= 3 && (flags & 0x4000) !== 0 ? 4 : 2);
    const name = version === 4 ? readCompressedName(bytes, nameAt, limit, previous) : readName(bytes, nameAt, limit);
    if (name === undefined || name.path.length > PATH_LIMIT) return undefined;
    if ((flags & 0xfff) !== Math.min(name.path.length, 0xfff)) return undefined;
    total += name.path.length;
    if (total > TOTAL_LIMIT) return undefined;
    paths.add(decoder.decode(name.path));
    previous = name.path;
    // Up to version 3 an entry is filled with one to eight NUL bytes to a multiple of eight.
    at = version === 4 ? name.end + 1 : at + (((name.end - at + 8) >> 3) << 3);
    if (at > limit) return undefined;
  }
  return { paths, end: at };
}

/** A file, a symbolic link, a submodule, or a directory of a sparse index. */
function isEntryMode(mode: number): boolean {
  return [0x8000, 0xa000, 0xe000, 0x4000].includes(mode & 0xf000);
}

interface Name {
  readonly path: Uint8Array<ArrayBuffer>;
  /** The offset of the NUL behind it. */
  readonly end: number;
}

function readName(bytes: Uint8Array, start: number, limit: number): Name | undefined {
  const end = bytes.indexOf(0, start);
  return end === -1 || end >= limit ? undefined : { path: bytes.slice(start, end), end };
}

/** Version 4: how many bytes of the previous path to take away, as a variable-width number, and what to add. */
function readCompressedName(bytes: Uint8Array, start: number, limit: number, previous: Uint8Array): Name | undefined {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let removed = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    if (at >= limit || removed > PATH_LIMIT) return undefined;
    byte = bytes[at++]!;
    removed = (removed + 1) * 128 + (byte & 0x7f);
  }
  const added = readName(bytes, at, limit);
  const kept = previous.length - removed;
  if (added === undefined || kept < 0 || kept + added.path.length > PATH_LIMIT) return undefined;
  const path = new Uint8Array(kept + added.path.length);
  path.set(previous.subarray(0, kept));
  path.set(added.path, kept);
  return { path, end: added.end };
}

/** Extensions fill the file up to its checksum. One whose name begins with a lower-case letter changes what the entries mean. */
function extensionTrouble(bytes: Uint8Array, view: DataView, start: number, hashSize: number): string | undefined {
  const limit = bytes.length - hashSize;
  let at = start;
  while (at < limit) {
    if (at + 8 > limit) return "damaged";
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (name === "link") return "it is split over two files";
    if (name === "sdir") return "it is sparse";
    if (!/^[A-Z]/.test(name)) return "it needs an extension that is not known";
    at += 8 + view.getUint32(at + 4);
  }
  return at === limit ? undefined : "damaged";
}
