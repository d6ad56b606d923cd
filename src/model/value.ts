import type { Located, Span } from "../text/index.ts";
import { sourceOf, type Part, type Scalar, type TextPart, type VariablePart } from "../syntax/template/index.ts";

/** What a scalar comes to once its variables are filled in: *absent*, *known* and *unknown until run time* are three different things. */
export type Resolved = Known | Unset | Required | Unknown;

export interface Known {
  readonly kind: "known";
  readonly text: string;
  /** The text, or a part of it, is a default that the environment of whoever starts the deployment may override. */
  readonly fromDefault: boolean;
  /** The pieces `text` is made of, in order, each at the place that wrote it; a value out of an env file points into that file. */
  readonly origins: readonly Origin[];
  /** The variables gone through, in order, each where it is referred to. */
  readonly through: readonly Located<string>[];
}

/** A piece of text and where it was written; `offsetOf` as in TextPart. */
export interface Origin extends Located<string> {
  /** The variable that was given it there; undefined where it is no variable's value, or the default that stands beside one. */
  readonly variable?: string;
  readonly offsetOf?: (index: number) => number;
}

/** The whole scalar is one variable that nothing sets; Compose makes it an empty string and warns. */
export interface Unset {
  readonly kind: "unset";
  readonly name: string;
  readonly at: Span;
}

/** `${NAME:?message}`, and no file gives NAME: without it the deployment does not start. */
export interface Required {
  readonly kind: "required";
  readonly name: string;
  /** "" for none. */
  readonly message: string;
  readonly at: Span;
}

export interface Unknown {
  readonly kind: "unknown";
  /** Completes "not known, because …". */
  readonly why: string;
  readonly at: Span;
}

/**
 * What a variable stands for. "unset" only where the set of sources is closed; a variable that may come from the shell's environment is
 * "unknown". The answer for a variable of an env file is its own resolved value.
 */
export type Lookup = (name: string) => Resolved | { readonly kind: "unset" } | { readonly kind: "unknown"; readonly why: string };

/** Values that grow by naming one another are cut off here: characters. */
const MAX_LENGTH = 65_536;

/** Fills in the variables of `scalar`. A default is used where the lookup knows no value, and the result then says so (`fromDefault`). */
export function resolve(scalar: Scalar, lookup: Lookup): Resolved {
  const parts: readonly Part[] = scalar.kind === "template" ? scalar.parts : [{ ...scalar, kind: "text" }];
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "variable") return resolveVariable(only, lookup);
  const known: Known[] = [];
  let length = 0;
  for (const part of parts) {
    const piece = resolvePart(part, lookup);
    if (piece.kind === "unset") continue;
    if (piece.kind !== "known") return piece;
    length += piece.text.length;
    if (length > MAX_LENGTH) return { kind: "unknown", why: "it is too long", at: scalar.span };
    known.push(piece);
  }
  return {
    kind: "known",
    text: known.map((piece) => piece.text).join(""),
    fromDefault: known.some((piece) => piece.fromDefault),
    origins: known.flatMap((piece) => piece.origins),
    through: known.flatMap((piece) => piece.through),
  };
}

/** The text of `scalar` when it has no variables; undefined otherwise. */
export function literalText(scalar: Scalar | undefined): string | undefined {
  return scalar?.kind === "literal" ? scalar.text : undefined;
}

/** A known value as a scalar whose parts point to the places that wrote them; `at` is its span as a whole. */
export function scalarOf(known: Known, at: Span): Scalar {
  const parts = known.origins.map((origin): TextPart => ({
    kind: "text",
    text: origin.value,
    span: origin.span,
    offsetOf: origin.offsetOf,
  }));
  const [first] = parts;
  if (first === undefined) return { kind: "literal", text: "", span: at };
  if (parts.length === 1) return { ...first, kind: "literal" };
  return { kind: "template", source: known.text, parts, span: at };
}

function resolvePart(part: Part, lookup: Lookup): Resolved {
  if (part.kind === "variable") return resolveVariable(part, lookup);
  if (part.kind === "expression") return { kind: "unknown", why: "it is filled in by another program", at: part.span };
  const origins = part.text === "" ? [] : [{ value: part.text, span: part.span, offsetOf: part.offsetOf }];
  return { kind: "known", text: part.text, fromDefault: false, origins, through: [] };
}

function resolveVariable(part: VariablePart, lookup: Lookup): Resolved {
  const { name, operator, word } = part;
  const found = lookup(name);
  const reference = { value: name, span: part.span };
  const value = found.kind === "known" ? valueOfVariable(found, reference) : undefined;
  const isMissing = found.kind === "unset" || (value?.text === "" && operator?.startsWith(":") === true);
  switch (operator) {
    case ":-":
    case "-":
      if (value !== undefined && !isMissing) return value;
      return resolveDefault(word, reference, lookup);
    case ":?":
    case "?":
      if (value !== undefined && !isMissing) return value;
      return { kind: "required", name, message: word === undefined ? "" : sourceOf(word), at: part.span };
    case ":+":
    case "+":
      if (isMissing) return { kind: "known", text: "", fromDefault: false, origins: [], through: [reference] };
      if (value === undefined) return unknown(part, found);
      return word === undefined ? value : resolveReplacement(word, reference, lookup);
    default:
      if (value !== undefined) return value;
      return found.kind === "unset" ? { kind: "unset", name, at: part.span } : unknown(part, found);
  }
}

/** Of variables that are given one another's value, the last one is what a piece is known by. */
function valueOfVariable(found: Known, reference: Located<string>): Known {
  const origins = found.origins.map((origin) => (origin.variable === undefined ? { ...origin, variable: reference.value } : origin));
  return { ...found, origins, through: [reference, ...found.through] };
}

function resolveDefault(word: Scalar | undefined, reference: Located<string>, lookup: Lookup): Resolved {
  const text = resolveReplacement(word, reference, lookup);
  return text.kind === "known" ? { ...text, fromDefault: true } : text;
}

/** A word that is nothing but an unset variable stands for an empty string: the variable it belongs to is not the unset one. */
function resolveReplacement(word: Scalar | undefined, reference: Located<string>, lookup: Lookup): Resolved {
  const text = word === undefined ? undefined : resolve(word, lookup);
  if (text === undefined || text.kind === "unset")
    return { kind: "known", text: "", fromDefault: false, origins: [], through: [reference] };
  return text.kind === "known" ? { ...text, through: [reference, ...text.through] } : text;
}

function unknown(part: VariablePart, found: ReturnType<Lookup>): Unknown {
  const why = found.kind === "unknown" ? found.why : `${part.name} is given from outside`;
  return { kind: "unknown", why, at: part.span };
}
