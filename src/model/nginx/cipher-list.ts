import { tlsCipherSuites, tlsCipherWords, type TlsCipherWord } from "../../facts/tls-ciphers.ts";

/** One cipher suite of TLS up to 1.2, with the fields that `openssl ciphers -v` prints. */
export interface CipherSuite {
  readonly name: string;
  readonly kx: string;
  readonly au: string;
  readonly enc: string;
  readonly mac: string;
  readonly protocol: string;
  readonly strength: string;
  /** Whether DEFAULT leaves it out. */
  readonly complement: boolean;
}

const MOST_CHARACTERS = 8192;

/**
 * The suites that OpenSSL's cipher list lets in (ciphers(1), "CIPHER LIST FORMAT"), in no particular order: words are taken from left to right, `-` takes suites out, `!` for good,
 * `+` only moves them, `A+B` is what both stand for, and a word that is not known does nothing. `@SECLEVEL=n` takes out what is below that level (SSL_CTX_set_security_level(3)).
 * Undefined for a list that OpenSSL refuses, for one that the system resolves (`PROFILE=SYSTEM`), and for one that is longer than any real one.
 */
export function suitesOf(cipherList: string): readonly CipherSuite[] | undefined {
  if (cipherList.length > MOST_CHARACTERS) return undefined;
  const start = /^(?:DEFAULT:?|SUITEB\w*|PROFILE=)/.exec(cipherList)?.[0] ?? "";
  if (start === "PROFILE=") return undefined;
  const isSuiteB = start.startsWith("SUITEB");
  const text = isSuiteB ? "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384" : cipherList.slice(start.length);
  const isDefault = start.startsWith("DEFAULT");
  const isLeftOut = (suite: CipherSuite) => suite.complement || suite.enc === "NULL";
  const active = new Set(isDefault ? allSuites().filter((suite) => !isLeftOut(suite)) : []);
  // DEFAULT stands for ALL:!COMPLEMENTOFDEFAULT:!eNULL, and what "!" takes out never comes back.
  const dead = new Set(isDefault ? allSuites().filter(isLeftOut) : []);
  let level = 0;
  for (const [, operator, words] of text.matchAll(/([-+!@]?)([A-Za-z0-9._=-]+(?:\+[A-Za-z0-9._=-]+)*)/g)) {
    if (operator === "@") {
      const wanted = /^SECLEVEL=([0-5])$/.exec(words!);
      if (wanted === null && words !== "STRENGTH") return undefined;
      level = wanted === null ? level : Number(wanted[1]);
      continue;
    }
    if (operator === "+") continue;
    for (const suite of select(words!.split("+"))) {
      if (operator === "") {
        if (!dead.has(suite)) active.add(suite);
        continue;
      }
      active.delete(suite);
      if (operator === "!") dead.add(suite);
    }
  }
  return [...active].filter((suite) => isAtLevel(suite, level));
}

function select(words: readonly string[]): readonly CipherSuite[] {
  let result = allSuites();
  for (const word of words) {
    const known = Object.hasOwn(tlsCipherWords, word) ? tlsCipherWords[word]! : undefined;
    result = result.filter((suite) => (known === undefined ? suite.name === word : fits(suite, known)));
  }
  return result;
}

function fits(suite: CipherSuite, { complement, ...fields }: TlsCipherWord): boolean {
  if (complement === true && !suite.complement) return false;
  return Object.entries(fields).every(([field, values]) => {
    const own = suite[field as keyof typeof fields];
    return values.startsWith("!") ? own !== values.slice(1) : values.split(" ").includes(own);
  });
}

function isAtLevel(suite: CipherSuite, level: number): boolean {
  if (level === 0) return true;
  const least = [0, 80, 112, 128, 192, 256][level]!;
  if (suite.au === "None" || suite.mac === "MD5" || bitsOf(suite) < least) return false;
  if (suite.mac === "SHA1" && least > 160) return false;
  if (level >= 2 && suite.enc === "RC4") return false;
  return level < 3 || /^(?:ECDH|DH|DHEPSK|ECDHEPSK)$/.test(suite.kx);
}

function bitsOf({ enc, strength }: CipherSuite): number {
  if (strength === "EXPORT") return 40;
  const bits: Readonly<Record<string, number>> = { NULL: 0, DES: 56, "3DES": 112, CHACHA20: 256 };
  return bits[enc] ?? (enc.includes("256") ? 256 : 128);
}

/** What a suite can be broken by; undefined for one that holds. Suites with keys shared beforehand or passwords (PSK, SRP), which nginx cannot serve, are not judged. */
export function weaknessOf({ au, enc, kx, mac, strength }: CipherSuite): CipherWeakness | undefined {
  if (/PSK|SRP/.test(kx)) return undefined;
  if (enc === "NULL") return "no encryption";
  if (au === "None") return "no authentication";
  if (strength === "EXPORT") return "export keys";
  if (enc === "RC4" || enc === "RC2" || enc === "DES" || enc === "3DES" || enc === "SEED" || enc === "IDEA") return enc;
  return mac === "MD5" ? "MD5" : undefined;
}

export type CipherWeakness =
  | "no encryption"
  | "no authentication"
  | "export keys"
  | "RC4"
  | "RC2"
  | "DES"
  | "3DES"
  | "SEED"
  | "IDEA"
  | "MD5";

let suites: readonly CipherSuite[] | undefined;

function allSuites(): readonly CipherSuite[] {
  return (suites ??= Object.entries(tlsCipherSuites).flatMap(([key, members]) => {
    const [protocol, enc, mac, strength, complement] = key.split(" ") as [string, string, string, string, string | undefined];
    const common = { protocol, enc, mac, strength, complement: complement !== undefined };
    return members
      .trim()
      .split(/\s+/)
      .map((member) => {
        const [name, kx, au] = member.split(/[=/]/) as [string, string, string];
        return { name, kx, au, ...common };
      });
  }));
}
