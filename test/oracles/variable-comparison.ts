import { resolve, type Lookup } from "../../src/model/value.ts";
import { parseDotenv, type MalformedLine } from "../../src/syntax/dotenv/index.ts";
import type { SyntaxProblem } from "../../src/syntax/document.ts";
import { parseTemplate, plainInput, type Scalar } from "../../src/syntax/template/index.ts";
import { contains, textOf, type Span } from "../../src/text/index.ts";

/** What a text comes to: its value, that it is refused, or that we leave it open on purpose. */
export type Reading<T> = { readonly kind: "value"; readonly value: T } | { readonly kind: "refused" } | { readonly kind: "open" };

/** What other programs fill in we do not evaluate, though to Docker it may be plain text; nor the pattern forms of a Dockerfile. */
const foreign = /\{\{|<%|\$\(|\$\{(?:\w*|[@*#?\-$!])(?::?[#%]|\/)/;

/** A text filled in as Compose fills it in, or as one word of a Dockerfile. */
export function fillIn(
  text: string,
  syntax: "compose" | "dockerfile",
  env: Readonly<Record<string, string>>,
  escape?: string,
): Reading<string> {
  const problems: SyntaxProblem[] = [];
  const scalar = parseTemplate(plainInput({ path: "text", text }, 0, text.length), syntax, { problems, escape });
  if (problems.some(({ at }) => syntax === "dockerfile" || !isInWord(at, scalar))) return { kind: foreign.test(text) ? "open" : "refused" };
  return readingOf(scalar, lookupIn(env), text);
}

/** The assignments of an env file, as Compose reads one: a value sees the environment, and the assignments above it. */
export function readDotenv(text: string, env: Readonly<Record<string, string>>): Reading<Readonly<Record<string, string>>> {
  const { assignments, malformed } = parseDotenv({ path: ".env", text });
  if (malformed.some(isOnlyOurs) || /(?:^|\n)[^\n=:#]+$/.test(text)) return { kind: "open" };
  if (malformed.length > 0) return { kind: "refused" };
  const values: Record<string, string> = {};
  for (const { key, value } of assignments) {
    if (value === undefined) {
      if (Object.hasOwn(env, key.value)) values[key.value] = env[key.value]!;
      continue;
    }
    const read = readingOf(value, lookupIn({ ...values, ...env }), text);
    if (read.kind !== "value") return read;
    values[key.value] = read.value;
  }
  return { kind: "value", value: values };
}

/**
 * What we call malformed on purpose though Compose may take it: an assignment to no key (so Compose reads a key alone on the last line, too, when no line break
 * follows), a tab in a key, words behind a closing quote, which it reads as the next statement, and a quote that ends in the middle of another line, where that
 * line's own quote was meant.
 */
function isOnlyOurs({ reason, at }: MalformedLine): boolean {
  if (reason === "no-key" || reason === "text-after-quote") return true;
  if (reason === "space-in-key" || reason === "no-delimiter") return !textOf(at).includes(" ");
  return reason === "unclosed-quote" && at.file.text.includes(textOf(at), at.end);
}

/** A default that is wrong we refuse where it is written; Compose does when it needs it. */
function isInWord(at: Span, scalar: Scalar): boolean {
  return (
    scalar.kind === "template" &&
    scalar.parts.some((part) => part.kind === "variable" && part.word !== undefined && contains(part.word.span, at))
  );
}

function readingOf(scalar: Scalar, lookup: Lookup, text: string): Reading<string> {
  const resolved = resolve(scalar, lookup);
  if (resolved.kind === "known") return { kind: "value", value: resolved.text };
  if (resolved.kind === "unset") return { kind: "value", value: "" };
  return resolved.kind === "unknown" && foreign.test(text) ? { kind: "open" } : { kind: "refused" };
}

function lookupIn(env: Readonly<Record<string, string>>): Lookup {
  return (name) =>
    Object.hasOwn(env, name) ? { kind: "known", text: env[name]!, fromDefault: false, origins: [], through: [] } : { kind: "unset" };
}
