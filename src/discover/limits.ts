/** How far a run looks; reaching one is reported. */
export interface Limits {
  /** Bytes of one file. */
  readonly fileSize: number;
  /** Folders below each other. */
  readonly depth: number;
  /** Names listed in all. */
  readonly entries: number;
  /** Files read only because another one refers to them. */
  readonly references: number;
}

export const defaultLimits: Limits = { fileSize: 5_000_000, depth: 64, entries: 1_000_000, references: 10_000 };

/** Bytes of a file that is read only to tell whether it is a key or a dump. */
export const sensitiveLimit = 256_000;
