import type { SourceFile } from "../../text/index.ts";
import type { ActionDocument, Trigger, WorkflowDocument } from "../../syntax/workflow/index.ts";
import type { DeploymentClass } from "../classify.ts";
import type { EnvBinding } from "../environment/binding.ts";
import { projectPath } from "../project-path.ts";
import { bindWorkflows } from "./bindings.ts";
import { WorkflowJob } from "./job.ts";

/** One workflow file, with its jobs linked to one another and to the local actions and workflows they use. */
export interface Workflow {
  readonly document: WorkflowDocument;
  readonly file: SourceFile;
  readonly jobs: readonly WorkflowJob[];
  readonly project: WorkflowProject;
  /** Events that start it, "workflow_call" included. */
  readonly triggers: readonly Trigger[];
  trigger(event: string): Trigger | undefined;
  /** By its id, compared without case as GitHub does. */
  job(id: string): WorkflowJob | undefined;
  /** The jobs of other workflows of the project that run this one. */
  readonly callers: readonly WorkflowJob[];
  /** Whether nothing but another workflow starts it. */
  readonly isOnlyCalled: boolean;
}

/** All workflows and actions of a project. */
export interface WorkflowProject {
  readonly workflows: readonly Workflow[];
  /** The steps of each composite action, as a job that has no settings of its own. */
  readonly actions: readonly WorkflowJob[];
  /** The composite action that `./path` in a file means; undefined when the project holds none there. */
  actionAt(file: SourceFile, path: string): WorkflowJob | undefined;
  workflowAt(file: SourceFile, path: string): Workflow | undefined;
  /** The variables given to what the workflows deploy. */
  bindings(classOf: (file: SourceFile) => DeploymentClass): EnvBinding[];
  /** The steps and jobs that use a composite action or a workflow. */
  callersOf(file: SourceFile): readonly Caller[];
}

/** A place that runs an action or a workflow of the project, and what it hands on. */
export interface Caller {
  readonly job: WorkflowJob;
  /** The step; undefined when all of the job is the workflow. */
  readonly step: WorkflowJob["steps"][number] | undefined;
}

/** Links workflows and actions. `./path` is read from the folder that holds `.github`, the checked-out repository. */
export function connectWorkflows(documents: readonly WorkflowDocument[], actionDocuments: readonly ActionDocument[]): WorkflowProject {
  const workflows: Workflow[] = [];
  const actions = actionDocuments.map((document) => new WorkflowJob({ kind: "action", document, project: () => project }));
  const workflowsByPath = new Map<string, Workflow>();
  const actionsByPath = new Map(actions.map((action) => [action.file.path, action]));
  const project: WorkflowProject = {
    workflows,
    actions,
    actionAt: (file, path) => {
      const folder = projectPath(repositoryOf(file), path);
      if (folder === undefined) return undefined;
      const prefix = folder === "" ? "" : `${folder}/`;
      return actionsByPath.get(`${prefix}action.yml`) ?? actionsByPath.get(`${prefix}action.yaml`);
    },
    workflowAt: (file, path) => workflowsByPath.get(projectPath(repositoryOf(file), path) ?? ""),
    callersOf: (file) => callers().get(file) ?? [],
    bindings: (classOf) => bindWorkflows(workflows, classOf),
  };
  let known: ReadonlyMap<SourceFile, readonly Caller[]> | undefined;
  const callers = (): ReadonlyMap<SourceFile, readonly Caller[]> => (known ??= findCallers(project));
  for (const document of documents) {
    const workflow = linkWorkflow(document, project);
    workflows.push(workflow);
    workflowsByPath.set(document.file.path, workflow);
  }
  return project;
}

function linkWorkflow(document: WorkflowDocument, project: WorkflowProject): Workflow {
  const jobs: WorkflowJob[] = [];
  const byId = new Map<string, WorkflowJob>();
  const workflow: Workflow = {
    document,
    file: document.file,
    jobs,
    project,
    triggers: document.triggers,
    trigger: (event) => document.triggers.find((trigger) => trigger.event === event),
    job: (id) => byId.get(id.toLowerCase()),
    get callers() {
      return project.callersOf(document.file).map(({ job }) => job);
    },
    isOnlyCalled: document.triggers.length > 0 && document.triggers.every(({ event }) => event === "workflow_call"),
  };
  for (const syntax of document.jobs) {
    const job = new WorkflowJob({ kind: "job", syntax, workflow });
    jobs.push(job);
    byId.set(job.id.toLowerCase(), job);
  }
  return workflow;
}

function findCallers(project: WorkflowProject): ReadonlyMap<SourceFile, readonly Caller[]> {
  const found = new Map<SourceFile, Caller[]>();
  const add = (file: SourceFile | undefined, caller: Caller): void => {
    if (file === undefined) return;
    const callers = found.get(file) ?? [];
    callers.push(caller);
    found.set(file, callers);
  };
  for (const job of [...project.workflows.flatMap(({ jobs }) => jobs), ...project.actions]) {
    if (job.called !== undefined && job.called !== "unknown") add(job.called.file, { job, step: undefined });
    for (const step of job.steps) add(step.localAction?.file, { job, step });
  }
  return found;
}

/** The folder that holds `.github`; the project root for files elsewhere. */
function repositoryOf({ path }: SourceFile): string {
  const at = path.startsWith(".github/") ? 0 : path.indexOf("/.github/");
  return at <= 0 ? "" : path.slice(0, at);
}
