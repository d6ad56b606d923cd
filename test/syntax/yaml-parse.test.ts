import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import type { YamlNode } from "../../src/syntax/yaml/ast.ts";
import { asMapping, valueOf } from "../../src/syntax/yaml/ask.ts";
import { parseYaml } from "../../src/syntax/yaml/parse.ts";

/** A node in one line: plain scalars bare, others behind their style's mark, aliased and merged entries marked. */
function draw(node: YamlNode | undefined): string {
  if (node === undefined) return "-";
  const tag = node.tag === undefined ? "" : `${node.tag} `;
  if (node.kind === "sequence") return `${tag}[${node.items.map(draw).join(", ")}]`;
  if (node.kind === "mapping") {
    const entries = node.entries.map(
      ({ key, value, mergedBy, alias }) => `${mergedBy ? "<<" : ""}${draw(key)}: ${alias ? "*" : ""}${draw(value)}`,
    );
    return `${tag}{${entries.join(", ")}}`;
  }
  const mark = { plain: "", single: "'", double: '"', literal: "|", folded: ">" }[node.style];
  return tag + mark + node.text.replaceAll("\n", "↵");
}

function check(text: string, tree: string, ...problems: readonly string[]): void {
  const document = parseYaml({ path: "a.yml", text });
  expect(document.documents.map(draw).join(" --- ")).toBe(tree);
  expect(document.problems.map(({ at, message }) => `${textOf(at)}: ${message}`)).toEqual(problems);
}

describe("parseYaml reads", () => {
  test.each([
    ["a: 1", "{a: 1}"],
    ["a:\n  - b\n  - c: d\n", "{a: [b, {c: d}]}"],
    ["a:\nb: ~\n", "{a: , b: ~}"],
    ["{a: [1, 2], b}", "{a: [1, 2], b: }"],
    ["[a: 1, b]", "[{a: 1}, b]"],
    ["- 'it''s'\n- \"a\\tb\"\n", "['it's, \"a\tb]"],
    ["a: |\n  x\n   y\nb: >-\n  x\n  y\n", "{a: |x↵ y↵, b: >x y}"],
    ["a: !reset []\nb: !override\n  c: !x d\ne: !!str 1\nf: !!map {}\n", "{a: !reset [], b: !override {c: !x d}, e: !!str 1, f: !!map {}}"],
    ["on: yes\nn: 014\nt: 22:22\n", "{on: yes, n: 014, t: 22:22}"],
    ["", "-"],
    ["# only\n", "-"],
    ["---\na\n---\n---\nb: c\n...\n", "a --- - --- {b: c}"],
    ["%YAML 1.1\n---\na: yes\n", "{a: yes}"],
    ["\u{feff}a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"],
  ])("%j", check);
});

describe("parseYaml follows", () => {
  test.each([
    ["a: &x 1\nb: *x\n", "{a: 1, b: *1}"],
    ["a: &x [1, 2]\nb: [*x, *x]\n", "{a: [1, 2], b: [[1, 2], [1, 2]]}"],
    ["- &x a\n- *x\n- &x b\n- *x\n", "[a, a, b, b]"],
    ["&k a: 1\n*k : 2\n", "{a: 2}", '*k: The key "a" stands a second time in this mapping; only the last one was read.'],
    ["base: &b {x: 1, y: 2}\nmine:\n  <<: *b\n  y: 3\n", "{base: {x: 1, y: 2}, mine: {y: 3, <<x: 1}}"],
    ["mine: {y: 3, <<: {y: 1, z: 2}}", "{mine: {y: 3, <<z: 2}}"],
    ["a: &a {k: 1}\nb: &b {k: 2, l: 3}\nc:\n  <<: [*a, *b]\n", "{a: {k: 1}, b: {k: 2, l: 3}, c: {<<k: 1, <<l: 3}}"],
    ["a: &a {k: &v [1]}\nb: &b\n  <<: *a\n  m: *v\nc:\n  <<: *b\n", "{a: {k: [1]}, b: {m: *[1], <<k: [1]}, c: {<<m: *[1], <<k: [1]}}"],
    ['"<<": {a: 1}', '{"<<: {a: 1}}'],
    ["a: 1\n<<:\n", "{a: 1}"],
  ])("%j", check);

  test("shares the node of an anchor", () => {
    const { root } = parseYaml({ path: "a.yml", text: "a: &x [1]\nb: *x\nc:\n  <<: {d: *x}\n" });
    expect(valueOf(root, "b")).toBe(valueOf(root, "a"));
    expect(valueOf(valueOf(root, "c"), "d")).toBe(valueOf(root, "a"));
    const [, aliased] = asMapping(root)!.entries;
    expect([textOf(aliased!.alias!), textOf(aliased!.span)]).toEqual(["*x", "b: *x"]);
    expect(textOf(asMapping(valueOf(root, "c"))!.entries[0]!.mergedBy!)).toBe("<<");
  });
});

describe("parseYaml reports", () => {
  test.each([
    ["a: 1\nb: 2\na: 3\n", "{b: 2, a: 3}", 'a: The key "a" stands a second time in this mapping; only the last one was read.'],
    ["{\"a\": 1, 'a': 2}", "{'a: 2}", "'a': The key \"a\" stands a second time in this mapping; only the last one was read."],
    ["a: *x\n", "{a: *}", '*x: No anchor "x" stands before this alias, so it was read as empty.'],
    ["&x a\n---\n*x\n", "a --- ", '*x: No anchor "x" stands before this alias, so it was read as empty.'],
    ["a: &x [1, *x]\n", "{a: [1, ]}", '*x: The alias "x" stands inside what it names, so it was read as empty.'],
    ["a: &x\n  <<: *x\n  b: 1\n", "{a: {b: 1}}", '*x: The alias "x" stands inside what it names, so it was read as empty.'],
    ["a:\n  <<: 5\n", "{a: {}}", "<<: Only mappings can be merged with <<; this one was passed over."],
    [
      "a:\n  <<: {b: 1}\n  <<: {c: 1}\n",
      "{a: {<<b: 1, <<c: 1}}",
      "<<: A second << stands in this mapping; both were applied, but Docker Compose refuses such a file.",
    ],
    ["[a]: b", "{[a]: b}", "[a]: A list or a mapping stands here as a key; it was read as the text it is written in."],
    ["a: 'x\nb: 1\n", "{a: 'x b: 1}", ": Missing closing 'quote."],
    ["a: [1, 2\n", "{a: [1, 2]}", ": Flow sequence in block collection must be sufficiently indented and end with a ]."],
    ["a: b: c\n", "{a: {b: c}}", "b: Nested mappings are not allowed in compact mappings."],
    ["a:\n\t- b\n", "{a: [b]}", "\t: Tabs are not allowed as indentation."],
    ["a: @secret-value\n", "{a: @secret-value}", "@: Plain value cannot start with reserved character @."],
    ['a: "\\q"\n', '{a: "\\q}', "\\: Invalid escape sequence."],
    ["a: !x!y z\n", "{a: z}", "!x!y: A tag that is not declared."],
    ["a: 1\n}secret\n", "{a: 1}", "}: Unexpected flow-map-end token in YAML stream.", "secret: Unexpected scalar token in YAML stream."],
  ])("%j", check);

  test("where a repeated key stands first", () => {
    const [problem] = parseYaml({ path: "a.yml", text: "a: 1\n'a': 2\n" }).problems;
    expect([problem!.severity, textOf(problem!.related!.at), problem!.related!.note]).toEqual(["error", "a", '"a" stands here before']);
  });
});

const commentsOf = (text: string): readonly string[] =>
  parseYaml({ path: "a.yml", text }).comments.map((one) => `${textOf(one.span)}|${one.text}`);

describe("comments", () => {
  test.each([
    ["# a\nb: c # d\n#e", ["# a| a", "# d| d", "#e|e"]],
    ["a: '# b'\nc: d#e\nf: |  # g\n  # h\n", ["# g| g"]],
    ["[a, # b\n c]\n--- # d\n...\n# e\r\n", ["# b| b", "# d| d", "# e| e"]],
    ["%FOO # a\n---\n'#b'\n", ["# a| a"]],
  ])("%j", (text, comments) => expect(commentsOf(text)).toEqual(comments));
});

describe("pathAt and blocks", () => {
  const text =
    "services:\n  # the database\n  db: &db\n    ports:\n      - '5432:5432'\n      - target: 80\n    my.key: {a: [x]}\n  copy: *db\n  third: {<<: *db, e: f}\n---\nkind: Pod\n";
  const document = parseYaml({ path: "a.yml", text });
  test.each([
    ["services", "services"],
    ["the database", "services"],
    ["5432:", "services.db.ports[0]"],
    ["80", "services.db.ports[1].target"],
    ["[x]", 'services.db."my.key".a'],
    ["x]", 'services.db."my.key".a[0]'],
    ["copy", "services.copy"],
    ["*db\n", "services.copy"],
    ["f}", "services.third.e"],
    ["Pod", "document[1].kind"],
  ])("%j stands in %s", (place, path) => expect(document.pathAt(text.indexOf(place))).toBe(path));

  test("every entry and item is a block, once", () => {
    const blocks = document.blocks().map((block) => textOf(block).split("\n")[0]);
    expect(blocks).toEqual([
      "services:",
      "db: &db",
      "ports:",
      "'5432:5432'",
      "target: 80",
      "target: 80",
      "my.key: {a: [x]}",
      "a: [x]",
      "x",
      "copy: *db",
      "third: {<<: *db, e: f}",
      "e: f",
      "kind: Pod",
      "kind: Pod",
    ]);
  });
});
