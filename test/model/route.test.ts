import { describe, expect, test } from "vitest";
import { sourceAt } from "../../src/model/route/container-file.ts";
import { textOf } from "../../src/text/index.ts";
import { deploymentOf, printEnd, printListener, printRoute, type Files } from "./traffic.ts";

const site = (body: string): string => `server { ${body} }\n`;
const whole = (http: string): string => `events {}\nhttp { ${http} }\n`;
const services = (text: string): string => `services:\n${text}`;
const web = (extra: string): string => `  web:\n    image: nginx:1.30\n${extra}`;
const mounted = (source: string, target: string): string => `    volumes: ["${source}:${target}:ro"]\n`;

/** Traffic is only linked where containers run. */
const store = services("  db:\n    image: postgres:17\n");

/** Every way in, then every route. */
async function print(files: Files, isAssumedTls = false): Promise<string[]> {
  const { traffic } = await deploymentOf(files, isAssumedTls);
  return [...traffic.listeners.map(printListener), ...traffic.routes.map(printRoute)];
}

const mountedAt = async (files: Files): Promise<string[]> => {
  const { traffic } = await deploymentOf(files);
  return traffic.proxies.flatMap(({ links, open }) => [
    ...links.map(({ document, path, meaning, by, at }) => `${document.file.path} ${by} ${path} ${meaning} (${textOf(at)})`),
    ...(open === undefined ? [] : [`open: ${open}`]),
  ]);
};

describe("where a configuration runs", () => {
  const conf = site("listen 80; root /srv;");
  const compose = (volumes: string): string => services(web(`    volumes:\n${volumes}`));
  const dockerfile = (lines: string): Files => ({
    "compose.yml": services("  web:\n    build: .\n"),
    "nginx/site.conf": conf,
    Dockerfile: lines,
  });
  test.each<[string, Files, string[]]>([
    [
      "a file",
      { "compose.yml": compose("      - ./nginx/site.conf:/etc/nginx/conf.d/default.conf\n"), "nginx/site.conf": conf },
      ["nginx/site.conf mount /etc/nginx/conf.d/default.conf part (./nginx/site.conf)"],
    ],
    [
      "a folder",
      { "compose.yml": compose("      - ./nginx:/etc/nginx/conf.d\n"), "nginx/site.conf": conf },
      ["nginx/site.conf mount /etc/nginx/conf.d/site.conf part (./nginx)"],
    ],
    [
      "the whole configuration",
      {
        "compose.yml": compose("      - ./etc:/etc/nginx:ro\n"),
        "etc/nginx.conf": whole("include conf.d/*.conf;"),
        "etc/conf.d/site.conf": conf,
      },
      ["etc/conf.d/site.conf mount /etc/nginx/conf.d/site.conf part (./etc)", "etc/nginx.conf mount /etc/nginx/nginx.conf main (./etc)"],
    ],
    [
      "a template",
      { "compose.yml": compose("      - ./templates:/etc/nginx/templates\n"), "templates/site.conf.template": conf },
      ["templates/site.conf.template mount /etc/nginx/templates/site.conf.template template (./templates)"],
    ],
    [
      "`configs`",
      {
        "compose.yml": `${services(web("    configs:\n      - source: site\n        target: /etc/nginx/conf.d/site.conf\n"))}configs:\n  site:\n    file: ./nginx/site.conf\n`,
        "nginx/site.conf": conf,
      },
      ["nginx/site.conf config /etc/nginx/conf.d/site.conf part (site)"],
    ],
    [
      "the command names it",
      {
        "compose.yml": services(
          web("    command: nginx -g 'daemon off;' -c /app/proxy.conf\n    volumes: ['./proxy.conf:/app/proxy.conf']\n"),
        ),
        "proxy.conf": whole("server { listen 80; }"),
      },
      ["proxy.conf mount /app/proxy.conf main (./proxy.conf)"],
    ],
    [
      "COPY",
      dockerfile("FROM nginx:1.30\nCOPY nginx/site.conf /etc/nginx/conf.d/default.conf\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/default.conf part (nginx/site.conf)"],
    ],
    [
      "COPY into a folder",
      dockerfile("FROM nginx:1.30\nCOPY nginx/site.conf /etc/nginx/conf.d/\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/site.conf part (nginx/site.conf)"],
    ],
    [
      "COPY of a folder",
      dockerfile("FROM nginx:1.30\nCOPY nginx /etc/nginx/conf.d\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/site.conf part (nginx)"],
    ],
    [
      "COPY of a pattern",
      dockerfile("FROM nginx:1.30\nCOPY nginx/*.conf /etc/nginx/conf.d/\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/site.conf part (nginx/*.conf)"],
    ],
    [
      "COPY below WORKDIR",
      dockerfile("FROM nginx:1.30\nWORKDIR /etc/nginx\nCOPY nginx/site.conf conf.d/a.conf\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/a.conf part (nginx/site.conf)"],
    ],
    [
      "COPY out of a stage that has the project's file",
      dockerfile(
        "FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nFROM nginx:1.30\nCOPY --from=build /app/nginx/site.conf /etc/nginx/conf.d/default.conf\n",
      ),
      ["nginx/site.conf copy /etc/nginx/conf.d/default.conf part (/app/nginx/site.conf)"],
    ],
    [
      "COPY out of an image",
      dockerfile("FROM nginx:1.30\nCOPY --from=acme/conf /site.conf /etc/nginx/conf.d/default.conf\n"),
      ["open: it comes out of another stage or image"],
    ],
    [
      "stages that copy from each other",
      dockerfile(
        "FROM nginx:1.30 AS a\nCOPY --from=b /x /etc/nginx/nginx.conf\nFROM nginx:1.30 AS b\nCOPY --from=a /x /etc/nginx/nginx.conf\n",
      ),
      ["open: it comes out of another stage or image"],
    ],
    [
      "a command writes it",
      dockerfile("FROM nginx:1.30\nRUN sed -i 's/80/8080/' /etc/nginx/conf.d/default.conf\n"),
      ["open: a command of the Dockerfile writes it"],
    ],
    [
      "a command only takes it away",
      dockerfile("FROM nginx:1.30\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY nginx/site.conf /etc/nginx/conf.d/\n"),
      ["nginx/site.conf copy /etc/nginx/conf.d/site.conf part (nginx/site.conf)"],
    ],
    [
      "a mount hides what the image holds",
      {
        "compose.yml": services("  web:\n    build: .\n    volumes: ['./live.conf:/etc/nginx/conf.d/default.conf']\n"),
        "nginx/site.conf": conf,
        "live.conf": conf,
        Dockerfile: "FROM nginx:1.30\nCOPY nginx/site.conf /etc/nginx/conf.d/default.conf\n",
      },
      ["live.conf mount /etc/nginx/conf.d/default.conf part (./live.conf)"],
    ],
    [
      "nginx out of a package",
      { ...dockerfile("FROM alpine:3.22\nRUN apk add nginx\nCOPY nginx/site.conf /etc/nginx/http.d/default.conf\n") },
      ["nginx/site.conf copy /etc/nginx/http.d/default.conf part (nginx/site.conf)"],
    ],
    [
      "an image without a service",
      { "nginx/site.conf": conf, Dockerfile: "FROM nginx:1.30\nCOPY nginx/site.conf /etc/nginx/conf.d/\n" },
      ["nginx/site.conf copy /etc/nginx/conf.d/site.conf part (nginx/site.conf)"],
    ],
    ["a program that is no nginx gets the sources", { ...dockerfile("FROM node:24\nCOPY . /app\n") }, []],
    [
      "a folder of the machine",
      { "compose.yml": compose("      - /srv/nginx:/etc/nginx/conf.d\n") },
      ["open: it lies outside of the project"],
    ],
    ["a volume", { "compose.yml": compose("      - conf:/etc/nginx/conf.d\n") }, ["open: it is a volume, or filled in at run time"]],
    ["certificates decide nothing", { "compose.yml": compose("      - /srv/certs:/etc/nginx/certs\n") }, []],
    [
      "the main one includes what the image comes with",
      {
        "compose.yml": compose("      - ./nginx.conf:/etc/nginx/nginx.conf\n"),
        "nginx.conf": whole("include /etc/nginx/conf.d/*.conf; server { listen 80; }"),
      },
      ["nginx.conf mount /etc/nginx/nginx.conf main (./nginx.conf)"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await mountedAt(files)).toEqual(expected);
  });

  test.each<[string, Files, string]>([
    [
      "it hands on to a port that is published",
      {
        "vps.conf": site("listen 443 ssl; location / { proxy_pass http://127.0.0.1:9000; }"),
        "compose.yml": services("  app:\n    image: acme/app:1\n    ports: ['127.0.0.1:9000:80']\n"),
      },
      "yes",
    ],
    ["its name says so", { "deploy/sites-available/shop": site("listen 80; location / { proxy_pass http://127.0.0.1:9000; }") }, "yes"],
    [
      "its certificates are Certbot's",
      { "nginx.conf": whole("server { listen 443 ssl; ssl_certificate /etc/letsencrypt/live/a.org/fullchain.pem; }") },
      "yes",
    ],
    [
      "it hands on to the name of a service",
      { "nginx.conf": whole("server { listen 80; location / { proxy_pass http://backend:80; } }") },
      "no",
    ],
    [
      "it hands on to an upstream of its own",
      {
        "vps/nginx.conf": whole("upstream backend { server 127.0.0.1:1; } server { listen 80; location / { proxy_pass http://backend; } }"),
      },
      "yes",
    ],
    ["nothing uses it", { "nginx.conf": whole("server { listen 80; root /srv; }") }, "unknown"],
    ["an example", { "examples/host.conf": site("listen 80; root /srv;") }, "no"],
    [
      "a container runs it",
      {
        "nginx.conf": whole("server { listen 80; root /srv; }"),
        "compose.yml": services(web(mounted("./nginx.conf", "/etc/nginx/nginx.conf"))),
      },
      "no",
    ],
  ])("the machine's own nginx: %s", async (_, files, expected) => {
    const { nginx, traffic } = await deploymentOf({ "data/compose.yml": store, ...files });
    expect(nginx.map((config) => traffic.isOfHost(config))).toEqual([expected]);
  });
});

describe("ways in", () => {
  const app = (extra: string): Files => ({
    "compose.yml": services(`  app:\n    build: .\n${extra}`),
    Dockerfile: 'FROM python:3.13\nCMD ["uvicorn", "main:app", "--port", "8000"]\n',
  });
  const front = (ports: string, conf: string): Files => ({
    "compose.yml": services(web(`    ports: [${ports}]\n${mounted("./site.conf", "/etc/nginx/conf.d/default.conf")}`)),
    "site.conf": conf,
  });
  const listeners = async (files: Files): Promise<string[]> => (await deploymentOf(files)).traffic.listeners.map(printListener);
  test.each<[string, Files, string[]]>([
    [
      "an application",
      app("    ports: ['8000:8000', '127.0.0.1:9000:8000', '8000']\n"),
      ["all:8000>8000 plain app", "loopback:9000>8000 plain app", "all:?>8000 plain app"],
    ],
    [
      "an application with TLS of its own",
      app("    command: uvicorn main:app --ssl-keyfile k.pem --ssl-certfile c.pem\n    ports: ['443:8000']\n"),
      ["all:443>8000 tls app"],
    ],
    ["an application on a port of TLS", app("    ports: ['443:8443']\n"), ["all:443>8443 tls? app"]],
    [
      "an application that is told of certificates",
      app("    environment: {TLS_CERT_FILE: /c.pem}\n    ports: ['8000:8000']\n"),
      ["all:8000>8000 tls? app"],
    ],
    [
      "what speaks no HTTP",
      {
        "compose.yml": services(
          "  db:\n    image: postgres:17\n    ports: ['5432:5432']\n  dns:\n    image: acme/dns:1\n    ports: ['53:53/udp', '2222:22']\n",
        ),
      },
      ["all:5432>5432 other db", "all:53>53 other dns", "all:2222>22 other dns"],
    ],
    ["the host's network", app("    network_mode: host\n"), ["all:8000>8000 plain app (host network)"]],
    [
      "nginx with TLS",
      front("'443:8443', '80:8080'", site("listen 8443 ssl; root /srv;") + site("listen 8080; return 301 https://$host$request_uri;")),
      ["all:443>8443 tls web", "all:80>8080 redirects web"],
    ],
    ["nginx without", front("'80:80'", site("listen 80; root /srv;")), ["all:80>80 plain web"]],
    [
      "a socket that one server gives TLS",
      front("'443:443'", site("listen 443; server_name a; root /srv;") + site("listen 443 ssl; server_name b; root /srv;")),
      ["all:443>443 tls web"],
    ],
    ["a port that is filled in later", front("'80:8080'", site("listen ${PORT}; root /srv;")), ["all:80>8080 plain web"]],
    ["a parameter that is filled in later", front("'80:80'", site("listen 80 ${TLS}; root /srv;")), ["all:80>80 tls? web"]],
    ["a port on which nothing listens", front("'80:81'", site("listen 80; root /srv;")), ["all:80>81 tls? web"]],
    ["the stock configuration", { "compose.yml": services(web("    ports: ['80:80']\n")) }, ["all:80>80 plain web"]],
    [
      "a configuration that is not at hand",
      { "compose.yml": services(web(`    ports: ['80:80', '443:443']\n${mounted("/srv/conf.d", "/etc/nginx/conf.d")}`)) },
      ["all:80>80 tls? web", "all:443>443 tls? web"],
    ],
    [
      "a proxy that is not read",
      { "compose.yml": services("  edge:\n    image: traefik:3.6\n    ports: ['80:80', '443:443']\n") },
      ["all:80>80 tls? edge", "all:443>443 tls? edge"],
    ],
    [
      "the machine's own nginx",
      {
        "compose.yml": store,
        "host/nginx.conf": whole(
          "server { listen 443 ssl; listen [::]:443 ssl; root /srv; } server { listen 127.0.0.1:8081; stub_status; }",
        ),
      },
      ["all:443>443 tls host", "loopback:8081>8081 plain host"],
    ],
    [
      "an address that is filled in",
      { "compose.yml": services("  app:\n    image: acme/app:1\n    ports: ['${BIND}:8000:8000']\n") },
      ["unknown:8000>8000 plain app"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await listeners(files)).toEqual(expected);
  });
});

describe("what a pass leads to", () => {
  const project = (target: string, extra = "", more: Files = {}): Files => ({
    "compose.yml": services(`${web(mounted("./site.conf", "/etc/nginx/conf.d/default.conf"))}${extra}`),
    "site.conf": `${site(`location / { proxy_pass ${target}; }`)}`,
    ...more,
  });
  const app = "  app:\n    image: acme/app:1\n";
  const targets = async (files: Files): Promise<string[]> =>
    (await deploymentOf(files)).traffic.handovers.flatMap((one) => one.targets.map(printEnd));
  test.each<[string, Files, string[]]>([
    ["a service", project("http://app:3000", app), ["app:3000"]],
    ["in capitals", project("http://APP", app), ["app:80"]],
    ["over TLS", project("https://app/", app), ["app:443"]],
    ["an alias", project("http://api:3000", `${app}    networks:\n      default:\n        aliases: [api]\n`), ["app:3000"]],
    ["the container's name", project("http://shop-app:3000", `${app}    container_name: shop-app\n`), ["app:3000"]],
    ["a replica", project("http://shop-app-1:3000", app), ["app:3000"]],
    [
      "a group",
      {
        ...project("http://pool", `${app}  other:\n    image: acme/other:1\n`),
        "site.conf": `upstream pool { server app:1; server other:2; server app:1; }\n${site("location / { proxy_pass http://pool; }")}`,
      },
      ["app:1", "other:2"],
    ],
    [
      "a group in another file",
      {
        ...project("http://pool", app),
        "compose.yml": services(`${web(mounted("./conf", "/etc/nginx/conf.d"))}${app}`),
        "conf/a.conf": "upstream pool { server app:1; }\n",
        "conf/b.conf": site("location / { proxy_pass http://pool; }"),
      },
      ["app:1"],
    ],
    ["a name that nothing has", project("http://backend:3000", app), ["missing backend"]],
    ["a name outside", project("https://api.example.org", app), ["outside api.example.org"]],
    [
      "an extra host",
      {
        ...project("http://legacy:1"),
        "compose.yml": services(web(`${mounted("./site.conf", "/etc/nginx/conf.d/default.conf")}    extra_hosts: ["legacy:10.0.0.7"]\n`)),
      },
      ["outside legacy"],
    ],
    ["a variable", project("http://$backend", app), ["? where it is handed on to is filled in later"]],
    [
      "a variable with one value",
      { ...project("", app), "site.conf": site("resolver 127.0.0.11; location / { set $up app; proxy_pass http://$up:3000; }") },
      ["? where it is handed on to is filled in later"],
    ],
    ["a socket", project("http://unix:/run/app.sock", app), ["? it is handed on through a socket file"]],
    ["another program of the container", project("http://127.0.0.1:9000", app), ["local:9000"]],
    ["another network", project("http://app:3000", `${app}    networks: [inner]\n`), ["app on another network"]],
    [
      "an alias on a network that the proxy is not on",
      project("http://api:1", `${app}    networks:\n      default:\n      inner:\n        aliases: [api]\n`),
      ["app on another network"],
    ],
    [
      "a service of another file beside it",
      project("http://backend:1", app, { "compose.extra.yml": services("  backend:\n    image: acme/b:1\n") }),
      ["? another Compose file beside this one has a service of that name"],
    ],
    [
      "another stack on an external network",
      {
        "edge/compose.yml": `${services(web(`${mounted("./site.conf", "/etc/nginx/conf.d/default.conf")}    networks: [shared]\n`))}networks:\n  shared:\n    external: true\n`,
        "edge/site.conf": site("location / { proxy_pass http://app:3000; }"),
        "app/compose.yml": `${services(`${app}    networks: [front]\n`)}networks:\n  front:\n    name: shared\n    external: true\n`,
      },
      ["app:3000"],
    ],
    [
      "the machine, from a container",
      project("http://host.docker.internal:9000", `${app}    ports: ['9000:3000']\n`),
      ["app:3000 through 9000"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await targets(files)).toEqual(expected);
  });
});

test("a name that an included file may have is not missing", async () => {
  const { traffic } = await deploymentOf({
    "compose.yml": `include: [other.yml]\n${services(web(mounted("./site.conf", "/etc/nginx/conf.d/default.conf")))}`,
    "site.conf": site("location / { proxy_pass http://backend:1; }"),
  });
  expect(traffic.handovers[0]!.targets.map(({ kind }) => kind)).toEqual(["unknown"]);
});

test.each<[string, Files, string[]]>([
  [
    "the container's variables fill a template",
    {
      "compose.yml": services(
        `${web(`    environment: {BACKEND: "app:3000"}\n${mounted("./t", "/etc/nginx/templates")}`)}  app:\n    image: acme/app:1\n`,
      ),
      "t/a.conf.template": site("location / { proxy_pass http://${BACKEND}; } location /b { proxy_pass http://${OTHER}; }"),
    },
    ["app:3000", "? where it is handed on to is filled in later"],
  ],
  [
    "the command fills a template",
    {
      "compose.yml": services(
        `${web(`    environment: {HOST: app, PORT: 3000}\n    command: /bin/sh -c "envsubst < /tmp/a.conf > /etc/nginx/conf.d/default.conf && nginx"\n${mounted("./a.conf", "/tmp/a.conf")}`)}  app:\n    image: acme/app:1\n`,
      ),
      "a.conf": site("location / { proxy_pass http://$HOST:$PORT/; }"),
    },
    ["app:3000"],
  ],
  [
    "a port that only another project of a collection publishes",
    {
      "a/host.conf": site("location / { proxy_pass http://127.0.0.1:8080; }"),
      ...Object.fromEntries(
        ["b", "c", "d", "e"].map((name) => [`${name}/compose.yml`, services("  app:\n    image: acme/app:1\n    ports: ['8080:8080']\n")]),
      ),
    },
    ["local:8080"],
  ],
  [
    "a port that another project publishes, deeper in a collection",
    {
      "all/a/host.conf": site("location / { proxy_pass http://127.0.0.1:8080; }"),
      "all/a/compose.yml": services("  app:\n    image: acme/app:1\n"),
      ...Object.fromEntries(
        [..."bcdefghi"].map((name) => [`all/${name}/compose.yml`, services("  app:\n    image: acme/app:1\n    ports: ['8080:8080']\n")]),
      ),
    },
    ["local:8080"],
  ],
  [
    "a port that a database publishes",
    {
      "host.conf": site("location / { proxy_pass http://127.0.0.1:5432; }"),
      "compose.yml": services("  db:\n    image: postgres:17\n    ports: ['5432:5432']\n"),
    },
    ["local:5432"],
  ],
])("what a pass leads to: %s", async (_, files, expected) => {
  expect((await deploymentOf(files)).traffic.handovers.flatMap((one) => one.targets.map(printEnd))).toEqual(expected);
});

describe("routes", () => {
  const romance: Files = {
    "compose.yml": services(
      "  api:\n    build: .\n    ports: ['3001:3001']\n  page:\n    build: {context: ./page, dockerfile: Dockerfile.page}\n    ports: ['5173:80']\n",
    ),
    Dockerfile: 'FROM debian:13\nEXPOSE 3001\nCMD ["app"]\n',
    "Dockerfile.page": "FROM nginx:1.30\nCOPY page/nginx.conf /etc/nginx/conf.d/default.conf\n",
    "page/nginx.conf": site(
      "listen 80; root /srv; location / { try_files $uri /index.html; } location /api { proxy_pass http://api:3001; }",
    ),
  };
  const twoHops = (outer: string, inner: string, port = "127.0.0.1:4201:80"): Files => ({
    "host.conf": site(`listen 443 ssl; ${outer}`),
    "compose.yml": services(
      `${web(`    ports: ["${port}"]\n${mounted("./inner.conf", "/etc/nginx/conf.d/default.conf")}`)}  app:\n    image: acme/app:1\n`,
    ),
    "inner.conf": site(`listen 80; root /srv; ${inner}`),
  });
  test.each<[string, Files, string[]]>([
    [
      "one proxy, whose Dockerfile stands elsewhere than the build says",
      romance,
      ["all:3001>3001 plain api", "all:5173>80 plain page", "3001 > api:3001", "5173 > page / > files", "5173 > page /api > api:3001"],
    ],
    [
      "a redirect is no route",
      {
        "compose.yml": services(
          `${web(`    ports: ["80:80", "443:443"]\n${mounted("./nginx.conf", "/etc/nginx/nginx.conf")}`)}  app:\n    image: acme/app:1\n`,
        ),
        "nginx.conf": whole(
          "server { listen 80; location /.well-known/acme-challenge/ { proxy_pass http://app:8; } location / { return 301 https://$host$request_uri; } } server { listen 443 ssl; location / { proxy_pass http://app:1; } location = /health { proxy_pass http://app:1; } }",
        ),
      },
      ["all:80>80 redirects web", "all:443>443 tls web", "443 tls > web / > app:1", "443 tls > web /health > app:1 (health)"],
    ],
    [
      "the machine's nginx before that of a container",
      twoHops(
        "location / { proxy_pass http://127.0.0.1:4201; }",
        "location / { try_files $uri =404; } location /api/ { proxy_pass http://app:1; }",
      ),
      [
        "loopback:4201>80 plain web",
        "all:443>443 tls host",
        "443 tls > nginx on the host / > web / > files",
        "443 tls > nginx on the host / > web /api/ > app:1",
      ],
    ],
    [
      "only the part of the inner one that the path leads to",
      twoHops(
        "location /api/ { proxy_pass http://127.0.0.1:4201; }",
        "location / { try_files $uri =404; } location /api/ { proxy_pass http://app:1; } location /api/v2/ { proxy_pass http://app:2; }",
      ),
      [
        "loopback:4201>80 plain web",
        "all:443>443 tls host",
        "443 tls > nginx on the host /api/ > web /api/ > app:1",
        "443 tls > nginx on the host /api/ > web /api/v2/ > app:2",
      ],
    ],
    [
      "a path that is replaced",
      twoHops(
        "location /v1/ { proxy_pass http://127.0.0.1:4201/api/; }",
        "location / { try_files $uri =404; } location /api/ { proxy_pass http://app:1; }",
      ),
      ["loopback:4201>80 plain web", "all:443>443 tls host", "443 tls > nginx on the host /v1/ > web /api/ > app:1"],
    ],
    [
      "the machine's nginx beside a port that is open to all",
      twoHops("location / { proxy_pass http://localhost:4201; }", "", "4201:80"),
      ["all:4201>80 plain web", "all:443>443 tls host", "4201 > web / > files", "443 tls > nginx on the host / > web / > files"],
    ],
    [
      "a proxy that hands requests on to itself",
      {
        "compose.yml": services(web(`    ports: ["80:80"]\n${mounted("./site.conf", "/etc/nginx/conf.d/default.conf")}`)),
        "site.conf": site("listen 80; location / { proxy_pass http://web:80; }"),
      },
      ["all:80>80 plain web", "80 > web / > web / > ? it goes round in a circle"],
    ],
    [
      "labels, behind a proxy that is not read",
      {
        "compose.yml": services(
          "  edge:\n    image: traefik:3.6\n    ports: ['443:443']\n  app:\n    image: acme/app:1\n    labels: ['traefik.enable=true']\n  other:\n    image: acme/other:1\n  db:\n    image: postgres:17\n",
        ),
      },
      ["all:443>443 tls? edge", '443 tls? > "edge" ? > app:?'],
    ],
    [
      "no labels, behind a proxy that is not read",
      {
        "compose.yml": services(
          "  edge:\n    image: caddy:2\n    ports: ['443:443']\n  app:\n    image: acme/app:1\n  far:\n    image: acme/far:1\n    networks: [inner]\n  db:\n    image: postgres:17\n",
        ),
      },
      ["all:443>443 tls? edge", '443 tls? > "edge" ? > app:?'],
    ],
    [
      "FastCGI",
      {
        "compose.yml": services(
          `${web(`    ports: ["80:80"]\n${mounted("./site.conf", "/etc/nginx/conf.d/default.conf")}`)}  php:\n    image: php:8.4-fpm\n`,
        ),
        "site.conf": site("listen 80; root /srv; location ~ \\.php$ { fastcgi_pass php:9000; }"),
      },
      ["all:80>80 plain web", "80 > web / > files", "80 > web \\.php$ > php:9000"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await print(files)).toEqual(expected);
  });

  test("TLS that the configuration takes for granted", async () => {
    expect((await print(romance, true)).slice(2)).toEqual([
      "3001 tls > api:3001",
      "5173 tls > page / > files",
      "5173 tls > page /api > api:3001",
    ]);
    const { traffic } = await deploymentOf(romance, true);
    expect(traffic.mayEndTlsElsewhere("infra")).toBe("the configuration says that TLS ends in front of it");
    expect(traffic.routes.flatMap(({ plainEntrance }) => plainEntrance ?? [])).toEqual([]);
  });
});

describe("what a route says", () => {
  const project = (outer: string, inner: string): Files => ({
    "host.conf": whole(
      `limit_req_zone $binary_remote_addr zone=a:1m rate=1r/s; server { listen 443 ssl; ${outer} location / { proxy_pass http://127.0.0.1:4201; } }`,
    ),
    "compose.yml": services(
      `${web(`    ports: ["127.0.0.1:4201:80"]\n${mounted("./inner.conf", "/etc/nginx/conf.d/default.conf")}`)}  app:\n    image: acme/app:1\n`,
    ),
    "inner.conf": site(`listen 80; ${inner} location / { proxy_pass http://app:1; }`),
  });
  const routeOf = async (outer: string, inner: string) => {
    const [route] = (await deploymentOf(project(outer, inner))).traffic.routes;
    return route!;
  };

  test.each([
    ["add_header X-Frame-Options DENY;", "add_header X-Content-Type-Options nosniff;", "x-frame-options x-content-type-options"],
    ["proxy_hide_header X-Frame-Options;", "add_header X-Frame-Options DENY; add_header A b;", "a"],
    ["include /etc/nginx/extra.conf;", "", " ?"],
    ["", "include snippets/unknown.conf;", " ?"],
  ])("response headers of %j and %j", async (outer, inner, expected) => {
    const { headers, open } = (await routeOf(outer, inner)).responseHeaders;
    expect(`${headers.map(({ name }) => name).join(" ")}${open === undefined ? "" : " ?"}`).toBe(expected);
  });

  test.each([
    ["proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header X-Forwarded-Proto $scheme;", "host $scheme, web $scheme"],
    ["proxy_set_header X-Forwarded-Proto $scheme;", "", "host $scheme"],
    ["", "", ""],
    ["include unknown.conf;", "", " ?"],
  ])("a request header of %j and %j", async (outer, inner, expected) => {
    const { set, open } = (await routeOf(outer, inner)).requestHeader("x-forwarded-proto");
    const print = set.map(
      ({ hop, found }) => `${hop.proxy.container?.service?.name ?? "host"} ${found.kind === "set" ? found.value?.text : "?"}`,
    );
    expect(`${print.join(", ")}${open === undefined ? "" : " ?"}`).toBe(expected);
  });

  test.each([
    ["limit_req zone=a;", "", "set", "none"],
    ["", "", "none", "none"],
    ["include unknown.conf;", "", "unknown", "unknown"],
    ["auth_basic on; auth_basic_user_file a;", "auth_basic off;", "none", "set"],
    ["", "allow 10.0.0.0/8; deny all;", "none", "set"],
    ["", "auth_basic off;", "none", "none"],
  ])("limits and guards of %j and %j", async (outer, inner, limit, access) => {
    const route = await routeOf(outer, inner);
    expect([route.rateLimit.kind, route.accessControl.kind]).toEqual([limit, access]);
  });
});

test.each<[string, Files, string]>([
  [
    "an option of the service",
    {
      "compose.yml": services(
        "  app:\n    image: acme/app:1\n    command: gunicorn app:app -w 4 -b 0.0.0.0:9000\n    environment: {PORT: 8000}\n",
      ),
    },
    "9000 option 0.0.0.0:9000, 8000 variable PORT: 8000",
  ],
  [
    "within a shell",
    { "compose.yml": services('  app:\n    image: acme/app:1\n    command: ["sh", "-c", "flask run -p 5001"]\n') },
    "5001 option flask run -p 5001",
  ],
  ["-p of another program", { "compose.yml": services("  app:\n    image: acme/app:1\n    command: node -p 5001\n") }, ""],
  [
    "the image's command",
    {
      "compose.yml": services("  app:\n    build: .\n"),
      Dockerfile: 'FROM python:3.13\nENV PORT=8080\nEXPOSE 9090\nCMD ["sh", "-c", "uvicorn a:a --port ${PORT}"]\n',
    },
    "8080 option ${PORT}, 8080 variable 8080, 9090 expose 9090",
  ],
  [
    "the service's variable wins over the image's",
    {
      "compose.yml": services("  app:\n    build: .\n    environment:\n      PORT: ${PORT:-4000}\n"),
      Dockerfile: "FROM node:24\nENV PORT=8080\n",
    },
    "4000 variable PORT: ${PORT:-4000}",
  ],
  [
    "a variable that is filled in later",
    {
      "compose.yml": services("  app:\n    build: .\n    environment: [PORT]\n"),
      Dockerfile: "FROM node:24\nENV PORT=8080\nEXPOSE 8080\n",
    },
    "8080 expose 8080",
  ],
  ["what is known of the image", { "compose.yml": services("  app:\n    image: redis:8\n") }, "6379 image redis:8"],
])("a port that is listened on: %s", async (_, files, expected) => {
  const { stacks, traffic } = await deploymentOf(files);
  const ports = traffic.portsOf(stacks[0]!.services[0]!);
  expect(ports.map(({ port, by, at }) => `${port} ${by} ${textOf(at)}`).join(", ")).toBe(expected);
});

test.each([
  ["/etc/nginx/ssl/key.pem", "mount certs/key.pem"],
  ["/run/secrets/session", "secret secrets/session.txt"],
  ["/etc/nginx/conf.d/default.conf", "copy nginx/site.conf"],
  ["/data/certs/a.pem", "mount ?"],
  ["/etc/ssl/certs/ca.pem", "nothing"],
])("what stands at %s", async (path, expected) => {
  const { traffic } = await deploymentOf({
    "compose.yml": `${services("  web:\n    build: .\n    secrets: [session]\n    volumes: ['./certs:/etc/nginx/ssl:ro', 'certs:/data/certs']\n")}secrets:\n  session:\n    file: ./secrets/session.txt\n`,
    Dockerfile: "FROM nginx:1.30\nCOPY nginx/site.conf /etc/nginx/conf.d/default.conf\n",
    "nginx/site.conf": site("listen 80;"),
  });
  const file = traffic.filesOf(traffic.containers[0]!).at(path);
  expect(file === undefined ? "nothing" : `${file.by} ${sourceAt(file, path) ?? "?"}`).toBe(expected);
});

test("a proxy that is not read may terminate TLS", async () => {
  const compose = { "infra/compose.yml": services("  app:\n    image: acme/app:1\n") };
  expect((await deploymentOf(compose)).traffic.mayEndTlsElsewhere("infra")).toBe(undefined);
  expect((await deploymentOf({ ...compose, "infra/Caddyfile": "" })).traffic.mayEndTlsElsewhere("infra")).toBe(
    "infra/Caddyfile, which is not read, may say so",
  );
});

test("a store, and who gets at it", async () => {
  const { traffic } = await deploymentOf({
    "compose.yml": services(
      "  db:\n    image: postgres:17\n    ports: ['5432:5432']\n  api:\n    image: acme/api:1\n    environment: {DATABASE_URL: 'postgres://a@db:5432/a'}\n  job:\n    image: acme/job:1\n    depends_on: [db]\n  page:\n    image: acme/page:1\n  far:\n    image: acme/far:1\n    networks: [far]\n",
    ),
  });
  const [store] = traffic.stores;
  expect(store!.usedBy.map(({ name }) => name)).toEqual(["api", "job"]);
  expect(store!.reachableBy.map(({ name }) => name)).toEqual(["api", "job", "page"]);
  expect(store!.entrances.map(printListener)).toEqual(["all:5432>5432 other db"]);
});

test("whether a service is behind a proxy", async () => {
  const { stacks, traffic } = await deploymentOf({
    "compose.yml": services(
      `${web(mounted("./site.conf", "/etc/nginx/conf.d/default.conf"))}  app:\n    image: acme/app:1\n  labelled:\n    image: acme/b:1\n    labels: {traefik.enable: "true"}\n  off:\n    image: acme/b:1\n    labels: {traefik.enable: "false"}\n`,
    ),
    "site.conf": site("location / { proxy_pass http://app:1; }"),
  });
  expect(stacks[0]!.services.map((service) => traffic.isBehindProxy(service))).toEqual(["no", "yes", "unknown", "no"]);
});

describe("hostile sizes", () => {
  test("many locations behind many locations are cut, and it is said", async () => {
    const locations = (host: string): string =>
      Array.from({ length: 400 }, (_, i) => `location ~ ^/${i} { proxy_pass http://${host}; }`).join("\n");
    const { traffic } = await deploymentOf({
      "compose.yml": services(
        `${web(`    ports: ["80:80"]\n${mounted("./a.conf", "/etc/nginx/conf.d/default.conf")}`)}  inner:\n    image: nginx:1.30\n${mounted("./b.conf", "/etc/nginx/conf.d/default.conf")}  app:\n    image: acme/app:1\n`,
      ),
      "a.conf": site(locations("inner")),
      "b.conf": site(locations("app")),
    });
    expect(traffic.routes.length).toBe(10_000);
    expect(traffic.unresolved.at(-1)?.why).toBe("there are too many");
  });

  test("thousands of ports, services and passes", async () => {
    const count = 3000;
    const ports = Array.from({ length: count }, (_, i) => `      - "${10_000 + i}:${10_000 + i}"\n`).join("");
    const apps = Array.from({ length: count }, (_, i) => `  app${i}:\n    image: acme/app:1\n`).join("");
    const servers = Array.from(
      { length: count },
      (_, i) => `server { listen ${10_000 + i}; location / { proxy_pass http://${i % 2 ? "app" : "nobody"}${i}; } }\n`,
    );
    const { traffic } = await deploymentOf({
      "compose.yml": services(
        `  web:\n    image: nginx:1.30\n    ports:\n${ports}    volumes: ["./a.conf:/etc/nginx/conf.d/default.conf"]\n${apps}`,
      ),
      "a.conf": servers.join(""),
    });
    expect(traffic.routes.filter(({ end }) => end.kind === "service").length).toBe(count / 2);
    expect(traffic.routes.filter(({ end }) => end.kind === "missing").length).toBe(count / 2);
  });

  test("proxies in a long row", async () => {
    const count = 60;
    const files: Record<string, string> = {};
    let text = "";
    for (let i = 0; i < count; i++) {
      text += `  p${i}:\n    image: nginx:1.30\n${i === 0 ? "    ports: ['80:80']\n" : ""}${mounted(`./${i}.conf`, "/etc/nginx/conf.d/default.conf")}`;
      files[`${i}.conf`] = site(`location / { proxy_pass http://p${i + 1}; }`);
    }
    const { traffic } = await deploymentOf({ ...files, "compose.yml": services(text) });
    expect(traffic.routes.map(printRoute).join()).toMatch(/it passes too many proxies/);
  });

  test("one folder in many services", async () => {
    const text = Array.from({ length: 300 }, (_, i) => `  p${i}:\n    image: nginx:1.30\n${mounted("./conf", "/etc/nginx/conf.d")}`).join(
      "",
    );
    const confs = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`conf/${i}.conf`, site("listen 80; root /srv;")]));
    const { traffic } = await deploymentOf({ ...confs, "compose.yml": services(text) });
    expect(traffic.proxies.flatMap(({ links }) => links).length).toBe(20_000);
    expect(traffic.unresolved.map(({ why }) => why)).toContain("there are too many places");
  });
});
