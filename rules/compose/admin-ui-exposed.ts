import {
  adminInterface,
  bindToLoopback,
  commandText,
  compose,
  defineRule,
  eachService,
  satisfied,
  unknown,
  violated,
  type Judgement,
  type Service,
} from "../../src/rule/index.ts";

const guard = {
  none: "and it asks for no login",
  "default-password": "and it comes with a login everyone knows",
  asks: "so its login can be guessed at by everyone",
  unknown: "so whoever finds it can try what it lets them do",
} as const;

export default defineRule({
  id: "compose/admin-ui-exposed",
  scope: "stack",
  title: "Administrators' console published beyond this machine",
  severity: "warning",
  securitySeverity: 7.2,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Consoles such as Adminer, pgAdmin, Portainer or the page of a message broker are made for the people who run a system. They show all data, change it, and some start programs. Published without a host address they answer everyone who can reach the machine, without TLS, past the rules of the host's firewall, and often with no login or one that stands in the manual.",
  remediation:
    'Bind the console to this machine with `"127.0.0.1:8080:8080"` and reach it through an SSH tunnel or a private network, or leave it out of production and start it only when needed.',
  references: [
    "https://docs.docker.com/engine/network/port-publishing/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/306.html",
  ],
  cwe: [306],
  examples: [
    {
      title: "a database console for everyone",
      bad: compose`
        services:
          adminer:
            image: adminer:5.3.0
            ports:
              - "8080:8080"
      `,
      flags: ["8080:8080"],
      good: compose`
        services:
          adminer:
            image: adminer:5.3.0
            ports:
              - "127.0.0.1:8080:8080"
      `,
    },
    {
      title: "the management page of a broker, and a dashboard without a login",
      bad: compose`
        services:
          queue:
            image: rabbitmq:4.1-management
            ports:
              - "15672:15672"
          proxy:
            image: traefik:v3.4
            command: ["--api.insecure=true", "--providers.docker=true"]
            ports: ["80:80", "9000:8080"]
      `,
      flags: ["15672:15672", "9000:8080"],
      good: compose`
        services:
          queue:
            image: rabbitmq:4.1-management
            ports:
              - "127.0.0.1:15672:15672"
          proxy:
            image: traefik:v3.4
            command: ["--entrypoints.web.address=:8080", "--providers.docker=true"]
            ports: ["80:8080"]
      `,
    },
  ],
  *check(stack) {
    yield* eachService(stack, judgeService);
  },
});

function* judgeService(service: Service): Iterable<Judgement> {
  const console = service.origin === undefined ? undefined : adminInterface(service.origin);
  if (console === undefined) return;
  const isTraefik = service.origin?.name === "traefik";
  for (const port of service.ports) {
    const { target, span, exposure } = port;
    if (target === undefined) yield unknown(span, "the port in the container is filled in at run time");
    else if (!console.ports.some((one) => one >= target.first && one <= target.last)) continue;
    else if (exposure === "loopback") yield satisfied(span);
    else if (exposure === "unknown") yield unknown(span, "the address it is published at is filled in at run time");
    else if (isTraefik && !opensDashboard(service))
      yield unknown(span, "nothing here tells whether the dashboard is switched on without a login");
    else {
      const fix = bindToLoopback(port);
      const from = exposure === "lan" ? `the network of ${port.hostAddress}` : "every network this machine is in";
      yield violated({
        at: span,
        message: `"${service.name}" offers ${console.label} to ${from}, ${guard[console.login]}.`,
        ...(fix === undefined ? {} : { fix }),
      });
    }
  }
}

/** Traefik shows its dashboard at port 8080 only with `api.insecure`. */
function opensDashboard(service: Service): boolean {
  const flag = /--api\.insecure(?:=(\S*))?(?=\s|$)/i.exec(commandText(service.command));
  const setting = service.setting("TRAEFIK_API_INSECURE")?.value;
  return (flag !== null && flag[1] !== "false") || (setting?.kind === "known" && setting.text === "true");
}
