import type { SourceFile, Span } from "../../text/index.ts";
import type { ActionDocument, ContextAccess, Job, NamedValues, Step } from "../../syntax/workflow/index.ts";
import { expressionsBelow, expressionsIn, literalText } from "../../syntax/workflow/index.ts";
import { deploymentsOf, type DeployEvidence } from "./deploy-evidence.ts";
import { loginsOf, pushesOf, type ImagePush, type RegistryLogin } from "./image-push.ts";
import { WorkflowStep } from "./step.ts";
import { testsOf, type TestEvidence } from "./test-evidence.ts";
import type { Workflow, WorkflowProject } from "./workflow.ts";

type JobSource =
  | { readonly kind: "job"; readonly syntax: Job; readonly workflow: Workflow }
  /** The steps of a composite action; of any other action there are none. */
  | { readonly kind: "action"; readonly document: ActionDocument; readonly project: () => WorkflowProject };

/** A secret, and where a job names it first. */
export interface SecretUse {
  readonly name: string;
  readonly at: Span;
}

/** Local actions that are followed from one job. */
const MAX_ACTIONS = 100;

/** A job of a workflow, or the steps of a composite action, which run inside of the jobs that use it. */
export class WorkflowJob {
  readonly steps: readonly WorkflowStep[];
  private everyStep: readonly WorkflowStep[] | undefined;
  private evidence: readonly DeployEvidence[] | undefined;
  private tested: readonly TestEvidence[] | undefined;
  private pushed: readonly ImagePush[] | undefined;
  private loggedIn: readonly RegistryLogin[] | undefined;
  private byId: ReadonlyMap<string, WorkflowStep> | undefined;
  private named: readonly SecretUse[] | undefined;

  constructor(private readonly source: JobSource) {
    const steps: readonly Step[] = source.kind === "job" ? source.syntax.steps : (source.document.runs?.steps ?? []);
    this.steps = steps.map((step) => new WorkflowStep(step, this));
  }

  /** As written in the workflow; undefined for an action. */
  get syntax(): Job | undefined {
    return this.source.kind === "job" ? this.source.syntax : undefined;
  }

  get workflow(): Workflow | undefined {
    return this.source.kind === "job" ? this.source.workflow : undefined;
  }

  get action(): ActionDocument | undefined {
    return this.source.kind === "action" ? this.source.document : undefined;
  }

  get project(): WorkflowProject {
    return this.source.kind === "job" ? this.source.workflow.project : this.source.project();
  }

  get file(): SourceFile {
    return this.source.kind === "job" ? this.source.workflow.file : this.source.document.file;
  }

  /** The job's id; for an action the path of its file. */
  get id(): string {
    return this.source.kind === "job" ? this.source.syntax.id : this.source.document.file.path;
  }

  /** The key that names the job; undefined for an action. */
  get idSpan(): Span | undefined {
    return this.syntax?.idSpan;
  }

  /** One of its own steps by its id, which is compared without case; the first where several have it. */
  step(id: string): WorkflowStep | undefined {
    this.byId ??= new Map(this.steps.map((step) => [literalText(step.syntax.id)?.toLowerCase() ?? "", step] as const).reverse());
    return id === "" ? undefined : this.byId.get(id.toLowerCase());
  }

  /** The literal words of id and name, in lower case: "build-and-deploy" is build, and, deploy. */
  get words(): readonly string[] {
    const name = this.syntax?.name?.kind === "literal" ? this.syntax.name.text : "";
    return wordsOf(`${this.syntax?.id ?? ""} ${name}`);
  }

  /** The jobs it needs, those that the workflow has. */
  get needs(): readonly WorkflowJob[] {
    return (this.syntax?.needs ?? []).flatMap((need) => (need.kind === "literal" ? (this.workflow?.job(need.text) ?? []) : []));
  }

  /** Every job that must have run before this one, each once. */
  get ancestors(): readonly WorkflowJob[] {
    const found = new Set<WorkflowJob>();
    const pending = [...this.needs];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === this || found.has(next)) continue;
      found.add(next);
      pending.push(...next.needs);
    }
    return [...found];
  }

  /** The reusable workflow it runs: one of the project, or "unknown"; undefined for a job with steps of its own. */
  get called(): Workflow | "unknown" | undefined {
    const uses = this.syntax?.uses;
    if (uses === undefined) return undefined;
    return (uses.kind === "local" ? this.project.workflowAt(this.file, uses.path.value) : undefined) ?? "unknown";
  }

  /** Its steps and, behind each step that uses an action of the project, those of the action. */
  get allSteps(): readonly WorkflowStep[] {
    return (this.everyStep ??= this.expand(new Set([this])));
  }

  /** An action that is used again is not looked into again. */
  private expand(seen: Set<WorkflowJob>): readonly WorkflowStep[] {
    return this.steps.flatMap((step) => {
      const action = step.localAction;
      if (action === undefined || seen.has(action)) return [step];
      seen.add(action);
      return [step, ...(seen.size > MAX_ACTIONS ? [] : action.expand(seen))];
    });
  }

  /** What makes it a deploy job, the most telling first; empty for others. */
  get deployments(): readonly DeployEvidence[] {
    return (this.evidence ??= deploymentsOf(this));
  }

  /** What makes it a test job; empty for others. */
  get tests(): readonly TestEvidence[] {
    return (this.tested ??= testsOf(this));
  }

  /** The images it pushes, in the order of its steps. */
  get pushes(): readonly ImagePush[] {
    return (this.pushed ??= pushesOf(this));
  }

  /** Where it logs in to registries, in the order of its steps. */
  get logins(): readonly RegistryLogin[] {
    return (this.loggedIn ??= loginsOf(this));
  }

  /** The layers of `env` around a step, the one that wins first. */
  environments(step: WorkflowStep | undefined): readonly NamedValues[] {
    return [step?.syntax.env, this.syntax?.env, this.workflow?.document.env].filter((env) => env !== undefined);
  }

  /** The secrets its own text names, `GITHUB_TOKEN` left out, each where it is named first. */
  get secrets(): readonly SecretUse[] {
    return (this.named ??= this.readSecrets());
  }

  private readSecrets(): readonly SecretUse[] {
    const found = new Map<string, Span>();
    const { document } = this.workflow ?? { document: undefined };
    const within = this.syntax?.span;
    for (const template of document?.templates ?? []) {
      if (within === undefined || template.span.start < within.start || template.span.end > within.end) continue;
      for (const { expression } of expressionsIn(template)) {
        if (expression === undefined) continue;
        for (const part of expressionsBelow(expression)) {
          const name = part.kind === "context" ? secretNamed(part) : undefined;
          if (name !== undefined && !found.has(name)) found.set(name, part.span);
        }
      }
    }
    return [...found].map(([name, at]) => ({ name, at }));
  }

  /** Whether it runs on a machine of the user's own, which keeps what earlier runs left: a login, a cluster, containers. */
  get isSelfHosted(): boolean {
    const runsOn = this.syntax?.runsOn;
    if (runsOn === undefined) return false;
    return runsOn.group !== undefined || runsOn.labels.some((label) => label.kind === "literal" && /^self-hosted$/i.test(label.text));
  }

  /** Whether its runner is a Windows machine as far as its labels tell. */
  get isOnWindows(): boolean {
    const labels = this.syntax?.runsOn?.labels ?? [];
    return labels.some((label) => label.kind === "literal" && /^windows/i.test(label.text));
  }
}

/** The words of an identifier or a title, in lower case. */
export function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, 512)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function secretNamed(access: ContextAccess): string | undefined {
  const [step] = access.steps;
  if (access.context !== "secrets" || step?.kind !== "property") return undefined;
  return /^github_token$/i.test(step.name) ? undefined : step.name;
}
