import {
  isForSwarm,
  addKey,
  compose,
  defineRule,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Service,
  type Span,
} from "../../src/rule/index.ts";

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
    'Add `restart: unless-stopped`, or `restart: on-failure:5` if a service that keeps failing should stay down. Write `restart: "no"` for a task that is meant to run once.',
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
    {
      title: "started again and again, however often it fails",
      profile: "strict",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            restart: always
          worker:
            image: ghcr.io/acme/worker:4.2.0
            deploy:
              restart_policy:
                condition: on-failure
      `,
      flags: ["always", "restart_policy"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            restart: on-failure:5
          worker:
            image: ghcr.io/acme/worker:4.2.0
            deploy:
              restart_policy:
                condition: on-failure
                max_attempts: 5
      `,
    },
  ],
  *check(stack) {
    if (stack.fileClass === "test" || stack.fileClass === "ci") return;
    const isSwarm = isForSwarm(stack);
    for (const service of stack.services) {
      if (service.isOneShot) continue;
      yield judge(service, isSwarm);
      const at = unboundedAt(service);
      if (at !== undefined) yield withoutEnd(service, at);
    }
  },
});

/** What starts a service again however often it failed. */
function unboundedAt(service: Service): Span | undefined {
  const [restart, policy] = [service.value("restart"), service.entryAt("deploy", "restart_policy")];
  if (restart.kind === "known") {
    const given = service.entry("restart")?.value;
    return given?.kind === "scalar" && /^(?:always|unless-stopped|on-failure(?::0*)?)$/.test(restart.text.trim()) ? given.inner : undefined;
  }
  if (restart.kind !== "absent" || policy === undefined) return undefined;
  const condition = service.value("deploy", "restart_policy", "condition");
  const attempts = service.value("deploy", "restart_policy", "max_attempts");
  return attempts.kind === "absent" && !(condition.kind === "known" && condition.text === "none") ? policy.key.inner : undefined;
}

function withoutEnd({ name }: Service, at: Span): Judgement {
  const message = `"${name}" is started again without end when it keeps failing, and nobody has to notice.`;
  const advice = "Let it stay down after some attempts, as `restart: on-failure:5` does.";
  return violated({ at, aspect: "unbounded-retries", profile: "strict", severity: "note", message, advice });
}

function judge(service: Service, isSwarm: boolean): Judgement {
  const given = service.entry("restart") ?? service.entryAt("deploy", "restart_policy");
  if (given !== undefined) return satisfied(given.key.inner);
  const at = service.nameSpan;
  if (service.open !== undefined) return unknown(at, service.open);
  if (isSwarm) return unknown(at, "it is written for a swarm, which starts services again by itself");
  const edit = addKey(service, ["restart: unless-stopped"]);
  return violated({
    at,
    message: `"${service.name}" stays down after a crash or a reboot.`,
    ...(edit === undefined ? {} : { fix: { title: "Restart it unless it was stopped", safety: "safe" as const, edits: [edit] } }),
  });
}
