import type { SourceFile, Span } from "../../text/index.ts";
import type { YamlNode, YamlProblem } from "./ast.ts";

/** What the conversion of one file shares: problems, and how much aliases have brought in. */
export interface Reading {
  readonly file: SourceFile;
  readonly problems: YamlProblem[];
  readonly anchors: Map<string, Anchored>;
  /** Nodes made so far and nodes brought in by aliases and merge keys; their sum's growth is the size of a node. */
  nodes: number;
  borrowed: number;
}

/** An anchor's node and its size; without them it is still being read. */
export interface Anchored {
  readonly node?: YamlNode;
  readonly size: number;
}

export function makeReading(file: SourceFile, problems: YamlProblem[]): Reading {
  return { file, problems, anchors: new Map(), nodes: 0, borrowed: 0 };
}

/** How many nodes aliases may bring in, in one file: real files stay below a thousandth, and a few lines can name a billion. */
const BORROW_LIMIT = 200_000;

/** Counts nodes that an alias or a merge key brings in; false, and reported once, when that is too much. */
export function borrow(reading: Reading, size: number, at: Span): boolean {
  const isFirst = reading.borrowed <= BORROW_LIMIT;
  if (reading.borrowed + size <= BORROW_LIMIT) {
    reading.borrowed += size;
    return true;
  }
  reading.borrowed = BORROW_LIMIT + 1;
  if (isFirst)
    report(
      reading,
      at,
      `Aliases and merge keys bring in more than ${BORROW_LIMIT} nodes, so this one and those behind it were read as empty.`,
    );
  return false;
}

export function report(reading: Reading, at: Span, message: string, related?: YamlProblem["related"]): void {
  reading.problems.push({ at, message, severity: "error", related });
}

/** A key or an anchor's name for a message, never longer than a line can take. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
