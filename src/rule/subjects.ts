import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding } from "../model/env-binding.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { Credential } from "../model/credential.ts";
import type { Image } from "../model/image/image.ts";
import type { NginxConfig, NginxServer } from "../model/nginx/index.ts";
import type { ComposeDocument } from "../syntax/compose/ast.ts";
import type { DockerfileDocument } from "../syntax/dockerfile/ast.ts";
import type { DotenvDocument } from "../syntax/dotenv/ast.ts";
import type { ActionDocument, WorkflowDocument } from "../syntax/workflow/ast.ts";

/** What a rule can look at, by the scope it declares: one document of a kind, or a noun of the model. */
export interface Subjects {
  readonly dockerfile: DockerfileDocument;
  readonly compose: ComposeDocument;
  readonly dotenv: DotenvDocument;
  readonly workflow: WorkflowDocument;
  readonly action: ActionDocument;
  /** The services that run together. */
  readonly stack: Stack;
  /** What one Dockerfile ships: one for each of its stages that something builds. */
  readonly image: Image;
  /** One nginx configuration with what it includes. */
  readonly nginx: NginxConfig;
  /** One `server` block of it. */
  readonly server: NginxServer;
  /** One place that gives an environment variable. */
  readonly binding: EnvBinding;
  /** One secret value, with every place it is written at. */
  readonly credential: Credential;
  readonly deployment: Deployment;
}
