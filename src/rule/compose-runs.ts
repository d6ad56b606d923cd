import type { Deployment } from "../model/deployment.ts";
import type { Stack } from "../model/compose/stack.ts";
import type { ComposeInvocation } from "../model/invocation/compose-invocation.ts";
import { composeCallsOf } from "../model/operation/compose-call.ts";
import { operationsOf } from "../model/operation/operation.ts";
import type { WorkflowJob } from "../model/workflow/index.ts";
import type { Span } from "../text/index.ts";

/** A call of Docker Compose that works on a stack. */
export interface ComposeRun {
  readonly invocation: ComposeInvocation;
  /** The job of the workflow that runs it; undefined in a script that no workflow calls. */
  readonly job: WorkflowJob | undefined;
  /** Where its paths start, as far as that is told. */
  readonly folder: string | undefined;
  readonly isOnServer: boolean;
  readonly stack: Stack | undefined;
  readonly at: Span;
}

/** The calls of Docker Compose in scripts and workflows that work on this stack, as far as that can be told. */
export function composeRunsOf(stack: Stack, deployment: Deployment): readonly ComposeRun[] {
  return allComposeRuns(deployment).filter((run) => run.stack === stack);
}

/** Every call of Docker Compose in the project's scripts and workflows. */
export function allComposeRuns(deployment: Deployment): readonly ComposeRun[] {
  const runs =
    known.get(deployment) ??
    operationsOf(deployment).flatMap((operation) =>
      composeCallsOf(operation, deployment).map(({ invocation, by, stack }): ComposeRun => {
        const { job, isOnServer } = operation;
        return { invocation, job, folder: by.folder, isOnServer, stack, at: by.at };
      }),
    );
  known.set(deployment, runs);
  return runs;
}

const known = new WeakMap<Deployment, readonly ComposeRun[]>();
