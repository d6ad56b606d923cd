import type { Span } from "../../text/index.ts";
import { flatten, HOLE, sourceOf, variablesOf, type Scalar } from "../../syntax/template/index.ts";
import { decodePiece, isSecretName, parseConnectionUrl, providerOf, secretRoleOf, textToJudge, type SecretRole } from "../secret/index.ts";
import { scalarOf } from "../value.ts";
import type { EnvBinding } from "./binding.ts";

/** A secret as a binding writes or refers to it. */
export interface WrittenSecret {
  readonly text: string;
  /** The value itself, wherever it is written. */
  readonly at: Span;
  readonly form: "value" | "address";
  readonly role: SecretRole;
  /** The scheme of the URL whose password it is; undefined for any other. */
  readonly scheme?: string;
  /** What the address says of the account: its user and database. */
  readonly names: readonly string[];
  /** The value has the form of a provider's credentials, so that its variable's name need not say that it is secret. */
  readonly isProviders: boolean;
}

/**
 * The secrets that a binding gives: all of its value where its name says so or its form does, otherwise the passwords of an address. A default that a Compose
 * file writes into a reference to a secret (`${DB_PASSWORD:-text}`) is not among them: `compose/secret-fallback-default` asks whether it may be there.
 */
export function secretsIn(binding: EnvBinding): WrittenSecret[] {
  const scalar = scalarToRead(binding);
  if (scalar === undefined) return [];
  const found = isAddress(scalar)
    ? secretsOfUrl(scalar)
    : (secretOfPair(binding, scalar) ?? secretsOfConnectionString(scalar) ?? wholeSecret(binding, scalar));
  return found.filter(({ at, text }) => text !== "" && !isDefaultOfReference(binding, at));
}

function scalarToRead({ written, value, span }: EnvBinding): Scalar | undefined {
  if (written === undefined || written.kind === "literal") return written;
  return value.kind === "known" ? scalarOf(value, span) : written;
}

function isAddress(scalar: Scalar): boolean {
  return /:\/\//.test(sourceOf(scalar).slice(0, 200)) && parseConnectionUrl(scalar) !== undefined;
}

function secretsOfUrl(scalar: Scalar): WrittenSecret[] {
  const url = parseConnectionUrl(scalar)!;
  const names = [url.user, url.path].flatMap((piece) => (piece?.kind === "literal" ? [decodePiece(piece)] : []));
  const found: WrittenSecret[] = [];
  const add = (piece: Scalar, role: SecretRole): void => {
    if (piece.kind !== "literal") return;
    found.push({ text: decodePiece(piece), at: piece.span, form: "address", role, scheme: url.scheme, names, isProviders: false });
  };
  if (url.password !== undefined) add(url.password, "password");
  for (const { name, value } of url.query) {
    const role = secretRoleOf(name);
    if (role !== undefined) add(value, role);
  }
  if (found.length > 0 || scalar.kind !== "literal") return found;
  return providerOf(scalar.text) === undefined ? [] : [providersSecret(scalar, scalar.text)];
}

/** `NEO4J_AUTH=neo4j/password`, `FLOWER_BASIC_AUTH=admin:password`: a user and a password in one. */
function secretOfPair({ name }: EnvBinding, scalar: Scalar): WrittenSecret[] | undefined {
  if (!/^NEO4J_AUTH$|(?:^|_)BASIC_?AUTH$/i.test(name.value)) return undefined;
  const flat = flatten(scalar);
  const match = /^([^:/\s]+)[:/](\S+)$/.exec(flat.text);
  if (match === null) return undefined;
  const piece = flat.slice(match[1]!.length + 1);
  if (piece.kind !== "literal") return [];
  const scheme = /^NEO4J/i.test(name.value) ? "neo4j" : "http";
  return [{ text: piece.text, at: piece.span, form: "address", role: "password", scheme, names: [match[1]!], isProviders: false }];
}

/** `Server=db;User Id=sa;Password=…` (ADO.NET, JDBC for SQL Server) and `host=db user=app password=…` (libpq). */
function secretsOfConnectionString(scalar: Scalar): WrittenSecret[] | undefined {
  const flat = flatten(scalar);
  if (!/(?:^|[;\s])(?:server|data source|host|addr|address|endpoint)\s*=/i.test(flat.text)) return undefined;
  const match = /(?:^|[;\s])(?:password|pwd)\s*=\s*([^;\s]+)/i.exec(flat.text);
  if (match === null) return undefined;
  const end = match.index + match[0].length;
  const piece = flat.slice(end - match[1]!.length, end);
  if (piece.kind !== "literal" || match[1]!.includes(HOLE)) return [];
  const user = /(?:^|[;\s])(?:user id|uid|user|username)\s*=\s*([^;\s]+)/i.exec(flat.text)?.[1];
  return [
    {
      text: piece.text,
      at: piece.span,
      form: "address",
      role: "password",
      scheme: "",
      names: user === undefined ? [] : [user],
      isProviders: false,
    },
  ];
}

function wholeSecret({ name }: EnvBinding, scalar: Scalar): WrittenSecret[] {
  const text = textToJudge(scalar);
  const literal = scalar.kind === "literal" ? scalar : defaultOf(scalar);
  if (text === undefined || literal === undefined) return [];
  const role = secretRoleOf(name.value);
  if (role !== undefined) return [{ text, at: literal.span, form: "value", role, names: [], isProviders: false }];
  return providerOf(text, name.value) === undefined ? [] : [providersSecret(literal, text)];
}

function providersSecret({ span: at }: Scalar, text: string): WrittenSecret {
  return { text, at, form: "value", role: "secret", names: [], isProviders: true };
}

/** The text that a lone reference falls back to. */
function defaultOf(scalar: Scalar): Scalar | undefined {
  const [only] = scalar.kind === "template" ? scalar.parts : [];
  if (scalar.kind === "literal") return scalar;
  if (scalar.parts.length !== 1 || only?.kind !== "variable" || only.operator?.endsWith("-") !== true || only.word === undefined)
    return undefined;
  return defaultOf(only.word);
}

/** Of a reference whose own name is a secret's: a default under any other name is no more than a value. */
function isDefaultOfReference({ written, sink }: EnvBinding, at: Span): boolean {
  if (sink.kind !== "service" || written?.kind !== "template") return false;
  for (const { name, span } of variablesOf(written)) {
    if (span.file === at.file && span.start <= at.start && at.end <= span.end && isSecretName(name)) return true;
  }
  return false;
}
