import type { DeploymentClass } from "../model/classify.ts";
import type { Deployment } from "../model/deployment.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { Credential } from "../model/environment/credential.ts";
import type { Image } from "../model/image/image.ts";
import type { NginxConfig, NginxServer } from "../model/nginx/index.ts";
import type { Listener } from "../model/route/listener.ts";
import type { Route } from "../model/route/route.ts";
import type { Workflow, WorkflowJob } from "../model/workflow/index.ts";
import type { SourceFile } from "../text/index.ts";
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
  /** One address on which something of the deployment answers. */
  readonly listener: Listener;
  /** One way of requests from outside to what answers them. */
  readonly route: Route;
  /** One workflow, with its jobs linked. */
  readonly pipeline: Workflow;
  /** One job of a workflow, or the steps of a composite action. */
  readonly job: WorkflowJob;
  /** One place that gives an environment variable. */
  readonly binding: EnvBinding;
  /** One secret value, with every place it is written at. */
  readonly credential: Credential;
  readonly deployment: Deployment;
}

/** One thing for a rule to look at, and the file that a crash while looking is reported for. */
export interface ScopedSubject {
  readonly subject: Subjects[keyof Subjects];
  readonly file: SourceFile;
  /** What the subject serves, where it is made of several files, which may also serve something else. */
  readonly fileClass?: DeploymentClass;
}

/** Every subject of a scope, in the order of their files. */
export function subjectsOf(deployment: Deployment, scope: keyof Subjects): readonly ScopedSubject[] {
  switch (scope) {
    case "dockerfile":
    case "compose":
    case "dotenv":
    case "workflow":
    case "action":
      return deployment.documents[scope].map((subject) => ({ subject, file: subject.file }));
    case "stack":
      return deployment.stacks.map((subject) => ({ subject, file: subject.file, fileClass: subject.fileClass }));
    case "image":
      return deployment.images.map((subject) => ({ subject, file: subject.document.file }));
    case "nginx":
      return deployment.nginx.map((subject) => ({ subject, file: subject.file }));
    case "server":
      return deployment.nginx.flatMap((config) => config.servers.map((subject) => ({ subject, file: subject.span.file })));
    case "listener":
      return deployment.traffic.listeners.map((subject) => ({ subject, file: subject.at.file }));
    case "route":
      return deployment.traffic.routes.map((subject) => ({ subject, file: subject.entrance.at.file }));
    case "pipeline":
      return deployment.workflows.map((subject) => ({ subject, file: subject.file }));
    case "job":
      return [...deployment.workflows.flatMap(({ jobs }) => jobs), ...deployment.actions].map((subject) => ({
        subject,
        file: subject.file,
      }));
    case "binding":
      return deployment.bindings.map((subject) => ({ subject, file: subject.span.file }));
    case "credential":
      return deployment.credentials.map((subject) => ({ subject, file: subject.places[0].at.file }));
    case "deployment":
      return [{ subject: deployment, file: deployment.root }];
  }
}
