import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import manifest from "../package.json";

/** The program as it is shipped: the built bundle, run by Node. */
const program = join(import.meta.dirname, "..", "bin", "deploy-audit.js");
const scratch = mkdtempSync(join(tmpdir(), "deploy-audit-cli-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Content = string | Buffer | "folder";
let projects = 0;

function project(files: Readonly<Record<string, Content>>): string {
  const folder = join(scratch, `project-${projects++}`);
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (content === "folder") mkdirSync(join(folder, path), { recursive: true });
    else writeFileSync(join(folder, path), content);
  }
  return folder;
}

function run(folder: string, ...words: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(`${stdout}${stderr}`, "no stack trace reaches the user").not.toMatch(/^\s+at .*\d+:\d+\)?$/m);
  return { status, out: stdout, err: stderr };
}

const flawed =
  "services:\n  probe:\n    image: ghcr.io/acme/probe:1.4.2\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n";

describe("what it is asked", () => {
  const folder = project({ "docker-compose.yml": flawed });

  test("--version is that of the package", () => {
    expect(run(folder, "--version")).toEqual({ status: 0, out: `${manifest.version}\n`, err: "" });
  });

  test("--help names every option", () => {
    const { status, out } = run(folder, "--help");
    expect(status).toBe(0);
    for (const option of ["--format", "--output", "--profile", "--fail-on", "--config", "--as-of", "--no-allow", "--quiet", "--verbose"])
      expect(out).toContain(option);
  });

  test("findings end with 1, and never with --fail-on never", () => {
    expect(run(folder).status).toBe(1);
    expect(run(folder, "--fail-on", "never").status).toBe(0);
    expect(run(folder, "--fail-on=note").status).toBe(1);
  });

  test("a folder, a file and a glob find the same", () => {
    const rulesIn = (...words: string[]): unknown =>
      (JSON.parse(run(folder, "--format", "json", ...words).out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
    const expected = rulesIn();
    expect(expected).toContain("compose/docker-socket");
    expect(rulesIn("docker-compose.yml")).toEqual(expected);
    expect(rulesIn("*.yml")).toEqual(expected);
  });

  test("paths are relative to the working directory", () => {
    const inner = join(folder, "inner");
    mkdirSync(inner, { recursive: true });
    expect(run(inner, "--quiet", "..").out).toMatch(/^\.\.\/docker-compose\.yml:\d+:\d+/m);
  });

  test("several reports in one run", () => {
    const { out } = run(folder, "--format", "text", "--format", "sarif=out/audit.sarif");
    expect(out).toContain("compose/docker-socket");
    expect(JSON.parse(readFileSync(join(folder, "out/audit.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    run(folder, "--format", "json", "--output", "out/audit.json");
    expect(JSON.parse(readFileSync(join(folder, "out/audit.json"), "utf8"))).toMatchObject({ version: 1 });
  });

  test("graph", () => {
    const shop = project({ "compose.yml": "services:\n  web:\n    image: acme/web:1\n    ports: ['80:80']\n" });
    expect(run(shop, "graph")).toMatchObject({ status: 0, out: expect.stringMatching(/^flowchart LR\n/), err: "" });
    expect(run(shop, "graph", ".", "--format", "dot").out).toMatch(/^digraph /);
    expect(JSON.parse(run(shop, "graph", "compose.yml", "--format=json").out)).toMatchObject({ version: 1 });
    expect(run(shop, "graph", "--output", "out/graph.mmd")).toEqual({ status: 0, out: "", err: "" });
    expect(readFileSync(join(shop, "out/graph.mmd"), "utf8")).toBe(run(shop, "graph").out);
    expect(run(shop, "graph", "--format", "sarif")).toMatchObject({
      status: 2,
      out: "",
      err: expect.stringContaining("mermaid, dot, json"),
    });
    expect(run(shop, "graph", "nowhere").status).toBe(2);
    expect(run(project({ "compose.yml": "services: [" }), "graph").status).toBe(2);
  });

  test("explain and rules", () => {
    expect(run(folder, "explain", "compose/docker-socket").out).toMatch(/^# compose\/docker-socket\n/);
    expect(run(folder, "rules").out).toMatch(/^compose\/docker-socket +error +/m);
  });

  test("an allowance with a reason is honoured, and not with --no-allow", () => {
    const allowed = project({
      "docker-compose.yml": flawed.replace("      - ", "      # deploy-audit: allow compose/docker-socket -- it is the monitor\n      - "),
    });
    const of = (...words: string[]): string[] =>
      (JSON.parse(run(allowed, "--format", "json", ...words).out) as { findings: { rule: string; verdict: string }[] }).findings
        .filter(({ verdict }) => verdict === "reported")
        .map(({ rule }) => rule);
    expect(of()).not.toContain("compose/docker-socket");
    expect(of("--no-allow")).toContain("compose/docker-socket");
  });
});

describe("what it cannot do is said, and ends with 2", () => {
  const folder = project({ "docker-compose.yml": flawed, "folder/.keep": "" });

  test.each<[string, string[], RegExp]>([
    ["an unknown option", ["--frmat", "json"], /no option --frmat \(did you mean --format\?\)/],
    ["an unknown format", ["--format", "xml"], /--format takes text, json, sarif; "xml" is none of them/],
    ["an option without its value", ["--fail-on"], /--fail-on/],
    ["an unknown severity", ["--fail-on", "eror"], /did you mean error\?/],
    ["a date that is none", ["--as-of", "tomorrow"], /--as-of takes a date/],
    ["an unknown rule", ["explain", "compose/docker-sock"], /did you mean compose\/docker-socket\?/],
    ["a configuration that is not there", ["--config", "nowhere.yaml"], /nowhere\.yaml: does not exist/],
    ["two reports on one stream", ["--format", "json", "--format", "sarif"], /only one --format/],
    ["a report that cannot be written", ["--format", "json", "--output", "folder"], /could not be written to folder: that is a folder/],
  ])("%s", (_, words, message) => {
    const { status, err } = run(folder, ...words);
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  test("a missing path", () => {
    const { status, out } = run(folder, "nowhere", "docker-compose.yml");
    expect(out).toMatch(/does not exist[^]*nowhere/);
    expect(out).toContain("compose/docker-socket");
    expect(status).toBe(2);
  });

  test("a mistake in the configuration has a place, and nothing is audited", () => {
    const { status, err, out } = run(
      project({ "docker-compose.yml": flawed, ".deploy-audit.yaml": "rules:\n  compose/docker-sockt: off\n" }),
    );
    expect(err).toMatch(/^\.deploy-audit\.yaml:2:3: there is no rule "compose\/docker-sockt"; did you mean "compose\/docker-socket"\?/);
    expect(out).toBe("");
    expect(status).toBe(2);
  });

  test("a folder with nothing to audit says so loudly", () => {
    const { status, err } = run(project({ "readme.txt": "nothing" }));
    expect(err).toMatch(/found no Dockerfile/);
    expect(status).toBe(0);
  });
});

describe("bad input: a clear line, and the other files are still audited", () => {
  const bomb = [
    "x0: &x0 [a, a, a, a, a, a, a, a, a]",
    ...Array.from({ length: 30 }, (_, i) => `x${i + 1}: &x${i + 1} [${Array.from({ length: 9 }, () => `*x${i}`).join(", ")}]`),
    "services:",
    "  a:",
    "    image: redis:8",
    "    labels: *x30",
  ].join("\n");

  test.each<[string, string, Content, RegExp | undefined]>([
    ["invalid YAML", "compose.yaml", "services:\n  a:\n    image: redis:8\n   b: [\n", /unread[^]*compose\.yaml:4:/],
    ["a broken nginx block", "nginx.conf", "server {\n  listen 80;\n  location / {\n", /unread[^]*nginx\.conf:3:3/],
    ["a binary file", "Dockerfile", Buffer.from([0x46, 0, 1, 2, 0, 255]), /unread +binary[^]*Dockerfile/],
    ["a 50 MB file", "compose.huge.yaml", Buffer.alloc(50_000_000, "# x\n"), /unread +larger than 5 MB[^]*compose\.huge\.yaml/],
    ["an empty file", ".env", "", undefined],
    ["an empty Dockerfile", "Dockerfile", "", /unread[^]*Dockerfile/],
    ["a directory named Dockerfile", "Dockerfile", "folder", /unread +a folder[^]*Dockerfile/],
    ["invalid UTF-8", ".env", Buffer.from([0x41, 0x3d, 0xe9, 0x0a]), /unread +not valid UTF-8[^]*\.env/],
    ["UTF-16", ".env", Buffer.from("\uFEFFA=b\n", "utf16le"), /unread +written in UTF-16[^]*\.env/],
    ["CRLF", "Dockerfile", 'FROM node:24-slim\r\nUSER node\r\nCMD ["node", \\\r\n "a.js"]\r\n', undefined],
    ["a byte order mark", ".env", "\uFEFFA=1\nB=2\n", undefined],
    ["nesting of 100,000 levels", "compose.yaml", `services:\n  a: ${"[".repeat(100_000)}\n`, /unread[^]*nests more than 256 levels/],
    ["an alias bomb", "compose.yaml", bomb, /unread[^]*Aliases and merge keys/],
    ["an unclosed quote in an env file", ".env", "A='x\nB=2\n", /unread[^]*\.env:1:3/],
  ])("%s", (_, path, content, message) => {
    const { status, out } = run(project({ "docker-compose.yml": flawed, [path]: content }));
    expect(out).toContain("compose/docker-socket");
    if (message === undefined) {
      expect(out).not.toContain("unread");
      expect(status).toBe(1);
    } else {
      expect(out).toMatch(message);
      expect(status).toBe(2);
    }
  });
});

test("this repository audits itself clean", () => {
  const { status, out } = run(join(import.meta.dirname, ".."), "--fail-on", "note");
  expect(out).toMatch(/^Clean: audited/);
  expect(status).toBe(0);
});

test("compiled code that does not fit is passed over", () => {
  const copy = join(scratch, "copy");
  for (const part of ["bin", "dist"]) cpSync(join(import.meta.dirname, "..", part), join(copy, part), { recursive: true });
  for (const name of readdirSync(join(copy, "dist")).filter((one) => one.endsWith(".cache")))
    writeFileSync(join(copy, "dist", name), "not code");
  const { status, stdout } = spawnSync(process.execPath, [join(copy, "bin/deploy-audit.js"), "--quiet"], {
    cwd: project({ "docker-compose.yml": flawed }),
    encoding: "utf8",
  });
  expect(stdout).toContain("compose/docker-socket");
  expect(status).toBe(1);
});

test("--verbose lists what could not be linked, and why", () => {
  const folder = project({ "docker-compose.yml": `include: [missing.yml]\n${flawed}` });
  expect(run(folder, "--verbose").out).toMatch(/Not linked[^]*missing\.yml[^]*docker-compose\.yml:1:11/);
  expect(run(folder).out).not.toContain("Not linked");
});
