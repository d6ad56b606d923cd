import type { Uses } from "../syntax/workflow/index.ts";
import type { WorkflowJob } from "../model/workflow/index.ts";

/** What a job or one of its steps runs that is written elsewhere; in the order written. */
export function usesOf(job: WorkflowJob): readonly Uses[] {
  const own = job.syntax?.uses === undefined ? [] : [job.syntax.uses];
  return [...own, ...job.steps.flatMap(({ syntax }) => syntax.uses ?? [])];
}

export { isDeploying, isStartedByHand, isTestedBefore, testBypassOf } from "./deploy-test.ts";
export { foreignCodeRunOf, isHarmless, openTriggersOf } from "./foreign-code.ts";
export { literalCredentialsOf, type LiteralCredential } from "./literal-credential.ts";
export { passByEnvironment, scriptsOf } from "./script-input.ts";
export {
  foreignCheckoutsOf,
  hostKeyChecksOf,
  ignoresFailure,
  privilegedStarts,
  tagOf,
  taintsOf,
  unguardedStarts,
  type DeployEvidence,
  type ForeignCheckout,
  type HostKeyCheck,
  type ImagePush,
  type NamedImage,
  type PrivilegedStart,
  type Taint,
  type UnguardedStart,
  type Workflow,
  type WorkflowJob,
  type WorkflowStep,
} from "../model/workflow/index.ts";
export { expressionsIn, type EmbeddedExpression, type Uses } from "../syntax/workflow/index.ts";
