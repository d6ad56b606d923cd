import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const reporters = join(__dirname, "../../src/report");

describe("only a terminal makes the program load colours", () => {
  test.each([
    ["text.ts", false],
    ["colour.ts", true],
    ["json.ts", false],
    ["sarif.ts", false],
  ])("%s: %s", (name, expected) => expect(importsOf(join(reporters, name)).has("chalk")).toBe(expected));
});

/** All that a module loads, directly or not; type-only imports load nothing. */
function importsOf(path: string, seen = new Set<string>()): Set<string> {
  for (const [, name] of readFileSync(path, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)"/gm)) {
    const target = name!.startsWith(".") ? join(dirname(path), name!) : name!;
    if (seen.has(target)) continue;
    seen.add(target);
    if (name!.startsWith(".")) importsOf(target, seen);
  }
  return seen;
}
