import type { SourceFile } from "../../text/index.ts";
import type { NamedValue } from "../../syntax/workflow/index.ts";
import type { DeploymentClass } from "../classify.ts";
import type { EnvBinding, EnvSink } from "../environment/binding.ts";
import { resolve } from "../value.ts";
import type { WorkflowJob } from "./job.ts";
import { locatedScalar } from "./located.ts";
import type { Workflow } from "./workflow.ts";

/**
 * The variables that workflows give to what they deploy: `env` of deploy jobs and their steps, and of workflows that have such a job. What tests are given, in
 * jobs that test, in steps that test and in service containers, never reaches a deployment and is left out.
 */
export function bindWorkflows(workflows: readonly Workflow[], classOf: (file: SourceFile) => DeploymentClass): EnvBinding[] {
  return workflows.flatMap((workflow) => {
    const jobs = workflow.jobs.filter(isDeploying);
    if (jobs.length === 0) return [];
    const fileClass = classOf(workflow.file);
    const shared = bindLayer(workflow.document.env.entries, fileClass, () => []);
    return [...shared, ...jobs.flatMap((job) => bindJob(job, fileClass, shared))];
  });
}

function isDeploying({ deployments, words }: WorkflowJob): boolean {
  return (
    deployments.some(({ kind }) => kind === "target" || kind === "push" || kind === "environment") ||
    (deployments.length > 0 && words.includes("deploy"))
  );
}

function bindJob(job: WorkflowJob, fileClass: DeploymentClass, shared: readonly EnvBinding[]): EnvBinding[] {
  if (job.tests.some(({ step }) => step === undefined)) return [];
  const testing = new Set(job.tests.map(({ step }) => step));
  const own = testing.size > 0 ? [] : bindLayer(job.syntax?.env.entries ?? [], fileClass, () => shared);
  const steps = job.steps.filter((step) => !testing.has(step));
  return [...own, ...steps.flatMap(({ syntax }) => bindLayer(syntax.env.entries, fileClass, () => [...shared, ...own]))];
}

/** The entries of one `env`; `outer` are those around it, which they override. */
function bindLayer(entries: readonly NamedValue[], fileClass: DeploymentClass, outer: () => readonly EnvBinding[]): EnvBinding[] {
  const own: EnvBinding[] = [];
  const all = (): readonly EnvBinding[] => [...outer(), ...own];
  const siblings: EnvSink["siblings"] = {
    get all() {
      return all();
    },
    isClosed: false,
    find: (name) => all().findLast((binding) => binding.name.value === name),
  };
  const sink: EnvSink = { kind: "workflow", purpose: "deploy", siblings };
  for (const { name, nameSpan, value, span } of entries) {
    const written = locatedScalar(value);
    own.push({ name: { value: name, span: nameSpan }, written, value: resolve(written, NOTHING), span, fileClass, sink });
  }
  return own;
}

const NOTHING = (): { kind: "unknown"; why: string } => ({ kind: "unknown", why: "GitHub fills it in" });
