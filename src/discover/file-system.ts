export type EntryType = "file" | "directory" | "link" | "other";

export interface DirectoryEntry {
  readonly name: string;
  /** Of the entry itself: a symbolic link is a "link", wherever it leads. */
  readonly type: EntryType;
}

/** Where a symbolic link leads. "inside": to `path`, relative to the root, which is of that type. */
export type LinkTarget =
  | { readonly kind: "inside"; readonly path: string; readonly type: EntryType }
  | { readonly kind: "outside" }
  | { readonly kind: "broken" };

/**
 * Why something could not be had. "outside": it lies outside the root, or a link leads there; "behind-link": one of its folders is a
 * symbolic link; "wrong-type": not a file where a file was asked for, or not a directory.
 */
export interface Failure {
  readonly failure: "absent" | "denied" | "too-large" | "outside" | "behind-link" | "wrong-type" | "other";
  /** A fragment such as "may not be read by this user". Holds no absolute path. */
  readonly detail: string;
}

/**
 * What discovery sees of a disk: everything below one root and nothing else. Paths are relative to the root, with "/", "" being the root
 * itself. No function throws, follows a symbolic link to a directory, or says anything about what lies outside the root.
 */
export interface FileSystem {
  /** The entries of a directory, in no order. */
  readDirectory(path: string): readonly DirectoryEntry[] | Failure;
  /** The bytes of a file; "too-large" when there are more than `limit`. A link to a file inside the root is read through. */
  readFile(path: string, limit: number): Uint8Array | Failure;
  /** What stands at `path` itself. */
  typeOf(path: string): EntryType | Failure;
  /** Only for a "link". */
  targetOf(path: string): LinkTarget;
}

export function isFailure(answer: unknown): answer is Failure {
  return typeof answer === "object" && answer !== null && "failure" in answer;
}
