import {
  defineRule,
  exposedPorts,
  healthTests,
  list,
  nginxListens,
  probesIn,
  satisfied,
  text,
  toldPorts,
  unknown,
  violated,
  violatedIn,
  type Deployment,
  type HealthTest,
  type Judgement,
  type Probe,
  type Problem,
  type Severity,
  type ToldPort,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/healthcheck-port-mismatch",
  scope: "deployment",
  title: "Health check asks another port than the one the program listens on",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "The port stands in several files: in the command or the variable that starts the server, in the health check, in the ports that are published. When one of them changes and the health check does not, it asks a port that nobody answers, so that the container is unhealthy for ever, and what waits for it never starts.",
  remediation: "Let the health check ask the port that the program listens on, best through the same variable.",
  references: [
    "https://docs.docker.com/reference/dockerfile/#healthcheck",
    "https://docs.docker.com/reference/compose-file/services/#healthcheck",
  ],
  cwe: [693],
  examples: [
    {
      title: "the server moved, its health check did not",
      bad: {
        "docker-compose.yml": text`
          services:
            api:
              build: .
              command: gunicorn shop.wsgi --bind 0.0.0.0:8080
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:8000/health"]
        `,
        Dockerfile: text`
          FROM python:3.13
          COPY shop ./shop
          CMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000"]
        `,
      },
      flags: ["8000"],
      good: {
        "docker-compose.yml": text`
          services:
            api:
              build: .
              command: gunicorn shop.wsgi --bind 0.0.0.0:8080
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
        `,
        Dockerfile: text`
          FROM python:3.13
          COPY shop ./shop
          CMD ["gunicorn", "shop.wsgi", "--bind", "0.0.0.0:8000"]
        `,
      },
    },
    {
      title: "PORT from an env file",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              build: .
              env_file: web.env
        `,
        "web.env": "PORT=8080\n",
        Dockerfile: text`
          FROM node:24-alpine
          ENV PORT=3001
          COPY server.js ./
          HEALTHCHECK CMD wget -qO- http://127.0.0.1:3000/health || exit 1
          CMD ["node", "server.js"]
        `,
      },
      flags: ["3000"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              build: .
              env_file: web.env
        `,
        "web.env": "PORT=8080\n",
        Dockerfile: text`
          FROM node:24-alpine
          ENV PORT=3001
          COPY server.js ./
          HEALTHCHECK CMD wget -qO- http://127.0.0.1:3001/health || exit 1
          CMD ["node", "server.js"]
        `,
      },
    },
  ],
  *check(deployment) {
    for (const test of healthTests(deployment)) yield* judge(test, deployment);
  },
});

function* judge(test: HealthTest, deployment: Deployment): Iterable<Judgement> {
  const probes = probesIn(test.script).filter((probe) => isOwn(probe, test));
  const [probe] = probes;
  if (probe === undefined) return;
  const at = probe.portSpan;
  const told = portsOf(test, deployment);
  if (told === "open" || told.length === 0) yield unknown(at, "where the program listens is not written in these files");
  else if (probes.some(({ port }) => told.some((one) => one.port === port))) yield satisfied(at);
  else {
    const severity = severityOf(probe, test, told);
    if (severity === undefined) yield unknown(at, "the program may listen on this port as well");
    else yield* report({ at, severity, ...whatIsWrong(probe, test, told) }, test, deployment);
  }
}

/** What is asked is this container itself. */
function isOwn({ host }: Probe, { service }: HealthTest): boolean {
  return /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])$/.test(host) || host === service?.name;
}

/** nginx says itself where it listens; other programs are told. */
function portsOf(test: HealthTest, deployment: Deployment): readonly ToldPort[] | "open" {
  const listens = nginxListens(test, deployment);
  if (listens === undefined) return toldPorts(test);
  if (listens === "open") return "open";
  return listens.flatMap(({ port, span }): readonly ToldPort[] => (port === undefined ? [] : [{ port, at: span, by: "option" }]));
}

/** A port that is exposed beside others may be a second one; alone, it may be what was forgotten too. */
function severityOf({ port }: Probe, test: HealthTest, told: readonly ToldPort[]): Severity | undefined {
  const exposed = exposedPorts(test);
  if (!exposed.has(port)) return "error";
  const others = [...exposed].filter((one) => one !== port);
  return others.length === 0 && told.every(({ by }) => by === "option") ? "warning" : undefined;
}

function whatIsWrong({ port }: Probe, { owner }: HealthTest, told: readonly ToldPort[]): Pick<Problem, "message" | "related"> {
  const ports = list([...new Set(told.map((one) => String(one.port)))]);
  return {
    message: `${owner} is never healthy: its health check asks port ${port}, and the program listens on ${ports}.`,
    related: told.map((one) => ({ at: one.at, note: "this is where it is told to listen" })),
  };
}

function* report(
  problem: Problem & { readonly severity: Severity },
  { service, image }: HealthTest,
  deployment: Deployment,
): Iterable<Judgement> {
  if (service === undefined && image !== undefined) yield* violatedIn(image, deployment, problem);
  else yield violated(problem);
}
