import { span, type Span } from "../../text/index.ts";
import type { Literal, Part, Scalar, TextPart, VariablePart } from "./ast.ts";

/** Stands for one variable or expression in a flat text; it never comes from the file. */
export const HOLE = "\uFFFC";

/** A scalar as one string in which every variable and expression is a single `HOLE`, so that structure can be looked for around them. */
export interface Flat {
  readonly text: string;
  /** The part of the scalar behind the characters [start, end) of `text`; with exact spans, an empty one included. */
  slice(start: number, end?: number): Scalar;
  /** The source the characters [start, end) of `text` cover. */
  spanOf(start: number, end: number): Span;
}

/** Makes a scalar searchable: `flatten(scalar).text.indexOf(":")` finds only colons that are plain text. */
export function flatten(scalar: Scalar): Flat {
  const pieces = piecesOf(scalar);
  const text = pieces.map((piece) => (piece.part.kind === "text" ? piece.part.text.replaceAll(HOLE, "\uFFFD") : HOLE)).join("");
  const spanOf = (start: number, end: number) => spanOfPieces(pieces, scalar.span, start, end);
  return {
    text,
    spanOf,
    slice: (start, end = text.length) => slicePieces(pieces, spanOf, Math.max(start, 0), Math.min(end, text.length)),
  };
}

/** Splits at every `separator` that is plain text, at most into `limit` scalars, the last of which keeps the rest. */
export function splitScalar(scalar: Scalar, separator: string, limit = Infinity): Scalar[] {
  const flat = flatten(scalar);
  const result: Scalar[] = [];
  let done = 0;
  while (result.length + 1 < limit) {
    const at = flat.text.indexOf(separator, done);
    if (at < 0) break;
    result.push(flat.slice(done, at));
    done = at + separator.length;
  }
  return [...result, flat.slice(done)];
}

/** Every variable of the scalar in order of position, those in defaults and messages included. */
export function* variablesOf(scalar: Scalar): Iterable<VariablePart> {
  if (scalar.kind === "literal") return;
  for (const part of scalar.parts) {
    if (part.kind !== "variable") continue;
    yield part;
    if (part.word !== undefined) yield* variablesOf(part.word);
  }
}

/** The decoded text with its variables still in it. */
export function sourceOf(scalar: Scalar): string {
  return scalar.kind === "literal" ? scalar.text : scalar.source;
}

/** The source offset of the character at `index` of a literal's or a text part's text. */
export function offsetIn(part: TextPart | Literal, index: number): number {
  return part.offsetOf === undefined ? part.span.start + index : part.offsetOf(index);
}

interface Piece {
  readonly part: Part;
  /** In the flat text. */
  readonly start: number;
  readonly end: number;
}

function piecesOf(scalar: Scalar): Piece[] {
  const parts: readonly Part[] = scalar.kind === "template" ? scalar.parts : [{ ...scalar, kind: "text" }];
  let start = 0;
  return parts.map((part) => {
    const piece = { part, start, end: start + (part.kind === "text" ? part.text.length : 1) };
    start = piece.end;
    return piece;
  });
}

function slicePieces(pieces: readonly Piece[], spanOf: Flat["spanOf"], start: number, end: number): Scalar {
  const parts: Part[] = [];
  for (let i = firstEndingBehind(pieces, start); i < pieces.length && pieces[i]!.start < end; i++) {
    const piece = pieces[i]!;
    const from = Math.max(start, piece.start);
    const to = Math.min(end, piece.end);
    if (from < to) parts.push(piece.part.kind === "text" ? sliceText(piece.part, from - piece.start, to - piece.start) : piece.part);
  }
  const [first] = parts;
  if (first === undefined) return { kind: "literal", text: "", span: spanOf(start, start) };
  if (parts.length === 1 && first.kind === "text") return { ...first, kind: "literal" };
  return { kind: "template", source: parts.map((part) => part.text).join(""), parts, span: spanOf(start, end) };
}

function sliceText(part: TextPart, from: number, to: number): TextPart {
  const text = part.text.slice(from, to);
  const at = span(part.span.file, offsetIn(part, from), to === part.text.length ? part.span.end : offsetIn(part, to));
  if (part.offsetOf === undefined) return { kind: "text", text, span: at };
  return { kind: "text", text, span: at, offsetOf: (index) => offsetIn(part, from + index) };
}

function spanOfPieces(pieces: readonly Piece[], whole: Span, start: number, end: number): Span {
  const first = pieces[firstEndingBehind(pieces, start)] ?? pieces.at(-1);
  if (first === undefined) return span(whole.file, whole.start, whole.start);
  const from = offsetInPiece(first, start);
  if (end <= start) return span(first.part.span.file, from, from);
  const last = pieces[firstEndingBehind(pieces, end - 1)] ?? pieces.at(-1)!;
  // Parts may come from several files, and a span cannot: then the first one stands for all.
  if (last.part.span.file !== first.part.span.file) return first.part.span;
  return span(first.part.span.file, from, offsetInPiece(last, end));
}

/** The index of the first piece that ends behind `index`, by halving: a value is cut at many places. */
function firstEndingBehind(pieces: readonly Piece[], index: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.end > index) high = middle;
    else low = middle + 1;
  }
  return low;
}

function offsetInPiece(piece: Piece, index: number): number {
  if (index >= piece.end) return piece.part.span.end;
  return piece.part.kind === "text" ? offsetIn(piece.part, index - piece.start) : piece.part.span.start;
}
