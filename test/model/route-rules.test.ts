import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import { allRules, auditFiles } from "../audit-files.ts";

type Files = Readonly<Record<string, string>>;

/** A deployment and what one rule says of it: the texts it underlines, or that it finds it in order, cannot tell, or has nothing to say. */
type Row = readonly [title: string, files: Files, says: readonly string[] | "satisfied" | "unknown" | "nothing"];

const rules = await allRules();

const services = (...texts: readonly string[]): string => `services:\n${texts.join("")}`;
const service = (name: string, ...lines: readonly string[]): string => `  ${name}:\n${lines.map((line) => `    ${line}\n`).join("")}`;
const nginx = (name: string, conf: string, ...lines: readonly string[]): string =>
  service(name, "image: nginx:1.30", `volumes: ["./${conf}:/etc/nginx/conf.d/default.conf:ro", "./certs:/certs:ro"]`, ...lines);
const api = (...lines: readonly string[]): string => service("api", "image: acme/api:1", ...lines);
const tls = "listen 443 ssl; server_name shop.test; ssl_certificate /certs/a.pem; ssl_certificate_key /certs/a.key;";
const server = (body: string): string => `server { ${body} }\n`;
const pass = (target: string, more = ""): string => `location / { proxy_pass ${target}; ${more} }`;
const headers = "add_header X-Content-Type-Options nosniff; add_header X-Frame-Options DENY; add_header Referrer-Policy no-referrer;";
const traefik = service("traefik", "image: traefik:v3.5", 'ports: ["80:80", "443:443"]');

/** An outer nginx with TLS, an inner one, and an application. */
const layered = (outer: string, inner: string, app = api()): Files => ({
  "compose.yml": services(nginx("edge", "edge.conf", 'ports: ["443:443"]'), nginx("web", "web.conf"), app),
  "edge.conf": server(`${tls} ${outer}`),
  "web.conf": server(`listen 80; ${inner}`),
});
const single = (conf: string, app = api(), ports = '"443:443"'): Files => ({
  "compose.yml": services(nginx("edge", "edge.conf", `ports: [${ports}]`), app),
  "edge.conf": conf,
});
const built = (name: string, ...lines: readonly string[]): string => service(name, "build: .", ...lines);
const python = (command: string, expose = ""): Files => ({ Dockerfile: `FROM python:3.14\n${expose}CMD ${command}\n` });
const uvicorn = python('["uvicorn", "main:app", "--port", "8000"]');

const table: Readonly<Record<string, readonly Row[]>> = {
  "no-tls-termination": [
    ["an inner nginx behind one that ends TLS", layered(pass("http://web"), "root /srv;"), "satisfied"],
    [
      "behind Traefik",
      { "compose.yml": services(traefik, nginx("web", "w.conf", 'ports: ["8080:80"]')), "w.conf": server("listen 80; root /srv;") },
      "unknown",
    ],
    [
      "a Caddyfile that is not read",
      { ...single(server("listen 80; root /srv;"), "", '"80:80"'), Caddyfile: "shop.test {\n}\n" },
      "unknown",
    ],
    [
      "only redirects beside TLS",
      single(server("listen 80; return 301 https://$host$request_uri;") + server(`${tls} root /srv;`), "", '"80:80", "443:443"'),
      "satisfied",
    ],
    ["only for the machine", single(server("listen 80; root /srv;"), "", '"127.0.0.1:80:80"'), "unknown"],
    ["for development", { "compose.dev.yml": services(service("web", "image: nginx:1.30", 'ports: ["80:80"]')) }, "nothing"],
    ["the stock nginx", { "compose.yml": services(service("web", "image: nginx:1.30", 'ports: ["80:80"]')) }, ["80:80"]],
    ["an application on the web's port", { "compose.yml": services(built("app", 'ports: ["80:8000"]')), ...uvicorn }, ["80:8000"]],
    ["what speaks no HTTP", { "compose.yml": services(service("db", "image: postgres:17", 'ports: ["5432:5432"]')) }, "nothing"],
    [
      "a program that may be anything",
      { "compose.yml": services(service("zk", "image: zookeeper:3.9", 'ports: ["9888:9888"]')) },
      "nothing",
    ],
  ],
  "proxy-bypass": [
    ["beside its proxy", single(server(`${tls} ${pass("http://api:3001")}`), api('ports: ["3001:3001"]')), ["3001:3001"]],
    ["over an inner proxy", layered(pass("http://web"), pass("http://api:3001"), api('ports: ["3001:3001"]')), ["3001:3001"]],
    ["only for the machine", single(server(`${tls} ${pass("http://api:3001")}`), api('ports: ["127.0.0.1:3001:3001"]')), "satisfied"],
    ["another port", single(server(`${tls} ${pass("http://api:3001")}`), api('ports: ["9229:9229"]')), "nothing"],
    [
      "a proxy that nobody reaches",
      single(server(`${tls} ${pass("http://api:3001")}`), api('ports: ["3001:3001"]'), '"127.0.0.1:443:443"'),
      "nothing",
    ],
    ["where the proxy leads is filled in", single(server(`${tls} ${pass("http://$api")}`), api('ports: ["3001:3001"]')), "nothing"],
    ["a job's port", single(server(`${tls} ${pass("http://api:3001")}`), api("profiles: [tools]", 'ports: ["3001:3001"]')), "nothing"],
  ],
  "host-proxy-bypass": [
    [
      "for the machine's nginx",
      { "compose.yml": services(api('ports: ["4300:80"]')), "host/a.conf": server(`${tls} ${pass("http://127.0.0.1:4300")}`) },
      ["4300:80"],
    ],
    [
      "bound to the machine",
      { "compose.yml": services(api('ports: ["127.0.0.1:4300:80"]')), "host/a.conf": server(`${tls} ${pass("http://localhost:4300")}`) },
      "satisfied",
    ],
    [
      "another port",
      { "compose.yml": services(api('ports: ["4301:80"]')), "host/a.conf": server(`${tls} ${pass("http://127.0.0.1:4300")}`) },
      "nothing",
    ],
    ["inside of a container", single(server(`${tls} ${pass("http://127.0.0.1:4300")}`), api('ports: ["4300:80"]')), "nothing"],
  ],
  "direct-app-exposure": [
    [
      "past a proxy that is not read",
      { "compose.yml": services(traefik, built("app", 'ports: ["8000:8000"]')), ...uvicorn },
      ["8000:8000"],
    ],
    [
      "past the proxy its labels ask for",
      { "compose.yml": services(built("app", "labels: [traefik.enable=true]", 'ports: ["8000:8000"]')), ...uvicorn },
      ["8000:8000"],
    ],
    ["in development", { "compose.yml": services(built("app", "volumes: ['.:/app']", 'ports: ["8000:8000"]')), ...uvicorn }, "unknown"],
    [
      "a web server of its own",
      {
        "compose.yml": services(built("app", 'ports: ["8000:8000"]')),
        Dockerfile: 'FROM debian:13\nRUN apt-get install -y nginx\nCMD ["./start"]\n',
      },
      "unknown",
    ],
    [
      "behind a proxy that is known",
      { ...single(server(`${tls} ${pass("http://app:8000")}`), built("app", 'ports: ["8000:8000"]')), ...uvicorn },
      "nothing",
    ],
    [
      "an image of somebody else",
      { "compose.yml": services(service("app", "image: grafana/grafana:12.2.1", 'ports: ["3000:3000"]')) },
      "nothing",
    ],
  ],
  "admin-ui-routed-publicly": [
    [
      "to a console",
      single(server(`${tls} location /f/ { proxy_pass http://flower:5555; }`), service("flower", "image: mher/flower:2.0")),
      ["/f/"],
    ],
    [
      "with addresses named",
      single(
        server(`${tls} allow 10.0.0.0/8; deny all; location /f/ { proxy_pass http://flower:5555; }`),
        service("flower", "image: mher/flower:2.0"),
      ),
      "satisfied",
    ],
    [
      "to its other port",
      single(server(`${tls} location /s3/ { proxy_pass http://minio:9000; }`), service("minio", "image: minio/minio:latest")),
      "nothing",
    ],
    [
      "an include may guard it",
      single(
        server(`${tls} include /etc/nginx/guard.conf; location /f/ { proxy_pass http://flower:5555; }`),
        service("flower", "image: mher/flower:2.0"),
      ),
      "unknown",
    ],
  ],
  "port-mismatch": [
    ["published", { "compose.yml": services(built("app", 'ports: ["80:9000"]')), ...uvicorn }, ["80:9000"]],
    ["handed on", { ...single(server(`${tls} ${pass("http://app:9000")}`), built("app")), ...uvicorn }, ["9000"]],
    [
      "the command of the service decides",
      { "compose.yml": services(built("app", "command: uvicorn main:app --port 9000", 'ports: ["80:9000"]')), ...uvicorn },
      "satisfied",
    ],
    ["a second port", { "compose.yml": services(built("app", 'ports: ["80:8000", "9100:9100"]')), ...uvicorn }, "unknown"],
    ["filled in", { "compose.yml": services(built("app", 'ports: ["80:9000"]')), ...python("uvicorn main:app --port $PORT") }, "unknown"],
    [
      "only documented",
      { "compose.yml": services(built("app", 'ports: ["80:9000"]')), ...python('["./app"]', "EXPOSE 8000\n") },
      ["80:9000"],
    ],
    [
      "a variable names it",
      {
        "compose.yml": services(built("app", "environment: {APP_PORT: 9000}", 'ports: ["80:9000"]')),
        ...python('["./app"]', "EXPOSE 8000\n"),
      },
      "nothing",
    ],
    ["nginx on another port", single(server("listen 8080; root /srv;"), "", '"80:81"'), ["80:81"]],
    [
      "nginx with the stock server beside",
      {
        "compose.yml": services(service("web", "image: nginx:1.30", 'ports: ["80:80"]', 'volumes: ["./a.conf:/etc/nginx/conf.d/a.conf"]')),
        "a.conf": server("listen 8081;"),
      },
      "unknown",
    ],
  ],
  "proxy-upstream-unresolved": [
    ["in a group", single(`upstream pool { server api:1; server apii:1; }\n${server(`${tls} ${pass("http://pool")}`)}`), ["apii"]],
    ["outside of the project", single(server(`${tls} ${pass("https://api.acme.io")}`)), "nothing"],
    [
      "an extra host",
      {
        ...single(server(`${tls} ${pass("http://legacy")}`)),
        "compose.yml": services(nginx("edge", "edge.conf", 'extra_hosts: ["legacy:10.0.0.7"]')),
      },
      "nothing",
    ],
    [
      "on a network of others",
      {
        ...single(server(`${tls} ${pass("http://backend:1")}`)),
        "compose.yml": `${services(nginx("edge", "edge.conf", "networks: [shared]"))}networks:\n  shared: {external: true}\n`,
      },
      "unknown",
    ],
    ["in a variable", single(server(`${tls} ${pass("http://$backend")}`)), "unknown"],
    ["not run by anything", { "compose.yml": services(api()), "x.conf": server(`${tls} ${pass("http://backend:1")}`) }, "nothing"],
  ],
  "nginx-conf-context": [
    [
      "a whole one without events",
      {
        ...single("http { server { listen 80; } }\n"),
        "compose.yml": services(service("w", "image: nginx:1.30", 'volumes: ["./edge.conf:/etc/nginx/nginx.conf"]')),
      },
      ["/etc/nginx/nginx.conf"],
    ],
    ["a location among the sites", single("location / { root /srv; }\n"), ["/etc/nginx/conf.d/default.conf"]],
    [
      "where another file includes it",
      {
        ...single("location / { root /srv; }\n"),
        "compose.yml": services(service("w", "image: nginx:1.30", 'volumes: ["./edge.conf:/etc/nginx/snippets/a.conf"]')),
      },
      "nothing",
    ],
    ["a site", single(server("listen 80;")), "satisfied"],
  ],
  "tls-cert-not-provided": [
    ["nowhere", single(server("listen 443 ssl; ssl_certificate /tls/a.pem; ssl_certificate_key /tls/a.key;")), ["/tls/a.pem"]],
    ["mounted, and not in the repository", single(server(`${tls} root /srv;`)), "satisfied"],
    [
      "made by the image",
      {
        "compose.yml": services(built("web")),
        Dockerfile: "FROM nginx:1.30\nCOPY a.conf /etc/nginx/conf.d/default.conf\nRUN openssl req -x509 -out /tls/a.pem\n",
        "a.conf": server("listen 443 ssl; ssl_certificate /tls/a.pem;"),
      },
      "unknown",
    ],
    [
      "of an image that may hold it",
      {
        "compose.yml": services(service("web", "image: acme/nginx:1", 'volumes: ["./a.conf:/etc/nginx/conf.d/default.conf"]')),
        "a.conf": server("listen 443 ssl; ssl_certificate /tls/a.pem;"),
      },
      "unknown",
    ],
    ["filled in", single(server("listen 443 ssl; ssl_certificate $cert;")), "nothing"],
  ],
  "security-headers-missing-everywhere": [
    ["at no layer", layered(pass("http://web"), "root /srv;"), ["server"]],
    [
      "at the inner one",
      layered(`add_header Strict-Transport-Security max-age=63072000; ${pass("http://web")}`, `${headers} root /srv;`),
      "satisfied",
    ],
    [
      "taken away further out",
      layered(
        `add_header Strict-Transport-Security max-age=63072000; ${pass("http://web", "proxy_hide_header X-Frame-Options;")}`,
        `${headers} root /srv;`,
      ),
      ["server"],
    ],
    ["an include may add them", layered(`include /etc/nginx/h.conf; ${pass("http://web")}`, "root /srv;"), "unknown"],
    ["one layer alone", single(server(`${tls} root /srv;`)), "nothing"],
  ],
  "conflicting-security-headers": [
    [
      "taken away further out",
      layered(
        pass("http://web", "proxy_hide_header X-Frame-Options; add_header X-Frame-Options DENY;"),
        "root /srv; add_header X-Frame-Options SAMEORIGIN;",
      ),
      "nothing",
    ],
    [
      "the same in other words",
      layered(
        `add_header Strict-Transport-Security "max-age=1; includeSubDomains"; ${pass("http://web")}`,
        'root /srv; add_header Strict-Transport-Security "includeSubDomains;max-age=1";',
      ),
      "satisfied",
    ],
    [
      "different",
      layered(`add_header Referrer-Policy origin; ${pass("http://web")}`, "root /srv; add_header Referrer-Policy no-referrer;"),
      ["origin"],
    ],
  ],
  "cors-mismatch": [
    [
      "two headers",
      single(
        server(`${tls} location /api/ { proxy_pass http://api:1; add_header Access-Control-Allow-Origin https://a.test; }`),
        api("environment: {CORS_ORIGIN: https://shop.test}"),
      ),
      ["https://a.test"],
    ],
    [
      "the proxy's alone",
      single(
        server(
          `${tls} location /api/ { proxy_pass http://api:1; proxy_hide_header Access-Control-Allow-Origin; add_header Access-Control-Allow-Origin https://a.test; }`,
        ),
        api("environment: {CORS_ORIGIN: https://shop.test}"),
      ),
      "unknown",
    ],
    [
      "an API without pages",
      single(server(`${tls} ${pass("http://api:1")}`), api("environment: {CORS_ORIGIN: https://app.shop.test}")),
      "unknown",
    ],
    [
      "pages elsewhere",
      single(
        server(`${tls} root /srv; location /api/ { proxy_pass http://api:1; }`),
        api("environment: {CORS_ORIGIN: https://shop.pages.test}"),
      ),
      "unknown",
    ],
    [
      "http where all is https",
      single(server(`${tls} root /srv; location /api/ { proxy_pass http://api:1; }`), api("environment: {CORS_ORIGIN: http://shop.test}")),
      ["http://shop.test"],
    ],
    [
      "any name",
      single(
        server(`listen 443 ssl; server_name _; root /srv; location /api/ { proxy_pass http://api:1; }`),
        api("environment: {CORS_ORIGIN: https://shop.test}"),
      ),
      "unknown",
    ],
  ],
  "client-ip-spoofable": [
    [
      "put behind what visitors send",
      single(
        server(`${tls} ${pass("http://api:1", "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;")}`),
        api('environment: {TRUST_PROXY: "true"}'),
      ),
      ["$proxy_add_x_forwarded_for"],
    ],
    [
      "set further in",
      layered(
        pass("http://web"),
        pass("http://api:1", "proxy_set_header X-Real-IP $remote_addr;"),
        api("environment: {ADMIN_IP_HEADER: X-Real-IP}"),
      ),
      "satisfied",
    ],
    [
      "without a proxy",
      { "compose.yml": services(api("environment: {ADMIN_IP_HEADER: X-Real-IP}", 'ports: ["8000:8000"]')) },
      ["8000:8000"],
    ],
    ["a number of proxies", single(server(`${tls} ${pass("http://api:1")}`), api('environment: {TRUST_PROXY: "1"}')), "nothing"],
    [
      "a network's own header",
      single(server(`${tls} ${pass("http://api:1")}`), api("environment: {REAL_IP_HEADER: CF-Connecting-IP}")),
      "unknown",
    ],
    ["nobody knows how requests come", { "compose.yml": services(api("environment: {ADMIN_IP_HEADER: X-Real-IP}")) }, "unknown"],
  ],
  "forwarded-proto-clobbered": [
    ["at the outermost", single(server(`${tls} ${pass("http://api:1", "proxy_set_header X-Forwarded-Proto $scheme;")}`)), "nothing"],
    ["behind TLS", layered(pass("http://web"), pass("http://api:1", "proxy_set_header X-Forwarded-Proto $scheme;")), ["$scheme"]],
    ["https all the way", layered(pass("http://web"), pass("http://api:1", "proxy_set_header X-Forwarded-Proto https;")), "satisfied"],
    [
      "behind Traefik",
      {
        "compose.yml": services(traefik, nginx("web", "w.conf"), api()),
        "w.conf": server(`listen 80; ${pass("http://api:1", "proxy_set_header X-Forwarded-Proto $scheme;")}`),
      },
      "nothing",
    ],
  ],
  "no-rate-limiting": [
    [
      "nowhere",
      { ...single(server(`${tls} ${pass("http://app:8000")}`), built("app")), ...uvicorn, "requirements.txt": "fastapi==0.121.1\n" },
      ["http://app:8000"],
    ],
    [
      "by a package",
      { ...single(server(`${tls} ${pass("http://app:8000")}`), built("app")), ...uvicorn, "requirements.txt": "slowapi==0.1.9\n" },
      "satisfied",
    ],
    [
      "by a setting",
      {
        ...single(server(`${tls} ${pass("http://app:8000")}`), built("app")),
        ...uvicorn,
        "requirements.txt": "fastapi\n",
        "app.toml": "[security]\nrate_limit_anon_rpm = 30\n",
      },
      "satisfied",
    ],
    ["packages that are not at hand", single(server(`${tls} ${pass("http://api:1")}`)), "unknown"],
  ],
  "../nginx/missing-security-header": [
    ["sent further out", layered(`${headers} ${pass("http://web")}`, "root /srv;"), "satisfied"],
    ["behind Traefik", { "compose.yml": services(traefik, nginx("web", "w.conf")), "w.conf": server("listen 80; root /srv;") }, "unknown"],
    [
      "by the program",
      { ...single(server(`${tls} ${pass("http://app:8000")}`), built("app")), ...uvicorn, "requirements.txt": "Django==5.2.8\n" },
      "satisfied",
    ],
    ["at no layer, which is told of once", layered(pass("http://web"), "root /srv;"), "nothing"],
    ["alone", single(server(`${tls} root /srv;`)), ["server"]],
  ],
  "../nginx/missing-hsts": [
    ["sent further in", layered(pass("http://web"), "root /srv; add_header Strict-Transport-Security max-age=63072000;"), "satisfied"],
    ["at no layer, which is told of once", layered(pass("http://web"), "root /srv;"), "nothing"],
  ],
};

describe.each(Object.entries(table))("%s", (name, rows) => {
  const rule = rules.find(({ id }) => id === (name.startsWith("../") ? name.slice(3) : `deploy/${name}`))!;
  test.each(rows)("%s", async (_, files, says) => {
    const { report, audit } = await auditFiles(files, { rules: [rule], asOf: "2026-11-20" });
    const found = report.findings.map(({ at }) => textOf(at));
    if (typeof says !== "string") expect(found).toEqual(says);
    else {
      const seen = audit.unknown.length > 0 ? "unknown" : (audit.satisfied.get(rule.id) ?? 0) > 0 ? "satisfied" : "nothing";
      expect([found, says === "unknown" || seen !== "unknown" ? seen : "nothing"]).toEqual([[], says]);
    }
  });
});
