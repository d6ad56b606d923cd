import { addKey, compose, defineRule, satisfied, unknown, violated, type Judgement, type Service } from "../../src/rule/index.ts";

/** Keys of `deploy` that only a swarm reads, where a service that ends is always started again. */
const swarmKeys = ["mode", "placement", "update_config", "rollback_config", "endpoint_mode"];

export default defineRule({
  id: "compose/no-restart-policy",
  scope: "stack",
  title: "No restart policy",
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Without a restart policy Docker starts a service once. After a crash, after the kernel killed it for its memory, and after every reboot of the machine it stays down until somebody notices.",
  remediation:
    'Add `restart: unless-stopped`, or `restart: on-failure:5` if a service that keeps failing shall stay down. Write `restart: "no"` for a task that is meant to run once.',
  references: [
    "https://docs.docker.com/reference/compose-file/services/#restart",
    "https://docs.docker.com/engine/containers/start-containers-automatically/",
  ],
  cwe: [693],
  examples: [
    {
      title: "a service that stays down after a reboot",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0   # released on Mondays
            ports: ["127.0.0.1:8080:8080"]
          cleanup:
            image: ghcr.io/acme/shop:4.2.0
            restart: "no"
      `,
      flags: ["shop"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0   # released on Mondays
            restart: unless-stopped
            ports: ["127.0.0.1:8080:8080"]
          cleanup:
            image: ghcr.io/acme/shop:4.2.0
            restart: "no"
      `,
    },
  ],
  *check(stack) {
    if (stack.fileClass === "test" || stack.fileClass === "ci") return;
    for (const service of stack.services) if (!service.isOneShot) yield judge(service);
  },
});

function judge(service: Service): Judgement {
  const given = service.entry("restart") ?? service.entryAt("deploy", "restart_policy");
  if (given !== undefined) return satisfied(given.key.inner);
  const at = service.nameSpan;
  if (service.open !== undefined) return unknown(at, service.open);
  if (swarmKeys.some((key) => service.entryAt("deploy", key) !== undefined))
    return unknown(at, "it is written for a swarm, which starts services again by itself");
  const edit = addKey(service, ["restart: unless-stopped"]);
  return violated({
    at,
    message: `"${service.name}" stays down after a crash or a reboot.`,
    ...(edit === undefined ? {} : { fix: { title: "Restart it unless it was stopped", safety: "safe" as const, edits: [edit] } }),
  });
}
