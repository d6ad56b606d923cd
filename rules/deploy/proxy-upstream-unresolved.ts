import { defineRule, satisfied, text, unknown, violated, type Handover, type Judgement } from "../../src/rule/index.ts";

const compose = text`
  services:
    web:
      image: nginx:1.30
      ports: ["443:443"]
      volumes:
        - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
    api:
      image: ghcr.io/acme/shop-api:2.4.0
`;

const conf = text`
  server {
      listen 443 ssl;
      server_name shop.example.com;
      ssl_certificate /run/secrets/shop.pem;
      ssl_certificate_key /run/secrets/shop.key;

      location /api/ {
          proxy_pass http://backend:8000;
      }
  }
`;

export default defineRule({
  id: "deploy/proxy-upstream-unresolved",
  scope: "deployment",
  title: "Proxy hands requests on to a host it cannot reach",
  severity: "error",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    "Between containers a host is the name of a service on a network that both are on. nginx looks every name up when it starts and gives up at the first one that is not there (`host not found in upstream`), so that one renamed service takes the whole site down; a service on another network is as good as missing. No single file shows it: the configuration is correct, and so is the Compose file.",
  remediation: "Write the name of the service, or give the service an alias of that name on a network that the proxy is on too.",
  references: [
    "https://docs.docker.com/compose/how-tos/networking/",
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass",
  ],
  cwe: [706],
  examples: [
    {
      title: "a service that was renamed",
      bad: { "docker-compose.yml": compose, "nginx/shop.conf": conf },
      flags: ["backend"],
      good: { "docker-compose.yml": compose.replace("api:", "backend:"), "nginx/shop.conf": conf },
    },
    {
      title: "a service on another network",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              networks: [edge]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
            backend:
              image: ghcr.io/acme/shop-api:2.4.0
              networks: [data]
          networks:
            edge:
            data:
        `,
        "nginx/shop.conf": conf,
      },
      flags: ["backend"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: nginx:1.30
              networks: [edge]
              volumes:
                - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
            backend:
              image: ghcr.io/acme/shop-api:2.4.0
              networks: [edge, data]
          networks:
            edge:
            data:
        `,
        "nginx/shop.conf": conf,
      },
    },
  ],
  *check({ traffic }) {
    for (const handover of traffic.handovers) yield* judge(handover);
  },
});

function* judge({ proxy, targets, config, pass }: Handover): Iterable<Judgement> {
  const { container } = proxy;
  const stack = container?.stack;
  if (stack === undefined) return;
  for (const target of targets) {
    const { at } = target;
    if (target.kind === "service") yield satisfied(at);
    else if (target.kind === "unknown") yield unknown(at, target.why);
    else if (target.kind === "missing" || target.kind === "unshared") {
      const link = proxy.links.find((one) => one.config === config);
      // A name in a variable is only looked up when a request comes.
      const isLate = pass.via !== undefined;
      const fails = isLate ? "the request fails" : "nginx does not start";
      yield violated({
        at,
        ...(target.kind === "unshared" ? { aspect: "network" } : {}),
        message:
          target.kind === "missing"
            ? `${proxy.name} hands requests on to "${target.host}", but no service of "${stack.file.path}" has that name: ${fails}.`
            : `${proxy.name} hands requests on to "${target.service.name}", with which it shares no network: ${fails}.`,
        related: [
          ...(target.kind === "unshared" ? [{ at: target.service.nameSpan, note: "which stands on other networks here" }] : []),
          ...(link === undefined ? [] : [{ at: link.at, note: `because ${proxy.name} takes this configuration here` }]),
        ],
      });
    }
  }
}
