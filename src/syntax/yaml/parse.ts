import { Composer, Lexer, Parser, type Document, type YAMLParseError } from "yaml";
import { span, type SourceFile } from "../../text/index.ts";
import type { Comment } from "../document.ts";
import type { YamlDocument, YamlProblem } from "./ast.ts";
import { outline } from "./path.ts";
import { makeReading } from "./reading.ts";
import { viewDocument } from "./view.ts";

/** The deepest real file is some thirty levels deep; without a limit, deep nesting ends the process. */
const DEPTH_LIMIT = 256;

/**
 * Reads a YAML 1.2 stream. Nothing is converted: every scalar is the text it was written as. Aliases are followed, merge keys applied,
 * and of equal keys the last one counts. Takes any text; what cannot be read is among the problems, the rest is in the documents.
 */
export function parseYaml(file: SourceFile): YamlDocument {
  const comments: Comment[] = [];
  const problems: YamlProblem[] = [];
  const { raw, stoppedAt } = compose(file, comments);
  const reading = makeReading(file, problems);
  const documents = raw.map((document) => {
    for (const error of document.errors) if (error.pos[0] < stoppedAt) problems.push(problemOf(file, error));
    return viewDocument(reading, document.contents);
  });
  if (stoppedAt < Infinity) {
    const message = `The file nests more than ${DEPTH_LIMIT} levels here; what follows was not read.`;
    problems.push({ at: span(file, stoppedAt, stoppedAt + 1), message, severity: "error" });
  }
  problems.sort((a, b) => a.at.start - b.at.start);
  return { file, problems, comments, root: documents[0], documents, ...outline(file, documents) };
}

type RawDocument = Document.Parsed;

interface Composed {
  readonly raw: readonly RawDocument[];
  /** The offset of the token that nests too deep. */
  readonly stoppedAt: number;
}

/** The lexer announces the text of a scalar with this. */
const SCALAR_FOLLOWS = "\u001f";

function compose(file: SourceFile, comments: Comment[]): Composed {
  const parser = new Parser();
  const composer = new Composer({
    schema: "failsafe",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const raw: RawDocument[] = [];
  let stoppedAt = Infinity;
  let previous = "";
  for (const lexeme of new Lexer().lex(file.text)) {
    if (lexeme[0] === "#" && previous !== SCALAR_FOLLOWS) {
      comments.push({ text: lexeme.slice(1), span: span(file, parser.offset, parser.offset + lexeme.length) });
    }
    previous = lexeme;
    for (const token of parser.next(lexeme)) raw.push(...(composer.next(token) as Iterable<RawDocument>));
    if (parser.stack.length > DEPTH_LIMIT) {
      stoppedAt = parser.offset;
      break;
    }
  }
  for (const token of parser.end()) raw.push(...(composer.next(token) as Iterable<RawDocument>));
  raw.push(...(composer.end(true, file.text.length) as Iterable<RawDocument>));
  return { raw, stoppedAt };
}

/** What the parser complains of but reads all the same. */
const understood: ReadonlySet<string> = new Set(["KEY_OVER_1024_CHARS", "IMPOSSIBLE"]);

/** The parser's own sentence, without what it quotes: a file's text may be a secret. */
function problemOf(file: SourceFile, { pos, message, code }: YAMLParseError): YamlProblem {
  const [start, end] = pos;
  const sentence = /^(?:Not a YAML token|Invalid escape sequence|Block scalar header includes extra characters|[^:]*(?=: "))/.exec(message);
  const text = code === "TAG_RESOLVE_FAILED" ? "A tag that is not declared" : (sentence?.[0] ?? message);
  const severity = understood.has(code) ? "note" : "error";
  return { at: span(file, start, end), message: `${text.replace(/\.$/, "")}.`, severity };
}
