import { DockerfileParser } from "dockerfile-ast";
import type { SourceFile } from "../../text/index.ts";
import { lineStarts } from "../../text/line-index.ts";
import type { Comment, SyntaxProblem } from "../document.ts";
import type { Heredoc } from "./ast.ts";
import { keywordOf, readHead, type Head } from "./head.ts";
import { heredocMarkers, HeredocLines } from "./heredoc.ts";
import { readJsonArray } from "./json-array.ts";
import { isSpace, nextContent, readLogicalLine } from "./logical-line.ts";

/** One instruction before its arguments are read. */
export interface RawInstruction {
  readonly head: Head;
  readonly start: number;
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
}

export interface Scan {
  readonly instructions: readonly RawInstruction[];
  /** Those between the lines of an instruction included, in order of position. */
  readonly comments: readonly Comment[];
}

/** A longer text is cut into instructions by our own rules alone. */
const MAX_OUTLINED_LENGTH = 256 * 1024;

/**
 * Cuts a Dockerfile into instructions, from `from` on. dockerfile-ast says where they begin, and each is then read as BuildKit joins its
 * lines. Where the two differ (an escaped escape character at the end of a line, some heredocs), BuildKit's reading decides.
 */
export function scanInstructions(file: SourceFile, from: number, escape: string, problems: SyntaxProblem[]): Scan {
  const scanner = new Scanner(file, from, escape, problems);
  for (const start of outline(file)) scanner.readAt(start);
  scanner.readUpTo(file.text.length);
  return { instructions: scanner.instructions, comments: scanner.comments };
}

class Scanner {
  readonly instructions: RawInstruction[] = [];
  readonly comments: Comment[] = [];
  private readonly lines: HeredocLines;

  constructor(
    private readonly file: SourceFile,
    private cursor: number,
    private readonly escape: string,
    private readonly problems: SyntaxProblem[],
  ) {
    this.lines = new HeredocLines(file);
  }

  /** Reads the instruction at `start`, unless it stands within one that was read, and what was passed over before it. */
  readAt(start: number): void {
    if (start < this.cursor) return;
    this.readUpTo(start);
    if (start === this.cursor) this.read(start);
  }

  readUpTo(limit: number): void {
    while (this.cursor < limit) {
      const start = nextContent(this.file, this.cursor, limit, this.comments);
      if (start === undefined) this.cursor = limit;
      else this.read(start);
    }
  }

  private read(start: number): void {
    const { file, escape } = this;
    const { region: line, next, ...read } = readLogicalLine(file, start, escape, this.comments);
    this.cursor = next;
    const head = readHead(line, 0, escape);
    const heredocs: Heredoc[] = [];
    let { end } = read;
    for (const marker of takesHeredocs(head, escape) ? heredocMarkers(line) : []) {
      const found = this.lines.read(marker, this.cursor);
      if (found === undefined) {
        this.problems.push({
          at: marker.marker,
          message: `The heredoc never ends: no line below it is "${marker.name}" alone. The lines below were read as instructions.`,
          severity: "error",
        });
        break;
      }
      heredocs.push(found.heredoc);
      end = found.end;
      this.cursor = found.next;
    }
    this.instructions.push({ head, start, end, heredocs });
  }
}

/** RUN, COPY and ADD in shell form, and ONBUILD of one of them. */
function takesHeredocs(head: Head, escape: string): boolean {
  const { line } = head;
  if (!line.text.includes("<<")) return false;
  const inner = keywordOf(head) === "ONBUILD" ? readHead(line, head.arguments.start, escape) : head;
  if (!["RUN", "COPY", "ADD"].includes(keywordOf(inner))) return false;
  return readJsonArray(line, inner.arguments.start, inner.arguments.end).kind === "none";
}

/** Where instructions begin according to dockerfile-ast. It knows line breaks and words that no builder does; those are left out. */
function outline(file: SourceFile): readonly number[] {
  const { text } = file;
  if (text.length > MAX_OUTLINED_LENGTH) return [];
  const starts = lineStarts(file);
  return outlinePositions(text)
    .filter(({ line }) => line === 0 || text[starts[line]! - 1] === "\n")
    .map(({ line, character }) => starts[line]! + character)
    .filter((start) => !isSpace(text[start]));
}

function outlinePositions(text: string): readonly { readonly line: number; readonly character: number }[] {
  try {
    return DockerfileParser.parse(text)
      .getInstructions()
      .map((instruction) => instruction.getRange().start);
  } catch {
    // Nothing is lost: what has no place in the outline is found all the same.
    return [];
  }
}
