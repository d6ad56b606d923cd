import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFileSystem } from "../src/cli/file-system.ts";
import { discover } from "../src/discover/discover.ts";
import { readGitIndex } from "../src/discover/git-index.ts";
import { memoryFileSystem } from "./memory-file-system.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-audit-git-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of a git that knows nothing of this machine's configuration. */
function environment(home: string): NodeJS.ProcessEnv {
  const author = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@a", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@a" };
  return { PATH: process.env["PATH"], HOME: home, XDG_CONFIG_HOME: home, GIT_CONFIG_NOSYSTEM: "1", ...author };
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, env: environment(cwd), encoding: "utf8" });
}

function repository(name: string, files: readonly string[], ...init: string[]): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  git(root, "init", "-q", ...init);
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  return root;
}

function indexOf(root: string): ReturnType<typeof readGitIndex> {
  return readGitIndex(readFileSync(join(root, ".git/index")));
}

function listFiles(root: string): string[] {
  return git(root, "ls-files", "-z").split("\0").filter(Boolean).toSorted();
}

const paths = [
  "a",
  "Dockerfile",
  "web/Dockerfile",
  "web/nginx.conf",
  "web/über/ü.conf",
  "with space/x",
  `deep/${"n".repeat(200)}/${"m".repeat(200)}`,
  ...Array.from({ length: 300 }, (_, i) => `many/${i}.txt`),
];

describe("the git index", () => {
  test.each<[name: string, init: string[], version: string]>([
    ["version 2", [], "2"],
    ["version 4", [], "4"],
    ["of SHA-256 objects", ["--object-format=sha256"], "2"],
    ["of SHA-256 objects, version 4", ["--object-format=sha256"], "4"],
  ])("%s is read as git reads it", (name, init, version) => {
    const root = repository(name, paths, ...init);
    git(root, "add", "-A");
    git(root, "update-index", `--index-version=${version}`);
    const index = indexOf(root);
    expect("paths" in index && [...index.paths].toSorted()).toEqual(listFiles(root));
  });

  test("version 3, which intent-to-add needs", () => {
    const root = repository("version 3", ["a", "b/c", "d"]);
    git(root, "add", "a");
    git(root, "add", "-N", "b/c");
    const index = indexOf(root);
    expect(readFileSync(join(root, ".git/index"))[7]).toBe(3);
    expect("paths" in index && [...index.paths]).toEqual(["a", "b/c"]);
  });

  test("split over two files is not half read", () => {
    const root = repository("split", ["a", "b"]);
    git(root, "add", "-A");
    git(root, "update-index", "--split-index");
    expect(indexOf(root)).toEqual({ reason: "it is split over two files" });
  });

  test("damaged in any way gives a reason, or what is left of it, and never throws", () => {
    const root = repository("damaged", paths.slice(0, 12));
    git(root, "add", "-A");
    const whole = readFileSync(join(root, ".git/index"));
    for (let length = 0; length < whole.length; length++) expect(readGitIndex(whole.subarray(0, length))).toHaveProperty("reason");
    for (let at = 0; at < whole.length; at++) {
      const changed = Uint8Array.from(whole);
      changed[at]! ^= 0xff;
      expect(() => readGitIndex(changed)).not.toThrow();
    }
  });

  test("that claims a thousand million entries costs nothing", () => {
    const bytes = new Uint8Array(200);
    bytes.set([0x44, 0x49, 0x52, 0x43, 0, 0, 0, 2, 0x3f, 0xff, 0xff, 0xff]);
    expect(readGitIndex(bytes)).toEqual({ reason: "it is damaged" });
  });

  test("is found through discovery, and a tracked file is audited though it is ignored", () => {
    const root = repository("tracked", ["kept/Dockerfile", "left/Dockerfile"]);
    for (const name of ["kept", "left"]) writeFileSync(join(root, name, "Dockerfile"), "FROM a\n");
    writeFileSync(join(root, ".gitignore"), "kept/\nleft/\n");
    git(root, "add", "-f", "kept/Dockerfile");
    const found = discover({ paths: [""] }, openFileSystem(root));
    expect(found.files.map(({ file }) => file.path)).toEqual(["kept/Dockerfile"]);
    expect(found.tracked).toEqual(new Set(["kept/Dockerfile"]));
    expect(found.isIgnored("kept/Dockerfile")).toBe(true);
  });

  test("of a worktree is unknown where it lies outside, and read where it lies inside", () => {
    const root = repository("bare", ["a"]);
    git(root, "add", "-A");
    const index = readFileSync(join(root, ".git/index"));
    const inside = discover({ paths: [""] }, memoryFileSystem({ ".git": "gitdir: real\n", "real/index": index }));
    expect(inside.tracked).toEqual(new Set(["a"]));
    for (const gitdir of ["gitdir: /elsewhere/.git/worktrees/x\n", "gitdir: ../x\n", "nonsense"]) {
      expect(discover({ paths: [""] }, memoryFileSystem({ ".git": gitdir })).tracked).toBeUndefined();
    }
  });

  test("that is damaged is told", () => {
    const found = discover(
      { paths: [""] },
      memoryFileSystem({ ".git/index": "nonsense", ".gitignore": "Dockerfile\n", Dockerfile: "FROM a\n" }),
    );
    expect(found.tracked).toBeUndefined();
    expect(found.skipped).toEqual([{ path: ".git/index", reason: "it is not a git index: which files are committed is not known" }]);
  });
});

describe("ignore rules agree with git check-ignore", () => {
  const gitignore =
    "# comment\n\n*.log\n!keep.log\n/only-here\nbuild/\nsub/*.tmp\n**/deep/x\nfoo/**/bar\n\\#hash\n\\!bang\ntrailing   \nq?a\n[ab].c\nA.C\ncrlf\r\n*.d\na/**\n!a/b\nneg[!x-z_]\n[^m]m\nlogs/**/\n";
  const files: Record<string, string> = {
    ".gitignore": gitignore,
    "sub/.gitignore": "/anchored\nfree\nin/side\n!other.log\n!keep.d/\n\\#h2\n*.tmp2 \nonly/\n",
    "sub/we[i]rd/.gitignore": "inner\n/top\n",
    "sub/we[i]rd/a/inner": "",
    "every/.gitignore": "**/\n",
    "sub/every/.gitignore": "/**\n",
  };
  const asked = [
    "x.log",
    "keep.log",
    "sub/keep.log",
    "sub/other.log",
    "only-here",
    "sub/only-here",
    "build",
    "build/x",
    "sub/build/y",
    "sub/x.tmp",
    "sub/y/x.tmp",
    "deep/x",
    "p/q/deep/x",
    "foo/bar",
    "foo/1/2/bar",
    "#hash",
    "!bang",
    "trailing",
    "qxa",
    "q/a",
    "a.c",
    "b.c",
    "c.c",
    "A.C",
    "crlf",
    "sub/anchored",
    "sub/p/anchored",
    "sub/free",
    "sub/p/free",
    "sub/in/side",
    "sub/p/in/side",
    "sub/keep.d/file",
    "x.d/file",
    "sub/#h2",
    "sub/1.tmp2",
    "sub/only/f",
    "sub/only",
    "sub/we[i]rd/inner",
    "sub/we[i]rd/a/inner",
    "sub/we[i]rd/top",
    "sub/we[i]rd/a/top",
    "sub/wei/inner",
    "a/b",
    "a/c",
    "a/b/c",
    "none",
    "nega",
    "negx",
    "negy",
    "neg_",
    "mm",
    "nm",
    "logs/a",
    "logs/a/b",
    "every/a",
    "every/b/c",
    "sub/every/a",
  ];

  test("for files", () => {
    const root = repository("ignore", []);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { isIgnored } = discover({ paths: [""] }, memoryFileSystem(files));
    let output = "";
    try {
      output = execFileSync("git", ["check-ignore", "--no-index", "-z", "--stdin"], {
        cwd: root,
        env: environment(root),
        input: asked.join("\0"),
        encoding: "utf8",
      });
    } catch (error) {
      output = String((error as { stdout?: unknown }).stdout ?? "");
    }
    expect(asked.filter((path) => isIgnored(path))).toEqual(output.split("\0").filter(Boolean));
  });
});
