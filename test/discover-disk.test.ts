import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findProject, openFileSystem } from "../src/cli/file-system.ts";
import { expandGlobs } from "../src/cli/globs.ts";
import { configurationNames } from "../src/config/defaults.ts";
import { discover } from "../src/discover/discover.ts";
import { isFailure } from "../src/discover/file-system.ts";

let folder = "";
let root = "";
const isRoot = process.getuid?.() === 0;

function write(path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-audit-disk-"));
  root = join(folder, "project");
  write("outside/secret.env", "PASSWORD=out\n");
  write("outside/app/Dockerfile", "FROM out\n");
  write("project/Dockerfile", "FROM a\n");
  write("project/web/nginx.conf", "server {\n  listen 80;\n}\n");
  write("project/odd/Dockerfile/inner.Dockerfile", "FROM b\n");
  write("project/big/Dockerfile", "#".repeat(6_000_000));
  symlinkSync("..", join(root, "web/loop"));
  symlinkSync("../outside/secret.env", join(root, ".env"));
  symlinkSync(join(folder, "outside/app"), join(root, "escape"));
  symlinkSync("self", join(root, "self"));
  symlinkSync("../Dockerfile", join(root, "web/Dockerfile"));
  symlinkSync("missing", join(root, "compose.yaml"));
  execFileSync("mkfifo", [join(root, "web/pipe.Dockerfile")]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a real folder with loops, links out, a pipe and a large file", () => {
  const found = discover({ paths: [""] }, openFileSystem(root));
  expect(found.files.map(({ file, asked }) => `${file.path}${asked ? "" : "?"}`)).toEqual([
    "Dockerfile",
    "odd/Dockerfile/inner.Dockerfile",
    "web/Dockerfile?",
    "web/nginx.conf",
  ]);
  expect(found.skipped).toEqual([{ path: "compose.yaml", reason: "a link to nothing" }]);
  expect(found.unreadable).toEqual([
    { path: ".env", message: "a link that leads out of the project: not followed, so nothing was audited" },
    { path: "big/Dockerfile", message: "larger than 5 MB: not read" },
    { path: "odd/Dockerfile/", message: "a folder, where a file is expected by this name: the files in it were looked through instead" },
    { path: "web/pipe.Dockerfile", message: "no regular file but a device, a pipe or a socket: not opened" },
  ]);
});

test("nothing outside the root can be had, however it is asked for", () => {
  const fileSystem = openFileSystem(root);
  const files = [
    "../outside/secret.env",
    "web/../../outside/secret.env",
    "/etc/passwd",
    ".env",
    "escape/Dockerfile",
    "web/loop/../../outside/secret.env",
    "a\0b",
    "a/".repeat(1e6),
    "self",
  ];
  expect(files.filter((path) => !isFailure(fileSystem.readFile(path, 1000)))).toEqual([]);
  const folders = ["..", "escape", "web/loop", "/", "../outside", "web/../.."];
  expect(folders.filter((path) => !isFailure(fileSystem.readDirectory(path)))).toEqual([]);
  const places = ["..", "escape/Dockerfile", "/etc", "../outside/secret.env"];
  expect(places.filter((path) => !isFailure(fileSystem.typeOf(path)))).toEqual([]);
  expect(fileSystem.targetOf(".env")).toEqual({ kind: "outside" });
  expect(fileSystem.targetOf("self")).toEqual({ kind: "broken" });
  expect(fileSystem.targetOf("../project/.env")).toEqual({ kind: "outside" });
  expect(JSON.stringify(["missing", "escape/x", "../x"].map((path) => fileSystem.readFile(path, 10)))).not.toContain(folder);
});

test("a link the user names leads to its folder inside the root", () => {
  symlinkSync("odd", join(root, "alias"));
  expect(discover({ paths: ["alias"] }, openFileSystem(root)).files.map(({ file }) => file.path)).toEqual([
    "odd/Dockerfile/inner.Dockerfile",
  ]);
});

test("a file that grows is cut off at the limit, and one of exactly that size is read", () => {
  const fileSystem = openFileSystem(root);
  expect(fileSystem.readFile("Dockerfile", 7)).toEqual(Buffer.from("FROM a\n"));
  expect(fileSystem.readFile("Dockerfile", 6)).toHaveProperty("failure", "too-large");
});

test.skipIf(isRoot)("what this user may not read is told", () => {
  write("closed/Dockerfile", "FROM a\n");
  write("closed/in/Dockerfile", "FROM a\n");
  chmodSync(join(folder, "closed/Dockerfile"), 0);
  chmodSync(join(folder, "closed/in"), 0);
  const found = discover({ paths: [""] }, openFileSystem(join(folder, "closed")));
  chmodSync(join(folder, "closed/in"), 0o700);
  expect(found.unreadable).toEqual([
    { path: "Dockerfile", message: "may not be read by this user: not audited" },
    { path: "in/", message: "may not be read by this user: nothing in it was audited" },
  ]);
});

test.each<[marks: string[], audited: string, root: string, path: string]>([
  [[], "plain/web", "plain/web", ""],
  [[], "plain/web/Dockerfile", "plain/web", "Dockerfile"],
  [[], "plain/missing/x", "plain", "missing/x"],
  [["git/.git/HEAD"], "git/web", "git", "web"],
  [["git/.git/HEAD"], "git/web/Dockerfile", "git", "web/Dockerfile"],
  [["tree/.git"], "tree/web", "tree", "web"],
  [["set/.deploy-audit.toml"], "set/web", "set", "web"],
  [["both/.git/HEAD", "both/web/.deploy-audit.yaml"], "both/web/api", "both/web", "api"],
  [["git/.git/HEAD"], "git", "git", ""],
])("the root of a project: %j, asked for %s", (marks, audited, expectedRoot, path) => {
  for (const base of ["plain", "git", "tree", "set", "both"])
    for (const file of ["web/Dockerfile", "web/api/Dockerfile"]) write(`roots/${base}/${file}`, "FROM a\n");
  for (const mark of marks) write(`roots/${mark}`, "");
  const project = findProject(join(folder, "roots", audited), configurationNames);
  expect({ root: project.root.slice(project.root.indexOf("roots/") + 6), path: project.path }).toEqual({ root: expectedRoot, path });
});

function expand(...globs: string[]): Promise<string[]> {
  return expandGlobs(join(folder, "globs"), globs);
}

test("globs of the command line", async () => {
  for (const file of ["a.yml", "b.yml", "sub/c.yml", "[x].yml", "node_modules/d.yml"]) write(`globs/${file}`, "");
  expect(await expand("a.yml", "[x].yml", "nothing/*.yml")).toEqual(["a.yml", "[x].yml", "nothing/*.yml"]);
  expect(await expand("**/*.yml")).toEqual(["[x].yml", "a.yml", "b.yml", "sub/c.yml"]);
  expect(await expand("{a,b}.yml", "missing.yml")).toEqual(["a.yml", "b.yml", "missing.yml"]);
});
