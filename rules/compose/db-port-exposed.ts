import {
  bindToLoopback,
  commandText,
  compose,
  defineRule,
  eachService,
  isOnHostNetwork,
  portName,
  satisfied,
  storeAt,
  unknown,
  violated,
  wayOf,
  type Judgement,
  type PublishedPort,
  type Service,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "compose/db-port-exposed",
  scope: "stack",
  title: "Port of a data store published beyond this machine",
  severity: "error",
  securitySeverity: 8.6,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    "A published port without a host address listens on every interface of the machine, and Docker opens the way to it before the rules of `ufw` or `firewalld` are asked. Databases, caches and brokers that answer the internet are found by scanners within hours: what then stands between a stranger and the data is one password, or nothing at all. Other services of the stack do not need the published port; they reach the store by its name over their network.",
  remediation:
    'Take the entry out of `ports`, or bind it to this machine with `"127.0.0.1:5432:5432"` if tools on the host need it. From elsewhere, go through an SSH tunnel or a private network.',
  references: [
    "https://docs.docker.com/engine/network/port-publishing/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/668.html",
  ],
  cwe: [668, 306],
  examples: [
    {
      title: "PostgreSQL on every interface",
      bad: compose`
        services:
          db:
            image: postgres:17
            ports:
              - "5432:5432"
      `,
      flags: ["5432:5432"],
      good: compose`
        services:
          db:
            image: postgres:17
            ports:
              - "\${DB_ADDRESS:-127.0.0.1}:5432:5432"
      `,
    },
    {
      title: "a port without a colon is published too, at a port that Docker chooses",
      bad: compose`
        services:
          cache:
            image: valkey/valkey:8
            ports: ["6379"]
          queue:
            image: rabbitmq:4-management
            ports:
              - { target: 5672, published: 5672, host_ip: 0.0.0.0 }
              - "127.0.0.1:15672:15672"
      `,
      flags: ["6379", "5672"],
      good: compose`
        services:
          cache:
            image: valkey/valkey:8
            expose: ["6379"]
            ports: ["127.0.0.1::6379"]
          queue:
            image: rabbitmq:4-management
            ports:
              - { target: 5672, published: 5672, host_ip: "::1" }
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, judgeService);
  },
});

function* judgeService(service: Service): Iterable<Judgement> {
  for (const port of service.ports) yield* judgePort(service, port);
  const store = service.stateful;
  const mode = service.entry("network_mode");
  if (store === undefined || mode === undefined || !isOnHostNetwork(service)) return;
  if (/127\.0\.0\.1|localhost/.test(commandText(service.command)))
    yield unknown(mode.value.span, "its command names this machine's own address");
  else
    yield violated({
      at: mode.value.span,
      message: `"${service.name}" (${store.label}) uses the network of its host, so every port it listens on is reachable from outside unless a firewall holds.`,
    });
}

function* judgePort(service: Service, port: PublishedPort): Iterable<Judgement> {
  const store = storeAt(service, port);
  if (store === undefined) return;
  if (port.exposure === "loopback") yield satisfied(port.span);
  else if (port.exposure === "unknown") yield unknown(port.span, "the address it is published at is filled in at run time");
  else {
    const fix = bindToLoopback(port);
    const reach = port.exposure === "lan" ? `the network of ${port.hostAddress}` : "every network this machine is in";
    const [ports, are] = portName(port);
    const chosen = port.isRandom ? " published at a port that Docker chooses and" : "";
    const message = `${ports} of "${service.name}" (${store}) ${are}${chosen} reachable from ${reach}.`;
    yield violated({ at: port.span, message, related: wayOf(port.origins, port.span), ...(fix === undefined ? {} : { fix }) });
  }
}
