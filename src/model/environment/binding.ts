import type { Located, Span } from "../../text/index.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import type { Image } from "../image/image.ts";
import type { Resolved } from "../value.ts";

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
  readonly fileClass: DeploymentClass;
  readonly sink: EnvSink;
}

/** Where a variable goes. */
export type EnvSink =
  /** An env file, with the services that load it and the stacks that fill in their `${…}` from it. */
  | {
      readonly kind: "env-file";
      readonly services: readonly Service[];
      readonly stacks: readonly Stack[];
      readonly siblings: Siblings;
      /** What each of the services that load the file gets in the end. */
      readonly environments: readonly ServiceEnvironment[];
    }
  | { readonly kind: "service"; readonly service: Service; readonly stack: Stack; readonly siblings: ServiceEnvironment }
  | { readonly kind: "image"; readonly image: Image; readonly siblings: Siblings }
  /** A job or step of a workflow, or all of one; "deploy" where a deployment may use it. */
  | { readonly kind: "workflow"; readonly purpose: "deploy" | "other"; readonly siblings: Siblings };

/** The variables that reach the same process, as far as the project tells. */
export interface Siblings {
  /** The last binding of a name that takes effect; undefined where none is known. */
  find(name: string): EnvBinding | undefined;
  readonly all: readonly EnvBinding[];
  /** False where more may come from places that could not be read. */
  readonly isClosed: boolean;
}

/** The environment of a service's container: of its image, of its env files and of its own entries, the later winning over the earlier. */
export interface ServiceEnvironment extends Siblings {
  readonly service: Service;
  readonly stack: Stack;
}
