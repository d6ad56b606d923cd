import type { Span } from "../../text/index.ts";
import { DEPLOY_ACTIONS, TEST_CLUSTER_ACTIONS, TEST_CLUSTER_PROGRAMS } from "../../facts/workflow/deploy-actions.ts";
import { CLUSTER_PROGRAMS, DEPLOY_COMMANDS, PUBLISH_COMMANDS } from "../../facts/workflow/deploy-commands.ts";
import { hasFlag, operands, optionValues, type EffectiveCommand } from "../../syntax/shell/index.ts";
import type { Condition, Expression } from "../../syntax/workflow/index.ts";
import type { ImagePush } from "./image-push.ts";
import type { WorkflowJob } from "./job.ts";
import type { StepCommand, WorkflowStep } from "./step.ts";

/** What shows that a job deploys. */
export interface DeployEvidence {
  /**
   * "target": it changes what runs somewhere. "push": it pushes an image. "package": it publishes a package. "pages": it publishes a
   * static site. "environment": it has `environment`. "name": only its id or name says so.
   */
  readonly kind: "target" | "push" | "package" | "pages" | "environment" | "name";
  readonly at: Span;
  /** Completes "it …", as in `runs "kubectl apply"`. */
  readonly what: string;
  readonly step: WorkflowStep | undefined;
  /** What has to hold besides the job's own `if`. */
  readonly conditions: readonly (Condition | Expression)[];
  /** Whether the script itself decides if it happens. */
  readonly isConditional: boolean;
}

/** Everything that makes a job a deploy job, the most telling first. */
export function deploymentsOf(job: WorkflowJob): readonly DeployEvidence[] {
  const hasOwnCluster = startsCluster(job);
  const steps = job.allSteps.flatMap((step) => [...deployAction(step), ...deployCommands(step, hasOwnCluster)]);
  const found = [...steps, ...job.pushes.filter(({ isLocal }) => !isLocal).map(deployPush), ...ofTheJob(job, hasOwnCluster)];
  return found.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

const KINDS: readonly DeployEvidence["kind"][] = ["target", "push", "package", "pages", "environment", "name"];
const NAMES = /^(?:deploy|deploys|deployment|deploying|release|releases|releasing|publish|publishing)$/;
/** With these, a name speaks of something before or beside a release. */
const NOT_NAMES =
  /^(?:check|checks|draft|drafter|dry|label|labels|lint|notes|notify|plan|pr|prepare|preview|should|test|tests|undeploy|validate|verify)$/;

function ofTheJob(job: WorkflowJob, hasOwnCluster: boolean): DeployEvidence[] {
  const found: DeployEvidence[] = [];
  const { syntax, idSpan, words } = job;
  const environment = syntax?.environment;
  const common = { step: undefined, conditions: [], isConditional: false };
  if (environment !== undefined)
    found.push({ ...common, kind: "environment", at: environment.span, what: "runs in a deployment environment" });
  const isNamed = !hasOwnCluster && words.some((word) => NAMES.test(word)) && !words.some((word) => NOT_NAMES.test(word));
  if (idSpan !== undefined && isNamed) found.push({ ...common, kind: "name", at: idSpan, what: "is a deployment by its name" });
  return found;
}

function deployPush({ at, step, when, isConditional }: ImagePush): DeployEvidence {
  const conditions = [step.syntax.if, when].filter((one) => one !== undefined);
  return { kind: "push", at, what: "pushes an image", step, conditions, isConditional };
}

function deployAction(step: WorkflowStep): DeployEvidence[] {
  const { action } = step;
  if (action === undefined || /^close$/i.test(step.input("action")?.node.text ?? "")) return [];
  if (/--snapshot|^check\b|^build\b/.test(step.input("args")?.node.text ?? "")) return [];
  const known = Object.hasOwn(DEPLOY_ACTIONS, action) ? DEPLOY_ACTIONS[action] : undefined;
  const flyctl = action.startsWith("superfly/flyctl-actions") && step.input("args")?.node.text.includes("deploy") === true;
  const kind = known ?? (flyctl ? "target" : undefined);
  return kind === undefined
    ? []
    : [{ kind, at: step.span, what: `uses "${action}"`, step, conditions: conditionsOf(step), isConditional: false }];
}

function deployCommands(step: WorkflowStep, hasOwnCluster: boolean): DeployEvidence[] {
  return step.commands.flatMap((one) => {
    const { effective, isConditional } = one;
    if (hasFlag(effective, ["--dry-run", "--help", "--dryrun"])) return [];
    const deploying = deployCommand(one, hasOwnCluster);
    const what = deploying ?? saidIn(effective, PUBLISH_COMMANDS);
    if (what === undefined) return [];
    const kind = deploying === undefined ? "package" : "target";
    return [{ kind, at: effective.name.span, what: `runs "${what}"`, step, conditions: conditionsOf(step), isConditional }] as const;
  });
}

function conditionsOf({ syntax }: WorkflowStep): readonly Condition[] {
  return syntax.if === undefined ? [] : [syntax.if];
}

/** The words that tell what a command deploys with; undefined when it does not deploy. */
function deployCommand({ effective, step }: StepCommand, hasOwnCluster: boolean): string | undefined {
  const { program } = effective;
  if (program === "ssh" || program === "scp" || program === "rsync" || program === "sftp")
    return reachesServer(effective) ? program : undefined;
  if ((program === "docker" || program === "docker-compose") && startsRemotely(effective, step)) return "docker compose up";
  if (hasOwnCluster && CLUSTER_PROGRAMS.includes(program)) return undefined;
  return saidIn(effective, DEPLOY_COMMANDS);
}

/** Which of these commands it is, by its program and the words that must follow. */
function saidIn({ program, words }: EffectiveCommand, commands: typeof DEPLOY_COMMANDS): string | undefined {
  const texts = words.map(({ text }) => text);
  for (const [name, ...wanted] of commands) {
    if (name !== program) continue;
    const said: string[] = [];
    let at = 0;
    for (const one of wanted) {
      const next = texts.findIndex((text, index) => index >= at && (typeof one === "string" ? text === one : one.includes(text)));
      if (next === -1) break;
      said.push(texts[next]!);
      at = next + 1;
    }
    if (said.length === wanted.length) return [program, ...said].join(" ");
  }
  return undefined;
}

const SSH_VALUED = "bcDEeFIiJLlmOopPQRSWw".split("").map((letter) => `-${letter}`);

/** Whether the other end is a server: not this machine, and not a Git host that only answers greetings. */
function reachesServer(command: EffectiveCommand): boolean {
  const all = operands(command, command.program === "rsync" ? ["-e", "--rsh", "--exclude", "--include"] : SSH_VALUED);
  const hosts = command.program === "ssh" ? all.slice(0, 1) : all.slice(-1).filter(({ text }) => text.includes(":"));
  // A bare name is an alias, more often than not of this machine.
  return hosts.some(
    ({ text }) =>
      /[@.$]/.test(text) && !/(?:^|@)(?:localhost|127\.0\.0\.1|\[?::1\]?|github\.com|gitlab\.com|bitbucket\.org)(?::|$)/.test(text),
  );
}

/** `docker compose up` on another machine, or on one that keeps running what the job started. */
function startsRemotely(command: EffectiveCommand, step: WorkflowStep): boolean {
  const texts = command.words.map(({ text }) => text);
  const isCompose = command.program === "docker-compose" || texts.includes("compose");
  if (!isCompose || !texts.includes("up")) return false;
  if (optionValues(command, ["-H", "--host", "--context"]).length > 0) return true;
  const environment = step.job.environments(step).flatMap(({ entries }) => entries);
  if (environment.some(({ name }) => name === "DOCKER_HOST" || name === "DOCKER_CONTEXT")) return true;
  return step.job.isSelfHosted && hasFlag(command, ["-d", "--detach"]);
}

function startsCluster(job: WorkflowJob): boolean {
  return job.allSteps.some(
    (step) =>
      TEST_CLUSTER_ACTIONS.includes(step.action ?? "") ||
      step.commands.some(({ effective }) => TEST_CLUSTER_PROGRAMS.includes(effective.program)),
  );
}
