import type { Located, Span } from "../text/index.ts";
import type { Scalar } from "../syntax/template/ast.ts";
import type { FileClass } from "./file-class.ts";
import type { Resolved } from "./value.ts";

/**
 * One place that gives an environment variable: a line of an env file, an entry of a service's `environment`, an ENV instruction, an entry of a workflow's
 * `env`. A value that is only referred to (`${X}`) is bound where it is written, and here it is a template.
 */
export interface EnvBinding {
  readonly name: Located<string>;
  /** The value as written; undefined where the name alone passes the variable through. */
  readonly written: Scalar | undefined;
  /** What it comes to once everything the files give is filled in. */
  readonly value: Resolved;
  /** Name and value. */
  readonly span: Span;
  readonly source: "dotenv" | "compose" | "dockerfile" | "workflow";
  readonly fileClass: FileClass;
  readonly sink: EnvSink;
}

/** What the variable goes to. */
export interface EnvSink {
  /** The services that see it: the one whose `environment` it stands in, or those that load the env file. */
  readonly services: readonly SinkService[];
  /** "test" where it only serves a test job or a service container of CI: its values are no secrets. */
  readonly purpose: "run" | "test";
  /** False where more variables may reach the same sink from places that could not be read. */
  readonly isClosed: boolean;
  /** The other variables that reach the same sink, this one included. */
  readonly siblings: () => readonly EnvBinding[];
  /** Names that a password must not repeat: the project, its services, its databases and their users. */
  readonly names: readonly string[];
}

/** What a rule about variables needs to know of a service. */
export interface SinkService {
  readonly name: string;
  /** What it stores, when its image is a data store's: its own variables configure that store. */
  readonly isStateful: boolean;
}
