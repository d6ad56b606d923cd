import type { SourceFile } from "../text/index.ts";
import type { ComposeDocument } from "../syntax/compose/ast.ts";
import type { DockerfileDocument } from "../syntax/dockerfile/ast.ts";
import type { DockerignoreDocument } from "../syntax/dockerignore/parse.ts";
import type { DependabotDocument } from "../syntax/dependabot/parse.ts";
import type { DotenvDocument } from "../syntax/dotenv/ast.ts";
import type { GitignoreDocument } from "../syntax/gitignore/parse.ts";
import type { ScriptDocument } from "../syntax/script/ast.ts";
import type { ManifestDocument } from "../syntax/manifest/parse.ts";
import type { SensitiveDocument } from "../syntax/sensitive/parse.ts";
import type { NginxDocument } from "../syntax/nginx/ast.ts";
import type { ActionDocument, WorkflowDocument } from "../syntax/workflow/ast.ts";
import type { Stack } from "./compose/stack.ts";
import type { Credential } from "./environment/credential.ts";
import type { EnvBinding } from "./environment/binding.ts";
import type { DeploymentClass } from "./classify.ts";
import type { Image } from "./image/image.ts";
import type { NginxConfig } from "./nginx/index.ts";
import type { Traffic } from "./route/traffic.ts";
import type { Workflow, WorkflowJob } from "./workflow/index.ts";

/** One parsed file of a kind we know. */
export type Document =
  | DockerfileDocument
  | ComposeDocument
  | NginxDocument
  | DotenvDocument
  | WorkflowDocument
  | ActionDocument
  | ScriptDocument
  | DockerignoreDocument
  | GitignoreDocument
  | DependabotDocument
  | ManifestDocument
  | SensitiveDocument;

export type Kind = Document["kind"];

/** What the names in the project tell, without a look into the files. Paths are relative to the project root. */
export interface PathTree {
  has(path: string): boolean;
  isDirectory(path: string): boolean;
  list(folder: string): readonly string[];
}

/** Everything a project deploys with, linked. Readonly, and whole: what could not be linked is recorded where it is missing. */
export interface Deployment {
  readonly documents: { readonly [K in Kind]: readonly Extract<Document, { kind: K }>[] };
  readonly stacks: readonly Stack[];
  readonly images: readonly Image[];
  readonly nginx: readonly NginxConfig[];
  readonly workflows: readonly Workflow[];
  /** The composite actions of the project, each as the steps it is made of. */
  readonly actions: readonly WorkflowJob[];
  readonly bindings: readonly EnvBinding[];
  readonly credentials: readonly Credential[];
  /** How requests come from outside to the services and their data. */
  readonly traffic: Traffic;
  readonly tree: PathTree;
  /** Stands for the project as a whole: an empty text with the path "". */
  readonly root: SourceFile;
  /** Whether git tracks the path; undefined where that is not known. */
  isTracked(path: string): boolean | undefined;
  /** Whether the ignore files match the path. */
  isIgnored(path: string): boolean;
  /** The day that end-of-life dates are compared with, as in "2026-11-20". */
  readonly asOf: string;
  documentOf(file: SourceFile): Document | undefined;
  classOf(file: SourceFile): DeploymentClass;
  /** Whether all of the project was asked for, so that what is nowhere is missing. */
  readonly isWhole: boolean;
  /** Whether the user asked for findings in this file; others are only evidence. */
  isAsked(file: SourceFile): boolean;
}
