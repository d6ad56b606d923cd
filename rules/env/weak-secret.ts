import {
  capitalize,
  copiesOf,
  defineRule,
  dotenv,
  isJudgedElsewhere,
  keyStrengthOf,
  mayReachProduction,
  satisfied,
  testSecretOf,
  secretOf,
  violated,
  type Credential,
  type CredentialPlace,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/weak-secret",
  scope: "credential",
  title: "Signing or encryption key is too short or too regular",
  severity: "warning",
  securitySeverity: 7,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "Whoever has one signed token or cookie can try keys against it on their own machine, millions a second and without your server noticing. A key of fewer than 32 bytes, or one that repeats a pattern, is found that way or from a list of words; then every session and every token can be forged. RFC 7518 asks for a key at least as long as the hash: 32 bytes for HS256, 48 for HS384, 64 for HS512.",
  remediation:
    "Generate the key instead of writing it: `openssl rand -base64 32`, or `openssl rand -base64 64` for HS512. All tokens and sessions that the old key signed become invalid, so change it when users may be asked to log in again.",
  references: [
    "https://www.rfc-editor.org/rfc/rfc7518.html#section-3.2",
    "https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html#weak-token-secret",
    "https://cwe.mitre.org/data/definitions/326.html",
  ],
  cwe: [326, 521],
  examples: [
    {
      title: "a key somebody typed, and one that is only long",
      bad: dotenv`
        JWT_SECRET=blue-harbour-42
        SESSION_SECRET=abcabcabcabcabcabcabcabcabcabcabcabc
      `,
      flags: ["blue-harbour-42", "abcabcabcabcabcabcabcabcabcabcabcabc"],
      good: dotenv`
        JWT_SECRET=q7Zp1kTn4vXw8Jc2Rb6Ym9Ls3Hd5Gf0EaUoViKxQ
        SESSION_SECRET=Wm4tBz8yRk2nJx6pLc0vQs5dHg7fTa9eUo3iEwKr
      `,
    },
    {
      title: "a key that is too short for its algorithm",
      bad: dotenv`
        JWT_ALGORITHM=HS512
        JWT_SECRET=q7Zp1kTn4vXw8Jc2Rb6Ym9Ls3Hd5Gf0EaUoViKxQ
      `,
      flags: ["q7Zp1kTn4vXw8Jc2Rb6Ym9Ls3Hd5Gf0EaUoViKxQ"],
      good: dotenv`
        JWT_ALGORITHM=HS256
        JWT_SECRET=q7Zp1kTn4vXw8Jc2Rb6Ym9Ls3Hd5Gf0EaUoViKxQ
      `,
    },
  ],
  *check(credential, deployment) {
    const { role, valueClass, places } = credential;
    const [first, ...others] = places.filter(({ binding }) => mayReachProduction(binding));
    if (first === undefined || role !== "signing-key" || isJudgedElsewhere(first)) return;
    // What tests print for everybody is worse than weak, and `deploy/ci-test-secret-in-production` says so.
    if (testSecretOf(credential, deployment) !== undefined) return;
    if (valueClass !== "weak" && valueClass !== "plausible" && valueClass !== "other") return;
    const weakness = weaknessOf(credential, first);
    if (weakness === undefined) yield satisfied(first.at);
    else yield violated({ at: first.at, related: copiesOf(others), redact: places.map(({ at }) => at), ...weakness });
  },
});

function weaknessOf(credential: Credential, place: CredentialPlace): { message: string; severity?: "error" } | undefined {
  const { bytes, isRegular } = keyStrengthOf(credential);
  const secret = secretOf(place);
  if (credential.valueClass === "weak" && isRegular)
    return {
      message: `${capitalize(secret)} repeats itself so much that a list of patterns finds it, and with it anybody can forge what it signs.`,
    };
  const needed = bytesNeeded(place);
  if (bytes >= needed.bytes || (credential.valueClass === "other" && needed.because === undefined)) return undefined;
  const reason = needed.because ?? "a key";
  const message = `${capitalize(secret)} is ${bytes} bytes long where ${reason} needs ${needed.bytes}, so it can be guessed from a single signed token or cookie.`;
  return bytes < 16 ? { message, severity: "error" } : { message };
}

/** A key is as long as the hash it is used with (RFC 7518, section 3.2), where the variables beside it name one. */
function bytesNeeded({ binding }: CredentialPlace): { bytes: number; because?: string } {
  if (!/JWT|TOKEN/i.test(binding.name.value)) return { bytes: 32 };
  for (const name of ["JWT_ALGORITHM", "JWT_ALG", "ALGORITHM", "JWT_SIGNING_ALGORITHM"]) {
    const value = binding.sink.siblings.find(name)?.value;
    const bits = value?.kind === "known" ? /^HS(384|512)$/.exec(value.text)?.[1] : undefined;
    if (bits !== undefined) return { bytes: Number(bits) / 8, because: `HS${bits}` };
  }
  return { bytes: 32 };
}
