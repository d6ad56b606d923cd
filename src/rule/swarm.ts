import type { Stack } from "../model/compose/stack.ts";

/** Keys of `deploy` that only a swarm reads (Compose Deploy Specification). */
const swarmKeys = ["mode", "placement", "update_config", "rollback_config", "endpoint_mode"];

/**
 * Whether a stack is made for `docker stack deploy`: by its name, or because a service says how a swarm shall spread or renew it. A swarm starts services again
 * by itself, and passes over `restart`, `depends_on`, `security_opt` and `build`.
 */
export function isForSwarm({ file, services }: Stack): boolean {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  if (/(?:^|[-_.])(?:stack|swarm)(?:[-_.]|$)/i.test(name)) return true;
  return services.some((service) => swarmKeys.some((key) => service.entryAt("deploy", key) !== undefined));
}
