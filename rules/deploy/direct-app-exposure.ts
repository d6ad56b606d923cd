import {
  bindToLoopback,
  defineRule,
  exposedAppAt,
  entrancesOf,
  portOfListener,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Listener,
} from "../../src/rule/index.ts";

const dockerfile = text`
  FROM python:3.14-slim
  WORKDIR /app
  COPY . .
  RUN pip install --no-cache-dir -r requirements.txt
  USER 1000
  CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
`;

export default defineRule({
  id: "deploy/direct-app-exposure",
  scope: "deployment",
  title: "Application server published without a proxy in front",
  severity: "warning",
  securitySeverity: 6,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Application servers are made to stand behind a proxy. Their own documentation says so: they speak no TLS or not by themselves, a few slow clients can keep all their workers busy, and nothing limits how large or how frequent requests are. A port that is published without a host address is open on every interface of the machine, also where its firewall says otherwise.",
  remediation:
    "Let a proxy with TLS be the only way in: bind the application's port to the machine with `127.0.0.1:`, or publish none and let the proxy reach it over their network.",
  references: [
    "https://docs.docker.com/engine/network/port-publishing/",
    "https://gunicorn.org/deploy/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [668],
  examples: [
    {
      title: "uvicorn on the network",
      bad: {
        "docker-compose.prod.yml": text`
          services:
            app:
              build: .
              ports:
                - "\${APP_PORT:-8000}:8000"
        `,
        Dockerfile: dockerfile,
      },
      flags: ["${APP_PORT:-8000}:8000"],
      good: {
        "docker-compose.prod.yml": text`
          services:
            app:
              build: .
              ports:
                - "127.0.0.1:\${APP_PORT:-8000}:8000"
        `,
        Dockerfile: dockerfile,
      },
    },
  ],
  *check(deployment) {
    for (const { exposure, container, protocol, at } of deployment.traffic.listeners) {
      if (exposure === "loopback" && protocol === "http" && container?.image !== undefined) yield satisfied(at);
    }
    for (const entrance of entrancesOf(deployment)) yield* judge(entrance, deployment);
  },
});

function* judge(entrance: Listener, deployment: Deployment): Iterable<Judgement> {
  const found = exposedAppAt(entrance, deployment);
  if (found.kind === "other") return;
  if (found.kind === "unknown") {
    yield unknown(entrance.at, found.why);
    return;
  }
  const { container, published, tls } = entrance;
  const fix = published === undefined ? undefined : bindToLoopback(published);
  const name = container!.service.name;
  yield violated({
    at: entrance.at,
    message:
      found.past === undefined
        ? `${portOfListener(entrance)} hands every request from the network straight to the application server of "${name}": no proxy in front of it ${tls === "no" ? "encrypts, limits or filters" : "limits or filters"} anything.`
        : `${portOfListener(entrance)} leads past ${found.past} straight to the application server of "${name}".`,
    ...(fix === undefined ? {} : { fix }),
  });
}
