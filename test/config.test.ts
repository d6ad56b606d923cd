import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { readConfiguration } from "../src/config/configuration.ts";
import { defaultConfiguration, type Configuration } from "../src/config/defaults.ts";
import { isWithinEntity } from "../src/config/entity.ts";
import { globMatcher, globTrouble } from "../src/config/globs.ts";
import { nearest } from "../src/config/nearest.ts";
import { readTomlSettings } from "../src/config/toml.ts";
import { readYamlSettings } from "../src/config/yaml.ts";
import { findSettings } from "../src/discover/settings-file.ts";
import { positionOf } from "../src/text/line-index.ts";
import { span } from "../src/text/index.ts";
import { memoryFileSystem } from "./memory-file-system.ts";

const known = { rules: ["compose/docker-socket", "compose/no-resource-limits", "dockerfile/runs-as-root", "env/default-secret"] };

function read(text: string, path = ".deploy-audit.yaml"): { configuration: Configuration; problems: string[] } {
  const file = { path, text };
  const { configuration, problems } = readConfiguration(
    file,
    path.endsWith(".toml") ? readTomlSettings(file) : readYamlSettings(file),
    known,
  );
  const place = ({ at, message }: (typeof problems)[number]): string => {
    const position = at && positionOf(at.file, at.start);
    return position === undefined ? message : `${position.line}:${position.column} ${message}`;
  };
  return { configuration, problems: problems.map(place) };
}

const yaml = `
profile: strict
failOn: warning
rules:
  compose/*: note
  compose/docker-socket: off
  "compose/no-resource-limits[cpu]": error
allow:
  - rule: compose/docker-socket
    path: deploy/**
    entity: service:db
    until: 2027-01-31
    reason: only the backup job can reach it
environments:
  - files: [ops/live.yaml, "*.live.env"]
    class: prod
exclude:
  - legacy
  - "**/*.old"
assume:
  tlsTerminatedUpstream: true
`;

const toml = `
profile = "strict"
failOn = "warning"
exclude = ["legacy", "**/*.old"]

[rules]
"compose/*" = "note"
"compose/docker-socket" = "off"
"compose/no-resource-limits[cpu]" = "error"

[assume]
tlsTerminatedUpstream = true

[[allow]]
rule = "compose/docker-socket"
path = "deploy/**"
entity = "service:db"
until = 2027-01-31
reason = "only the backup job can reach it"

[[environments]]
files = ["ops/live.yaml", "*.live.env"]
class = "prod"
`;

describe.each([
  [".deploy-audit.yaml", yaml, 9],
  [".deploy-audit.toml", toml, 14],
])("%s", (path, text, line) => {
  const { configuration, problems } = read(text, path);

  test("is read whole", () => {
    expect(problems).toEqual([]);
    expect([configuration.profile, configuration.failOn, configuration.assume]).toEqual([
      "strict",
      "warning",
      { tlsTerminatedUpstream: true },
    ]);
    expect(configuration.environmentOf("ops/live.yaml")).toBe("prod");
    expect(configuration.environmentOf("a/b.live.env")).toBe("prod");
    expect(configuration.environmentOf("a/live.yaml")).toBeUndefined();
    expect(["legacy/", "a/legacy/Dockerfile", "x.old", "legacy.yml"].map(configuration.isExcluded)).toEqual([true, true, true, false]);
  });

  test("the most particular rule setting counts", () => {
    const { setting } = configuration;
    expect(setting("compose/docker-socket", undefined)).toBe("off");
    expect(setting("compose/no-resource-limits", "cpu")).toBe("error");
    expect(setting("compose/no-resource-limits", "memory")).toBe("note");
    expect(setting("compose/no-resource-limits", "cpu,memory")).toBe("note");
    expect(setting("env/default-secret", undefined)).toBeUndefined();
  });

  test("a rule and an aspect are named by their own entries alone", () => {
    const { names } = configuration;
    expect(names("compose/no-resource-limits", "cpu")).toBe(true);
    expect(names("compose/no-resource-limits", "cpu,memory")).toBe(true);
    expect(names("compose/no-resource-limits", "memory")).toBe(false);
    expect(names("compose/docker-socket", "cpu")).toBe(false);
    expect(names("compose/docker-socket")).toBe(true);
    expect(names("env/default-secret")).toBe(false);
  });

  test("an allowance covers its files and its entity, and stands at its place", () => {
    const [allowance] = configuration.allowances;
    expect([allowance!.rules, allowance!.until, allowance!.reason]).toEqual([
      ["compose/docker-socket"],
      "2027-01-31",
      "only the backup job can reach it",
    ]);
    expect(positionOf(allowance!.at.file, allowance!.at.start).line).toBe(line);
    const covers = (file: string, structure: string): boolean => allowance!.covers(span({ path: file, text: "" }, 0, 0), structure);
    expect(covers("deploy/a/compose.yaml", "services.db.volumes[0]")).toBe(true);
    expect(covers("deploy/compose.yaml", "services.db")).toBe(true);
    expect(covers("deploy/compose.yaml", "services.db2")).toBe(false);
    expect(covers("compose.yaml", "services.db")).toBe(false);
  });
});

test.each<[text: string, problem: string | string[]]>([
  ["profle: strict", '1:1 the configuration has no setting "profle"; did you mean "profile"?'],
  ["fail-on: note", '1:1 the configuration has no setting "fail-on"; did you mean "failOn"?'],
  ["colour: true", '1:1 the configuration has no setting "colour"; it has profile, failOn, rules, allow, environments, exclude, assume'],
  ["profile: strickt", '1:10 profile must be one of recommended, strict; did you mean "strict"?'],
  ["failOn: 1", "1:9 failOn must be one of error, warning, note, never"],
  ["rules:\n  compose/docker-sock: off", '2:3 there is no rule "compose/docker-sock"; did you mean "compose/docker-socket"?'],
  ["rules:\n  compse/*: off", '2:3 there is no rule "compse/*"; did you mean "compose/*"?'],
  ["rules:\n  compose/docker-socket: warn", '2:26 rules."compose/docker-socket" must be one of error, warning, note, on, off'],
  ["rules:\n  compose/docker-socket: false", '2:26 rules."compose/docker-socket" must be one of error, warning, note, on, off'],
  ["rules: [off]", "1:8 rules must be a table"],
  ["allow:\n  - rule: compose/docker-socket", '2:5 allow[0] needs "reason"'],
  ["allow:\n  - rule: compose/docker-socket\n    reason: ''", "3:13 allow[0].reason must be text, and not empty"],
  ["allow:\n  - rule: compose/*\n    reason: a", '2:11 there is no rule "compose/*"'],
  [
    "allow:\n  - { rule: compose/docker-socket, reason: a, until: tomorrow }",
    '2:54 allow[0].until: "tomorrow" is not a date such as 2027-01-31',
  ],
  [
    "allow:\n  - { rule: compose/docker-socket, reason: a, until: 2027-02-30 }",
    '2:54 allow[0].until: "2027-02-30" is not a date such as 2027-01-31',
  ],
  [
    "allow:\n  - { rule: compose/docker-socket, reason: a, entity: db }",
    '2:55 allow[0].entity: "db" is no entity: write its kind and its name, as in "service:db"',
  ],
  [
    "allow:\n  - { rule: compose/docker-socket, reason: a, entity: services:db }",
    '2:55 allow[0].entity: "services" is no kind of entity; did you mean "service"?',
  ],
  [
    "environments:\n  - { files: a, class: production }",
    "2:24 environments[0].class must be one of prod, staging, dev, test, ci, example, neutral",
  ],
  ["environments: { files: a, class: prod }", "1:15 environments must be a list"],
  ["exclude: ['!a']", '1:11 exclude: a pattern cannot begin with "!"'],
  ["assume: { tlsTerminatedUpstream: maybe }", "1:34 assume.tlsTerminatedUpstream must be true or false"],
  ["- a", "1:1 the configuration must be a table of profile, failOn, rules, allow, environments, exclude, assume"],
])("a mistake is named, with its place: %s", (text, problem) => expect(read(text).problems).toEqual([problem].flat()));

test.each(["rules: [", "profile: strict\nprofile: recommended", "a: *b", "profile: strict\n---\nprofile: strict"])(
  "YAML that cannot be read, or says a thing twice, is no configuration: %j",
  (text) => expect(read(text).problems.length).toBeGreaterThan(0),
);

test("TOML names the key where it has no place, and the place of a syntax error", () => {
  expect(read('[rules]\n"compose/docker-sock" = "off"\n', ".deploy-audit.toml").problems).toEqual([
    'there is no rule "compose/docker-sock"; did you mean "compose/docker-socket"?',
  ]);
  expect(read('profile = "strict"\nfailOn = \n', ".deploy-audit.toml").problems).toEqual([expect.stringMatching(/^2:/)]);
  expect(read("__proto__ = 1\n", ".deploy-audit.toml").problems.length).toBe(1);
});

test.each(["", "# nothing yet\n", "---\n", "{}"])("an empty file sets nothing: %j", (text) => {
  const { configuration, problems } = read(text);
  expect(problems).toEqual([]);
  expect([configuration.profile, configuration.allowances, configuration.isExcluded("a")]).toEqual([
    defaultConfiguration.profile,
    [],
    false,
  ]);
});

test("a short file that says a lot by aliases is cut off", () => {
  const many = Array.from({ length: 3000 }, (_, i) => `  k${i}: x`).join("\n");
  const text = `a: &a\n${many}\nallow: [${"*a, ".repeat(3000)}*a]\n`;
  expect(read(text).problems.length).toBe(50);
});

test.each<[word: string, choices: string[], near: string | undefined]>([
  ["profle", ["profile", "rules"], "profile"],
  ["FAILON", ["failOn"], "failOn"],
  ["ruels", ["rules"], "rules"],
  ["x", ["on", "off"], undefined],
  ["colour", ["rules", "allow"], undefined],
  ["a".repeat(101), ["a".repeat(100)], undefined],
])("the nearest word to %s", (word, choices, near) => expect(nearest(word, choices)).toBe(near));

test.each<[pattern: string, path: string, isMatch: boolean]>([
  ["legacy", "legacy", true],
  ["legacy", "a/legacy/b", true],
  ["/legacy", "a/legacy/b", false],
  ["./legacy/", "legacy/a/b", true],
  ["legacy/**", "legacy/a", true],
  ["*.yml", "a/b.yml", true],
  ["a/*.yml", "a/b/c.yml", false],
  ["a/**/c.yml", "a/c.yml", true],
  ["a/**/c.yml", "a/x/y/c.yml", true],
  ["**/x/**/y", "x/x/z/y", true],
  ["**/x/**/y", "x/z", false],
  ["{dev,test}.env", "b/test.env", true],
  ["[ab].env", "c.env", false],
  ["?.env", "a.env", true],
  [".*", ".env", true],
  ["*", ".env", true],
  ["app/(group)/*", "app/(group)/x", true],
  ["(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false],
  ["+(a|b)", "a", false],
  ["a", "", false],
])("the pattern %s and %s", (pattern, path, isMatch) => {
  expect(globTrouble(pattern)).toBeUndefined();
  expect(globMatcher([pattern])(path)).toBe(isMatch);
});

test.each(["", "!a", "../a", "a/../b", "a\\b", "*a*a*a*a", "{a/b,c}", "{a,{b,c}}", "a".repeat(501)])(
  "the pattern %s is refused",
  (pattern) => expect(globTrouble(pattern)).toBeDefined(),
);

test.each<[entity: string, path: string, isWithin: boolean]>([
  ["service:db", "services.db.ports[0]", true],
  ["service:db", "services.db", true],
  ["service:db", "services.db-admin", false],
  ["service:db", "volumes.db", false],
  ["service:my.db", 'services."my.db".image', true],
  ["network:edge", "networks.edge", true],
  ["job:build", "jobs.build.steps[1].run", true],
  ["server:shop.example", "http.server[shop.example].listen", true],
  ["server:shop.example", "http.server[shop.example.org].listen", false],
  ["location:/api", "server[a].location[/api].proxy_pass", true],
  ["stage:builder", "stage[builder].RUN[2]", true],
  ["stage:build", "stage[builder].RUN[2]", false],
  ["variable:SECRET", "SECRET", true],
  ["variable:SECRET", "SECRET_KEY", false],
])("the entity %s and %s", (entity, path, isWithin) => expect(isWithinEntity(entity, path)).toBe(isWithin));

function find(entries: Parameters<typeof memoryFileSystem>[0], path?: string): string | undefined {
  const { file, trouble } = findSettings(memoryFileSystem(entries), path);
  return file?.path ?? trouble?.message;
}

test("one configuration file is found, two are refused, and what cannot be read is said", () => {
  expect(find({})).toBeUndefined();
  expect(find({ ".deploy-audit.toml": "" })).toBe(".deploy-audit.toml");
  expect(find({ ".deploy-audit.yml": "", "ci/audit.yaml": "" }, "ci/audit.yaml")).toBe("ci/audit.yaml");
  expect(find({ ".deploy-audit.yml": "", ".deploy-audit.toml": "" })).toBe(
    "there is .deploy-audit.yml as well: a project has one configuration file",
  );
  expect(find({}, "missing.yaml")).toBe("does not exist");
  expect(find({ ".deploy-audit.yml": new Uint8Array([0]) })).toBe("binary: no configuration");
  expect(find({ ".deploy-audit.yml": new Uint8Array([0xe9]) })).toBe("not written in UTF-8");
  expect(find({ ".deploy-audit.yml": "#".repeat(300_000) })).toBe("larger than 256 KB, which no configuration needs");
});

describe("the published schema and the validator agree", () => {
  const schema = JSON.parse(readFileSync(new URL("../docs/config.schema.json", import.meta.url), "utf8")) as object;
  const validate = new Ajv({
    strict: true,
    strictRequired: false,
    formats: { date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/ },
  }).compile(schema);
  const rule = "compose/docker-socket";
  const values: Record<string, unknown[]> = {
    profile: ["strict", "recommended", "Strict", "optional", 1, null, []],
    failOn: ["error", "warning", "note", "never", "always", true],
    rules: [
      {},
      { [rule]: "off" },
      { "compose/*": "on" },
      { [`${rule}[cpu]`]: "note" },
      { [rule]: "warn" },
      { [rule]: false },
      { docker: "off" },
      { "*": "off" },
      [],
      "off",
      null,
    ],
    allow: [
      [],
      [{ rule, reason: "a" }],
      [{ rule: `${rule}[x]`, reason: "a", path: "a/**", entity: "service:db", until: "2027-01-31" }],
      [{ rule, reason: "a", path: ["a", "b"] }],
      [{ rule, reason: "" }],
      [{ rule, reason: " " }],
      [{ rule, reason: 12 }],
      [{ rule }],
      [{ reason: "a" }],
      [{ rule: "compose/*", reason: "a" }],
      [{ rule, reason: "a", until: "soon" }],
      [{ rule, reason: "a", until: "2027-13-01" }],
      [{ rule, reason: "a", entity: "db" }],
      [{ rule, reason: "a", entity: "container:db" }],
      [{ rule, reason: "a", entity: "service:" }],
      [{ rule, reason: "a", note: "b" }],
      [{ rule, reason: "a", path: "../x" }],
      {},
      ["a"],
    ],
    environments: [
      [],
      [{ files: "a", class: "prod" }],
      [{ files: ["a"], class: "neutral" }],
      [{ files: "a" }],
      [{ class: "prod" }],
      [{ files: "a", class: "live" }],
      [{ files: 1, class: "prod" }],
      {},
      "a",
    ],
    exclude: [
      [],
      "a",
      ["a", "b/**"],
      [""],
      ["!a"],
      ["a\\b"],
      ["a/../b"],
      ["{a,{b}}"],
      ["*a*a*a*a"],
      ["*a*a*a"],
      ["a*/b*/c*/d*/e*"],
      ["a".repeat(501)],
      [1],
      {},
      null,
    ],
    assume: [{}, { tlsTerminatedUpstream: true }, { tlsTerminatedUpstream: "yes" }, { tls: true }, [], true],
    version: [1],
  };

  const cases = Object.entries(values).flatMap(([key, ones]) => ones.map((one) => ({ [key]: one })));

  test.each([{}, null, [], "a", ...cases].map((one) => [JSON.stringify(one)]))("%s", (text) => {
    const { problems } = read(text);
    expect({ isValid: problems.length === 0, problems }).toEqual({ isValid: validate(JSON.parse(text)), problems });
  });
});
