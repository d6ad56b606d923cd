import { cover, type Span } from "../../text/index.ts";
import { LOGIN_ACTIONS, PUSH_ACTIONS } from "../../facts/workflow/registry-actions.ts";
import { hasFlag, operands, optionValues, type EffectiveCommand } from "../../syntax/shell/index.ts";
import { flatten, type Scalar } from "../../syntax/template/index.ts";
import { literalText, type Expression } from "../../syntax/workflow/index.ts";
import type { WorkflowJob } from "./job.ts";
import { locatedScalar } from "./located.ts";
import type { StepCommand, WorkflowStep } from "./step.ts";
import type { Place } from "./trace.ts";

/** A step that sends an image to a registry. */
export interface ImagePush {
  readonly step: WorkflowStep;
  /** The names it pushes under, or the command or action. */
  readonly at: Span;
  /** What pushes: the action, or the command's first words. */
  readonly by: Span;
  /** The names with their tags, as written; undefined where they are given elsewhere. */
  readonly names: readonly Scalar[] | undefined;
  /** Where the expressions in the names stand. */
  readonly place: Place;
  /** What decides whether it pushes, beside the step's own `if`. */
  readonly when: Expression | undefined;
  readonly isConditional: boolean;
  /** Whether the action is given the registry's password itself. */
  readonly logsIn: boolean;
  /** To a registry that the job itself runs. */
  readonly isLocal: boolean;
}

export interface RegistryLogin {
  readonly step: WorkflowStep;
  readonly at: Span;
}

/** The images a job pushes, those of the local actions it uses included. */
export function pushesOf(job: WorkflowJob): readonly ImagePush[] {
  return job.allSteps.flatMap((step) => [...pushesOfAction(step), ...step.commands.flatMap(pushesOfCommand)]);
}

/** Where a job logs in to a registry. */
export function loginsOf(job: WorkflowJob): readonly RegistryLogin[] {
  return job.allSteps.flatMap((step) => {
    if (isLoginAction(step)) return [{ step, at: step.span }];
    const command = step.commands.find(isLogin);
    return command === undefined ? [] : [{ step, at: command.effective.name.span }];
  });
}

function isLoginAction({ action }: WorkflowStep): boolean {
  return action !== undefined && (LOGIN_ACTIONS.includes(action) || /(?:login|ecr|registry-auth)/.test(action));
}

/** The programs that log in: which words say so. From each tool's reference. */
const LOGINS: Readonly<Record<string, RegExp>> = {
  az: /\bacr login\b/,
  buildah: /\blogin\b/,
  crane: /\bauth login\b/,
  docker: /\blogin\b/,
  doctl: /\bregistry login\b/,
  flyctl: /\bauth docker\b/,
  fly: /\bauth docker\b/,
  gcloud: /\bauth configure-docker\b/,
  helm: /\bregistry login\b/,
  heroku: /\bcontainer:login\b/,
  ibmcloud: /\bcr login\b/,
  oras: /\blogin\b/,
  podman: /\blogin\b/,
  regctl: /\bregistry login\b/,
  skopeo: /\blogin\b/,
  "docker-credential-gcr": /\bconfigure-docker\b/,
};

function isLogin({ command, effective }: StepCommand): boolean {
  if (command.redirects.some(({ target }) => target?.text.includes(".docker/config.json") === true)) return true;
  const words = effective.words.map(({ text }) => text).join(" ");
  return Object.hasOwn(LOGINS, effective.program) && LOGINS[effective.program]!.test(words);
}

function pushesOfAction(step: WorkflowStep): ImagePush[] {
  const { action } = step;
  const known = action !== undefined && Object.hasOwn(PUSH_ACTIONS, action) ? PUSH_ACTIONS[action] : undefined;
  if (known === undefined) return [];
  const push = step.input("push");
  const outputs = step.input("outputs");
  const isExported = outputs !== undefined && /\btype=registry\b|\bpush=true\b/.test(outputs.node.text);
  if (!known.always && !isExported && (push === undefined || /^(?:false|no|0)?$/i.test(literalText(push) ?? "?"))) return [];
  const tags = step.input("tags");
  const first = push?.kind === "template" && push.parts.length === 1 ? push.parts[0] : undefined;
  const isUnknown = push?.kind === "template" && first?.kind !== "expression";
  return [
    {
      step,
      at: tags?.span ?? step.span,
      by: step.span,
      names: action === "docker/build-push-action" && tags !== undefined ? splitNames(locatedScalar(tags)) : undefined,
      place: { job: step.job, step },
      when: isExported || first?.kind !== "expression" ? undefined : first.expression,
      isConditional: !isExported && isUnknown,
      logsIn: known.login === "self",
      isLocal: tags !== undefined && splitNames(locatedScalar(tags)).every(isLocalName),
    },
  ];
}

/** The names in an input that takes them one a line or with commas between them. */
export function splitNames(value: Scalar): readonly Scalar[] {
  const flat = flatten(value);
  const found: Scalar[] = [];
  for (const match of flat.text.matchAll(/[^\s,]+/g)) found.push(flat.slice(match.index, match.index + match[0].length));
  return found;
}

function pushesOfCommand({ step, effective, isConditional }: StepCommand): ImagePush[] {
  const pushed = pushedNames(effective);
  if (pushed === undefined || hasFlag(effective, ["--dry-run", "--help"])) return [];
  const { names } = pushed;
  const at = names?.[0]?.span ?? effective.name.span;
  return [
    {
      step,
      at,
      by: cover(effective.name.span, effective.words.find(({ text }) => !text.startsWith("-"))?.span ?? effective.name.span),
      names,
      place: { job: step.job, step },
      when: undefined,
      isConditional,
      logsIn: false,
      isLocal: names !== undefined && names.length > 0 && names.every(isLocalName),
    },
  ];
}

/** What a command pushes; undefined for one that pushes nothing. `names` is undefined where a file gives them, as for `docker compose push`. */
function pushedNames(command: EffectiveCommand): { readonly names: readonly Scalar[] | undefined } | undefined {
  const { program, words } = command;
  const [first, second] = operands(command, [
    "-H",
    "--host",
    "--context",
    "-c",
    "-l",
    "--log-level",
    "-f",
    "--file",
    "-p",
    "--project-name",
  ]).map(({ text }) => text);
  if (program === "docker-compose") return first === "push" ? { names: undefined } : undefined;
  if (program === "crane") return first === "push" || first === "copy" || first === "cp" ? { names: lastOperand(command) } : undefined;
  if (program === "skopeo") return first === "copy" ? { names: undefined } : undefined;
  if (program !== "docker" && program !== "podman" && program !== "buildah") return undefined;
  if (first === "compose")
    return second === "push" || (second === "build" && hasFlag(command, "--push")) ? { names: undefined } : undefined;
  if (first === "push" || ((first === "image" || first === "manifest") && second === "push")) {
    return { names: hasFlag(command, ["-a", "--all-tags"]) ? undefined : lastOperand(command) };
  }
  const isBuild =
    first === "build" || (first === "buildx" && (second === "build" || second === "b")) || (first === "image" && second === "build");
  if (isBuild && isPushing(command)) return { names: optionValues(command, ["-t", "--tag"]).map(({ value }) => value) };
  if (first === "buildx" && second === "bake" && words.some(({ text }) => text === "--push")) return { names: undefined };
  const isCreate = first === "buildx" && second === "imagetools" && words.some(({ text }) => text === "create");
  return isCreate ? { names: optionValues(command, ["-t", "--tag"]).map(({ value }) => value) } : undefined;
}

function isPushing(command: EffectiveCommand): boolean {
  return (
    hasFlag(command, "--push") || optionValues(command, ["-o", "--output"]).some(({ text }) => /\btype=registry\b|\bpush=true\b/.test(text))
  );
}

function lastOperand(command: EffectiveCommand): readonly Scalar[] {
  return operands(command, ["--platform"])
    .slice(-1)
    .map(({ value }) => value);
}

function isLocalName(name: Scalar): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\]|registry|kind-registry|ttl\.sh)(?::\d+)?\//.test(flatten(name).text);
}
