import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;
if (!hasPreCommit) console.warn("skipped: the pre-commit hook is tried with the program pre-commit, which is not on the PATH");

const scratch = mkdtempSync(join(tmpdir(), "deploy-audit-hook-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The working tree as a repository of its own, so that what is tried is what stands here, committed or not. */
function copyOfRepository(): string {
  const copy = join(scratch, "tool");
  const names = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  for (const name of names.split("\0").filter((one) => one !== "" && !one.startsWith("fixtures/") && !one.startsWith("test/"))) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    cpSync(join(root, name), join(copy, name));
  }
  return repository(copy);
}

function repository(folder: string): string {
  const git = (...words: string[]): void =>
    void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@localhost", ...words], { cwd: folder });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "all");
  return folder;
}

describe.skipIf(!hasPreCommit)("the pre-commit hook", () => {
  test("stops a commit that publishes a database, and lets one pass that does not", { timeout: 300_000 }, () => {
    const tool = copyOfRepository();
    const run = (name: string, port: string): { status: number | null; output: string } => {
      const project = join(scratch, name);
      mkdirSync(project);
      const compose = `services:\n  db:\n    image: postgres:17\n    privileged: ${port}\n`;
      writeFileSync(join(project, "docker-compose.yml"), compose);
      repository(project);
      const { status, stdout, stderr } = spawnSync("pre-commit", ["try-repo", tool, "deploy-audit", "--all-files", "--verbose"], {
        cwd: project,
        encoding: "utf8",
        env: { ...process.env, PRE_COMMIT_HOME: join(scratch, "home") },
      });
      return { status, output: stdout + stderr };
    };
    const stopped = run("stopped", "true");
    expect(stopped.output).toContain("compose/privileged");
    expect(stopped.status).toBe(1);
    const passed = run("passed", "false");
    expect(passed.output).toContain("Passed");
    expect(passed.status).toBe(0);
  });
});
