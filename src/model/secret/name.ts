import {
  ISSUERS,
  LONE_NAMES,
  NOT_SECRET_WORDS,
  PASSWORD_NAMES,
  PASSWORD_WORDS,
  PUBLIC_PREFIXES,
  PUBLIC_WORDS,
  QUALIFIERS,
  SECRET_NAMES,
  SECRET_WORDS,
  SIGNING_ENDINGS,
  SIGNING_NAMES,
  SIGNING_PURPOSES,
} from "../../facts/secrets/names.ts";

/** What a secret of this name is for: a password is chosen by people, a signing key by the application's owner, anything else is issued by somebody. */
export type SecretRole = "password" | "signing-key" | "secret";

/** Whether the value of a variable, key or setting of this name is meant to be kept secret. Any spelling: `jwtSecret`, `jwt-secret`, `security.jwt_secret`. */
export function isSecretName(name: string): boolean {
  return secretRoleOf(name) !== undefined;
}

/** The role of the secret that `name` holds; undefined when its value is no secret, or when that cannot be told. */
export function secretRoleOf(name: string): SecretRole | undefined {
  const upper = upperSnake(name);
  // `nginx.ingress.kubernetes.io/auth-secret` names an annotation, whose value names a Secret.
  if (name.includes("/")) return undefined;
  const exact = EXACT_ROLES.get(upper);
  if (exact !== undefined) return exact;
  if (isPublicName(upper) || LONE_NAME_SET.has(upper)) return undefined;
  const words = upper.split("_");
  if (words.some((word) => NOT_SECRET_WORD_SET.has(word))) return undefined;
  const stem = withoutQualifiers(words);
  const last = stem.at(-1)!;
  if (PASSWORD_WORD_SET.has(last) || /(?<!BY|COM|TRES|SUR)(?:PASSWORD|PASSWD|PASSPHRASE)$/.test(last))
    return stem.length > 1 || last !== "PWD" ? "password" : undefined;
  const phrase = stem.join("_");
  const isSecret = endsWithWords(phrase, SECRET_WORDS) || /(?:SECRET|APIKEY|AUTHTOKEN|ACCESSTOKEN)$/.test(last);
  if (!isSecret) return undefined;
  return isSigningPhrase(phrase, stem) ? "signing-key" : "secret";
}

/** Whether the application signs or encrypts with the value, so that its length and randomness are what protects every session. */
export function isSigningKeyName(name: string): boolean {
  return secretRoleOf(name) === "signing-key";
}

/** Whether the value is made to be read by everybody although its name has a secret's words: site keys, publishable keys, what a bundler puts into pages. */
export function isPublicName(name: string): boolean {
  const upper = upperSnake(name);
  return (
    PUBLIC_PREFIXES.some((prefix) => upper.startsWith(prefix)) ||
    PUBLIC_WORDS.some((words) => `_${upper}_`.includes(`_${words}_`)) ||
    endsWithWords(upper, ["DSN"])
  );
}

/** For `POSTGRES_PASSWORD_FILE`, the name of the secret that the file holds; undefined for any other name. */
export function secretInFileName(name: string): string | undefined {
  const upper = upperSnake(name);
  const secret = /^(.+)_(?:FILE|PATH)$/.exec(upper)?.[1];
  return secret !== undefined && isSecretName(secret) ? secret : undefined;
}

/** `jwtSecret`, `jwt-secret` and `security.jwt_secret` as environment variables are spelled: `JWT_SECRET`. */
export function upperSnake(name: string): string {
  return name
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .toUpperCase();
}

const EXACT_ROLES = new Map<string, SecretRole>([
  ...SECRET_NAMES.map((name) => [name, "secret"] as const),
  ...PASSWORD_NAMES.map((name) => [name, "password"] as const),
]);
const LONE_NAME_SET = new Set(LONE_NAMES);
const PASSWORD_WORD_SET = new Set(PASSWORD_WORDS);
const QUALIFIER_SET = new Set(QUALIFIERS);
const NOT_SECRET_WORD_SET = new Set(NOT_SECRET_WORDS);
const PURPOSE_SET = new Set(SIGNING_PURPOSES);
const ISSUER_SET = new Set(ISSUERS);
const SIGNING_NAME_SET = new Set(SIGNING_NAMES);

/** The words up to the one that makes the name a secret's, when only words that tell which one stand behind it: `STRIPE_SECRET_KEY_LIVE`. */
function withoutQualifiers(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && (QUALIFIER_SET.has(words[end - 1]!) || /^\d+$/.test(words[end - 1]!))) end--;
  return words.slice(0, end);
}

function endsWithWords(phrase: string, endings: readonly string[]): boolean {
  return endings.some((ending) => phrase === ending || phrase.endsWith(`_${ending}`));
}

function isSigningPhrase(phrase: string, words: readonly string[]): boolean {
  if (SIGNING_NAME_SET.has(phrase)) return true;
  if (endsWithWords(phrase, SIGNING_ENDINGS)) return true;
  if (words.some((word) => ISSUER_SET.has(word)) || words.includes("CLIENT")) return false;
  if (endsWithWords(phrase, ["SECRET_KEY", "APP_KEY"])) return true;
  return words.at(-1) === "SECRET" && PURPOSE_SET.has(words.at(-2) ?? "");
}
