import { hasFlag } from "../../syntax/shell/index.ts";
import { entryOf } from "../../syntax/yaml/ask.ts";
import type { Deployment } from "../deployment.ts";
import type { Service } from "../compose/service.ts";
import type { Stack } from "../compose/stack.ts";
import { composeCallsOf, type ComposeCall } from "./compose-call.ts";
import { operationsOf, type Operation, type OperationCommand } from "./operation.ts";

/** A `docker compose pull` on a server, and what it does for one service that the project builds. */
export interface Renewal {
  readonly operation: Operation;
  readonly call: ComposeCall;
  readonly stack: Stack;
  readonly service: Service;
  /**
   * "image": the service names an image, which is pulled. "built": something builds it before or with the start. "stale": it goes on with the image that the
   * server built once. "unknown": see `why`.
   */
  readonly kind: "image" | "built" | "stale" | "unknown";
  readonly why: string;
}

/** What the pulls of all workflows come to, one for each service with a `build` that they are for. A pull that nothing is started behind is left out. */
export function renewalsOf(deployment: Deployment): readonly Renewal[] {
  let known = renewals.get(deployment);
  if (known === undefined) {
    const onServers = operationsOf(deployment).filter(({ job, isOnServer }) => job !== undefined && isOnServer);
    renewals.set(deployment, (known = onServers.flatMap((operation) => ofOperation(operation, deployment))));
  }
  return known;
}

const renewals = new WeakMap<Deployment, readonly Renewal[]>();

function ofOperation(operation: Operation, deployment: Deployment): Renewal[] {
  const calls = composeCallsOf(operation, deployment);
  const pulls = calls.filter(({ invocation, stack }) => invocation.verb === "pull" && stack !== undefined);
  const stack = pulls[0]?.stack;
  if (stack === undefined) return [];
  const starts = calls.filter(({ invocation }) => invocation.verb === "up");
  const builds = calls.filter(({ invocation }) => invocation.verb === "build");
  const renewing = operation.commands.find(mayRenew);
  const order = new Map(calls.map((call, at) => [call, at]));
  return stack.services.flatMap((service): Renewal[] => {
    const call = service.build === undefined ? undefined : pulls.find((one) => one.stack === stack && isFor(one, service));
    const start = call && starts.find((one) => order.get(one)! > order.get(call)! && isFor(one, service));
    if (call === undefined || start === undefined) return [];
    return [{ operation, call, stack, service, ...outcome({ builds, renewing }, { pull: call, start, service }) }];
  });
}

function outcome(
  { builds, renewing }: { readonly builds: readonly ComposeCall[]; readonly renewing: OperationCommand | undefined },
  { pull, start, service }: { readonly pull: ComposeCall; readonly start: ComposeCall; readonly service: Service },
): Pick<Renewal, "kind" | "why"> {
  const files = new Set([...(pull.documents ?? []), ...(start.documents ?? [])]);
  const isNamed = [...files].some(({ services }) =>
    services.some(({ key, value }) => key.text === service.name && entryOf(value, "image") !== undefined),
  );
  if (service.image !== undefined || isNamed) return { kind: "image", why: "" };
  const isBuilt = builds.some((call) => isFor(call, service));
  const policy = service.value("pull_policy");
  if (isBuilt || hasFlag(start.by.effective, "--build") || (policy.kind === "known" && policy.text === "build"))
    return { kind: "built", why: "" };
  if (service.open !== undefined) return { kind: "unknown", why: service.open };
  if (start.documents === undefined) return { kind: "unknown", why: "it is not known which files it is started with" };
  if (hasFlag(pull.by.effective, "--ignore-buildable")) return { kind: "unknown", why: "the pull leaves out what is built, on purpose" };
  if (policy.kind !== "absent") return { kind: "unknown", why: "it has a pull policy of its own" };
  return renewing === undefined
    ? { kind: "stale", why: "" }
    : { kind: "unknown", why: `"${renewing.effective.program}" may build it, or take the old image away` };
}

/** Whether a call is for a service: it names it, or names none and no profile keeps the service out. */
function isFor({ invocation: { operands, profiles } }: ComposeCall, service: Service): boolean {
  if (operands.length > 0) return operands.includes(service.name);
  return service.profiles.length === 0 || service.profiles.some((profile) => profiles.includes(profile) || profiles.includes("*"));
}

const harmless = new Set(
  "cd pushd popd set export echo printf git sleep test [ [[ true false exit pwd ls cat mkdir chmod chown cp mv ln date curl wget jq grep sed awk tee source . read wait trap umask ufw systemctl tail head touch unset local return id whoami hostname df free logger".split(
    " ",
  ),
);

const composeFile = /compose[\w.-]*\.ya?ml/;

/** Whether a command may do what the pull did not: build the image, bring it from elsewhere, or remove the one there is. */
function mayRenew({ effective, command, isFollowed }: OperationCommand): boolean {
  if (isFollowed) return false;
  const { program, words } = effective;
  const text = words.map((word) => word.text).join(" ");
  const isCompose = program.startsWith("docker") || program.startsWith("podman");
  // Whoever writes or moves the file has Compose read another one than the project's.
  if (command.redirects.some(({ target }) => composeFile.test(target?.text ?? "")) || (!isCompose && composeFile.test(text))) return true;
  if (program === "docker" || program === "podman" || program === "docker-compose" || program === "podman-compose")
    return /\b(?:build|buildx|load|import|tag|rmi|bake)\b|\bprune\b.*(?:\s-a|--all|-\w*a)|--rmi\b/.test(text);
  if (program === "rm") return false;
  if (program === "") return true;
  return !harmless.has(program) && command.name !== undefined && !program.endsWith(".env");
}
