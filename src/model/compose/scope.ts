import type { SourceFile, Span } from "../../text/index.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlNode } from "../../syntax/yaml/ast.ts";
import { folderOf } from "../project-path.ts";
import { resolve, type Lookup } from "../value.ts";
import { interpolation, type Interpolation } from "./interpolation.ts";

/** How what is written in one file of a stack is read. */
export interface Scope {
  /** The folder that relative paths start at. */
  readonly folder: string;
  readonly lookup: Lookup;
}

/** The files of one stack, each with its scope: an included file and one that is extended have their own. */
export class Scopes {
  private readonly byFile = new Map<SourceFile, Scope>();

  constructor(private readonly main: Scope) {}

  /** A file keeps the first scope it is read in. */
  enter(file: SourceFile, scope: Scope): void {
    if (!this.byFile.has(file)) this.byFile.set(file, scope);
  }

  at({ file }: Span): Scope {
    return this.byFile.get(file) ?? this.main;
  }

  /** Every file of the stack, in the order read. */
  get files(): readonly SourceFile[] {
    return [...this.byFile.keys()];
  }

  /** Reads each value in the scope of the file it is written in. */
  interpolation(): Interpolation {
    const { scalar } = interpolation(this.main.lookup);
    return {
      scalar,
      lookup: this.main.lookup,
      resolve: (one) => resolve(one, this.at(one.span).lookup),
      value: (node: YamlNode | undefined) =>
        node?.kind === "scalar" ? resolve(scalar(node), this.at(node.span).lookup) : { kind: "absent" },
    };
  }
}

/** The scope of a file that another one extends: its own folder, and the variables of that. */
export function scopeOfExtended(file: SourceFile, { lookup }: Scope): Scope {
  return { folder: folderOf(file.path), lookup };
}

/**
 * What env files give, the last first; in a file, a variable stands for what the same files give it. The shell, which goes before all of them, is never read: what no file gives is
 * unknown. `missing` says so of a file that is not at hand.
 */
export function lookupIn(dotenvs: readonly DotenvDocument[], missing: string | undefined): Lookup {
  const last = dotenvs.at(-1);
  const without = (name: string): string =>
    missing ?? (last === undefined ? `nothing in the project gives ${name} a value` : `${last.file.path} gives ${name} no value`);
  const byName = new Map(dotenvs.flatMap(({ assignments }) => assignments.map((assignment) => [assignment.key.value, assignment])));
  const resolving = new Set<string>();
  const lookup: Lookup = (name) => {
    const value = byName.get(name)?.value;
    if (value === undefined || resolving.has(name)) return { kind: "unknown", why: without(name) };
    resolving.add(name);
    const resolved = resolve(value, lookup);
    resolving.delete(name);
    return resolved;
  };
  return lookup;
}

/** What the first gives, or else the second. */
export function eitherLookup(first: Lookup, second: Lookup): Lookup {
  return (name) => {
    const found = first(name);
    return found.kind === "known" ? found : second(name);
  };
}
