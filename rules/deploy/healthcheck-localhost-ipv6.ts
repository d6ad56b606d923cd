import {
  addressesOf,
  defineRule,
  hasBusyboxWget,
  healthTests,
  nginxListens,
  probesIn,
  satisfied,
  text,
  unknown,
  violated,
  type Deployment,
  type HealthTest,
  type Judgement,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/healthcheck-localhost-ipv6",
  scope: "deployment",
  title: 'Health check asks "localhost", and the server listens on IPv4 only',
  severity: "note",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "In Alpine's containers \"localhost\" is `::1` as well as 127.0.0.1, and BusyBox's `wget` tries one address only. Where that is `::1` and the server listens on 0.0.0.0, the connection is refused, and the container is unhealthy although the server answers everybody else.",
  remediation: "Ask 127.0.0.1, which means the same on every system.",
  references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
  cwe: [754],
  examples: [
    {
      title: "wget on Alpine, and a server on 0.0.0.0",
      bad: {
        Dockerfile: text`
          FROM python:3.13-alpine
          COPY requirements.txt shop.py ./
          RUN pip install --no-cache-dir -r requirements.txt
          HEALTHCHECK CMD wget -qO- http://localhost:8000/health || exit 1
          CMD ["uvicorn", "shop:app", "--host", "0.0.0.0", "--port", "8000"]
        `,
      },
      flags: ["localhost"],
      good: {
        Dockerfile: text`
          FROM python:3.13-alpine
          COPY requirements.txt shop.py ./
          RUN pip install --no-cache-dir -r requirements.txt
          HEALTHCHECK CMD wget -qO- http://127.0.0.1:8000/health || exit 1
          CMD ["uvicorn", "shop:app", "--host", "0.0.0.0", "--port", "8000"]
        `,
      },
    },
    {
      title: "the pages of a web server",
      bad: {
        Dockerfile: text`
          FROM nginx:1.30-alpine
          COPY nginx.conf /etc/nginx/conf.d/default.conf
          HEALTHCHECK CMD wget -qO- http://localhost/ || exit 1
        `,
        "nginx.conf": text`
          server {
            listen 80;
            root /usr/share/nginx/html;
          }
        `,
      },
      flags: ["localhost"],
      good: {
        Dockerfile: text`
          FROM nginx:1.30-alpine
          COPY nginx.conf /etc/nginx/conf.d/default.conf
          HEALTHCHECK CMD wget -qO- http://127.0.0.1/ || exit 1
        `,
        "nginx.conf": text`
          server {
            listen 80;
            root /usr/share/nginx/html;
          }
        `,
      },
    },
  ],
  *check(deployment) {
    for (const test of healthTests(deployment)) yield* judge(test, deployment);
  },
});

function* judge(test: HealthTest, deployment: Deployment): Iterable<Judgement> {
  const probe = probesIn(test.script).find(({ program }) => program === "wget");
  if (probe === undefined) return;
  const at = probe.hostSpan;
  if (probe.host !== "localhost") {
    yield satisfied(at);
    return;
  }
  const bound = boundAt(probe.port, test, deployment);
  if (bound === undefined || !hasBusyboxWget(test)) {
    yield unknown(at, "which addresses the server listens on is not written in these files");
  } else if (bound.isIpv4) {
    yield violated({
      at,
      message: `${test.owner} may never be healthy: "localhost" can be ::1 here, and ${bound.program} listens on IPv4 only.`,
      related: [{ at: bound.at, note: "this is where it is told to listen" }],
      fix: { title: "Ask 127.0.0.1", safety: "safe", edits: [{ span: at, replacement: "127.0.0.1" }] },
    });
  } else yield satisfied(at);
}

interface Bound {
  readonly program: string;
  readonly isIpv4: boolean;
  readonly at: Span;
}

/** What is told to listen on the port, and where; undefined where that is not written. */
function boundAt(port: number, test: HealthTest, deployment: Deployment): Bound | undefined {
  const listens = nginxListens(test, deployment);
  if (listens === "open") return undefined;
  const own = listens?.filter((listen) => listen.port === port) ?? [];
  const [first] = own;
  if (first !== undefined) return { program: "nginx", isIpv4: own.every(({ address }) => address?.includes(":") !== true), at: first.span };
  const addresses = addressesOf(test);
  const option = addresses === "open" ? undefined : addresses.find((one) => one.port === port);
  if (option?.host === undefined) return undefined;
  return { program: option.program, isIpv4: option.host === "0.0.0.0" || option.host === "127.0.0.1", at: option.at };
}
