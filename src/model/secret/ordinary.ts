import { isPatterned } from "./entropy.ts";

/** Whether a value has the form of something that is no secret: a switch, a path, an address, an identifier, a hash, a public key. */
export function hasOrdinaryForm(text: string): boolean {
  return FORMS.some((form) => form.test(text));
}

/** Whether the text is words with separators between them, short or regular numbers allowed: "correct-horse-battery", "app_v2", "my_key_123456789". */
export function isWords(text: string): boolean {
  const words = text.split(/[\s\-_.:/,;|+&]+/).filter((word) => word !== "");
  if (words.length === 0) return true;
  if (words.length === 1 && !/^[A-Za-z]+$/.test(words[0]!)) return false;
  return words.every((word) => (/^\d+$/.test(word) ? word.length <= 4 || isPatterned(word) : isWord(word)));
}

/** Letters only, written as words are, with vowels, and not longer than words get. */
function isWord(text: string): boolean {
  if (!/^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|[a-z]+(?:[A-Z][a-z]+){1,4}|[A-Z][a-z]+(?:[A-Z][a-z]+){1,4})[0-9]{0,2}$/.test(text)) return false;
  if (text.length <= 3) return true;
  const letters = text.replace(/[0-9]/g, "");
  const vowels = letters.replace(/[^aeiouyAEIOUY]/g, "").length;
  return letters.length <= 24 && vowels / letters.length >= 0.2 && !/[^aeiouyAEIOUY]{6}/.test(letters);
}

const FORMS: readonly RegExp[] = [
  // Switches and numbers.
  /^(?:true|false|yes|no|on|off|enabled?|disabled?|y|n|auto|always|never)$/i,
  /^[+-]?\d+(?:\.\d+)?$/,
  /^\d+(?:\.\d+)?\s?(?:ms|s|sec|m|min|h|d|w|y|k|kb|mb|gb|tb|ki|mi|gi|%|px)$/i,
  // Dates, versions, identifiers and digests.
  /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.+Z-]*)?$/,
  /^v?\d+\.\d+(?:\.\d+)*(?:[-+][A-Za-z0-9.]+)?$/,
  /^\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?$/,
  /^(?:[a-z0-9./_-]+(?::[\w.-]+)?@)?sha(?:1|256|384|512):[0-9a-f]{32,128}$/,
  /^sha(?:256|384|512)-[A-Za-z0-9+/]{43,88}={0,2}$/,
  /^(?:HS|RS|ES|PS)(?:256|384|512)$|^(?:AES|SHA|RSA|ECDSA|HMAC|MD5|EdDSA|argon2|bcrypt|scrypt|pbkdf2)[A-Za-z0-9_-]*$/i,
  // What a password was hashed to cannot be used in its place.
  /^\$(?:2[abxy]?|1|5|6|7|y|apr1|argon2(?:id|i|d)|scrypt|pbkdf2[a-z0-9-]*)\$/,
  /^\{(?:SSHA|SHA|SSHA256|SHA256|SSHA512|CRYPT|MD5|SMD5|ARGON2)\}/i,
  /^(?:pbkdf2_sha256|pbkdf2:sha256|scrypt|argon2|bcrypt_sha256|SCRAM-SHA-256)[$:]/,
  /^[\w.@-]+:\$(?:2[abxy]|apr1|1|5|6)\$/,
  // Public keys and certificates.
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+@openssh\.com) [A-Za-z0-9+/]/,
  /^-----BEGIN (?:RSA |EC |DSA )?(?:PUBLIC KEY|CERTIFICATE|CERTIFICATE REQUEST)-----/,
  /^(?:age1[a-z0-9]{50,}|pk_(?:live|test)_[A-Za-z0-9]+|pk\.eyJ[A-Za-z0-9._-]+)$/,
  // Places: paths, addresses, hosts, mail.
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/]|\\\\)\S*$/,
  /^[\w.-]+(?:\/[\w.-]+)+\.[A-Za-z]{2,5}$/,
  /^[A-Za-z][A-Za-z0-9+.-]*:\/\//,
  /^(?:\d{1,3}\.){3}\d{1,3}(?:[:/]\d{1,5})?$/,
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.)+[A-Za-z]{2,24}(?::\d{1,5})?(?:\/\S*)?$/,
  /^[a-z0-9-]+:\d{1,5}$/,
  /^[^\s@]+@[^\s@]+\.[A-Za-z]{2,24}$/,
  // Lists and objects.
  /^\[.*\]$/s,
  /^\{\s*(?:"|\})/,
];
