import { describe, expect, test } from "vitest";
import { connect, type Surroundings } from "../../src/model/connect.ts";
import { linkContainers } from "../../src/model/containers.ts";
import type { Deployment, Document } from "../../src/model/deployment.ts";
import { dockerfilePlaces } from "../../src/model/image/absent-dockerfile.ts";
import { broadCopies } from "../../src/model/image/copied-secret.ts";
import { copySourcesOf } from "../../src/model/image/copy-source.ts";
import { strayIgnoreFile } from "../../src/model/image/stray-ignore-file.ts";
import { workflowBuildsOf } from "../../src/model/image/workflow-builds.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDockerfile } from "../../src/syntax/dockerfile/index.ts";
import { parseDockerignore } from "../../src/syntax/dockerignore/parse.ts";
import { parseDotenv } from "../../src/syntax/dotenv/index.ts";
import { parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { memoryFileSystem } from "../memory-file-system.ts";
import { ListedTree } from "../../src/discover/path-tree.ts";

type Files = Readonly<Record<string, string>>;

function documentAt(path: string, text: string): Document | undefined {
  const file = { path, text };
  if (path.endsWith(".dockerignore")) return parseDockerignore(file);
  if (path.startsWith(".github/")) return parseWorkflow(file);
  if (/(?:^|\/)Dockerfile/.test(path)) return parseDockerfile(file);
  if (path.endsWith("compose.yaml")) return parseCompose(file);
  return /(?:^|\/)\.env$/.test(path) ? parseDotenv(file) : undefined;
}

/** A checkout; git ignores what stands in "ignored". */
function project(files: Files, isCheckout = true): Deployment {
  const ignored = (files["ignored"] ?? "").split(" ");
  const surroundings: Surroundings = {
    tree: new ListedTree(memoryFileSystem(files)),
    isTracked: () => (isCheckout ? true : undefined),
    isIgnored: (path) => ignored.includes(path.replace(/\/$/, "")),
    isAsked: () => true,
    configuredClass: () => undefined,
    asOf: "2026-11-20",
  };
  const documents = Object.entries(files).flatMap(([path, text]) => documentAt(path, text) ?? []);
  return connect(documents, surroundings, { containers: linkContainers, workflowBuilds: workflowBuildsOf });
}

const build = "services:\n  a:\n    build: ";
const push = (inputs: string): string =>
  `on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with: {${inputs}}\n`;

describe("where a build looks for its Dockerfile", () => {
  const print = (files: Files, isCheckout?: boolean): readonly string[] =>
    dockerfilePlaces(project(files, isCheckout)).map(
      ({ path, state, meant }) => `${path} ${state}${meant === undefined ? "" : ` ${meant}`}`,
    );
  const main = { "a/main.py": "" };
  test.each<[string, Files, boolean, readonly string[]]>([
    ["beside", { "compose.yaml": `${build}.`, Dockerfile: "FROM a" }, true, ["Dockerfile there"]],
    [
      "from the context",
      { "compose.yaml": `${build}{context: ./a, dockerfile: ../d/Dockerfile}`, "d/Dockerfile": "FROM a", ...main },
      true,
      ["d/Dockerfile there"],
    ],
    ["a folder with sources", { "compose.yaml": `${build}./a`, ...main }, false, ["a/Dockerfile missing"]],
    ["configuration alone", { "compose.yaml": `${build}./a`, "a/nginx.conf": "" }, true, ["a/Dockerfile unknown"]],
    ["no such folder", { "compose.yaml": `${build}./b`, ...main }, true, ["b/Dockerfile missing"]],
    ["no such folder, and no checkout", { "compose.yaml": `${build}./b`, ...main }, false, ["b/Dockerfile unknown"]],
    ["a submodule", { "compose.yaml": `${build}./b`, ".gitmodules": "", ...main }, true, ["b/Dockerfile unknown"]],
    ["a folder that git ignores", { "compose.yaml": `${build}./b`, ignored: "b", ...main }, true, ["b/Dockerfile unknown"]],
    [
      "the root's",
      { "compose.yaml": `${build}{context: ./a, dockerfile: Dockerfile.a}`, "Dockerfile.a": "FROM a", "a/x.conf": "" },
      false,
      ["a/Dockerfile.a missing Dockerfile.a"],
    ],
    [
      "a neighbour's",
      { "compose.yaml": `${build}{context: ./a, dockerfile: Dockerfile.dev}`, "b/Dockerfile.dev": "FROM a", "a/x.conf": "" },
      false,
      ["a/Dockerfile.dev unknown"],
    ],
    ["in lower case", { "compose.yaml": `${build}./a`, "a/dockerfile": "", ...main }, true, ["a/Dockerfile unknown"]],
    ["another repository", { "compose.yaml": `${build}https://github.com/a/b.git`, ...main }, true, []],
    ["filled in", { "compose.yaml": `${build}./\${X}`, ...main }, true, []],
    ["inline", { "compose.yaml": `${build}{context: ./a, dockerfile_inline: FROM a}`, ...main }, true, []],
    ["a workflow's", { ".github/workflows/a.yml": push("context: a, file: a/Dockerfile.x"), ...main }, true, ["a/Dockerfile.x missing"]],
  ])("%s", (_, files, isCheckout, expected) => expect(print(files, isCheckout)).toEqual(expected));
});

describe("what COPY takes from the context", () => {
  const print = (source: string, files: Files, isCheckout?: boolean): readonly string[] => {
    const deployment = project(
      { "compose.yaml": `${build}./a`, "a/Dockerfile": `FROM b\nCOPY ${source} /x/`, "a/main.py": "", ...files },
      isCheckout,
    );
    return copySourcesOf(deployment.images[0]!, deployment).map(({ state }) =>
      state.kind === "missing" ? `missing ${state.meant ?? ""}`.trim() : state.kind,
    );
  };
  test.each<[string, Files, boolean, readonly string[]]>([
    ["main.py", {}, true, ["there"]],
    [".", {}, true, ["there"]],
    ["/main.py", {}, true, ["there"]],
    ["../main.py", {}, true, ["there"]],
    ["../other.py", {}, true, ["missing"]],
    ["config/other.yml", {}, true, ["missing"]],
    ["config/other.yml", {}, false, ["unknown"]],
    ["config/other.yml", { ignored: "a/config/other.yml" }, true, ["unknown"]],
    ["dist/x.js", {}, true, ["unknown"]],
    ["server", {}, true, ["unknown"]],
    ["a/main.py", {}, false, ["missing main.py"]],
    ["*.txt", {}, true, []],
    ["https://example.test/x", {}, true, []],
    ["main.py", { "a/.dockerignore": "*.py" }, true, ["ignored"]],
    ["main.py", { "a/.dockerignore": "*\n!main.py" }, true, ["there"]],
    ["src", { "a/src/x.py": "", "a/.dockerignore": "src\n!src/x.py" }, true, ["unknown"]],
    ["main.py", { ".dockerignore": "*.py" }, true, ["there"]],
    ["main.py", { "a/Dockerfile.dockerignore": "", "a/.dockerignore": "*.py" }, true, ["there"]],
  ])("%s %j", (source, files, isCheckout, expected) => expect(print(source, files, isCheckout)).toEqual(expected));
});

describe("what a whole folder brings along", () => {
  const print = (files: Files, compose = ""): readonly string[] => {
    const deployment = project({ "compose.yaml": `${build}.${compose}`, Dockerfile: "FROM b\nCOPY . .", ...files });
    return broadCopies(deployment.images[0]!, deployment).flatMap(({ secrets }) =>
      secrets.map(({ path, because }) => `${path} ${because}`),
    );
  };
  const secret = "API_KEY=3f9a77c1d2e85b60";
  test.each<[string, Files, string, readonly string[]]>([
    ["an env file", { ".env": secret }, "", [".env there"]],
    ["one of settings alone", { ".env": "VITE_TITLE=Shop\nPORT=3000\nAPI_KEY=" }, "", []],
    ["one that is kept out", { ".env": secret, ".dockerignore": ".env" }, "", []],
    ["one below", { "api/.env": secret, ".dockerignore": ".env" }, "", ["api/.env there"]],
    ["keys, but no certificates", { "tls/server.key": "", "tls/ca.pem": "", "tls/public.pem": "" }, "", ["tls/server.key there"]],
    ["keys of tests and of others", { "tests/server.key": "", "node_modules/x/server.key": "" }, "", []],
    ["the history", { ".git/HEAD": "", ".git/id_rsa": "" }, "", [".git history"]],
    ["one that is loaded", {}, "\n    env_file: .env", [".env loaded"]],
    ["a sample of one that git ignores", { ".env.example": "A=", ignored: ".env" }, "", [".env documented"]],
    ["a sample alone", { ".env.example": "A=" }, "", []],
    ["source code about it", { "src/.env.d.ts": "" }, "", []],
  ])("%s", (_, files, compose, expected) => expect(print(files, compose)).toEqual(expected));
});

test.each<[string, Files, string | undefined]>([
  ["below the context", { "web/.dockerignore": "x" }, "web/.dockerignore"],
  ["beside one that is read", { "web/.dockerignore": "x", ".dockerignore": "y" }, undefined],
  ["by the Dockerfile's name", { "web/.dockerignore": "x", "web/Dockerfile.dockerignore": "y" }, undefined],
  ["without a line", { "web/.dockerignore": "# nothing" }, undefined],
])("an ignore file %s", (_, files, expected) => {
  const deployment = project({
    "compose.yaml": `${build}{context: ., dockerfile: web/Dockerfile}`,
    "web/Dockerfile": "FROM b\nCOPY web /srv",
    "web/x.js": "",
    ...files,
  });
  expect(strayIgnoreFile(deployment.images[0]!, deployment)?.stray?.path).toBe(expected);
});
