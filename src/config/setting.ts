import type { Span } from "../text/index.ts";

/** A value of the configuration file, whichever language it is written in. Lists and tables are opened when they are asked for. */
export type Setting = SettingTable | SettingList | SettingScalar;

export interface SettingTable {
  readonly kind: "table";
  /** Where it is written; undefined where the language's reader does not say. */
  readonly at: Span | undefined;
  entries(): readonly SettingEntry[];
}

export interface SettingEntry {
  readonly key: string;
  readonly keyAt: Span | undefined;
  readonly value: Setting;
}

export interface SettingList {
  readonly kind: "list";
  readonly at: Span | undefined;
  items(): readonly Setting[];
}

export interface SettingScalar {
  readonly kind: "scalar";
  readonly at: Span | undefined;
  /** Dates are text, as in "2027-01-31". */
  readonly value: string | number | boolean | null;
}

/** What is wrong with the file as a text. */
export interface SettingProblem {
  readonly message: string;
  readonly at?: Span;
}

/** A file read as data, not yet as a configuration. `root` is undefined when it is empty or could not be read. */
export interface Settings {
  readonly root: Setting | undefined;
  readonly problems: readonly SettingProblem[];
}
