import { commandText } from "./command.ts";
import type { Service } from "./service.ts";

/** Whole words of names and commands that speak of work done once. */
const task =
  /(?:^|[^a-z])(?:migrat(?:e|es|ion|ions|or)|seed(?:er|s|ing)?|init(?:ialize|db)?|setup|bootstrap|createbuckets?|create[-_]buckets?|flyway|liquibase|permissions|chown|collectstatic|provision(?:er)?)(?:$|[^a-z])/i;
const errand = /(?:^|[^a-z])(?:backups?|certbot)(?:$|[^a-z])/i;
const onDemand = new Set(["tools", "tool", "ops", "test", "tests", "debug"]);

type Traits = Pick<Service, "name" | "command" | "entrypoint" | "profiles" | "value" | "ports">;

/**
 * Whether a service runs to its end instead of staying up: `isAwaited` says that another one waits for that; otherwise its profiles, its mode, or its name
 * and command tell, these only where nothing would start it again.
 */
export function isOneShot(service: Traits, isAwaited: boolean): boolean {
  if (isAwaited) return true;
  if (service.profiles.length > 0 && service.profiles.every((profile) => onDemand.has(profile))) return true;
  const mode = service.value("deploy", "mode");
  if (mode.kind === "known" && mode.text.endsWith("-job")) return true;
  const restart = service.value("restart");
  const isGivenUp =
    restart.kind === "known" && (restart.text === "no" || restart.text === "false" || restart.text.startsWith("on-failure"));
  const isUnsaid = restart.kind === "absent" && service.value("deploy", "restart_policy", "condition").kind === "absent";
  if (!isGivenUp && !isUnsaid) return false;
  const text = commandText(service.entrypoint) + " " + commandText(service.command);
  // Behind "migrate &&" stands the server that goes on running.
  const words = /&&|;|\bexec\b|\|\|/.test(text) ? service.name : `${service.name} ${text}`;
  if (isGivenUp) return task.test(words) || errand.test(words);
  return service.ports.length === 0 && task.test(words);
}
