import { COMMON_PASSWORDS } from "../../facts/secrets/common-passwords.ts";
import { GUESSED_STEMS, KNOWN_DEFAULT_PREFIXES, KNOWN_DEFAULTS } from "../../facts/secrets/known-defaults.ts";
import { NONE_WORDS, PLACEHOLDERS } from "../../facts/secrets/placeholders.ts";
import { PROVIDER_PATTERNS, type ProviderPattern } from "../../facts/secrets/providers.ts";
import { REFERENCES } from "../../facts/secrets/references.ts";
import type { Scalar } from "../../syntax/template/index.ts";
import { encodingOf, entropyOf, isPatterned, keyLengthOf } from "./entropy.ts";
import { isPublicName, secretRoleOf, upperSnake, type SecretRole } from "./name.ts";
import { hasOrdinaryForm, isWords } from "./ordinary.ts";

/**
 * - "empty": nothing, or a word that means nothing (`null`).
 * - "reference": says where the value comes from, or holds a variable.
 * - "placeholder": written where the secret still has to go.
 * - "known-default": what a product ships, a tutorial prints or anybody tries first, or the user's, database's, service's or project's own name.
 * - "weak": too short or too regular for what it is.
 * - "plausible": looks like a real secret.
 * - "other": anything else: a switch, a path, an address, plain words; or a value whose name says that it is no secret, which then is
 *   nothing but "empty", "reference", "placeholder", "plausible" (by a provider's form alone) or this.
 */
export type ValueClass = "empty" | "reference" | "placeholder" | "known-default" | "weak" | "plausible" | "other";

export interface SecretContext {
  /** The variable's or key's name. Without a name and without a role the value is taken for a password. */
  readonly name?: string;
  /** Where the place and not the name tells what the value is, as for the password of a URL. */
  readonly role?: SecretRole;
  /** Names a password must not repeat: the user, the database, the service, the project. */
  readonly names?: readonly (string | undefined)[];
}

/** Values longer than this are no passwords; only a provider's form is looked for in them. */
const MAX_LENGTH = 4096;
const MIN_PASSWORD_LENGTH = 12;
const MIN_KEY_LENGTH = 32;

/** The class of a value, by the first that fits in the order of the type. Undefined counts as empty. Never reveals the value. */
export function classifyValue(value: Scalar | string | undefined, context: SecretContext = {}): ValueClass {
  const text = textToJudge(value);
  if (text === undefined) return "reference";
  const trimmed = text.trim();
  const lower = trimmed.length > MAX_LENGTH ? "" : trimmed.toLowerCase();
  if (trimmed === "" || NONE.has(lower)) return "empty";
  if (isReference(trimmed)) return "reference";
  const role = context.role ?? (context.name === undefined ? "password" : secretRoleOf(context.name));
  if (isPlaceholder(trimmed)) return "placeholder";
  if (role === undefined) return providerOf(trimmed, context.name) === undefined ? "other" : "plausible";
  if (isKnownDefault(lower, role, context)) return "known-default";
  if (saysWhatItIs(trimmed, context.name)) return "placeholder";
  if (providerOf(trimmed, context.name) !== undefined) return "plausible";
  if (isWeak(trimmed, role, context)) return "weak";
  return isPlausible(trimmed) ? "plausible" : "other";
}

/** The provider whose credential `text` is or contains; undefined for none. A public name (`…_ANON_KEY`) excuses everything but a private key. */
export function providerOf(text: string, name?: string): ProviderPattern | undefined {
  const isPublic = name !== undefined && isPublicName(name);
  const head = text.slice(0, MAX_LENGTH);
  const found = PROVIDER_PATTERNS.find(({ pattern }) => pattern.test(head));
  return found === undefined || (isPublic && found.id !== "private-key") || isPlaceholder(head) ? undefined : found;
}

/** Whether the text says where a secret is instead of being one. */
function isReference(text: string): boolean {
  return REFERENCES.some((reference) => reference.test(text));
}

/** What of the value can be judged: its text, the text of the default it falls back to, or undefined when only variables tell. */
export function textToJudge(value: Scalar | string | undefined): string | undefined {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (value.kind === "literal") return value.text;
  const [only] = value.parts;
  if (value.parts.every((part) => part.kind === "text")) return value.source;
  if (value.parts.length !== 1 || only?.kind !== "variable" || only.operator?.endsWith("-") !== true || only.word === undefined)
    return undefined;
  const fallback = textToJudge(only.word);
  return fallback === "" ? undefined : fallback;
}

const NONE = new Set(NONE_WORDS);
const DEFAULTS = new Set(KNOWN_DEFAULTS);
const COMMON = new Set(COMMON_PASSWORDS);
const STEMS = new Set(GUESSED_STEMS);

function isPlaceholder(text: string): boolean {
  if (text.length > 512 || text.includes("PRIVATE KEY-----")) return false;
  const lower = text.toLowerCase();
  return PLACEHOLDERS.some((placeholder) => placeholder.test(lower));
}

function saysWhatItIs(text: string, name: string | undefined): boolean {
  return text.length <= 128 && (repeatsItsName(text, name) || isSecretVocabulary(text.toLowerCase()));
}

/** `SECRET_KEY=secret-key`, `POSTGRES_PASSWORD=postgres_password`. */
function repeatsItsName(text: string, name: string | undefined): boolean {
  if (name === undefined || text.length < 6 || !/^[A-Za-z][A-Za-z0-9 _.-]*$/.test(text)) return false;
  const words = upperSnake(text).replaceAll("_", "");
  return upperSnake(name).replaceAll("_", "").endsWith(words) && /SECRET|PASS|KEY|TOKEN|CREDENTIAL/.test(words);
}

const SECRET_VOCABULARY = new Set(["secret", "password", "passwd", "passphrase", "apikey"]);
const EDGE_VOCABULARY = new Set(["pass", "key", "token", "pw"]);

/** Words with separators between them that only describe the secret: `jwt-secret`, `prod_db_password`, `shop_api_key_1`. */
function isSecretVocabulary(lower: string): boolean {
  const words = lower.split(/[-_. ]+/).filter((word) => !/^\d*$/.test(word));
  if (words.length < 2 || words.length > 12 || !isWords(lower)) return false;
  return words.some((word) => SECRET_VOCABULARY.has(word)) || EDGE_VOCABULARY.has(words[0]!) || EDGE_VOCABULARY.has(words.at(-1)!);
}

function isKnownDefault(lower: string, role: SecretRole, context: SecretContext): boolean {
  if (lower.length > 128) return false;
  if (DEFAULTS.has(lower) || KNOWN_DEFAULT_PREFIXES.some((prefix) => lower.startsWith(prefix))) return true;
  if (STEMS.has(lower.replace(/[\d!@#$%.*_-]{1,6}$/, ""))) return true;
  if (role === "password" && COMMON.has(lower)) return true;
  return (context.names ?? []).some((name) => name !== undefined && name.length >= 2 && name.toLowerCase() === lower);
}

function isWeak(text: string, role: SecretRole, context: SecretContext): boolean {
  if (hasOrdinaryForm(text) && !/^\d+$/.test(text)) return false;
  if (role === "password") return text.length < MIN_PASSWORD_LENGTH || isPatterned(text) || repeatsNames(text, context.names);
  if (role === "signing-key") return keyLengthOf(text) < MIN_KEY_LENGTH || entropyOf(text) < 3 || isPatterned(text);
  return !/^\d+$/.test(text) && (text.length < 8 || isPatterned(text));
}

/** Equal to one of the names but for case and the digits and signs behind it. */
function repeatsNames(text: string, names: SecretContext["names"]): boolean {
  const letters = lettersOf(text);
  return letters.length >= 3 && (names ?? []).some((name) => name !== undefined && lettersOf(name) === letters);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}

function isPlausible(text: string): boolean {
  if (text.length < MIN_PASSWORD_LENGTH || text.length > MAX_LENGTH || !/\d/.test(text)) return false;
  if (hasOrdinaryForm(text) || isWords(text)) return false;
  return entropyOf(text) >= (encodingOf(text) === "hex" ? 3 : 3.5);
}
