import {
  compose,
  defineRule,
  eachService,
  rolesOf,
  satisfied,
  unknown,
  violated,
  wayOf,
  type Judgement,
  type Service,
  type Stack,
} from "../../src/rule/index.ts";

/** The memory of the machine, and the disks that hold its file systems. */
const rawDevice = /^\/dev\/(?:k?mem|port|(?:sd|hd|vd|xvd)[a-z]+\d*|nvme\d\S*|mmcblk\d\S*|dm-\d+|mapper(?:\/.*)?|disk(?:\/.*)?)$/;

export default defineRule({
  id: "compose/privileged",
  scope: "stack",
  title: "Privileged container, or one that holds the host's disks or memory",
  severity: "error",
  securitySeverity: 8.8,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "keep",
  rationale:
    "A privileged container has every capability, no seccomp or AppArmor profile, and all devices of the machine: mounting the host's disk and becoming root on it takes one command. Handing a disk or the memory to a container that is not privileged comes to the same.",
  remediation:
    "Take `privileged` away and add the one capability, device or group that the service needs, with `cap_add`, `devices` or `group_add`; build images with BuildKit, Kaniko or Podman, which need no privileges.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#privileged",
    "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [250],
  examples: [
    {
      title: "a privileged service, and one with a disk",
      bad: compose`
        services:
          gateway:
            image: ghcr.io/acme/serial-gateway:1.8.0
            privileged: true
          health:
            image: ghcr.io/acme/disk-health:2.0.1
            devices:
              - /dev/sda:/dev/sda
      `,
      flags: ["privileged: true", "/dev/sda:/dev/sda"],
      good: compose`
        services:
          gateway:
            image: ghcr.io/acme/serial-gateway:1.8.0
            privileged: false
            devices:
              - /dev/ttyUSB0:/dev/ttyUSB0
          health:
            image: ghcr.io/acme/disk-health:2.0.1
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, (service) => judge(service, stack));
  },
});

function* judge(service: Service, stack: Stack): Iterable<Judgement> {
  const name = `"${service.name}"`;
  const switches = [
    { path: ["privileged"], message: `${name} runs with every privilege, so whoever takes it over is root on the host.` },
    {
      path: ["build", "privileged"],
      message: `The image of ${name} is built with every privilege, so whatever its Dockerfile downloads and runs is root on the machine that builds it.`,
    },
    { path: ["deploy", "privileged"], message: `${name} runs with every privilege, so whoever takes it over is root on the host.` },
  ];
  for (const { path, message } of switches) {
    const at = service.entryAt(...path)?.span;
    const value = service.value(...path);
    if (at === undefined || value.kind === "absent") continue;
    if (value.kind !== "known") yield unknown(at, "it is filled in at run time");
    else if (!/^(?:true|yes|on|y)$/i.test(value.text)) yield satisfied(at);
    else if (stack.fileClass === "ci" && service.origin !== undefined && rolesOf(service.origin).includes("ci-runtime"))
      yield violated({
        at,
        related: wayOf(value, at),
        severity: "note",
        securitySeverity: 3,
        message: `${name} runs Docker in Docker with every privilege, so a job that is not trusted owns the runner.`,
      });
    else yield violated({ at, message, related: wayOf(value, at) });
  }
  for (const { source, span } of service.devices) {
    if (source.kind !== "known") yield unknown(span, "the device is filled in at run time");
    else if (!rawDevice.test(source.text)) yield satisfied(span);
    else
      yield violated({
        at: span,
        related: wayOf(source, span),
        message: `${name} holds ${source.text} of the host itself, so whoever takes it over reads and writes ${/mem$|port$/.test(source.text) ? "the memory of every other process" : "every file on it"}.`,
      });
  }
}
