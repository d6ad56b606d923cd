import { describe, expect, test } from "vitest";
import { textOf } from "../../src/text/index.ts";
import type { YamlNode } from "../../src/syntax/yaml/ast.ts";
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
  ])("%j", (text, tree) => check(text, tree));
});
