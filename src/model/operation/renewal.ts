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
  const pull = calls.find(({ invocation }) => invocation.verb === "pull");
  if (pull?.stack === undefined) return [];
  const { stack } = pull;
  return stack.services.flatMap((service): Renewal[] => {
    if (service.build === undefined || !isFor(pull, service)) return [];
    const start = calls.find(
      (call) =>
        call.invocation.verb === "up" && operation.commands.indexOf(call.by) > operation.commands.indexOf(pull.by) && isFor(call, service),
    );
    if (start === undefined) return [];
    return [{ operation, call: pull, stack, service, ...outcome(operation, calls, { pull, start, service }) }];
  });
}

function outcome(
  { commands }: Operation,
  calls: readonly ComposeCall[],
  { pull, start, service }: { readonly pull: ComposeCall; readonly start: ComposeCall; readonly service: Service },
): Pick<Renewal, "kind" | "why"> {
  const files = new Set([...(pull.documents ?? []), ...(start.documents ?? [])]);
  const isNamed = [...files].some(({ services }) =>
    services.some(({ key, value }) => key.text === service.name && entryOf(value, "image") !== undefined),
  );
  if (service.image !== undefined || isNamed) return { kind: "image", why: "" };
  const builds = calls.some((call) => call.invocation.verb === "build" && isFor(call, service));
  const policy = service.value("pull_policy");
  if (builds || hasFlag(start.by.effective, "--build") || (policy.kind === "known" && policy.text === "build"))
    return { kind: "built", why: "" };
  if (service.open !== undefined) return { kind: "unknown", why: service.open };
  if (start.documents === undefined) return { kind: "unknown", why: "it is not known which files it is started with" };
  if (hasFlag(pull.by.effective, "--ignore-buildable")) return { kind: "unknown", why: "the pull leaves out what is built, on purpose" };
  if (policy.kind !== "absent") return { kind: "unknown", why: "it has a pull policy of its own" };
  const other = commands.find((command) => mayRenew(command));
  return other === undefined
    ? { kind: "stale", why: "" }
    : { kind: "unknown", why: `"${other.effective.program}" may build it, or take the old image away` };
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
