import type { Credential } from "../model/environment/credential.ts";
import { classifyValue, entropyOf, isPatterned, keyLengthOf } from "../model/secret/index.ts";

/** How hard a key is to guess, as far as its value tells. */
export interface KeyStrength {
  /** Of what the value decodes to where it is hex or padded base64, of its characters otherwise. */
  readonly bytes: number;
  /** It repeats a pattern, or so few characters that its length says nothing. */
  readonly isRegular: boolean;
}

/** The strength of the key that a credential is. */
export function keyStrengthOf({ text }: Credential): KeyStrength {
  return { bytes: keyLengthOf(text), isRegular: isPatterned(text) || (text.length >= 16 && entropyOf(text) < 3) };
}

/** Whether the value is what a generator makes, and no word: a real secret, even where it is shorter than its use asks for. */
export function isGenerated({ valueClass, role, text }: Credential): boolean {
  return (
    valueClass === "plausible" ||
    (role === "signing-key" && valueClass === "weak" && classifyValue(text, { role: "secret" }) === "plausible")
  );
}
