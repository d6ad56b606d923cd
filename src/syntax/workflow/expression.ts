import { Lexer, TokenType, type Token } from "@actions/expressions/lexer";
import { Parser } from "@actions/expressions/parser";
import { ExpressionError } from "@actions/expressions/errors";
import type { Expr } from "@actions/expressions/ast";
import { span, type SourceFile, type Span } from "../../text/index.ts";
import { adaptExpression } from "./expression-adapter.ts";
import type { Expression } from "./expression-ast.ts";

/** Decoded text that holds expressions, and where its characters stand in the file. A YAML scalar's region fits. */
export interface ExpressionSource {
  readonly file: SourceFile;
  readonly text: string;
  offsetOf(index: number): number;
  endOf(index: number): number;
}

/** GitHub's own limit, and the parser's. */
const LENGTH_LIMIT = 21_000;

/** What a piece of text came to: an expression, or where and why it is none. */
export type ParsedExpression =
  | { readonly expression: Expression; readonly problem?: undefined }
  | { readonly expression?: undefined; readonly problem: { readonly at: Span; readonly message: string } };

/**
 * Reads the characters [start, end) of a text as one expression (GitHub documentation, "Evaluate expressions in workflows and actions").
 * Names of contexts and functions are not checked. Never throws; a message never quotes the text.
 */
export function parseExpression(source: ExpressionSource, start: number, end: number): ParsedExpression {
  const text = source.text.slice(start, end);
  const at = (from: number, to: number): Span => spanIn(source, start + from, start + to);
  const failed = (from: number, to: number, why: string): ParsedExpression => ({
    problem: { at: at(from, to), message: `This expression cannot be read: ${why}.` },
  });
  if (text.trim() === "") return failed(0, text.length, "it is empty");
  if (text.length > LENGTH_LIMIT) return failed(0, text.length, `it is longer than ${LENGTH_LIMIT} characters`);
  const lexer = new Lexer(text);
  let tokens: readonly Token[];
  try {
    tokens = lexer.lex().tokens;
  } catch {
    return failed(...failedPlace(lexer, text), "this is no name, number, text or operator");
  }
  const offsets = offsetsOf(tokens, text);
  try {
    const expression = adaptExpression(parse(tokens), tokens, offsets, at);
    return expression === undefined ? failed(0, text.length, "it nests too deep") : { expression };
  } catch (error) {
    if (!(error instanceof ExpressionError)) return failed(0, text.length, "its parts do not fit together");
    const { tok } = error as unknown as { readonly tok: Token };
    const isEnd = tok.type === TokenType.EOF;
    const place = Math.max(tokens.indexOf(tok) - (isEnd ? 1 : 0), 0);
    const from = offsets[place] ?? 0;
    return failed(from, from + (tokens[place]?.lexeme.length ?? 0), isEnd ? "unexpected end of expression" : reasonOf(error.message));
  }
}

/** The span of the characters [start, end) of a source's text. */
export function spanIn(source: ExpressionSource, start: number, end: number): Span {
  const from = source.offsetOf(start);
  return span(source.file, from, end > start ? source.endOf(end - 1) : from);
}

/** Every name is declared, so that the parser only judges the grammar: which names exist depends on the place, and new ones appear. */
function parse(tokens: readonly Token[]): Expr {
  const names = tokens.filter((token) => token.type === TokenType.IDENTIFIER).map((token) => token.lexeme);
  const functions = names.map((name) => ({ name, description: "", minArgs: 0, maxArgs: 255 }));
  return new Parser([...tokens], names, functions).parse();
}

/** Tokens carry lines and columns, which are off behind a text with line breaks; their texts and the white space between them are exact. */
function offsetsOf(tokens: readonly Token[], text: string): readonly number[] {
  let at = 0;
  return tokens.map((token) => {
    while (at < text.length && " \t\r\n".includes(text[at]!)) at += 1;
    const start = at;
    at += token.lexeme.length;
    return start;
  });
}

/** The lexer's own record of the token it was reading when it gave up. */
function failedPlace(lexer: Lexer, text: string): readonly [number, number] {
  const { start, offset } = lexer as unknown as { readonly start: number; readonly offset: number };
  return start < text.length ? [start, Math.max(offset, start + 1)] : [0, text.length];
}

/** The first half of the parser's message; the second quotes the file. */
function reasonOf(message: string): string {
  const reason = message.split(":", 1)[0]!;
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
