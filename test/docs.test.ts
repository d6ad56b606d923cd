import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import manifest from "../package.json";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "deploy-audit-docs-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Every command line in a page's shell blocks, without what stands behind "#". */
function commandsIn(page: string): string[] {
  return [...read(page).matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block]) =>
    block!
      .split("\n")
      .map((line) => line.replace(/\s+#.*$/, "").trim())
      .filter((line) => line !== ""),
  );
}

describe("every command in the docs is one that runs", () => {
  const commands = [...new Set(pages.flatMap(commandsIn))];
  const sample = join(scratch, "sample");
  for (const folder of [sample, join(sample, "services/shop")])
    cpSync(join(root, "fixtures/bookshop-behind-nginx"), folder, { recursive: true });

  test("there are commands to try", () => {
    expect(commands.length).toBeGreaterThan(10);
  });

  test.each(commands.filter((command) => command.startsWith("deploy-audit")))("%s", (command) => {
    const [, ...words] = command.split(" ");
    const { status, stderr } = spawnSync(process.execPath, [join(root, "bin/deploy-audit.js"), ...words], {
      cwd: sample,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    // The sample has errors; what only tells about rules has none.
    expect(status).toBe(words[0] === "explain" || words[0] === "rules" ? 0 : 1);
  });

  test.each(commands.filter((command) => command.startsWith("npm ")))("%s is a script of the package", (command) => {
    const [, verb, name] = command.split(" ");
    if (verb === "run") expect(Object.keys(manifest.scripts)).toContain(name);
    else expect(["ci", "test"]).toContain(verb);
  });

  test("the two commands of the README are what continuous integration runs", () => {
    expect(commandsIn("README.md").slice(0, 2)).toEqual(["npm run sample", "npm run check"]);
    for (const command of ["npm run sample", "npm run check"]) expect(read(".ci/run")).toContain(`\n${command}\n`);
  });

  test("nothing is left that no test runs", () => {
    expect(commands.filter((command) => !/^(?:deploy-audit|npm) ?/.test(command))).toEqual([]);
  });
});

describe("what the docs show is so", () => {
  test("the report in the README is that of the sample", () => {
    const shown = /^```text\n\$ deploy-audit (\S+)\n([^]*?)^```/m.exec(read("README.md"))!;
    const { stdout } = spawnSync(process.execPath, [join(root, "bin/deploy-audit.js"), "--as-of", "2026-11-20", shown[1]!], {
      cwd: root,
      encoding: "utf8",
    });
    expect(stdout).toBe(shown[2]);
  });

  test("links lead to files that are there", () => {
    for (const page of pages) {
      for (const [, target] of read(page).matchAll(/\]\((?!https:)([^)#]+)(?:#[^)]*)?\)/g)) {
        expect(() => readFileSync(join(root, dirname(page), target!)), `${page} links to ${target}`).not.toThrow();
      }
    }
  });

  test("the configuration that is shown is one", () => {
    const yaml = /^```yaml\n(profile:[^]*?)^```/m.exec(read("docs/configuration.md"))![1]!;
    const folder = mkdtempSync(join(scratch, "configured-"));
    cpSync(join(root, "fixtures/bookshop-behind-nginx"), folder, { recursive: true });
    rmSync(join(folder, ".deploy-audit.yaml"));
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", 'printf "%s" "$CONFIGURATION" > .deploy-audit.yaml && exec "$NODE" "$PROGRAM" --fail-on never'],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, CONFIGURATION: yaml, NODE: process.execPath, PROGRAM: join(root, "bin/deploy-audit.js") },
      },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

test("npm run new-rule writes a rule that compiles and whose example fails", { timeout: 120_000 }, () => {
  const copy = join(scratch, "checkout");
  cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](?:node_modules|\.git|dist|dist-dev|fixtures)$/.test(path) });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const run = (command: string): { status: number | null; output: string } => {
    const { status, stdout, stderr } = spawnSync(command, { cwd: copy, encoding: "utf8", shell: true });
    return { status, output: stdout + stderr };
  };
  expect(run("npm run new-rule compose/what-is-wrong").output).toContain("Wrote rules/compose/what-is-wrong.ts");
  expect(run("npx tsc -p tsconfig.json")).toMatchObject({ status: 0 });
  const tested = run("npx vitest run test/rules.test.ts -t compose/what-is-wrong");
  expect(tested.status).toBe(1);
  expect(tested.output).toContain("what is flagged in bad");
  expect(run("npm run new-rule compose/what-is-wrong").output).toContain("is there already");
});
