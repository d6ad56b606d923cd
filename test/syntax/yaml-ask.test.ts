import { describe, expect, test } from "vitest";
import type { YamlNode } from "../../src/syntax/yaml/ast.ts";
import { boolOf, entryOf, isNull, textOfScalar, valueOf, walkScalars } from "../../src/syntax/yaml/ask.ts";
import { parseYaml } from "../../src/syntax/yaml/parse.ts";
import { yamlTemplateReason } from "../../src/syntax/yaml/template.ts";

function valueIn(text: string): YamlNode | undefined {
  return valueOf(parseYaml({ path: "a.yml", text }).root, "k");
}

describe("entryOf", () => {
  test("finds a key however it is quoted, in short and in long mappings", () => {
    const long = Array.from({ length: 100 }, (_, index) => `"key-${index}": ${index}`).join("\n");
    const { root } = parseYaml({ path: "a.yml", text: long });
    expect(entryOf(root, "key-99")?.key.text).toBe("key-99");
    expect(entryOf(root, "key-100")).toBeUndefined();
    expect(textOfScalar(valueIn("'k': v"))).toBe("v");
    expect(entryOf(valueIn("k: [a]"), "0")).toBeUndefined();
    expect(entryOf(undefined, "k")).toBeUndefined();
  });
});

describe("null, boolean and text", () => {
  test.each([
    ["k:", true, undefined, undefined, undefined],
    ["k: ~", true, undefined, undefined, undefined],
    ["k: null", true, undefined, undefined, undefined],
    ["k: !!null x", true, undefined, undefined, undefined],
    ["k: 'null'", false, undefined, undefined, "null"],
    ["k: ''", false, undefined, undefined, ""],
    ["k: !!str", false, undefined, undefined, ""],
    ["k: true", false, true, true, "true"],
    ["k: False", false, false, false, "False"],
    ["k: 'true'", false, undefined, undefined, "true"],
    ["k: tRue", false, undefined, undefined, "tRue"],
    ["k: yes", false, undefined, true, "yes"],
    ["k: OFF", false, undefined, false, "OFF"],
    ["k: !!str yes", false, undefined, undefined, "yes"],
    ["k: [true]", false, undefined, undefined, undefined],
  ])("%j", (text, nothing, core, old, decoded) => {
    const value = valueIn(text);
    expect([isNull(value), boolOf(value), boolOf(value, { yaml11: true }), textOfScalar(value)]).toEqual([nothing, core, old, decoded]);
  });
});

test("walkScalars shows every value once", () => {
  const { root } = parseYaml({ path: "a.yml", text: "a: &x [1, {b: 2}]\nc: *x\nd: {<<: {e: 3}}\nf: [*x, 4]\n" });
  const seen: string[] = [];
  walkScalars(root, (scalar) => seen.push(scalar.text));
  expect(seen).toEqual(["1", "2", "3", "4"]);
});

describe("yamlTemplateReason", () => {
  const braces = "{{ … }} stands where YAML needs a value or a key";
  const percents = "{% … %} stands where YAML needs a value or a key";
  test.each([
    ["a: {{ .Values.x }}\n", braces],
    ["{{- if .Values.x }}\na: b\n{{- end }}\n", braces],
    ["a:\n  {{- toYaml .Values.a | nindent 2 }}\n", braces],
    ["a:\n  - {{ x }}\n", braces],
    ["a: [{{ x }}]\n", braces],
    ["{% if x %}\na: b\n{% endif %}\n", percents],
    ["a: ${{ x }}\nb: {{ y }}\n", braces],
    ["a: ${{ github.ref }}\n", undefined],
    ["on: {push: {branches: [main]}}\n", undefined],
    ["a: \"{{ .Values.x }}\"\nb: '{% x %}'\n", undefined],
    ["a: x-{{ .Values.x }}\n", undefined],
    ["a: |\n  {{ range }}\n  {% x %}\n", undefined],
    ["# {{ x }} {% y %}\na: b\n", undefined],
    ["a: [b, '{{ x }}']\n", undefined],
  ])("%j", (text, reason) => expect(yamlTemplateReason(text)).toBe(reason));
});
