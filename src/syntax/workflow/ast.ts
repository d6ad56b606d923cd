import type { Located, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import type { YamlMapping, YamlNode } from "../yaml/ast.ts";
import type { Expression } from "./expression-ast.ts";
import type { NamedValues, Permissions, Concurrency, RunDefaults, Container, ServiceContainer } from "./settings-ast.ts";
import type { WorkflowScalar, WorkflowTemplate } from "./value-ast.ts";

export type * from "./expression-ast.ts";
export type * from "./settings-ast.ts";
export type * from "./value-ast.ts";

/** A file of `.github/workflows`. */
export interface WorkflowDocument extends BaseDocument {
  readonly kind: "workflow";
  /** The whole file; an empty mapping when it holds none. */
  readonly root: YamlMapping;
  readonly name: WorkflowScalar | undefined;
  readonly runName: WorkflowScalar | undefined;
  readonly triggers: readonly Trigger[];
  /** The key `on`. */
  readonly triggersKey: Span | undefined;
  readonly permissions: Permissions | undefined;
  readonly env: NamedValues;
  readonly defaults: RunDefaults;
  readonly concurrency: Concurrency | undefined;
  readonly jobs: readonly Job[];
  /** The key `jobs`. */
  readonly jobsKey: Span | undefined;
  /** Every value of the file that holds `${{ … }}`, those no other property shows included; conditions without braces are not among them. */
  readonly templates: readonly WorkflowTemplate[];
}

/** An `action.yml`. */
export interface ActionDocument extends BaseDocument {
  readonly kind: "action";
  readonly root: YamlMapping;
  readonly name: WorkflowScalar | undefined;
  readonly description: WorkflowScalar | undefined;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly runs: ActionRuns | undefined;
  readonly templates: readonly WorkflowTemplate[];
}

/** An `if`. */
export interface Condition {
  readonly value: WorkflowScalar;
  /**
   * "bare": all of it is an expression. "wrapped": all of it is one `${{ … }}`. "mixed": there is text beside the braces, be it only a line
   * break at the end, so that it comes to a text, and any text but an empty one is true.
   */
  readonly form: "bare" | "wrapped" | "mixed";
  /** undefined for a mixed one and when it cannot be read. */
  readonly expression: Expression | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

/** One event of `on`. Filters are undefined when they are not given, which is not the same as empty. */
export interface Trigger {
  /** As in "pull_request_target". */
  readonly event: string;
  /** The event's name. */
  readonly nameSpan: Span;
  /** Name and settings. */
  readonly span: Span;
  readonly settings: YamlMapping | undefined;
  readonly types: readonly WorkflowScalar[] | undefined;
  readonly branches: readonly WorkflowScalar[] | undefined;
  readonly branchesIgnore: readonly WorkflowScalar[] | undefined;
  readonly tags: readonly WorkflowScalar[] | undefined;
  readonly tagsIgnore: readonly WorkflowScalar[] | undefined;
  readonly paths: readonly WorkflowScalar[] | undefined;
  readonly pathsIgnore: readonly WorkflowScalar[] | undefined;
  /** Of `workflow_run`. */
  readonly workflows: readonly WorkflowScalar[] | undefined;
  /** Of `schedule`. */
  readonly crons: readonly WorkflowScalar[];
  /** Of `workflow_dispatch` and `workflow_call`. */
  readonly inputs: readonly Input[];
  /** Of `workflow_call`. */
  readonly secrets: readonly Input[];
  /** Of `workflow_call`. */
  readonly outputs: readonly Output[];
}

/** An input of an action, a workflow or a manual run, or a secret that a reusable workflow takes. */
export interface Input {
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: WorkflowScalar | undefined;
  readonly required: WorkflowScalar | undefined;
  readonly default: WorkflowScalar | undefined;
  /** Of a choice. */
  readonly options: readonly WorkflowScalar[];
  readonly span: Span;
}

export interface Output {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: WorkflowScalar | undefined;
  readonly span: Span;
}

export interface Job {
  readonly id: string;
  readonly idSpan: Span;
  /** Id and settings. */
  readonly span: Span;
  readonly node: YamlMapping;
  readonly name: WorkflowScalar | undefined;
  readonly needs: readonly WorkflowScalar[];
  readonly if: Condition | undefined;
  readonly runsOn: RunsOn | undefined;
  readonly environment: JobEnvironment | undefined;
  readonly permissions: Permissions | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly defaults: RunDefaults;
  readonly env: NamedValues;
  readonly outputs: NamedValues;
  readonly matrix: Matrix | undefined;
  readonly container: Container | undefined;
  readonly services: readonly ServiceContainer[];
  readonly continueOnError: WorkflowScalar | undefined;
  readonly timeoutMinutes: WorkflowScalar | undefined;
  readonly steps: readonly Step[];
  /** A reusable workflow that the job is; it then has no steps. */
  readonly uses: Uses | undefined;
  readonly with: NamedValues;
  readonly secrets: NamedValues;
  /** The value of `secrets: inherit`. */
  readonly inheritsSecrets: Span | undefined;
}

export interface RunsOn {
  readonly labels: readonly WorkflowScalar[];
  readonly group: WorkflowScalar | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

export interface JobEnvironment {
  readonly name: WorkflowScalar | undefined;
  readonly url: WorkflowScalar | undefined;
  readonly keySpan: Span;
  readonly span: Span;
}

export interface Matrix {
  readonly axes: readonly MatrixAxis[];
  readonly include: readonly NamedValues[];
  readonly exclude: readonly NamedValues[];
  /** False where an expression gives the matrix, an axis or what is included: there may be more than is written. */
  readonly isComplete: boolean;
  readonly span: Span;
}

export interface MatrixAxis {
  readonly name: string;
  readonly nameSpan: Span;
  /** The values that are text; an axis may also hold mappings and lists. */
  readonly values: readonly WorkflowScalar[];
  readonly node: YamlNode;
}

export interface Step {
  /** Its place among the steps, from 0. */
  readonly index: number;
  readonly id: WorkflowScalar | undefined;
  readonly name: WorkflowScalar | undefined;
  readonly if: Condition | undefined;
  readonly uses: Uses | undefined;
  readonly with: NamedValues;
  /** The script; `scriptOf` makes of it what a shell parser takes. */
  readonly run: WorkflowScalar | undefined;
  readonly shell: WorkflowScalar | undefined;
  readonly workingDirectory: WorkflowScalar | undefined;
  readonly env: NamedValues;
  readonly continueOnError: WorkflowScalar | undefined;
  readonly timeoutMinutes: WorkflowScalar | undefined;
  readonly span: Span;
  readonly node: YamlMapping;
}

/** What a step or a job runs: `owner/repo/path@ref`, `./path` or `docker://image`; "unknown" when it is none of these. */
export type Uses = RepositoryUses | LocalUses | DockerUses | UnknownUses;

interface UsesBase {
  readonly value: WorkflowScalar;
  readonly keySpan: Span;
  /** The value without quotes. */
  readonly span: Span;
}

export interface RepositoryUses extends UsesBase {
  readonly kind: "repository";
  readonly owner: Located<string>;
  readonly repository: Located<string>;
  /** What stands behind the second slash. */
  readonly path: Located<string> | undefined;
  /** What stands behind the "@". */
  readonly ref: Located<string> | undefined;
}

export interface LocalUses extends UsesBase {
  readonly kind: "local";
  /** With its "./". */
  readonly path: Located<string>;
}

export interface DockerUses extends UsesBase {
  readonly kind: "docker";
  readonly image: Located<string>;
}

export interface UnknownUses extends UsesBase {
  readonly kind: "unknown";
}

/** `runs` of an action. */
export interface ActionRuns {
  readonly kind: "composite" | "docker" | "javascript" | "unknown";
  readonly using: WorkflowScalar | undefined;
  /** Of a composite action. */
  readonly steps: readonly Step[];
  /** Of a docker action: "Dockerfile" or `docker://image`. */
  readonly image: WorkflowScalar | undefined;
  readonly args: readonly WorkflowScalar[];
  readonly env: NamedValues;
  /** The scripts of a javascript action, or the entrypoints of a docker action: pre, main, post. */
  readonly scripts: readonly WorkflowScalar[];
  readonly span: Span;
}
