import type { Located, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import type { Scalar } from "../template/index.ts";

/** One env file, read as Compose reads it (compose-go, package "dotenv"). */
export interface DotenvDocument extends BaseDocument {
  readonly kind: "dotenv";
  /** In order of position. */
  readonly statements: readonly (Assignment | MalformedLine)[];
  /** The assignments among them; of several with one key the last wins. */
  readonly assignments: readonly Assignment[];
  readonly malformed: readonly MalformedLine[];
  /** A byte order mark at the beginning: Compose skips it, other readers make it a part of the first key. */
  readonly byteOrderMark: Span | undefined;
  /** The first carriage return before a line feed: Compose drops it outside of quotes, `docker run --env-file` and shells keep it in the value. */
  readonly carriageReturn: Span | undefined;
}

export interface Assignment {
  readonly kind: "assignment";
  readonly key: Located<string>;
  /** The word `export` before the key. */
  readonly exported: Span | undefined;
  /** Blanks before the first word of the line. */
  readonly leadingSpace: Span | undefined;
  /** Undefined for a key alone on its line, which takes its value from the environment of whoever starts the deployment. */
  readonly delimiter: Located<"=" | ":"> | undefined;
  /** Blanks that touch the delimiter on either side. */
  readonly spaceAroundDelimiter: Span | undefined;
  /** What Compose makes of it: quotes off, escapes decoded, variables found. Undefined exactly when the delimiter is. */
  readonly value: Scalar | undefined;
  /** "backtick": the value begins with one, which is a quote to some readers and a plain character to Compose, as in `value`. */
  readonly quote: Quote;
  /** The value as written, quotes included, blanks and comment behind it not. */
  readonly rawSpan: Span;
  /** Behind the value on its last line; also in the document's comments. */
  readonly inlineComment: Located<string> | undefined;
  /** Where other readers of env files get another value than Compose, or none. In order of position. */
  readonly divergences: readonly Divergence[];
  /** From the first word to the end of the value, without the comment. */
  readonly span: Span;
}

export type Quote = "none" | "single" | "double" | "backtick";

export interface Divergence {
  readonly kind: DivergenceKind;
  readonly span: Span;
}

/**
 * Compose's side is that of compose-go 2.16.2. What is said of other readers is general knowledge and has not been tried against those programs.
 * - "inline-comment": ` #…` behind an unquoted value. Compose, python-dotenv and node's dotenv strip it; `docker run --env-file`, systemd's
 *   EnvironmentFile and `kubectl create … --from-env-file` keep it as a part of the value.
 * - "hash": a `#` inside an unquoted value without a blank before it (or with a tab, or as its first character). Compose keeps it; node's dotenv cuts there.
 * - "quotes": Compose takes quotes off; `docker run --env-file` and kubectl keep them as a part of the value.
 * - "backtick": node's dotenv takes backticks for quotes; Compose and docker keep them.
 * - "multi-line": a quoted value over several lines; `docker run --env-file` and kubectl read line by line.
 * - "assignment-in-value": a line inside such a value looks like an assignment of its own: a quote may be missing.
 * - "substitution": Compose fills variables in; node's dotenv, docker and systemd do not.
 * - "export": `export` is read by Compose, shells and dotenv packages; docker and systemd refuse or ignore the line.
 * - "colon": `KEY: value`; Compose and dotenv packages accept it, docker and systemd do not.
 * - "space": blanks around the delimiter: docker refuses a key with a blank behind it, shells run the key as a command.
 * - "same-line": the assignment begins on the line on which the quoted value before it ended; only Compose reads it.
 * - "inherited": a key alone; docker and Compose take its value from the environment, dotenv packages pass over it.
 */
export type DivergenceKind =
  | "inline-comment"
  | "hash"
  | "quotes"
  | "backtick"
  | "multi-line"
  | "assignment-in-value"
  | "substitution"
  | "export"
  | "colon"
  | "space"
  | "same-line"
  | "inherited";

/** A line Compose refuses the whole file for. Reading goes on behind it. */
export interface MalformedLine {
  readonly kind: "malformed";
  readonly reason: MalformedReason;
  /** The characters that are at fault. */
  readonly at: Span;
  /** Everything passed over, without the line break behind it. */
  readonly span: Span;
}

/**
 * - "leading-character": the first character cannot begin a key (`*FOO=1`).
 * - "key": another character inside the key cannot stand there (`FOO-*-BAR=1`).
 * - "space-in-key": `FOO BAR=1`.
 * - "no-key": nothing before the delimiter.
 * - "no-delimiter": several words and neither `=` nor `:`.
 * - "unclosed-quote": no closing quote, or one that clearly belongs to another value. `at` is the opening quote.
 * - "text-after-quote": something behind the closing quote that is neither a comment nor an assignment.
 * - "template": the line belongs to a template language (`{{ … }}`, `{% … %}`, `<% … %>`), so the file becomes an env file only later.
 */
export type MalformedReason =
  | "leading-character"
  | "key"
  | "space-in-key"
  | "no-key"
  | "no-delimiter"
  | "unclosed-quote"
  | "text-after-quote"
  | "template";
