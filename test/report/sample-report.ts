import { createHash } from "node:crypto";
import type { JudgedFinding, Verdict } from "../../src/judge/judge.ts";
import type { RenderOptions, Report } from "../../src/report/report.ts";
import type { Example, Problem, RuleMeta } from "../../src/rule/meta.ts";
import { span, type SourceFile, type Span } from "../../src/text/index.ts";

/** A report with everything that is hard to show: made by hand, so that reporters are tested without parsers, rules or an engine. */
export const sampleReport: Report = build();

/** What was run: in the folder that holds the project, or, with `base`, one above it. */
export function renderOptions(options: Partial<RenderOptions> = {}): RenderOptions {
  return { displayPath: (path) => path, palette: undefined, verbose: false, quiet: false, failOn: "error", ...options };
}

/** The secrets that the sample's files hold; no format may show one. */
export const sampleSecrets = ["hunter2-Zq81", "s3cr3t-Pa55", "sk-live-4f9A77c0e2D1b8", "rotated-0nce"];

/** A span over the `nth` occurrence of `text` in a file. */
export function at(file: SourceFile, text: string, nth = 1): Span {
  let start = -1;
  for (let i = 0; i < nth; i++) start = file.text.indexOf(text, start + 1);
  if (start === -1) throw new Error(`${file.path} does not hold ${JSON.stringify(text)} ${nth} times`);
  return span(file, start, start + text.length);
}

/** A rule with the least that a rule must say, and what a test cares about. */
export function rule(meta: Partial<RuleMeta> & Pick<RuleMeta, "id">): RuleMeta {
  return {
    title: `Title of ${meta.id}`,
    severity: "warning",
    securitySeverity: 5,
    confidence: "high",
    profile: "recommended",
    rationale: "It is not safe.",
    remediation: "Change it.",
    references: ["https://docs.docker.com/reference/compose-file/"],
    examples: [{ title: "one", bad: { "compose.yaml": "a: 1\n" }, flags: ["1"], good: { "compose.yaml": "a: 2\n" } }],
    ...meta,
  };
}

/** A finding as the judge hands it on. */
export function finding(of: RuleMeta, problem: Problem, verdict: Verdict = { kind: "reported" }): JudgedFinding {
  const fingerprint = createHash("sha256")
    .update(`${of.id} ${problem.aspect ?? ""} ${problem.at.file.path} ${problem.at.start}`)
    .digest("hex");
  return {
    ...problem,
    rule: of,
    severity: problem.severity ?? of.severity,
    securitySeverity: problem.securitySeverity ?? of.securitySeverity,
    fingerprint,
    verdict,
  };
}

function build(): Report {
  const rules = rulesOf();
  const files = filesOf();
  return {
    tool: { name: "deploy-audit", version: "0.1.0" },
    rules: Object.values(rules).sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: findingsOf(rules, files),
    skipped: [
      { path: "charts/app/templates/deployment.yaml", reason: "a Helm template is only YAML once it is rendered" },
      { path: "charts/app/templates/service.yaml", reason: "a Helm template is only YAML once it is rendered" },
      { path: "dump/compose.yaml", reason: "larger than 4 MB" },
    ],
    unreadable: [
      {
        path: files.broken.path,
        message: 'The list is not closed: "]" is missing. What follows it was not read.',
        at: at(files.broken, "[80, 443"),
      },
      { path: "secrets/.env", message: "The file could not be opened: permission denied." },
    ],
    crashed: [
      {
        rule: "nginx/alias-traversal",
        path: files.nginx.path,
        message: "Cannot read properties of undefined (reading 'sk-live-4f9A77c0e2D1b8')",
      },
    ],
    audited: { workflow: 1, nginx: 1, dotenv: 1, dockerfile: 2, compose: 2 },
    unknown: [
      { rule: "compose/latest-tag", at: at(files.compose, "${API_TAG}"), why: "the tag is filled in at run time" },
      { rule: "compose/port-all-interfaces", at: at(files.compose, '"${WEB_PORT}:80"'), why: "the port is filled in at run time" },
    ],
  };
}

function file(path: string, lines: readonly string[], lineBreak = "\n"): SourceFile {
  return { path, text: lines.join(lineBreak) };
}

function filesOf() {
  return {
    compose: file("compose.yaml", [
      "services:",
      "  db:",
      "    image: postgres:16",
      "    ports:",
      '      - "5432:5432"',
      "    environment:",
      "      POSTGRES_PASSWORD: hunter2-Zq81",
      "  api:",
      "    image: registry.example.com/shop/api:${API_TAG}",
      "    environment:",
      "      DATABASE_URL: postgres://shop:hunter2-Zq81@db:5432/shop?sslmode=disable",
      "      CACHE_URL: redis://default:rotated-0nce@cache:6379/0",
      "    volumes:",
      "      - /var/run/docker.sock:/var/run/docker.sock",
      "  web:",
      "    image: nginx:1.27",
      "    ports:",
      '      - "${WEB_PORT}:80"',
      "  worker:",
      "    image: registry.example.com/shop/worker:2.4.1",
      "",
    ]),
    nginx: file(
      "nginx/site.conf",
      [
        "server {",
        "\tlisten 80;",
        "\tlocation /api/ {",
        "\t\tproxy_pass\thttp://api:8000/;",
        "\t}",
        "\tlocation /admin/ {",
        "\t\tproxy_pass http://api:3000/admin/;",
        "\t\tproxy_set_header Host $host;",
        "\t}",
        "\t# 日本語のコメント ::error::forged ##[error]forged \u001b[31mred\u202E",
        "\tserver_tokens on; # 既定値",
        "}",
        "",
      ],
      "\r\n",
    ),
    dockerfile: file("api/Dockerfile", [
      "\uFEFFFROM node:20",
      "WORKDIR /app",
      "COPY . .",
      "RUN npm ci",
      "EXPOSE 3000",
      'CMD ["node", "server.js"]',
    ]),
    empty: file("web/Dockerfile", [""]),
    env: file(".env.production", [
      "# mail",
      "SMTP_HOST=mail.example.com",
      "STRIPE_KEY=sk-live-4f9A77c0e2D1b8 # rotate me",
      "ADMIN_PASSWORD=s3cr3t-Pa55",
      "",
    ]),
    workflow: file(".github/workflows/release.yml", workflowLines()),
    broken: file("legacy/compose.yaml", ["services:", "  web:", "    ports: [80, 443", "    image: nginx", ""]),
    hostile: file("::error file=app.js::owned/compose.yaml", [
      "services:",
      "  \u001b]0;title\u0007x\u200by\u202e:",
      "    privileged: true",
      "",
    ]),
  };
}

function workflowLines(): readonly string[] {
  const actions = [
    "checkout@v4",
    "setup-node@v4",
    "cache@v4",
    "upload-artifact@v4",
    "download-artifact@v4",
    "setup-python@v5",
    "labeler@v5",
    "stale@v9",
    "github-script@v7",
    "attest@v1",
  ];
  const long = `curl -sSL https://get.example.com/install.sh --retry 5 --retry-delay 10 --connect-timeout 20 --output - --header "Accept: text/plain" | bash -s -- --channel stable --prefix /usr/local --no-modify-path --quiet --components cli,agent,completions`;
  return [
    "on: push",
    "jobs:",
    "  release:",
    "    runs-on: ubuntu-24.04",
    "    steps:",
    ...actions.map((action) => `      - uses: actions/${action}`),
    `      - run: ${long}`,
    "",
  ];
}

type Rules = ReturnType<typeof rulesOf>;
type SampleFiles = ReturnType<typeof filesOf>;

function findingsOf(rules: Rules, files: SampleFiles): JudgedFinding[] {
  const { compose, dockerfile, empty, env, hostile, nginx, workflow } = files;
  const password = at(compose, "hunter2-Zq81", 2);
  const unpinned = [...workflow.text.matchAll(/actions\/([a-z-]+)@(v\d)/g)].map((match) =>
    finding(rules.unpinned, {
      at: span(workflow, match.index + match[0].length - 2, match.index + match[0].length),
      message: `"actions/${match[1]}" is used at the tag "${match[2]}", which its owner can move to other code.`,
      fix:
        match[1] === "checkout"
          ? {
              title: "Pin to the commit",
              safety: "safe",
              edits: [{ span: at(workflow, "v4"), replacement: "11bd71901bbe5b1630ceea73d27597364c9af683 # v4" }],
            }
          : undefined,
    }),
  );
  const findings = [
    finding(rules.secret, {
      at: at(env, "sk-live-4f9A77c0e2D1b8"),
      message: 'The value of "STRIPE_KEY" is committed, so everyone who can read the repository has it.',
      redact: [at(env, "sk-live-4f9A77c0e2D1b8")],
    }),
    finding(rules.secret, {
      at: at(env, "s3cr3t-Pa55"),
      message: 'The value of "ADMIN_PASSWORD" is committed, so everyone who can read the repository has it.',
      redact: [at(env, "s3cr3t-Pa55")],
    }),
    ...unpinned,
    finding(rules.pipe, {
      at: at(workflow, "| bash"),
      message: "A script from the network runs as it comes, without a look at what it is.",
    }),
    finding(rules.privileged, {
      at: at(hostile, "privileged: true"),
      message: 'Service "\u001b]0;title\u0007x\u200by\u202e" runs privileged:\n::add-mask::it owns the host. ##[group]',
    }),
    finding(rules.user, {
      at: at(dockerfile, "FROM node:20"),
      message: 'The image "api" runs as root, so a flaw in it owns the container.',
    }),
    finding(rules.healthcheck, {
      at: span(dockerfile, dockerfile.text.length, dockerfile.text.length),
      message: 'Nothing tells when "api" has stopped to answer.',
    }),
    finding(rules.port, {
      at: at(compose, '"5432:5432"'),
      message: 'Port 5432 of "db" is reachable from every network interface.',
      fix: {
        title: "Publish on 127.0.0.1",
        safety: "unsafe",
        edits: [{ span: at(compose, '"5432:5432"'), replacement: '"127.0.0.1:5432:5432"' }],
      },
    }),
    ...["db", "api", "web", "worker"].map((name) =>
      finding(rules.limits, {
        at: at(compose, name, name === "api" ? 1 : 1),
        message: `Nothing limits the memory of "${name}", so a leak in it takes the host down.`,
        aspect: "memory",
      }),
    ),
    finding(
      rules.secret,
      { at: at(compose, "hunter2-Zq81"), message: "allowed", redact: [at(compose, "hunter2-Zq81")] },
      { kind: "allowed", by: at(compose, "environment"), reason: "only the demo uses it" },
    ),
    finding(rules.reuse, {
      at: password,
      message: 'The password of "db" stands in two places.',
      related: [{ at: at(compose, "hunter2-Zq81"), note: "it stands here too, so changing one of them breaks the other" }],
      redact: [password],
      fix: { title: "Refer to one variable", safety: "safe", edits: [{ span: password, replacement: "${DB_PASSWORD:-hunter2-Zq81}" }] },
    }),
    finding(rules.tls, { at: at(compose, "sslmode=disable"), message: 'The connection from "api" to "db" is not encrypted.' }),
    finding(rules.socket, {
      at: at(compose, "/var/run/docker.sock"),
      message: '"api" can do with the host whatever the Docker daemon can: start a privileged container, read every file.',
    }),
    finding(rules.tls, {
      at: at(compose, "CACHE_URL"),
      message: 'The connection from "api" to "cache" is not encrypted.',
      severity: "note",
      securitySeverity: 3.1,
    }),
    finding(rules.latest, { at: at(compose, "postgres:16"), message: "baselined" }, { kind: "baselined" }),
    finding(rules.upstream, {
      at: at(nginx, "8000"),
      message: 'nginx sends "/api/" to port 8000 of "api", where nobody listens.',
      related: [
        { at: at(dockerfile, "3000"), note: "its image listens on 3000" },
        { at: at(compose, "api:"), note: 'the service "api" [as composed] does not change that' },
      ],
    }),
    finding(rules.admin, {
      at: span(nginx, nginx.text.indexOf("location /admin/"), nginx.text.indexOf("}", nginx.text.indexOf("$host")) + 1),
      message: 'Everyone can reach "/admin/".',
    }),
    finding(rules.tokens, { at: at(nginx, "on; # 既定値"), message: "nginx tells its version in every answer." }),
    finding(rules.user, { at: span(empty, 0, 0), message: "The file holds no instruction, so there is nothing to build." }),
  ];
  return findings.sort((a, b) => (a.at.file.path < b.at.file.path ? -1 : a.at.file.path > b.at.file.path ? 1 : a.at.start - b.at.start));
}

function example(title: string, path: string, bad: string, flag: string, good: string): readonly [Example] {
  return [{ title, bad: { [path]: bad }, flags: [flag], good: { [path]: good } }];
}

function rulesOf() {
  return {
    port: rule({
      id: "compose/db-port-exposed",
      title: "Database port published on every interface",
      severity: "error",
      securitySeverity: 8.6,
      rationale:
        "A port without a host address listens on **every** interface, past most firewalls: Docker writes its own `iptables` rules.\n\nDatabases are scanned for within hours.",
      remediation:
        'Publish the port on `127.0.0.1` (e.g. `"127.0.0.1:5432:5432"`), or drop it: services of one stack reach each other without. See [ports](https://docs.docker.com/reference/compose-file/services/#ports).',
      references: ["https://docs.docker.com/reference/compose-file/services/#ports", "https://owasp.org/www-project-docker-top-10/"],
      cwe: [668],
      examples: example(
        "a database for the team",
        "compose.yaml",
        'services:\n  db:\n    ports: ["5432:5432"]\n',
        '"5432:5432"',
        'services:\n  db:\n    ports: ["127.0.0.1:5432:5432"]\n',
      ),
    }),
    socket: rule({
      id: "compose/docker-socket",
      title: "Docker socket mounted into a container",
      severity: "error",
      securitySeverity: 9,
      cwe: [250, 79],
      remediation: "Do not mount the socket.",
    }),
    limits: rule({
      id: "compose/no-resource-limits",
      title: "Service without resource limits",
      severity: "note",
      securitySeverity: 0,
      confidence: "medium",
      remediation: "Set `deploy.resources.limits.memory` to what the service needs at its worst.",
    }),
    latest: rule({ id: "compose/latest-tag", profile: "strict" }),
    privileged: rule({
      id: "compose/privileged",
      title: "Privileged container",
      severity: "error",
      securitySeverity: 9.3,
      remediation: "Remove `privileged`, and add the one capability that is needed.",
    }),
    reuse: rule({
      id: "deploy/password-twice",
      title: "One password written twice",
      securitySeverity: 4.3,
      remediation: "Write it once, in an env file outside the repository.",
    }),
    upstream: rule({
      id: "deploy/upstream-port-mismatch",
      title: "Proxy sends to a port nobody listens on",
      severity: "error",
      securitySeverity: 0,
      remediation: "Let both name the same port.",
    }),
    tls: rule({
      id: "env/no-tls",
      title: "Connection without encryption",
      securitySeverity: 5.9,
      confidence: "low",
      remediation: "Ask for TLS.",
    }),
    secret: rule({
      id: "env/committed-secret",
      title: "Secret in the repository",
      severity: "error",
      securitySeverity: 7.5,
      cwe: [798],
      remediation: "Revoke it, then keep it in a secret store. Removing the line is not enough.",
    }),
    user: rule({
      id: "dockerfile/root-user",
      title: "Container runs as root",
      securitySeverity: 6,
      remediation: "Add `USER` with a number above 0 before the last `CMD`.",
    }),
    healthcheck: rule({
      id: "dockerfile/no-healthcheck",
      title: "Image without a health check",
      severity: "note",
      securitySeverity: 0,
      remediation: "Add a `HEALTHCHECK`.",
    }),
    pipe: rule({ id: "gha/pipe-to-shell", title: "Download piped into a shell", remediation: "Download, compare the checksum, then run." }),
    unpinned: rule({ id: "gha/unpinned-action", title: "Action used at a tag", remediation: "Name the commit." }),
    admin: rule({
      id: "nginx/open-admin",
      title: "Admin area open to everyone",
      remediation: "Add `allow` and `deny all`, or ask for a login.",
    }),
    tokens: rule({
      id: "nginx/server-tokens",
      title: "Server tells its version",
      severity: "note",
      securitySeverity: 2,
      remediation: "Write `server_tokens off;`.",
    }),
  };
}
