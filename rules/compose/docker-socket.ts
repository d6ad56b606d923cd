import {
  compose,
  defineRule,
  eachService,
  isSocketProxy,
  openPorts,
  rolesOf,
  satisfied,
  unknown,
  violated,
  wayOf,
  type ImageReference,
  type Judgement,
  type Mount,
  type Service,
} from "../../src/rule/index.ts";

/** The control sockets of container engines, and the folders that hold them. */
const socket =
  /^\/(?:var\/)?run\/(?:docker\.sock|containerd(?:\/containerd)?\.sock|podman\/podman\.sock|podman\.sock|crio(?:\/crio)?\.sock)$/;
const folder = /^\/(?:var\/)?run$/;

export default defineRule({
  id: "compose/docker-socket",
  scope: "stack",
  title: "Docker socket mounted into a container",
  severity: "error",
  securitySeverity: 8.8,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "keep",
  rationale:
    "Whoever can talk to the Docker socket can start a container that mounts the host's root folder, and so is root on the host. Mounting the socket read-only changes nothing about that: `:ro` protects the socket's file, not what is said through it. One flaw in the service that holds it, or in a library it uses, hands over the machine and every other container on it.",
  remediation:
    "Take the mount away. A service that really has to list containers, such as a proxy that finds its routes by labels, can talk to a filtering proxy for the socket instead, which lets through only reading requests and stands on a network of its own.",
  references: [
    "https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [250, 668],
  examples: [
    {
      title: "a log shipper that reads the socket",
      bad: compose`
        services:
          logs:
            image: ghcr.io/acme/log-shipper:3.1.0
            volumes:
              - /var/run/docker.sock:/var/run/docker.sock
      `,
      flags: ["/var/run/docker.sock"],
      good: compose`
        services:
          logs:
            image: ghcr.io/acme/log-shipper:3.1.0
            volumes:
              - /var/lib/docker/containers:/logs:ro
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, function* judgeService(service) {
      for (const mount of service.mounts) yield* judge(service, mount);
    });
  },
});

function* judge(service: Service, mount: Mount): Iterable<Judgement> {
  const { source } = mount;
  if (source === undefined || mount.type === "volume" || mount.type === "tmpfs") return;
  if (source.value.kind !== "known") {
    yield unknown(source.span, "the path on the host is filled in at run time");
    return;
  }
  // Docker Desktop's users write "//var/run/docker.sock", so that their shell leaves the path alone.
  const path = source.value.text.replace(/^\/{2,}/, "/").replace(/(?<=.)\/+$/, "");
  if (!socket.test(path) && !folder.test(path)) {
    yield satisfied(source.span);
    return;
  }
  const name = `"${service.name}"`;
  const related = wayOf(source.value, source.span);
  const reference = service.origin;
  if (reference !== undefined && isSocketProxy(reference)) {
    const isKept = mount.readOnly === true && openPorts(service).length === 0;
    if (isKept) yield satisfied(source.span);
    else {
      yield violated({
        at: source.span,
        related,
        severity: "note",
        securitySeverity: 3,
        advice: "Mount the socket read-only, publish no port, and give the proxy a network with the services that need it and no other.",
        message: `${name} holds the Docker socket to filter what others may ask of it: mount it read-only, publish no port, and keep it on a network that only they share.`,
      });
    }
  } else if (reference !== undefined && hasUseForIt(reference) && mount.readOnly === true) {
    yield violated({
      at: source.span,
      related,
      severity: "warning",
      securitySeverity: 7,
      advice:
        "Let it talk to a filtering proxy for the socket, which lets only reading requests through and stands on a network of its own.",
      message: `${name} reads the Docker socket, and ":ro" does not limit what it can ask for: whoever takes over ${name} is root on the host; a filtering socket proxy would let it only list containers.`,
    });
  } else {
    yield violated({
      at: source.span,
      related,
      message: `Whoever takes over ${name} controls Docker through this ${folder.test(path) ? "folder, which holds its socket" : "socket"}, and so is root on the host.`,
    });
  }
}

/** Whether the image's job is to look at the other containers. */
function hasUseForIt(reference: ImageReference): boolean {
  const roles = rolesOf(reference);
  return roles.includes("socket-consumer") || roles.includes("monitoring-agent");
}
