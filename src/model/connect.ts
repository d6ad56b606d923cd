import type { SourceFile } from "../text/index.ts";
import { connectBindings } from "./environment/bindings.ts";
import { connectCredentials } from "./environment/credential.ts";
import type { Build } from "./compose/service.ts";
import { connectStacks } from "./compose/stack.ts";
import type { Deployment, Document, PathTree } from "./deployment.ts";
import { classifyFiles } from "./classify.ts";
import type { FileClass } from "./file-class.ts";
import type { Image } from "./image/image.ts";
import { connectImages } from "./image/connect.ts";
import { connectNginx } from "./nginx/index.ts";
import { connectWorkflows } from "./workflow/index.ts";

/** What there is to know of a project besides its documents. Paths are relative to the project root. */
export interface Surroundings {
  readonly tree: PathTree;
  /** Undefined where it is not known what git tracks. */
  isTracked(path: string): boolean | undefined;
  /** Whether the ignore files match the path. */
  isIgnored(path: string): boolean;
  /** Whether findings in the file were asked for. */
  isAsked(path: string): boolean;
  /** The class that the configuration gives a file. */
  configuredClass(path: string): FileClass | undefined;
  /** An ISO date. */
  readonly asOf: string;
}

/** Links all documents of a project into one deployment. Never throws on what they hold; what cannot be linked is left open where it is missing. */
export function connect(all: readonly Document[], surroundings: Surroundings): Deployment {
  const documents = {
    dockerfile: all.filter((document) => document.kind === "dockerfile"),
    compose: all.filter((document) => document.kind === "compose"),
    nginx: all.filter((document) => document.kind === "nginx"),
    dotenv: all.filter((document) => document.kind === "dotenv"),
    workflow: all.filter((document) => document.kind === "workflow"),
    action: all.filter((document) => document.kind === "action"),
  };
  const classOf = classifyFiles(all, surroundings.configuredClass);
  const dotenvs = new Map(documents.dotenv.map((document) => [document.file.path, document]));
  const shipped: { by(build: Build): Image | "unknown" } = { by: () => "unknown" };
  const stacks = connectStacks(documents.compose, { classOf, dotenv: (path) => dotenvs.get(path), shipped: (build) => shipped.by(build) });
  const { dockerfile: dockerfiles, workflow: workflows, action: actions } = documents;
  const images = connectImages({ dockerfiles, stacks, workflows, actions, classOf });
  shipped.by = images.madeBy;
  const bindings = connectBindings({ dotenvs: documents.dotenv, stacks, images: images.all, classOf });
  const automation = connectWorkflows(documents.workflow, documents.action);
  const byFile = new Map<SourceFile, Document>(all.map((document) => [document.file, document]));
  return {
    documents,
    stacks,
    images: images.all,
    nginx: connectNginx(documents.nginx),
    workflows: automation.workflows,
    actions: automation.actions,
    bindings,
    credentials: connectCredentials(bindings),
    tree: surroundings.tree,
    root: { path: "", text: "" },
    asOf: surroundings.asOf,
    isTracked: surroundings.isTracked,
    isIgnored: surroundings.isIgnored,
    documentOf: (file) => byFile.get(file),
    classOf,
    isAsked: (file) => surroundings.isAsked(file.path),
  };
}
