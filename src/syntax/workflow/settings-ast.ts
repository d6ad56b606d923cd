import type { Span } from "../../text/index.ts";
import type { WorkflowScalar } from "./value-ast.ts";

/** What maps names to values: `env`, `with`, `secrets`, `outputs`. Always there; without the key it is empty. */
export interface NamedValues {
  readonly entries: readonly NamedValue[];
  /** The key, as in `env`. */
  readonly keySpan: Span | undefined;
  /** Set when one expression stands for all of it, so that its names are unknown. */
  readonly expression: WorkflowScalar | undefined;
}

export interface NamedValue {
  readonly name: string;
  readonly nameSpan: Span;
  /** An empty literal when there is nothing behind the colon. */
  readonly value: WorkflowScalar;
  /** Name and value. */
  readonly span: Span;
}

/** "all": `read-all` or `write-all`. "scopes": a mapping, `{}` included, which gives nothing. "unknown": anything else. */
export interface Permissions {
  readonly kind: "all" | "scopes" | "unknown";
  /** Of "all". */
  readonly level: "read" | "write" | undefined;
  /** Of "scopes"; those that are not named are none. */
  readonly scopes: readonly PermissionScope[];
  readonly keySpan: Span;
  /** The value. */
  readonly span: Span;
}

export interface PermissionScope {
  /** As in "id-token". */
  readonly name: string;
  readonly nameSpan: Span;
  /** "read", "write" or "none" as written; other texts are kept too. */
  readonly access: string;
  readonly accessSpan: Span;
  readonly span: Span;
}

export interface Concurrency {
  readonly group: WorkflowScalar | undefined;
  readonly cancelInProgress: WorkflowScalar | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

/** `defaults.run`. */
export interface RunDefaults {
  readonly shell: WorkflowScalar | undefined;
  readonly workingDirectory: WorkflowScalar | undefined;
}

export interface Container {
  readonly image: WorkflowScalar | undefined;
  readonly username: WorkflowScalar | undefined;
  readonly password: WorkflowScalar | undefined;
  readonly env: NamedValues;
  readonly ports: readonly WorkflowScalar[];
  readonly volumes: readonly WorkflowScalar[];
  readonly options: WorkflowScalar | undefined;
  readonly span: Span;
}

export interface ServiceContainer extends Container {
  readonly id: string;
  readonly idSpan: Span;
}
