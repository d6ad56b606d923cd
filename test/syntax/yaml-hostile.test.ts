import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, span } from "../../src/text/index.ts";
import type { YamlDocument, YamlNode } from "../../src/syntax/yaml/ast.ts";
import { walkScalars } from "../../src/syntax/yaml/ask.ts";
import { parseYaml } from "../../src/syntax/yaml/parse.ts";
import { yamlTemplateReason } from "../../src/syntax/yaml/template.ts";

const sample = `%YAML 1.2
--- # a deployment
x-base: &base
  restart: always
  environment: &env {A: 'it''s', "B": "tab\\t\\x41\\
    end", ? C : ~}
services:
  web: !override
    <<: *base
    image: "nginx:1.27"   # pinned
    command: >-
      one
        two

      three
    script: |2+
       set -e
      run ${"$"}{{ secrets.KEY }}

  db:
    <<: [*base, {ports: [5432]}]
    environment: *env
    note: a plain value
      on two lines
...
---
- - a
  - b: [c, {d: e}]
`;

/** Asks everything a document can answer, and holds every span against its file. */
function inspect(text: string): YamlDocument {
  const file = { path: "a.yml", text };
  const document = parseYaml(file);
  const whole = span(file, 0, text.length);
  const places = [...document.problems.map((one) => one.at), ...document.comments.map((one) => one.span), ...document.blocks()];
  for (const root of document.documents) {
    walkScalars(root, (scalar) => {
      places.push(scalar.span, scalar.inner, span(file, scalar.offsetOf(0), scalar.offsetOf(scalar.text.length)));
      expect(contains(scalar.span, scalar.inner)).toBe(true);
    });
  }
  for (const place of places) {
    expect(place.start <= place.end && contains(whole, place)).toBe(true);
    expect(typeof document.pathAt(place.start)).toBe("string");
  }
  yamlTemplateReason(text);
  return document;
}

function freeze(node: YamlNode | undefined): void {
  if (node === undefined || Object.isFrozen(node)) return;
  Object.freeze(node);
  if (node.kind === "sequence") for (const item of node.items) freeze(item);
  else if (node.kind === "mapping") for (const { key, value } of node.entries) [key, value].forEach(freeze);
}

describe("whatever the text", () => {
  test("the sample itself is sound, and stays readable when frozen", () => {
    const document = inspect(sample);
    expect(document.problems).toEqual([]);
    document.documents.forEach(freeze);
    walkScalars(document.root, (scalar) => expect(scalar.offsetOf(scalar.text.length)).toBeLessThanOrEqual(scalar.span.end));
  });

  test("every prefix is read", () => {
    for (let end = 0; end < sample.length; end++) inspect(sample.slice(0, end));
  });

  test("every mutation is read", () => {
    const scrap = fc.oneof(
      fc.constantFrom(..."-?:,[]{}#&*!|>'\"%@`~ \t\r\n<\u0000\u001f\u0002\u0018\ufeff"),
      fc.string({ maxLength: 3 }),
      fc.constantFrom("<<: *base", "---", "...", "\r\n", "\n\n  "),
    );
    const change = fc.tuple(fc.nat(sample.length), fc.nat(8), scrap);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        inspect(changes.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), sample));
      }),
      { numRuns: 600 },
    );
  });
});

const errorsOf = (text: string): readonly string[] => inspect(text).problems.map((problem) => problem.message);

describe("limits are reported", () => {
  const TOO_DEEP = "The file nests more than 256 levels here; what follows was not read.";
  const TOO_MANY = "Aliases and merge keys bring in more than 200000 nodes, so this one and those behind it were read as empty.";

  test.each([
    ["lists", "[".repeat(100_000)],
    ["mappings", "{a: ".repeat(100_000)],
    ["items", "- ".repeat(100_000)],
    ["keys", "? ".repeat(100_000)],
    ["closed lists", "a: 1\nb: " + "[".repeat(100_000) + "]".repeat(100_000)],
  ])("nesting of %s", (_, text) => expect(errorsOf(text)).toContain(TOO_DEEP));

  test("what stands before the nesting is kept", () => {
    const { root } = parseYaml({ path: "a.yml", text: `a: 1\nb: ${"[".repeat(1000)}` });
    expect(root?.kind === "mapping" && root.entries.map((entry) => entry.key.text)).toEqual(["a", "b"]);
  });

  test("an alias that names a billion nodes", () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) =>
        `l${index}: &l${index} [${Array<string>(10)
          .fill(index === 0 ? "x" : `*l${index - 1}`)
          .join(", ")}]`,
    );
    expect(errorsOf(levels.join("\n"))).toEqual([TOO_MANY]);
  });

  test("merge keys that copy a long mapping again and again", () => {
    const long = `a: &a {${Array.from({ length: 1000 }, (_, index) => `k${index}: v`).join(", ")}}\n`;
    const document = parseYaml({
      path: "a.yml",
      text: long + Array.from({ length: 1000 }, (_, index) => `m${index}:\n  <<: *a\n`).join(""),
    });
    expect(document.problems.map((problem) => problem.message)).toEqual([TOO_MANY]);
  });

  test("many keys are no problem", () => {
    const { root, problems } = parseYaml({
      path: "a.yml",
      text: Array.from({ length: 16_000 }, (_, index) => `key${index}: v`).join("\n"),
    });
    expect([root?.kind === "mapping" && root.entries.length, problems]).toEqual([16_000, []]);
  });
});
