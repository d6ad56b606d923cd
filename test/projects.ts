import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../src/rule/define-rule.ts";
import type { Files } from "../src/rule/meta.ts";
import { readTree } from "./read-tree.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");

/** Every project that the tests know, by a name: the fixtures, and both sides of every rule's examples. */
export function allProjects(rules: readonly Rule[]): readonly (readonly [name: string, files: Files])[] {
  const examples = rules.flatMap(({ id, examples }) =>
    examples.flatMap(({ bad, good }, i) => [[`${id} ${i + 1} bad`, bad] as const, [`${id} ${i + 1} good`, good] as const]),
  );
  return [...fixtureProjects(), ...examples];
}

/** The fixtures by the names of their folders, without what a test expects of them. */
export function fixtureProjects(): readonly (readonly [name: string, files: Files])[] {
  return readdirSync(fixtures)
    .sort()
    .map((name) => [name, readTree(join(fixtures, name), (path) => !/^(?:report|expected)\.txt$/.test(path))] as const);
}
