import { buildTools, headerEndings, toolPrograms } from "../../facts/build-tools.ts";
import { nameOfPackage } from "./packages.ts";

/** What may follow the name of a tool in the name of its package: a version, a flavour. `llvm14-libs` is no compiler. */
const flavour = /^(?:-?[0-9][0-9.]*)?(?:-c\+\+|-go|-nox|-tiny|-minimal|-x86-64-linux-gnu)?$/;

/** The name of a package that is only good for building or for working by hand; undefined for every other word. */
export function buildToolIn(word: string): string | undefined {
  const name = nameOfPackage(word);
  const isKnown = buildTools.some((tool) =>
    tool.endsWith("*") ? name.startsWith(tool.slice(0, -1)) && flavour.test(name.slice(tool.length - 1)) : name === tool,
  );
  return isKnown || headerEndings.some((ending) => name.length > ending.length && name.endsWith(ending)) ? name : undefined;
}

/** Whether a program is a compiler, a build tool or a package manager. */
export function isToolProgram(program: string): boolean {
  return toolPrograms.includes(program);
}
