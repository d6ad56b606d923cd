import { describe, expect, test } from "vitest";
import { edgeBeside, openPorts } from "../../src/model/compose/exposure.ts";
import { commandText } from "../../src/model/compose/command.ts";
import type { Service } from "../../src/model/compose/service.ts";
import { connectStacks, isOverlay, type Stack } from "../../src/model/compose/stack.ts";
import { fileClassOf } from "../../src/model/file-class.ts";
import type { Resolved } from "../../src/model/value.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDotenv } from "../../src/syntax/dotenv/index.ts";
import { textOf } from "../../src/text/index.ts";

type Files = Readonly<Record<string, string>>;

function stacksOf(files: Files): Stack[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
  const dotenvs = new Map(sources.filter(({ path }) => /\.env/.test(path)).map((file) => [file.path, parseDotenv(file)]));
  const documents = sources.filter(({ path }) => /\.ya?ml$/.test(path)).map(parseCompose);
  return connectStacks(documents, {
    classOf: (file) => fileClassOf(file.path),
    dotenv: (path) => dotenvs.get(path),
    shipped: () => "unknown",
  });
}

const stackOf = (services: string, others: Files = {}): Stack => stacksOf({ "compose.yml": `services:\n${services}`, ...others })[0]!;
/** The service `it`, of which `body` gives the keys, one a line; it runs some image unless it says which. */
function serviceOf(body: string, others: Files = {}): Service {
  const keys = /^image:/m.test(body) ? body : `image: acme/it:1\n${body}`;
  return stackOf(`  it:\n${keys.replace(/^/gm, "    ")}\n`, others).service("it")!;
}
const show = (value: Resolved | { kind: "absent" } | undefined): string =>
  value === undefined ? "none" : value.kind === "known" ? value.text : `<${value.kind}>`;

const range = (one: { first: number; last: number } | undefined): string =>
  one === undefined ? "?" : one.first === one.last ? `${one.first}` : `${one.first}-${one.last}`;
const printPort = (entry: string, dotenv?: string): string => {
  const [port] = serviceOf(`ports:\n  - ${entry}`, dotenv === undefined ? {} : { ".env": dotenv }).ports;
  if (port === undefined) return "none";
  const { published, target, protocol, exposure, isRandom } = port;
  return `${isRandom ? "random" : range(published)} -> ${range(target)}/${protocol} ${exposure}`;
};

describe("ports", () => {
  test.each([
    ['"5432"', "random -> 5432/tcp all"],
    ["5432", "random -> 5432/tcp all"],
    ['"3000-3005"', "random -> 3000-3005/tcp all"],
    ['"8080:80"', "8080 -> 80/tcp all"],
    ["22:22", "22 -> 22/tcp all"],
    ['"9090-9091:8080-8081"', "9090-9091 -> 8080-8081/tcp all"],
    ['"53:53/udp"', "53 -> 53/udp all"],
    ['"127.0.0.1:5432:5432"', "5432 -> 5432/tcp loopback"],
    ['"127.1.2.3:5432:5432"', "5432 -> 5432/tcp loopback"],
    ['"localhost:5432:5432"', "5432 -> 5432/tcp loopback"],
    ['"127.0.0.1::5432"', "random -> 5432/tcp loopback"],
    ['"[::1]:6379:6379"', "6379 -> 6379/tcp loopback"],
    ['"::1:6379:6379"', "6379 -> 6379/tcp loopback"],
    ['"[::]:6379:6379"', "6379 -> 6379/tcp all"],
    ['"0.0.0.0:5432:5432"', "5432 -> 5432/tcp all"],
    ['"192.168.1.7:5432:5432"', "5432 -> 5432/tcp lan"],
    ['"${PORT}:5432"', "? -> 5432/tcp all"],
    ['"${PORT:-5433}:5432"', "5433 -> 5432/tcp all"],
    ['"${BIND:-127.0.0.1}:5432:5432"', "5432 -> 5432/tcp loopback"],
    ['"${BIND:-127.0.0.1:}5432:5432"', "5432 -> 5432/tcp loopback"],
    ['"${BIND}:5432:5432"', "5432 -> 5432/tcp unknown"],
    ['"${WHERE}:5432"', "? -> 5432/tcp unknown"],
    ['"${BIND:+$BIND:}5432:5432"', "? -> 5432/tcp unknown"],
    ['"${PORTS}"', "? -> ?/tcp unknown"],
    ['"${PORT:?set it}:80"', "? -> 80/tcp all"],
    ["{ target: 5432, published: 5433 }", "5433 -> 5432/tcp all"],
    ['{ target: 5432, published: "5433-5434", protocol: udp }', "5433-5434 -> 5432/udp all"],
    ["{ target: 5432 }", "random -> 5432/tcp all"],
    ["{ target: 5432, published: 5433, host_ip: 127.0.0.1 }", "5433 -> 5432/tcp loopback"],
    ["{ target: 5432, published: 5433, host_ip: 0.0.0.0 }", "5433 -> 5432/tcp all"],
    ['{ target: 5432, published: 5433, host_ip: "${BIND}" }', "5433 -> 5432/tcp unknown"],
    ["{ target: 80, published: 127.0.0.1:8080 }", "8080 -> 80/tcp loopback"],
    ["[80]", "none"],
    ["{ mode: host }", "none"],
  ])("%s", (entry, expected) => expect(printPort(entry)).toBe(expected));

  test("what .env gives goes before a default", () => {
    expect(printPort('"${BIND:-0.0.0.0}:5432:5432"', "BIND=127.0.0.1\n")).toBe("5432 -> 5432/tcp loopback");
  });

  test("the place of a port is its text without quotes", () => {
    expect(serviceOf('ports: ["80:80", 443]\n').ports.map(({ span }) => textOf(span))).toEqual(["80:80", "443"]);
  });

  test("ports that others can reach", () => {
    expect(openPorts(serviceOf('ports: ["127.0.0.1:1:1", "10.0.0.1:2:2", "3:3", "${X}:4"]')).map(({ target }) => target?.first)).toEqual([
      2, 3,
    ]);
  });
});

const printMounts = (body: string): string[] =>
  serviceOf(body).mounts.map(
    ({ type, source, target, readOnly }) =>
      `${type} ${show(source?.value)} -> ${show(target?.value)}${readOnly === true ? " ro" : readOnly === "unknown" ? " ro?" : ""}`,
  );

describe("mounts", () => {
  test.each([
    ["- data:/var/lib", "volume data -> /var/lib"],
    ["- /var/lib", "volume none -> /var/lib"],
    ["- ./conf:/etc/conf:ro", "bind ./conf -> /etc/conf ro"],
    ["- ~/keys:/keys:z,ro", "bind ~/keys -> /keys ro"],
    ["- C:\\data:/data", "bind C:\\data -> /data"],
    ["- ${DIR:-./data}:/data", "bind ./data -> /data"],
    ["- ${DIR}:/data", "unknown <unknown> -> /data"],
    ["- ${DIR}/x:/data:${MODE}", "unknown <unknown> -> /data ro?"],
    ["- { type: bind, source: ./a, target: /b, read_only: true }", "bind ./a -> /b ro"],
    ["- { type: volume, target: /b }", "volume none -> /b"],
    ["- { type: tmpfs, target: /b }", "tmpfs none -> /b"],
    ["- { source: ./a, target: /b }", "bind ./a -> /b"],
    ["- { type: npipe, source: a, target: b }", "other a -> b"],
  ])("%s", (entry, expected) => expect(printMounts(`volumes:\n  ${entry}`)).toEqual([expected]));

  test("tmpfs, with options and as one text", () => {
    expect(printMounts("tmpfs:\n  - /run:size=1m\n  - /tmp")).toEqual(["tmpfs none -> /run", "tmpfs none -> /tmp"]);
    expect(printMounts("tmpfs: /run")).toEqual(["tmpfs none -> /run"]);
  });
});

describe("commands", () => {
  test.each([
    ['command: redis-server --save 60 "a b"', "redis-server --save 60 a b"],
    ['command: ["redis-server", "--requirepass", "$PW"]', "redis-server --requirepass …"],
    ["command: sh -c 'a && b'", "sh -c a && b"],
    ["command:", ""],
    ["command: []", ""],
  ])("%s", (body, expected) => expect(commandText(serviceOf(body).command)).toBe(expected));

  test("each word knows its place", () => {
    const { command } = serviceOf("command: >\n  serve --port\n  8080");
    expect(command?.words.map(({ span }) => textOf(span))).toEqual(["serve", "--port", "8080"]);
  });
});

const printHealth = (body: string): string => {
  const health = serviceOf(body).healthcheck;
  return health?.kind === "test" ? `${health.shell ? "shell" : "exec"}: ${commandText(health.test)}` : (health?.kind ?? "none");
};

describe("health checks", () => {
  test.each([
    ["image: x", "none"],
    ['healthcheck: { test: ["CMD", "curl", "-f", "http://localhost"] }', "exec: curl -f http://localhost"],
    ['healthcheck: { test: ["CMD-SHELL", "curl -f http://localhost"] }', "shell: curl -f http://localhost"],
    ["healthcheck: { test: curl -f http://localhost }", "shell: curl -f http://localhost"],
    ["healthcheck: { test: NONE }", "disabled"],
    ['healthcheck: { test: ["NONE"] }', "disabled"],
    ["healthcheck: { disable: true }", "disabled"],
    ["healthcheck: { interval: 10s }", "inherited"],
    ["healthcheck: { test: $PROBE }", "unknown"],
  ])("%s", (body, expected) => expect(printHealth(body)).toBe(expected));
});

const printSetting = (body: string, files: Files = {}): string => {
  const service = serviceOf(body, files);
  return `${show(service.setting("A")?.value)} ${service.openSettings === undefined ? "closed" : "open"}`;
};

describe("variables", () => {
  test.each([
    ["environment: { A: 1 }", {}, "1 closed"],
    ["environment: [A=1=2]", {}, "1=2 closed"],
    ["environment: [A]", {}, "<unknown> closed"],
    ["environment: { A: }", {}, "<unknown> closed"],
    ["environment: { A: '${B:?set B}' }", {}, "<required> closed"],
    ["environment: { A: '${B:-2}' }", {}, "2 closed"],
    ["environment: { A: $B }", { ".env": "B=3\n" }, "3 closed"],
    ["env_file: a.env", { "a.env": "A=4\n" }, "4 closed"],
    ["env_file: [a.env, { path: b.env, required: false }]", { "a.env": "A=4\n", "b.env": "A=5\n" }, "5 closed"],
    ["env_file: a.env\nenvironment: { A: 6 }", { "a.env": "A=4\n" }, "6 closed"],
    ["env_file: gone.env", {}, "none open"],
    ["env_file: ../out.env", {}, "none open"],
  ] as const)("%s", (body, files, expected) => expect(printSetting(body, files)).toBe(expected));
});

const printDependencies = (body: string): string[] =>
  serviceOf(body).dependencies.map(({ service, condition }) => `${service.value} ${condition}`);

describe("dependencies", () => {
  test.each([
    ["depends_on: [db, cache]", ["db service_started", "cache service_started"]],
    ["depends_on: { db: { condition: service_healthy }, cache: }", ["db service_healthy", "cache service_started"]],
    [
      "depends_on: { db: { condition: $X }, job: { condition: service_completed_successfully } }",
      ["db unknown", "job service_completed_successfully"],
    ],
    ["depends_on: db", []],
  ])("%s", (body, expected) => expect(printDependencies(body)).toEqual(expected));
});

describe("one-shot services", () => {
  test.each([
    ["  it: { image: x, restart: 'no', command: alembic migrate }", true],
    ["  it: { image: x, restart: on-failure, command: npm run seed }", true],
    ["  it: { image: x, restart: always, command: npm run seed }", false],
    ["  it: { image: x, restart: 'no', command: serve }", false],
    ["  it: { image: x, command: python manage.py migrate }", true],
    ["  it: { image: x, command: sh -c 'python manage.py migrate && gunicorn shop' }", false],
    ["  it: { image: x, command: serve --migrate, ports: ['80:80'] }", false],
    ["  it: { image: x, profiles: [tools] }", true],
    ["  it: { image: x, profiles: [tools, web] }", false],
    ["  it: { image: x, deploy: { mode: replicated-job } }", true],
    ["  it: { image: x }\n  web: { image: y, depends_on: { it: { condition: service_completed_successfully } } }", true],
    ["  it: { image: x }\n  web: { image: y, depends_on: { it: { condition: service_healthy } } }", false],
    ["  it: { image: initech/portal }", false],
    ["  volume-permissions: { image: busybox }\n  it: { image: busybox, command: chown -R 1000 /data }", true],
  ])("%s", (services, expected) => expect(stackOf(services).service("it")!.isOneShot).toBe(expected));
});

describe("stores", () => {
  test.each([
    ["image: postgres:17", "PostgreSQL"],
    ["image: postgres:17\ncommand: postgres -c shared_buffers=1GB", "PostgreSQL"],
    ["image: postgres:17\ncommand: sh -c 'pg_dump -h db shop > /backup/shop.sql'", "none"],
    ["image: mongo:8\nentrypoint: [bash, -c, \"sleep 5; mongosh --eval 'rs.initiate()'\"]", "none"],
    ["image: redis:8\ncommand: sh -c 'redis-cli ping; exec redis-server'", "Redis"],
    ["image: minio/mc\ncommand: mc mb x", "none"],
    ["image: mysql:8\ncommand: --datadir /var/lib/mysql", "MySQL"],
    ["image: mysql:8\ncommand: mysqld --user mysql", "MySQL"],
    ['image: mysql:8\nentrypoint: [sh, -c]\ncommand: ["until mysqladmin ping -h db; do sleep 1; done; mysql -h db < /seed.sql"]', "none"],
    ["image: postgres:17\ncommand: /usr/bin/psql -h db", "none"],
    ["image: postgres:17\ncommand: postgres -c log_statement=all -c search_path=psql", "PostgreSQL"],
    ["image: minio/minio\nentrypoint: sh\ncommand: -c 'mkdir -p /data/photos && minio server /data'", "MinIO"],
    ["image: prometheuscommunity/postgres-exporter:v0.17", "none"],
  ])("%s", (body, expected) => expect(serviceOf(body).stateful?.label ?? "none").toBe(expected));
});

describe("networks", () => {
  const web = "  web: { image: nginx:1.30, ports: ['443:443']";
  test.each([
    [`${web} }\n  it: { image: redis:8 }`, "web"],
    [`${web}, networks: [edge] }\n  it: { image: redis:8 }`, "none"],
    [`${web}, networks: [edge, data] }\n  it: { image: redis:8, networks: { data: } }`, "web"],
    [`${web.replace("443:443", "127.0.0.1:80:80")} }\n  it: { image: redis:8 }`, "none"],
    ["  web: { image: nginx:1.30, network_mode: host }\n  it: { image: redis:8 }", "none"],
    ["  web: { image: nginx:1.30 }\n  it: { image: redis:8 }", "none"],
  ])("%s", (services, expected) => {
    const stack = stackOf(services);
    expect(edgeBeside(stack.service("it")!, stack)?.name ?? "none").toBe(expected);
  });
});

describe("extends", () => {
  const base = `  base:
    image: acme/shop:4
    restart: always
    command: [serve]
    ports: ["80:80"]
    environment: { A: 1, B: 2 }
    volumes: ["./a:/data", "./b:/b"]
    healthcheck: { test: [CMD, "true"], interval: 5s }
`;
  const extended = (body: string): Service =>
    stackOf(`${base}  it:\n    extends: { service: base }\n${body.replace(/^/gm, "    ")}\n`).service("it")!;

  test("takes over what it does not give itself", () => {
    const it = extended("environment: { B: 3, C: 4 }");
    expect([show(it.image?.value), show(it.value("restart")), it.ports.length, it.open]).toEqual(["acme/shop:4", "always", 1, undefined]);
    expect(["A", "B", "C"].map((name) => show(it.setting(name)?.value))).toEqual(["1", "3", "4"]);
  });

  test("lists follow one another, commands and tests are replaced, and a mount replaces that of its target", () => {
    const it = extended('command: [work]\nports: ["81:81"]\nvolumes: ["./c:/data"]\nhealthcheck: { test: [CMD, "false"] }');
    expect(commandText(it.command)).toBe("work");
    expect(it.ports.map(({ published }) => published?.first)).toEqual([80, 81]);
    expect(it.mounts.map(({ source }) => show(source?.value)).sort()).toEqual(["./b", "./c"]);
    expect(it.healthcheck?.kind === "test" && commandText(it.healthcheck.test)).toBe("false");
    expect(show(it.value("healthcheck", "interval"))).toBe("5s");
  });

  test("!reset takes away and !override replaces", () => {
    const it = extended('restart: !reset null\nports: !override ["81:81"]');
    expect([show(it.value("restart")), it.ports.length]).toEqual(["<absent>", 1]);
  });

  test.each([
    ["  it: { extends: other }", 'compose.yml has no service "other" to extend'],
    ["  it: { extends: { file: base.yml, service: it } }", "base.yml, which holds what it extends, is not at hand"],
    ["  it: { extends: { file: ../base.yml, service: it } }", "../base.yml, which holds what it extends, is not at hand"],
    ["  it: { extends: { file: ./compose.yml, service: b } }\n  b: { image: x }", undefined],
    ["  it: { extends: b }\n  b: { extends: it }", "it extends itself"],
    ["  it: { extends: it }", "it extends itself"],
    ["  it: { extends: $X }", "what it extends is filled in at run time"],
    ["  it: { extends: { service: b, file: $X } }\n  b: { image: x }", "the file of what it extends is filled in at run time"],
    ["  it: { extends: b, environment: [A=1] }\n  b: { image: x, environment: { A: 2 } }", undefined],
    [
      "  it: { extends: b, cap_add: 1 }\n  b: { image: x, cap_add: [A] }",
      "it extends a service that writes one of its keys in another form",
    ],
  ])("%s", (services, expected) => expect(stackOf(services).service("it")!.open).toBe(expected));

  test("a long chain is left open, not followed for ever", () => {
    const chain = Array.from({ length: 40 }, (_, i) => `  s${i}: { extends: s${i + 1} }`).join("\n");
    expect(stackOf(`${chain}\n  s40: { image: x }`).service("s0")!.open).toMatch(/too many/);
  });
});

describe("files that belong together", () => {
  const base = "services:\n  db: { image: postgres:17 }\n  web: { image: acme/web:1 }\n";
  test("an overlay that fits no file is no stack, and leaves open what it adds to", () => {
    const stacks = stacksOf({
      "compose.yml": base,
      "compose.prod.yml": "services:\n  db: { restart: always }\n  mail: { restart: always }\n",
    });
    expect(stacks.map(({ file }) => file.path)).toEqual(["compose.yml"]);
    expect(stacks[0]!.service("db")!.open).toMatch(/compose\.prod\.yml/);
    expect(stacks[0]!.service("web")!.open).toBe(undefined);
  });

  test("one for development alone leaves nothing open, nor does one in another folder", () => {
    for (const path of ["compose.override.yml", "other/compose.prod.yml"]) {
      expect(stacksOf({ "compose.yml": base, [path]: "services:\n  db: { restart: always }\n" })[0]!.service("db")!.open).toBe(undefined);
    }
  });

  test.each([
    ["services: { a: { image: x } }", false],
    ["services: { a: { build: . }, b: { extends: a } }", false],
    ["services: { a: { provider: { type: model } } }", false],
    ["services: { a: { image: x }, b: { restart: always } }", true],
    ["x-common: &c { image: x }\nservices: { a: { <<: *c, restart: always } }", false],
    ["volumes: { a: }", false],
    ["", false],
  ])("%s", (text, expected) => expect(isOverlay(parseCompose({ path: "compose.yml", text }))).toBe(expected));
});

describe("broken and odd files are read as far as they go", () => {
  test.each([
    ["services:", []],
    ["services: []", []],
    ["services: { a: , b: 1, c: { image: x } }", ["c"]],
    ["- a", []],
    ["web: { image: nginx }\ndb: { build: . }", ["web", "db"]],
    [
      "services: { a: { image: [x], ports: 80, volumes: {}, command: {}, depends_on: 1, environment: x, networks: 1, devices: [[], {}], tmpfs: {} } }",
      ["a"],
    ],
  ])("%s", (text, expected) => {
    const [stack] = stacksOf({ "compose.yml": text });
    expect(stack?.services.map(({ name }) => name) ?? []).toEqual(expected.filter(() => stack !== undefined));
    expect(parseCompose({ path: "compose.yml", text }).services.map(({ key }) => key.text)).toEqual(expected);
  });
});
