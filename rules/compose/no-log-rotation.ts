import {
  addKey,
  compose,
  defineRule,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/no-log-rotation",
  scope: "stack",
  title: "Logs grow without bound",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "Docker's default `json-file` driver keeps everything a container prints, for as long as the container exists, in one file. A service that logs each request, or an attacker who makes it log, fills the disk, and then the database on it stops as well.",
  remediation:
    "Set `max-size` and `max-file` for each service, best through a YAML anchor, or choose the `local` driver, which rotates by itself. If the daemon's own configuration rotates the logs, allow this rule and say so.",
  references: [
    "https://docs.docker.com/engine/logging/drivers/json-file/",
    "https://docs.docker.com/reference/compose-file/services/#logging",
  ],
  cwe: [770],
  examples: [
    {
      title: "two services with the default driver",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
          web:
            build:
              context: web
            ports: ["80:80"]
          worker:
            image: ghcr.io/acme/worker:4.2.0
            logging: { driver: local }
      `,
      flags: ["shop"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            logging:
              driver: json-file
              options:
                max-size: "10m"
                max-file: "3"
          web:
            build:
              context: web
            logging:
              driver: json-file
              options:
                max-size: "10m"
                max-file: "3"
            ports: ["80:80"]
          worker:
            image: ghcr.io/acme/worker:4.2.0
            logging: { driver: local }
      `,
    },
  ],
  *check(stack) {
    const growing: Service[] = [];
    for (const service of stack.services) {
      if (service.isOneShot) continue;
      const found = judge(service);
      if (found.kind === "violated") growing.push(service);
      else yield found;
    }
    if (growing.length > 0) yield together(growing, stack);
  },
});

function judge(service: Service): Judgement {
  const at = placeOf(service);
  const driver = service.value("logging", "driver");
  if (driver.kind === "known" && driver.text !== "json-file") return satisfied(at);
  if (service.value("logging", "options", "max-size").kind !== "absent") return satisfied(at);
  if (driver.kind !== "known" && driver.kind !== "absent") return unknown(at, "the log driver is filled in at run time");
  return service.open === undefined ? violated({ at, message: "" }) : unknown(at, service.open);
}

function placeOf(service: Service): Service["nameSpan"] {
  return service.entry("logging")?.key.inner ?? service.nameSpan;
}

/** One finding for the stack, at the first service: how to log is decided once for all of them. */
function together(growing: readonly Service[], stack: Stack): Judgement {
  const [first, ...others] = growing as [Service, ...Service[]];
  const rest =
    others.length === 0
      ? ""
      : others.length === stack.services.length - 1
        ? ", and so do those of every other service"
        : `, and so do those of ${others.length} other ${others.length === 1 ? "service" : "services"}`;
  const lines = ["logging:", "  driver: json-file", "  options:", '    max-size: "10m"', '    max-file: "3"'];
  const edits = growing.map((service) => (service.entry("logging") === undefined ? addKey(service, lines) : undefined));
  return violated({
    at: placeOf(first),
    message: `The logs of "${first.name}" grow until the disk is full${rest}.`,
    related: others.map((service) => ({ at: placeOf(service), note: `those of "${service.name}" grow as well` })),
    ...(edits.includes(undefined)
      ? {}
      : { fix: { title: "Rotate the logs", safety: "safe" as const, edits: edits.flatMap((edit) => edit ?? []) } }),
  });
}
