import { compose, defineRule, satisfied, unknown, violated, type Judgement, type Service } from "../../src/rule/index.ts";

/** Where a limit may stand. */
const memory = [["mem_limit"], ["deploy", "resources", "limits", "memory"]];
const cpu = [["cpus"], ["cpu_quota"], ["deploy", "resources", "limits", "cpus"]];
const processes = [["pids_limit"], ["deploy", "resources", "limits", "pids"]];

export default defineRule({
  id: "compose/no-resource-limits",
  scope: "stack",
  title: "No limit on memory or processor time",
  severity: "warning",
  securitySeverity: 4.3,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Without limits one container can take all of the machine: a leak, a loop or a flood of requests in one service then stops every other one, and when memory runs out the kernel picks the process to kill, often the database. Reservations promise a share to a service but take nothing away from others.",
  remediation:
    "Give each service `deploy.resources.limits` with `memory` and `cpus`, or `mem_limit` and `cpus`: twice what it uses on a busy day is a good start.",
  references: [
    "https://docs.docker.com/reference/compose-file/deploy/#resources",
    "https://docs.docker.com/engine/containers/resource_constraints/",
  ],
  cwe: [770],
  examples: [
    {
      title: "a reservation is no limit",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            deploy:
              resources:
                reservations: { memory: 256M }
          worker:
            image: ghcr.io/acme/worker:4.2.0
            mem_limit: 512m
      `,
      flags: ["shop", "worker"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            deploy:
              resources:
                limits: { memory: 512M, cpus: "1" }
          worker:
            image: ghcr.io/acme/worker:4.2.0
            mem_limit: 512m
            cpus: 0.5
      `,
    },
    {
      title: "as many processes as it likes",
      profile: "strict",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            mem_limit: 512m
            cpus: 0.5
            pids_limit: -1
      `,
      flags: ["shop"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            mem_limit: 512m
            cpus: 0.5
            pids_limit: 200
      `,
    },
  ],
  *check(stack) {
    for (const service of stack.services) {
      yield judge(service);
      if (service.open === undefined && !isLimited(service, processes)) yield withoutEnd(service);
    }
  },
});

function withoutEnd({ name, nameSpan }: Service): Judgement {
  const message = `"${name}" may start processes until the machine can start no more.`;
  const advice = "Give it `deploy.resources.limits.pids` or `pids_limit`: a few hundred are enough for most.";
  return violated({ at: nameSpan, aspect: "pids", profile: "strict", severity: "note", securitySeverity: 2, message, advice });
}

function judge(service: Service): Judgement {
  const at = service.nameSpan;
  const [hasMemory, hasCpu] = [isLimited(service, memory), isLimited(service, cpu) || service.value("cpuset").kind !== "absent"];
  if (hasMemory && hasCpu) return satisfied(at);
  if (service.open !== undefined) return unknown(at, service.open);
  const name = `"${service.name}"`;
  if (hasMemory)
    return violated({
      at,
      aspect: "cpu",
      severity: "note",
      securitySeverity: 3,
      message: `${name} may use all processor time of the machine.`,
    });
  return violated({
    at,
    aspect: "memory",
    ...(service.isOneShot ? { severity: "note" as const } : {}),
    message: hasCpu ? `${name} may use all memory of the machine.` : `${name} may use all memory and all processor time of the machine.`,
  });
}

/** A limit that is filled in at run time counts; zero means none. */
function isLimited(service: Service, places: readonly (readonly string[])[]): boolean {
  return places.some((path) => {
    const value = service.value(...path);
    return value.kind !== "absent" && !(value.kind === "known" && /^(?:-1|0+(?:\.0+)?[a-z]*|)$/i.test(value.text.trim()));
  });
}
