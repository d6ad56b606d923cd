import type { SourceFile } from "../text/index.ts";
import { classifyFiles } from "./classify.ts";
import type { linkContainers } from "./containers.ts";
import type { Deployment, Document, PathTree } from "./deployment.ts";
import type { connectBindings } from "./environment/bindings.ts";
import type { connectCredentials } from "./environment/credential.ts";
import type { FileClass } from "./file-class.ts";
import type { workflowBuildsOf } from "./image/workflow-builds.ts";
import type { composeStarts } from "./invocation/compose-start.ts";
import type { connectNginx } from "./nginx/index.ts";
import type { Assumptions, connectTraffic } from "./route/connect.ts";
import { noTraffic } from "./route/no-traffic.ts";
import type { Traffic } from "./route/traffic.ts";
import type { connectWorkflows } from "./workflow/index.ts";

/** What there is to know of a project besides its documents. Paths are relative to the project root. */
export interface Surroundings {
  readonly tree: PathTree;
  /** Undefined where it is not known what git tracks. */
  isTracked(path: string): boolean | undefined;
  /** Whether the ignore files match the path. */
  isIgnored(path: string): boolean;
  /** Whether findings in the file were asked for. */
  isAsked(path: string): boolean;
  /** Whether all of the project was asked for; it was if this is left out. */
  readonly isWhole?: boolean;
  /** The class that the configuration gives a file. */
  configuredClass(path: string): FileClass | undefined;
  /** An ISO date. */
  readonly asOf: string;
  /** What the configuration takes for granted; nothing where it is left out. */
  readonly assume?: Assumptions;
}

/** What links the documents of some kinds. Each is a chunk of its own, loaded with their parsers; a part that no document needs is left out. */
export interface Linkers {
  readonly containers?: typeof linkContainers;
  readonly nginx?: typeof connectNginx;
  readonly traffic?: typeof connectTraffic;
  readonly workflows?: typeof connectWorkflows;
  readonly workflowBuilds?: typeof workflowBuildsOf;
  readonly composeStarts?: typeof composeStarts;
  readonly environment?: { readonly bindings: typeof connectBindings; readonly credentials: typeof connectCredentials };
}

/** Links all documents of a project into one deployment. Never throws on what they hold; what cannot be linked is left open where it is missing. */
export function connect(all: readonly Document[], surroundings: Surroundings, linkers: Linkers): Deployment {
  const documents = {
    dockerfile: all.filter((document) => document.kind === "dockerfile"),
    compose: all.filter((document) => document.kind === "compose"),
    nginx: all.filter((document) => document.kind === "nginx"),
    dotenv: all.filter((document) => document.kind === "dotenv"),
    workflow: all.filter((document) => document.kind === "workflow"),
    action: all.filter((document) => document.kind === "action"),
    script: all.filter((document) => document.kind === "script"),
    dockerignore: all.filter((document) => document.kind === "dockerignore"),
    gitignore: all.filter((document) => document.kind === "gitignore"),
    dependabot: all.filter((document) => document.kind === "dependabot"),
    manifest: all.filter((document) => document.kind === "manifest"),
    sensitive: all.filter((document) => document.kind === "sensitive"),
  };
  const ownClassOf = classifyFiles(all, surroundings.configuredClass);
  const containers = linkers.containers?.(
    documents,
    ownClassOf,
    linkers.workflowBuilds?.(documents.workflow) ?? [],
    linkers.composeStarts?.(documents.script, documents.workflow) ?? [],
  );
  const { stacks, images, classOf } = containers ?? { stacks: [], images: [], classOf: ownClassOf };
  const automation = linkers.workflows?.(documents.workflow, documents.action);
  const containerBindings = linkers.environment?.bindings({ dotenvs: documents.dotenv, stacks, images, classOf }) ?? [];
  const bindings = [...containerBindings, ...(automation?.bindings(classOf) ?? [])];
  const byFile = new Map<SourceFile, Document>(all.map((document) => [document.file, document]));
  let traffic: Traffic | undefined;
  const deployment: Deployment = {
    documents,
    stacks,
    images,
    nginx: linkers.nginx?.(documents.nginx) ?? [],
    workflows: automation?.workflows ?? [],
    actions: automation?.actions ?? [],
    bindings,
    credentials: linkers.environment?.credentials(bindings) ?? [],
    get traffic() {
      return (traffic ??= linkers.traffic?.(deployment, surroundings.assume ?? { tlsTerminatedUpstream: false }) ?? noTraffic);
    },
    tree: surroundings.tree,
    isWhole: surroundings.isWhole ?? true,
    root: { path: "", text: "" },
    asOf: surroundings.asOf,
    isTracked: surroundings.isTracked,
    isIgnored: surroundings.isIgnored,
    documentOf: (file) => byFile.get(file),
    classOf,
    isAsked: (file) => surroundings.isAsked(file.path),
  };
  return deployment;
}
