import { describe, expect, test } from "vitest";
import { connect } from "../../src/model/connect.ts";
import { linkContainers } from "../../src/model/containers.ts";
import type { Deployment } from "../../src/model/deployment.ts";
import { composeStarts } from "../../src/model/invocation/compose-start.ts";
import type { Stack } from "../../src/model/compose/stack.ts";
import { parseCompose } from "../../src/syntax/compose/parse.ts";
import { parseDotenv } from "../../src/syntax/dotenv/index.ts";
import { parseScript } from "../../src/syntax/script/parse.ts";
import { parseWorkflow } from "../../src/syntax/workflow/index.ts";
import { textOf } from "../../src/text/index.ts";
import { deepFreeze } from "../deep-freeze.ts";

type Files = Readonly<Record<string, string>>;

function deploymentOf(files: Files): Deployment {
  const documents = Object.entries(files).map(([path, text]) => {
    if (path.includes(".github/")) return parseWorkflow({ path, text });
    if (/\.ya?ml$/.test(path)) {
      const document = parseCompose({ path, text });
      deepFreeze(document.root);
      return document;
    }
    return /(?:^|\/)\.env|\.env$/.test(path) ? parseDotenv({ path, text }) : parseScript({ path, text });
  });
  const surroundings = {
    tree: { has: () => false, isDirectory: () => false, list: () => [] },
    isTracked: () => undefined,
    isIgnored: () => false,
    isAsked: () => true,
    configuredClass: () => undefined,
    asOf: "2026-11-20",
  };
  return connect(documents, surroundings, { containers: linkContainers, composeStarts });
}

/** The files of each stack and what it serves: "compose.yml + compose.prod.yml: prod". */
const print = (files: Files): string[] =>
  deploymentOf(files).stacks.map(({ documents, fileClass }) => `${documents.map(({ file }) => file.path).join(" + ")}: ${fileClass}`);

const base = "services:\n  db: { image: postgres:17 }\n  web: { image: acme/web:1 }\n";
const overlay = "services:\n  db: { restart: always }\n";
const whole = "services:\n  db: { image: postgres:17, restart: always }\n  web: { image: acme/web:2 }\n";

describe("which files run together", () => {
  const cases: readonly (readonly [string, Files, readonly string[]])[] = [
    ["each file alone", { "compose.yml": base, "other/compose.yml": base }, ["compose.yml: neutral", "other/compose.yml: neutral"]],
    [
      "an override, for development only",
      { "docker-compose.yml": base, "docker-compose.override.yml": whole },
      ["docker-compose.yml: neutral", "docker-compose.yml + docker-compose.override.yml: dev"],
    ],
    ["an overlay of production", { "compose.yml": base, "compose.prod.yml": overlay }, ["compose.yml + compose.prod.yml: prod"]],
    [
      "two of them",
      { "compose.yml": base, "compose.prod.yml": overlay, "compose.staging.yml": overlay },
      ["compose.yml + compose.prod.yml: prod", "compose.yml + compose.staging.yml: staging"],
    ],
    [
      "one of development",
      { "compose.yml": base, "compose.dev.yml": overlay },
      ["compose.yml: neutral", "compose.yml + compose.dev.yml: dev"],
    ],
    [
      "one that says nothing of itself, which is started or not",
      { "compose.yml": base, "compose.deploy.yml": overlay },
      ["compose.yml: neutral", "compose.yml + compose.deploy.yml: neutral"],
    ],
    [
      "an overlay that fits nothing",
      { "compose.yml": base, "compose.prod.yml": "services: { mail: { restart: always } }" },
      ["compose.yml: base"],
    ],
    [
      "files that a script names",
      { "compose.yml": base, "compose.prod.yml": whole, "deploy.sh": "docker compose -f compose.yml -f compose.prod.yml up -d\n" },
      ["compose.yml + compose.prod.yml: prod"],
    ],
    [
      "from the folder of scripts, over variables",
      {
        "compose.yml": base,
        "compose.prod.yml": whole,
        "scripts/deploy.sh":
          'set -eu\ncd "$(dirname "$0")/.."\nEXTRA=compose.prod.yml\nDC="docker compose -f compose.yml -f $EXTRA"\n$DC pull\n$DC up -d\n',
      },
      ["compose.yml + compose.prod.yml: prod"],
    ],
    [
      "a Makefile and a package.json",
      {
        "infra/base.yml": base,
        "infra/extra.yml": "services: { db: { restart: always } }",
        Makefile: "FILES = -f infra/base.yml -f infra/extra.yml\nup:\n\t@docker compose $(FILES) up -d\n",
        "package.json": '{ "scripts": { "up": "cd infra && docker-compose --file=base.yml --file=extra.yml up" } }',
      },
      ["infra/base.yml + infra/extra.yml: neutral"],
    ],
    [
      "a workflow, over SSH",
      {
        "app/compose.yml": base,
        "app/compose.prod.yml": whole,
        ".github/workflows/deploy.yml":
          "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: appleboy/ssh-action@v1\n        with:\n          script: |\n            cd /srv/app\n            docker compose -f compose.yml -f compose.prod.yml up -d\n",
      },
      ["app/compose.yml + app/compose.prod.yml: prod"],
    ],
    [
      "COMPOSE_FILE, in .env or before the command",
      {
        "compose.yml": base,
        "extra.yml": whole,
        ".env": "COMPOSE_FILE=compose.yml:extra.yml\n",
        "up.sh": "COMPOSE_FILE=compose.yml:extra.yml docker compose up\n",
      },
      ["compose.yml + extra.yml: neutral"],
    ],
    [
      "what an env file of the command says it is",
      { "compose.yml": base, ".env.production": "A=1\n", "up.sh": "docker compose --env-file .env.production up -d\n" },
      ["compose.yml: prod"],
    ],
    [
      "a swarm",
      { "stack.yml": base, "more.yml": whole, "up.sh": "docker stack deploy -c stack.yml -c more.yml shop\n" },
      ["stack.yml + more.yml: neutral"],
    ],
    [
      "what cannot be started is not",
      { "compose.yml": base, "compose.prod.yml": overlay, "up.sh": "docker compose -f compose.prod.yml up\n" },
      ["compose.yml + compose.prod.yml: prod"],
    ],
    [
      "what another file includes, or extends whole",
      {
        "compose.yml": "include: [db/compose.yml]\nservices: { web: { extends: { file: common.yml, service: web } } }",
        "db/compose.yml": "services: { db: { image: postgres:17 } }",
        "common.yml": "services: { web: { image: acme/web:1 } }",
      },
      ["compose.yml: neutral"],
    ],
  ];
  test.each(cases)("%s", (_, files, expected) => expect(print(files)).toEqual(expected));
});

describe("what stays open", () => {
  const opens = (files: Files): Record<string, string | undefined> =>
    Object.fromEntries(
      deploymentOf(files).stacks.flatMap(({ documents, services }) =>
        services.map(({ name, open }) => [`${documents.map(({ file }) => file.path).join("+")} ${name}`, open]),
      ),
    );

  test("what an overlay may add, where it may be started or not", () => {
    expect(opens({ "compose.yml": base, "compose.deploy.yml": overlay })).toEqual({
      "compose.yml db": "compose.deploy.yml, which lies over it, may give it",
      "compose.yml web": undefined,
      "compose.yml+compose.deploy.yml db": undefined,
      "compose.yml+compose.deploy.yml web": undefined,
    });
  });

  test("of two overlays either may be started, both, or none", () => {
    const other = "services: { web: { restart: always } }";
    expect(opens({ "compose.yml": base, "compose.deploy.yml": overlay, "compose.tls.yml": other })).toMatchObject({
      "compose.yml+compose.deploy.yml db": undefined,
      "compose.yml+compose.deploy.yml web": "compose.tls.yml, which lies over it, may give it",
      "compose.yml+compose.tls.yml db": "compose.deploy.yml, which lies over it, may give it",
    });
  });

  test("what a command starts is all there is, but for what others add to the same files", () => {
    const other = "services: { web: { restart: always } }";
    const files = { "compose.yml": base, "compose.prod.yml": overlay, "compose.tls.yml": other, "compose.log.yml": other };
    const commands =
      "docker compose -f compose.yml -f compose.prod.yml up -d\ndocker compose -f compose.yml -f compose.prod.yml -f compose.tls.yml up\n";
    expect(opens({ ...files, "up.sh": commands })).toMatchObject({
      "compose.yml+compose.prod.yml db": undefined,
      "compose.yml+compose.prod.yml web": "compose.tls.yml, which lies over it, may give it",
      "compose.yml+compose.prod.yml+compose.tls.yml web": undefined,
    });
  });

  test("development neither excuses nor repeats what production lacks", () => {
    expect(
      opens({ "compose.yml": base, "compose.override.yml": "services: { db: { restart: always }, mail: { image: axllent/mailpit:v1 } }" }),
    ).toEqual({
      "compose.yml db": undefined,
      "compose.yml web": undefined,
      "compose.yml+compose.override.yml db": "what it lacks is judged where compose.yml ships",
      "compose.yml+compose.override.yml web": "what it lacks is judged where compose.yml ships",
      "compose.yml+compose.override.yml mail": undefined,
    });
  });

  test.each([
    ["docker compose -f compose.yml -f $EXTRA up", "a file that it is started with is filled in at run time"],
    ["docker compose -f compose.yml -f local.yml up", "local.yml, which it is started with, is not at hand"],
    ["docker compose -f compose.yml up", undefined],
  ])("%s", (command, expected) => {
    expect(deploymentOf({ "compose.yml": base, "up.sh": command }).stacks.map(({ open }) => open)).toEqual([expected]);
  });
});

test("one file is the ground of so many stacks and no more; what else may lie over it leaves it open", () => {
  const names = Array.from({ length: 60 }, (_, i) => `extra${i}`);
  const files = Object.fromEntries(names.map((name) => [`${name}.yml`, `services: { ${name}: { restart: always } }`]));
  const { stacks } = deploymentOf({
    "compose.yml": `services: { ${names.map((name) => `${name}: { image: x }`).join(", ")} }`,
    ...files,
  });
  expect(stacks.length).toBe(41);
  expect(stacks[0]!.services.map(({ open }) => open)).toEqual(names.map((name) => `${name}.yml, which lies over it, may give it`));
});

describe("classes of files that run together", () => {
  test.each([
    ["compose.prod.yml", "prod"],
    ["compose.staging.yml", "staging"],
    ["compose.dev.yml", "neutral"],
    ["compose.extra.yml", "neutral"],
  ])("a file under %s", (path, expected) => {
    const { classOf, stacks } = deploymentOf({ "compose.yml": base, [path]: overlay });
    expect(classOf(stacks[0]!.file)).toBe(expected);
  });

  test("a file that only development starts is development's", () => {
    const { classOf, stacks } = deploymentOf({
      "infra.yml": base,
      "infra.dev.yml": whole,
      Makefile: "up:\n\tdocker compose -f infra.yml -f infra.dev.yml up\n",
    });
    expect(stacks.map(({ documents }) => documents.length)).toEqual([2]);
    expect(classOf(stacks[0]!.file)).toBe("dev");
  });
});

/** A value of the service `it` in the only stack: `keys` of it, as its parts are written, with the file they stand in. */
function valuesOf(files: Files, ...keys: readonly string[]): string[] {
  const { stacks } = deploymentOf(files);
  expect(stacks.length).toBe(1);
  return stacks[0]!
    .service("it")!
    .texts(...keys)
    .map((value) => (value.kind === "known" ? value.text : `<${value.kind}>`));
}

describe("files read as one", () => {
  const merged = (lower: string, upper: string): Stack =>
    deploymentOf({
      "compose.yml": `services:\n  it:\n    image: acme/it:1\n${lower.replace(/^/gm, "    ")}\n`,
      "compose.prod.yml": `services:\n  it:\n${upper.replace(/^/gm, "    ")}\n`,
    }).stacks[0]!;

  test.each([
    ["cap_add: [A, B]", "cap_add: [B, C]", ["cap_add"], ["A", "B", "C"]],
    ["cap_add: [A]", "cap_add: !override [B]", ["cap_add"], ["B"]],
    ["cap_add: [A]", "cap_add: !reset null\nrestart: always", ["cap_add"], []],
    ["dns: 1.1.1.1", "dns: [8.8.8.8]", ["dns"], ["1.1.1.1", "8.8.8.8"]],
    ["logging: { driver: local, options: { a: x } }", "logging: { options: { b: y } }", ["logging", "options", "a"], ["x"]],
    ["logging: { driver: local, options: { a: x } }", "logging: { driver: syslog }", ["logging", "options", "a"], []],
    ["deploy: { labels: [a=1] }", "deploy: { labels: { a: 2 } }", ["deploy", "labels", "a"], ["2"]],
    ["restart: always", "restart:", ["restart"], ["always"]],
    ["command: [a, b]", "command: c", ["command"], ["c"]],
  ] as const)("%s under %s", (lower, upper, keys, expected) => {
    const texts = merged(lower, upper)
      .service("it")!
      .texts(...keys);
    expect(texts.map((value) => (value.kind === "known" ? value.text : value.kind))).toEqual(expected);
  });

  test.each([
    ["environment: [A=1, B=2]", "environment: { B: 3, C: }", ["A=1", "B=3", "C"]],
    ["environment: { A: 1, B: 2 }", "environment: [B=3, C]", ["A=1", "B=3", "C"]],
    ["environment: { A: 1 }", "environment: [A=]", ["A="]],
  ])("%s under %s", (lower, upper, expected) => {
    const { variables, open } = merged(lower, upper).service("it")!;
    const shown = variables.map(({ name, written, value }) =>
      written === undefined ? name.value : `${name.value}=${value.kind === "known" ? value.text : "?"}`,
    );
    expect([shown, open]).toEqual([expected, undefined]);
  });

  test("each key points into the file that gives it, and the service to where it says what it runs", () => {
    const it = merged("restart: always\nports: ['80:80']", "restart: 'no'\nports: ['81:81']").service("it")!;
    expect(it.nameSpan.file.path).toBe("compose.yml");
    expect(it.entry("restart")!.span.file.path).toBe("compose.prod.yml");
    expect(it.ports.map(({ span }) => `${span.file.path} ${textOf(span)}`)).toEqual(["compose.yml 80:80", "compose.prod.yml 81:81"]);
  });

  test("a service that !reset takes away is gone", () => {
    const stack = deploymentOf({ "compose.yml": base, "compose.prod.yml": "services:\n  web: !reset null\n  db: { restart: always }\n" })
      .stacks[0]!;
    expect(stack.services.map(({ name }) => name)).toEqual(["db"]);
    expect(stack.documents.flatMap(({ problems }) => problems)).toEqual([]);
  });
});

describe("include and extends", () => {
  test("an included file has a folder and variables of its own, under those of the file that includes it", () => {
    const files = {
      "compose.yml": "include: [sub/compose.yml]\nservices: { web: { image: acme/web:1 } }",
      ".env": "A=outer\n",
      "sub/compose.yml": "services: { it: { image: x, cap_add: [$A, $B, $C], build: ./app, env_file: it.env } }",
      "sub/.env": "A=inner\nB=inner\n",
    };
    expect(valuesOf(files, "cap_add")).toEqual(["outer", "inner", "<unknown>"]);
    const it = deploymentOf(files).stacks[0]!.service("it")!;
    expect([it.build?.context.value, it.envFiles[0]?.file]).toEqual(["sub/app", "sub/it.env"]);
  });

  test("the long form names the folder, the env files and several files", () => {
    const files = {
      "compose.yml": "include:\n  - path: [sub/a.yml, sub/b.yml]\n    project_directory: proj\n    env_file: [one.env, two.env]\n",
      "sub/a.yml": "services: { it: { image: x, build: ., cap_add: [$A] } }",
      "sub/b.yml": "services: { it: { cap_add: [$B] } }",
      "one.env": "A=one\nB=one\n",
      "two.env": "B=two\n",
    };
    expect(valuesOf(files, "cap_add")).toEqual(["one", "two"]);
    expect(deploymentOf(files).stacks[0]!.service("it")!.build?.context.value).toBe("proj");
  });

  test("what is included can be changed, and extended", () => {
    const files = {
      "compose.yml": "include: [sub.yml]\nservices:\n  base: { cap_add: [B] }\n  it: { extends: base, cap_add: [C] }\n",
      "sub.yml": "services: { base: { image: x, cap_add: [A] } }",
    };
    expect(valuesOf(files, "cap_add")).toEqual(["A", "B", "C"]);
  });

  test("a service of another file starts in that file's folder, through chains", () => {
    const files = {
      "compose.yml": "services: { it: { extends: { file: a/one.yml, service: one }, cap_add: [C] } }",
      "a/one.yml": "services: { one: { extends: { file: b/two.yml, service: two }, cap_add: [B] } }",
      "a/b/two.yml": "services: { two: { image: x, cap_add: [A], build: . } }",
    };
    expect(valuesOf(files, "cap_add")).toEqual(["A", "B", "C"]);
    expect(deploymentOf(files).stacks[0]!.service("it")!.build?.context.value).toBe("a/b");
  });

  test.each([
    ["include: [compose.yml]\nservices: { it: { image: x } }", "it includes itself", "compose.yml"],
    ["include: [b.yml]\nservices: { it: { image: x } }", "it includes itself", "compose.yml"],
    ["include: [gone.yml]", "gone.yml, which it includes, is not at hand", "gone.yml"],
    ["include: [$X]", "what it includes is filled in at run time", "$X"],
    ["include: [../x.yml]", "what it includes lies outside of the project", "../x.yml"],
    ["include: ['oci://docker.io/acme/x']", "what it includes lies outside of the project", "oci://docker.io/acme/x"],
    ["services: { it: { extends: { file: gone.yml, service: x } } }", "gone.yml, which holds what it extends, is not at hand", "gone.yml"],
    ["services: { it: { extends: it } }", "it extends itself", "it"],
  ])("%s", (text, why, at) => {
    const circle: Files = text.includes("b.yml") ? { "b.yml": "include: [compose.yml]\nservices: { b: { image: x } }" } : {};
    const { stacks } = deploymentOf({ "compose.yml": text, ...circle });
    const stack = stacks.find(({ file }) => file.path === "compose.yml")!;
    expect(stack.gaps.map((gap) => `${gap.why}: ${textOf(gap.at)}`)).toContain(`${why}: ${at}`);
    expect(stack.open ?? stack.service("it")?.open).toBe(why);
  });

  test("includes that multiply come to an end", () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 14; i++)
      files[`c${i}.yml`] = `include: [c${i + 1}.yml, c${i + 1}.yml, c${i + 1}.yml]\nservices: { s${i}: { image: x } }`;
    files["c14.yml"] = "services: { end: { image: x } }";
    const [stack] = deploymentOf(files).stacks;
    expect(stack!.gaps.length).toBeGreaterThan(0);
  });
});
