import { describe, expect, test } from "vitest";
import { discover, type Discovery, type DiscoveryRequest, type Readers } from "../src/discover/discover.ts";
import { memoryFileSystem, type Entry } from "./memory-file-system.ts";

const dockerfile = "FROM node:22-slim\n";
const compose = "services:\n  web:\n    image: nginx:1.29\n";
const nginx = "server {\n  listen 80;\n}\n";
const denied = { failure: "denied", detail: "may not be read by this user" } as const;

function find(entries: Readonly<Record<string, Entry>>, request: Partial<DiscoveryRequest> = {}): Discovery {
  return discover({ paths: [""], ...request }, memoryFileSystem(entries));
}

/** "kind path", with a "?" where it is only evidence. */
function listed({ files }: Discovery): string[] {
  return files.map(({ file, kind, asked }) => `${kind} ${file.path}${asked ? "" : "?"}`);
}

function messages({ unreadable }: Discovery): string[] {
  return unreadable.map(({ path, message }) => `${path}: ${message}`);
}

function reasons({ skipped }: Discovery): string[] {
  return skipped.map(({ path, reason }) => `${path}: ${reason}`);
}

test("a project's files are found, classified and sorted; names in no order change nothing", () => {
  const found = find({
    "web/nginx.conf": nginx,
    "web/Dockerfile": dockerfile,
    "compose.yaml": compose,
    ".env": "A=b\n",
    ".github/workflows/ci.yml": "on: push\njobs: {}\n",
    "README.md": dockerfile,
    "src/main.ts": "",
  });
  expect(listed(found)).toEqual([
    "dotenv .env",
    "workflow .github/workflows/ci.yml",
    "compose compose.yaml",
    "dockerfile web/Dockerfile",
    "nginx web/nginx.conf",
  ]);
  expect(found.skipped).toEqual([]);
  expect(found.unreadable).toEqual([]);
});

test("only what may be ours is read", () => {
  const fileSystem = memoryFileSystem({
    "src/main.ts": "",
    "README.md": "",
    Dockerfile: dockerfile,
    "node_modules/a/Dockerfile": dockerfile,
  });
  discover({ paths: [""] }, fileSystem);
  expect(fileSystem.reads).toEqual(["Dockerfile"]);
});

describe("pruned", () => {
  test.each([
    ".git/modules/a/Dockerfile",
    "node_modules/a/Dockerfile",
    "web/bower_components/a/Dockerfile",
    "lib/python3/site-packages/a/Dockerfile",
    ".terraform/modules/a/Dockerfile",
    ".tox/py/Dockerfile",
  ])("without a word: %s", (path) => {
    const found = find({ [path]: dockerfile });
    expect([...listed(found), ...reasons(found)]).toEqual([]);
  });

  test.each<[entries: Record<string, Entry>, folder: string]>([
    [{ "vendor/modules.txt": "", "vendor/a/Dockerfile": dockerfile }, "vendor/"],
    [{ "vendor/github.com/a/Dockerfile": dockerfile }, "vendor/"],
    [{ "vendor/autoload.php": "", "vendor/a/Dockerfile": dockerfile }, "vendor/"],
    [{ "Cargo.toml": "", "vendor/a/Dockerfile": dockerfile }, "vendor/"],
    [{ "Cargo.toml": "", "target/a/Dockerfile": dockerfile }, "target/"],
    [{ "py/pyvenv.cfg": "", "py/a/Dockerfile": dockerfile }, "py/"],
    [{ ".env/pyvenv.cfg": "", ".env/a/Dockerfile": dockerfile }, ".env/"],
    [{ "c/CACHEDIR.TAG": "", "c/a/Dockerfile": dockerfile }, "c/"],
    [{ "third_party/a/Dockerfile": dockerfile }, "third_party/"],
    [{ "shop/Chart.yaml": "", "shop/templates/compose.yaml": compose }, "shop/templates/"],
  ])("with the reason: %j", (entries, folder) => {
    const found = find(entries);
    expect(listed(found)).toEqual([]);
    expect(found.skipped.map(({ path }) => path)).toEqual([folder]);
  });

  test.each([
    "vendor/Dockerfile",
    "target/Dockerfile",
    "dist/Dockerfile",
    "build/Dockerfile",
    "env/Dockerfile",
    "packages/a/Dockerfile",
    "templates/Dockerfile",
  ])("not: %s", (path) => expect(listed(find({ [path]: dockerfile }))).toEqual([`dockerfile ${path}`]));
});

describe(".gitignore", () => {
  test("is honoured for source and not for env files", () => {
    const found = find({
      ".gitignore": "*.local.yml\n.env*\n/generated/\n!keep.local.yml\n",
      "compose.local.yml": compose,
      "keep.local.yml": compose,
      ".env": "A=b\n",
      "generated/Dockerfile": dockerfile,
      "generated/prod/.env": "A=b\n",
      "web/generated/Dockerfile": dockerfile,
    });
    expect(listed(found)).toEqual([
      "dotenv .env",
      "dotenv generated/prod/.env",
      "compose keep.local.yml",
      "dockerfile web/generated/Dockerfile",
    ]);
  });

  test("of a folder below speaks for that folder, and overrules those above", () => {
    const found = find({
      ".gitignore": "*.conf\n",
      "web/.gitignore": "!site.conf\n/Dockerfile\n",
      "web/site.conf": nginx,
      "web/other.conf": nginx,
      "web/Dockerfile": dockerfile,
      "web/a/Dockerfile": dockerfile,
      "site.conf": nginx,
    });
    expect(listed(found)).toEqual(["dockerfile web/a/Dockerfile", "nginx web/site.conf"]);
  });

  test("above the folder that is audited counts, as does .git/info/exclude", () => {
    const entries = {
      ".gitignore": "a.conf\n",
      ".git/info/exclude": "b.conf\n",
      "web/a.conf": nginx,
      "web/b.conf": nginx,
      "web/c.conf": nginx,
    };
    expect(listed(find(entries, { paths: ["web"] }))).toEqual(["nginx web/c.conf"]);
  });

  test("does not hide a file the user names", () => {
    expect(listed(find({ ".gitignore": "Dockerfile\n", Dockerfile: dockerfile }, { paths: ["Dockerfile"] }))).toEqual([
      "dockerfile Dockerfile",
    ]);
  });

  test("env files are looked for three folders below an ignored one, and not in what is pruned", () => {
    const found = find({
      ".gitignore": "data/\n",
      "data/a/b/.env": "",
      "data/a/b/c/.env": "",
      "data/node_modules/.env": "",
      "data/denied/": denied,
    });
    expect(listed(found)).toEqual(["dotenv data/a/b/.env"]);
    expect(messages(found)).toEqual([]);
  });

  test("answers for any path", () => {
    const { isIgnored } = find({ ".gitignore": "*.env\nbuild/\n", "web/.gitignore": "!web.env\n" });
    expect(["a.env", "web/web.env", "web/a.env", "build/", "build", "build/x"].filter(isIgnored)).toEqual([
      "a.env",
      "web/a.env",
      "build/",
      "build/x",
    ]);
  });

  test("a pattern that would take for ever is left out, and said to be", () => {
    const found = find({
      ".gitignore": `${"*a".repeat(30)}\nb.conf\n`,
      ["a".repeat(200)]: "",
      [`${"a".repeat(200)}.conf`]: nginx,
      "b.conf": nginx,
    });
    expect(listed(found)).toEqual([`nginx ${"a".repeat(200)}.conf`]);
    expect(found.skipped.map(({ path }) => path)).toEqual([".gitignore"]);
  });
});

describe("input that cannot be audited as it is", () => {
  test.each<[title: string, entry: Entry, message: string | undefined]>([
    ["unreadable", denied, "may not be read by this user: not audited"],
    ["binary", new Uint8Array([70, 0, 1, 2]), "binary: it holds NUL bytes, which no text does, and was not audited"],
    ["large", `${dockerfile}${"#".repeat(50_000)}`, "larger than 0.01 MB: not read"],
    ["a pipe", "other-pipe", "no regular file but a device, a pipe or a socket: not opened"],
    ["a link out", { link: "/etc/passwd" }, "a link that leads out of the project: not followed, so nothing was audited"],
    ["empty", "", undefined],
    ["with CRLF", "FROM a\r\nRUN b\r\n", undefined],
    ["with a byte order mark", `\uFEFF${dockerfile}`, undefined],
  ])("%s", (_, entry, message) => {
    const found = find({ Dockerfile: entry, "api/Dockerfile": dockerfile }, { limits: { fileSize: 10_000 } });
    expect(messages(found)).toEqual(message === undefined ? [] : [`Dockerfile: ${message}`]);
    expect(listed(found)).toEqual(
      message === undefined ? ["dockerfile Dockerfile", "dockerfile api/Dockerfile"] : ["dockerfile api/Dockerfile"],
    );
  });

  test("invalid UTF-8 and UTF-16 are told, and audited all the same", () => {
    const found = find({
      Dockerfile: new Uint8Array([...new TextEncoder().encode("# caf"), 0xe9, ...new TextEncoder().encode("\nFROM a\n")]),
      "Dockerfile.le": new Uint8Array([0xff, 0xfe, ...Buffer.from("FROM a\n", "utf16le")]),
      "Dockerfile.be": new Uint8Array([0xfe, 0xff, ...Buffer.from("FROM a\n", "utf16le").swap16()]),
    });
    expect(found.files.map(({ file }) => file.text)).toEqual(["# caf\uFFFD\nFROM a\n", "\uFEFFFROM a\n", "\uFEFFFROM a\n"]);
    expect(found.unreadable.map(({ path, message }) => `${path}: ${message.slice(0, 31)}`)).toEqual([
      "Dockerfile: not valid UTF-8: every byte tha",
      "Dockerfile.be: written in UTF-16 (big endian),",
      "Dockerfile.le: written in UTF-16 (little endia",
    ]);
  });

  test("a missing path", () => {
    const found = find({ Dockerfile: dockerfile }, { paths: ["missing/compose.yaml", "Dockerfile"] });
    expect(messages(found)).toEqual(["missing/compose.yaml: does not exist: nothing was audited in its place"]);
    expect(listed(found)).toEqual(["dockerfile Dockerfile"]);
  });

  test("a folder named Dockerfile is looked through", () => {
    const found = find({ "Dockerfile/web.Dockerfile": dockerfile });
    expect(messages(found)).toEqual([
      "Dockerfile/: a folder, where a file is expected by this name: the files in it were looked through instead",
    ]);
    expect(listed(found)).toEqual(["dockerfile Dockerfile/web.Dockerfile"]);
  });

  test("a folder that cannot be listed", () => {
    expect(messages(find({ "secret/": denied }))).toEqual(["secret/: may not be read by this user: nothing in it was audited"]);
  });

  test("a file whose name says little fails the run only when nobody may look", () => {
    const found = find({ "a.yml": denied, "b.yml": "#".repeat(20_000), "c.yml": new Uint8Array([0]) }, { limits: { fileSize: 10_000 } });
    expect(messages(found)).toEqual(["a.yml: may not be read by this user: not audited"]);
    expect(reasons(found)).toEqual(["b.yml: larger than 0.01 MB: not read"]);
  });

  test("a file the user names that is nothing of ours is said to be left out", () => {
    expect(reasons(find({ "main.py": "" }, { paths: ["main.py"] }))).toEqual([
      "main.py: none of the files that are audited: Dockerfiles, Compose files, nginx configurations, env files and GitHub workflows",
    ]);
  });

  test("limits are told", () => {
    const deep = find({ [`${"a/".repeat(10)}Dockerfile`]: dockerfile }, { limits: { depth: 5 } });
    expect(messages(deep)).toEqual(["a/a/a/a/a/a/: more than 5 folders deep: nothing in it was audited"]);
    const many = find({ "a/1": "", "a/2": "", "a/3": "", "b/Dockerfile": dockerfile }, { limits: { entries: 4 } });
    expect(many.unreadable.length).toBe(1);
  });
});

describe("links", () => {
  test("to a file inside are read; one whose target is audited too is only evidence", () => {
    const found = find({
      "compose.yaml": compose,
      "deploy/compose.yaml": { link: "compose.yaml" },
      "web/Dockerfile": { link: "images/web" },
      "images/web": dockerfile,
    });
    expect(listed(found)).toEqual(["compose compose.yaml", "compose deploy/compose.yaml?", "dockerfile web/Dockerfile"]);
  });

  test("to folders are not followed, not even by a path behind one", () => {
    const entries = { "real/Dockerfile": dockerfile, again: { link: "real" }, "nginx.conf": { link: "real" } };
    expect(listed(find(entries))).toEqual(["dockerfile real/Dockerfile"]);
    expect(reasons(find(entries))).toEqual(["nginx.conf: a link to a folder: not followed"]);
    expect(messages(find(entries, { paths: ["again/Dockerfile"] }))).toEqual([
      "again/Dockerfile: behind a link to a folder, which is not followed: nothing was audited in its place",
    ]);
    expect(find(entries).tree.kindOf("again/Dockerfile")).toBe("unseen");
  });

  test("to nothing are told", () => {
    expect(reasons(find({ ".env": { link: "missing" } }))).toEqual([".env: a link to nothing"]);
  });
});

/** A file refers to another by "# see kind path". */
const references: Readers["references"] = ({ text }) =>
  [...text.matchAll(/# see (\w+) (\S+)/g)].map((match) => ({ kind: match[1] as "compose", path: match[2]! }));

describe("references", () => {
  test("are followed to a fixpoint, and what was not asked for is evidence", () => {
    const found = find(
      {
        "app/compose.yaml": `${compose}# see dotenv shared/common\n# see compose base.yml\n# see dockerfile app/image\n`,
        "app/image": dockerfile,
        "base.yml": `${compose}# see compose app/compose.yaml\n# see dotenv base.env\n# see dotenv missing.env\n`,
        "base.env": "A=b\n",
        "shared/common": "A=b\n",
        "other/Dockerfile": dockerfile,
      },
      { paths: ["app"] },
    );
    expect(listed(found)).toEqual(["compose app/compose.yaml"]);
    expect(listed(found.follow({ references }))).toEqual([
      "compose app/compose.yaml",
      "dockerfile app/image",
      "dotenv base.env?",
      "compose base.yml?",
      "dotenv shared/common?",
    ]);
  });

  test("never lead out of the root, and read no template, folder or pruned file as asked", () => {
    const fileSystem = memoryFileSystem({
      "compose.yaml": `${compose}# see dotenv ../.env\n# see dotenv /etc/passwd\n# see dockerfile Dockerfile.j2\n# see dotenv folder\n# see compose node_modules/a/base.yml\n# see dotenv out\n`,
      "Dockerfile.j2": dockerfile,
      "folder/a": "",
      "node_modules/a/base.yml": compose,
      out: { link: "/etc/passwd" },
    });
    const found = discover({ paths: [""] }, fileSystem).follow({ references });
    expect(listed(found)).toEqual(["compose compose.yaml", "compose node_modules/a/base.yml?"]);
    expect(fileSystem.reads).toEqual(["compose.yaml", "node_modules/a/base.yml"]);
    expect(messages(found)).toEqual(["out: a link that leads out of the project: not followed, so nothing was audited"]);
  });

  test("overrule what the content of a file does not say", () => {
    const found = find({ "compose.yaml": `${compose}# see dockerfile Dockerfile.dev\n`, "Dockerfile.dev": "RUN make\n" });
    expect(reasons(found)).toEqual(["Dockerfile.dev: named like a Dockerfile, but does not begin with FROM or ARG"]);
    const followed = found.follow({ references });
    expect(listed(followed)).toEqual(["dockerfile Dockerfile.dev", "compose compose.yaml"]);
    expect(reasons(followed)).toEqual([]);
  });

  test("have a limit, which is told", () => {
    const text = Array.from({ length: 20 }, (_, i) => `# see dotenv ${i}\n`).join("");
    const found = find({ "compose.yaml": compose + text, "1": "", "2": "" }, { limits: { references: 10 } }).follow({ references });
    expect(found.unreadable.map(({ path }) => path)).toEqual(["compose.yaml"]);
  });

  test("templates are left out with the reason their language gives", () => {
    const found = find({ "compose.yaml": compose, "nginx.conf": nginx }).follow({
      templateReason: (_, kind) => (kind === "compose" ? "{{ … }} stands where YAML needs a value" : undefined),
    });
    expect(listed(found)).toEqual(["nginx nginx.conf"]);
    expect(reasons(found)).toEqual(["compose.yaml: a template: {{ … }} stands where YAML needs a value"]);
  });
});

function isExcluded(path: string): boolean {
  return path.startsWith("legacy/") || path === "old.conf";
}

test("what the configuration excludes is not audited, and told when it was asked for by name", () => {
  const entries = { "legacy/Dockerfile": dockerfile, "old.conf": nginx, "new.conf": nginx };
  expect(listed(find(entries, { isExcluded }))).toEqual(["nginx new.conf"]);
  expect(reasons(find(entries, { isExcluded, paths: ["old.conf"] }))).toEqual(["old.conf: excluded by the configuration"]);
});

test("the tree knows every name, what is pruned included, and says where it cannot know", () => {
  const { tree } = find({ "web/src/a.ts": "", "node_modules/b/c.js": "", "secret/": denied, link: { link: "web" } });
  const kinds = ["", "web", "web/src/a.ts", "web/x", "web/x/y", "node_modules/b/c.js", "secret/x", "link", "link/src", "../a", "/etc"].map(
    (path) => tree.kindOf(path),
  );
  expect(kinds).toEqual(["directory", "directory", "file", "absent", "absent", "file", "unseen", "link", "unseen", "unseen", "unseen"]);
  expect(tree.list("")).toEqual(["link", "node_modules", "secret", "web"]);
  expect([tree.has("web/src"), tree.has("secret/x"), tree.isDirectory("web"), tree.isDirectory("link"), tree.list("web/src/a.ts")]).toEqual(
    [true, false, true, false, []],
  );
});

test("a path of a hundred thousand folders is answered like any other", () => {
  const path = "a/".repeat(100_000);
  const found = find({ ".gitignore": "*.log\na/\n", "a/b": "" });
  expect([found.tree.kindOf(`${path}x`), found.isIgnored(`${path}x`), found.isIgnored("a/b")]).toEqual(["absent", false, true]);
});

test("a path asked for twice, or in another spelling, is audited once", () => {
  expect(listed(find({ "web/Dockerfile": dockerfile }, { paths: ["web/Dockerfile", "./web/", ".", "web//Dockerfile"] }))).toEqual([
    "dockerfile web/Dockerfile",
  ]);
});
