import {
  bindToLoopback,
  defineRule,
  entrancesOf,
  hostPassageTo,
  portOfListener,
  satisfied,
  text,
  violated,
  type Deployment,
  type Judgement,
  type Listener,
} from "../../src/rule/index.ts";

const conf = text`
  server {
      listen 443 ssl;
      server_name studio.example.com;
      ssl_certificate /etc/letsencrypt/live/studio.example.com/fullchain.pem;
      ssl_certificate_key /etc/letsencrypt/live/studio.example.com/privkey.pem;

      location / {
          proxy_pass http://127.0.0.1:4300;
      }
  }
`;

export default defineRule({
  id: "deploy/host-proxy-bypass",
  scope: "deployment",
  title: "Port meant for the host's own proxy is open to everybody",
  severity: "error",
  securitySeverity: 7,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "The nginx of the machine reaches the container over the loopback address, so only the machine needs the port. Published without an address, it is open on every interface as well, and Docker puts its rules before those of `ufw` and `firewalld`, which go on saying that the port is closed. Visitors can then go around the TLS, the limits and the passwords of the proxy.",
  remediation:
    'Write `127.0.0.1:` before the published port, as in `"127.0.0.1:4300:80"`, so that only the machine itself reaches it. The address in `proxy_pass` stays as it is.',
  references: [
    "https://docs.docker.com/engine/network/port-publishing/",
    "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [668],
  examples: [
    {
      title: "a frontend for the nginx of the machine",
      bad: {
        "docker-compose.yml": text`
          services:
            frontend:
              image: ghcr.io/acme/studio-web:1.8.2
              ports:
                - "4300:80"
        `,
        "deploy/nginx-host.conf": conf,
      },
      flags: ["4300:80"],
      good: {
        "docker-compose.yml": text`
          services:
            frontend:
              image: ghcr.io/acme/studio-web:1.8.2
              ports:
                - "127.0.0.1:4300:80"
        `,
        "deploy/nginx-host.conf": conf,
      },
    },
  ],
  *check(deployment) {
    for (const { targets, proxy } of deployment.traffic.handovers) {
      if (proxy.container !== undefined) continue;
      for (const target of targets)
        if (target.kind === "service" && target.through?.exposure === "loopback") yield satisfied(target.through.at);
    }
    for (const entrance of entrancesOf(deployment)) yield* judge(entrance, deployment);
  },
});

function* judge(entrance: Listener, deployment: Deployment): Iterable<Judgement> {
  const passage = hostPassageTo(entrance, deployment);
  if (passage === undefined || entrance.container === undefined || entrance.kind !== "published") return;
  const { handover, target } = passage;
  const fix = entrance.published === undefined ? undefined : bindToLoopback(entrance.published);
  const from = entrance.exposure === "lan" ? `the network of ${entrance.address}` : "every network the machine is in";
  yield violated({
    at: entrance.at,
    message: `${portOfListener(entrance)} of "${entrance.container.service.name}" answers ${from}, past ${handover.proxy.name}, which only needs it on the loopback address.`,
    related: [{ at: target.at, note: `where ${handover.proxy.name} hands requests on to it` }],
    ...(fix === undefined ? {} : { fix }),
  });
}
