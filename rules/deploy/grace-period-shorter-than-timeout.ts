import {
  addKey,
  defineRule,
  gracePeriodOf,
  requestTimeOf,
  satisfied,
  text,
  unknown,
  violated,
  type Fix,
  type GracePeriod,
  type Service,
} from "../../src/rule/index.ts";

const nginx = text`
  server {
    listen 80;
    location / {
      proxy_pass http://api:8000;
      proxy_read_timeout 60s;
    }
  }
`;

export default defineRule({
  id: "deploy/grace-period-shorter-than-timeout",
  scope: "stack",
  title: "Container is killed before its requests can end",
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "When a container is replaced, Docker asks it to stop and kills it after ten seconds, or after `stop_grace_period`. A request that may take longer is cut off in the middle at every deployment: an upload that is half there, an order that is paid and not stored. Nobody sees why, because the new container is healthy.",
  remediation:
    "Set `stop_grace_period` to at least the longest time that the proxy and the server give a request, or shorten those. It costs nothing: a container that has ended is not waited for.",
  references: [
    "https://docs.docker.com/reference/compose-file/services/#stop_grace_period",
    "https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_read_timeout",
  ],
  cwe: [404],
  examples: [
    {
      title: "a proxy that waits a minute, a container that has ten seconds",
      bad: {
        "docker-compose.yml": text`
          services:
            proxy:
              image: nginx:1.28-alpine
              volumes:
                - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
            api:
              image: ghcr.io/acme/shop-api:4.2.0
        `,
        "nginx.conf": nginx,
      },
      flags: ["api"],
      good: {
        "docker-compose.yml": text`
          services:
            proxy:
              image: nginx:1.28-alpine
              volumes:
                - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
            api:
              image: ghcr.io/acme/shop-api:4.2.0
              stop_grace_period: 60s
        `,
        "nginx.conf": nginx,
      },
    },
  ],
  *check(stack, deployment) {
    for (const service of stack.services) {
      if (service.isOneShot) continue;
      const longest = requestTimeOf(service, deployment);
      if (longest === undefined) continue;
      const grace = gracePeriodOf(service);
      const at = grace?.at ?? service.nameSpan;
      if (grace === undefined) yield unknown(at, service.open ?? "its grace period is filled in at run time");
      else if (grace.seconds >= longest.seconds) yield satisfied(at);
      else
        yield violated({
          at,
          message: `"${service.name}" is killed ${grace.seconds}s after it is told to stop${grace.at === undefined ? ", Docker's default" : ""}, but ${longest.what}: requests that take longer are cut off.`,
          related: [{ at: longest.at, note: `this allows a request ${Math.ceil(longest.seconds)}s` }],
          fix: longerGrace(service, grace, Math.ceil(longest.seconds)),
        });
    }
  },
});

function longerGrace(service: Service, { at }: GracePeriod, seconds: number): Fix | undefined {
  const title = `Wait ${seconds}s before it is killed`;
  if (at !== undefined) return { title, safety: "safe", edits: [{ span: at, replacement: `${seconds}s` }] };
  const edit = addKey(service, [`stop_grace_period: ${seconds}s`]);
  return edit === undefined ? undefined : { title, safety: "safe", edits: [edit] };
}
