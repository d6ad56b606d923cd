import type { FileEdit } from "../file-edit.ts";

/** A defect that one rule must find, and how it comes into a project that has none. */
export interface Mutation {
  readonly rule: `${string}/${string}`;
  readonly title: string;
  readonly edit: FileEdit;
  /** Rules that may speak up too, and be right: the edit brings that defect along. */
  readonly along?: RegExp;
}
