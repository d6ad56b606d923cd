import {
  bindToLoopback,
  defineRule,
  entrancesOf,
  guardsOn,
  innerPassageTo,
  list,
  portOfListener,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type Judgement,
  type Listener,
} from "../../src/rule/index.ts";

const conf = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /etc/nginx/certs/shop.pem;
      ssl_certificate_key /etc/nginx/certs/shop.key;

      location /api/ {
          proxy_pass http://api:3001;
      }
  }
`;

export default defineRule({
  id: "deploy/proxy-bypass",
  scope: "deployment",
  title: "Service behind the proxy is also published directly",
  severity: "error",
  securitySeverity: 7,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "What the proxy does for a service (TLS, limits, passwords, allow lists, headers) only holds if nobody gets around it. A published port of the service is a second door without any of that: Docker opens it on every interface of the machine, before the rules of `ufw` or `firewalld` are asked, and port scanners find it in hours. The service also takes the word of whoever comes there for what only the proxy should say, such as the client's address.",
  remediation:
    "Take the port out of `ports`: the proxy reaches the service by its name over their network, for which `expose` or nothing at all is enough. Where somebody on the machine itself needs it, bind it there with `127.0.0.1:`.",
  references: [
    "https://docs.docker.com/engine/network/port-publishing/",
    "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
  ],
  cwe: [284, 668],
  examples: [
    {
      title: "an API that is published beside its proxy",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports: ["443:443"]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
              ports:
                - "3001:3001"
        `,
        "nginx/shop.conf": conf,
      },
      flags: ["3001:3001"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              ports: ["443:443"]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
            api:
              image: ghcr.io/acme/shop-api:2.4.0
              ports:
                - "127.0.0.1:3001:3001"
        `,
        "nginx/shop.conf": conf,
      },
    },
  ],
  *check(deployment) {
    const { traffic } = deployment;
    for (const service of deployment.stacks.flatMap(({ services }) => services)) {
      if (service.stateful !== undefined || traffic.handoversTo(service).length === 0) continue;
      if (traffic.entrancesOf(service).length === 0) yield satisfied(service.nameSpan);
    }
    for (const entrance of entrancesOf(deployment)) yield* judge(entrance, deployment);
  },
});

function* judge(entrance: Listener, deployment: Deployment): Iterable<Judgement> {
  const { container, at, published } = entrance;
  if (container === undefined || container.service.stateful !== undefined) return;
  const { service } = container;
  const passage = innerPassageTo(entrance, deployment);
  if (passage === undefined) {
    if (deployment.traffic.isBehindProxy(service) === "unknown") yield unknown(at, "what the proxy beside it hands on to it is not read");
    return;
  }
  const { handover, target } = passage;
  const lost = guardsOn(deployment.traffic.routesTo(service).filter(({ entrance: other }) => other !== entrance));
  const { port, target: inside } = entrance;
  const isSingle = port !== undefined && inside !== undefined && port.first === port.last;
  const fix = published === undefined ? undefined : bindToLoopback(published);
  yield violated({
    at,
    message: `${portOfListener(entrance)} leads past ${handover.proxy.name} straight to "${service.name}"${lost.length === 0 ? ", where nothing stands between it and the network" : `, without ${list(lost)}`}.`,
    related: [{ at: target.at, note: `which ${handover.proxy.name} hands requests on to here` }],
    ...(fix === undefined || !isSingle ? {} : { fix }),
  });
}
