import { spawnSync } from "node:child_process";
import { describe, expect, inject, test } from "vitest";
import { tlsCipherSuites, tlsCipherWords } from "../../src/facts/tls-ciphers.ts";
import { suitesOf } from "../../src/model/nginx/index.ts";

/*
 * Which suites a cipher list lets in, by OpenSSL itself and by us, compared over the suites that the OpenSSL at hand still builds; the weakest of them are those without
 * encryption, without authentication and with MD5. `-s` makes it leave out what is below the security level.
 */
const known = inject("programs").openssl.kind === "found" ? ask("ALL:COMPLEMENTOFALL") : undefined;

/** The names of the suites up to TLS 1.2, sorted; none when the list is refused. Undefined without OpenSSL. */
function ask(list: string, ...options: readonly string[]): readonly string[] | undefined {
  const { status, stdout, error } = spawnSync("openssl", ["ciphers", "-v", ...options, list], { encoding: "utf8", timeout: 10_000 });
  if (error !== undefined) return undefined;
  if (status !== 0) return [];
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !/\sTLSv1\.3\s/.test(line))
    .map((line) => line.split(" ")[0]!)
    .sort();
}

const handWritten: readonly string[] = [
  "HIGH:!aNULL:!MD5",
  "HIGH:!aNULL:!MD5:!3DES",
  "ALL:!ADH:!EXPORT56:RC4+RSA:+HIGH:+MEDIUM:+LOW:+SSLv2:+EXP",
  "ALL:!aNULL:!ADH:!eNULL:!LOW:!EXP:RC4+RSA:+HIGH:+MEDIUM",
  "EECDH+AESGCM:EDH+AESGCM:AES256+EECDH:AES256+EDH",
  "EECDH+CHACHA20:EECDH+AES128:RSA+AES128:EECDH+AES256:RSA+AES256:EECDH+3DES:RSA+3DES:!MD5",
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256:NULL-MD5:!MD5",
  "kEECDH+ECDSA+AES128 kEECDH+ECDSA+AES256 kEECDH+AES128 kEECDH+AES256 !aNULL !eNULL",
  "ECDHE+AESGCM,DHE+AESGCM;AES128-SHA",
  "DEFAULT",
  "DEFAULT:!DHE",
  "DEFAULT:-RSA:AES128-SHA",
  "ALL:DEFAULT",
  "ALL:-ALL:AES128-SHA",
  "ALL:!ALL:AES128-SHA",
  "COMPLEMENTOFDEFAULT",
  "COMPLEMENTOFALL:!PSK",
  "HIGH@STRENGTH",
  "ALL:@STRENGTH",
  "HIGH:@FOO",
  "NONSENSE",
  "HIGH+NONSENSE",
  "HIGH+ECDSA+AESGCM",
  "FIPS:!aNULL",
  "SUITEB128",
  "!aNULL:HIGH",
  "HIGH:+aNULL",
  "HIGH:-aNULL:aNULL",
  "::HIGH::!aNULL::",
  "TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256",
  "ALL:!aNULL:!eNULL:!EXPORT:!CAMELLIA:!DES:!MD5:!PSK:!RC4",
];

/** Lists made by chance, the same in every run. */
function made(count: number): readonly string[] {
  let seed = 20_261_120;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const names = Object.values(tlsCipherSuites).flatMap((members) => [...members.matchAll(/(\S+)=/g)].map((match) => match[1]!));
  const words = Object.keys(tlsCipherWords);
  const pick = (from: readonly string[]) => from[next(from.length)]!;
  const one = () => (next(4) === 0 ? pick(names) : Array.from({ length: 1 + (next(6) % 3) }, () => pick(words)).join("+"));
  return Array.from({ length: count }, () => {
    const rest = Array.from({ length: 1 + next(8) }, () => pick(["", "", "", "!", "-", "+"]) + one());
    return [pick(["ALL", "HIGH", "DEFAULT", "aNULL", one()]), ...rest].join(pick([":", ":", ":", " ", ","]));
  });
}

describe.skipIf(known === undefined)("openssl", () => {
  const own = new Set(known);
  const ours = (list: string) =>
    (suitesOf(list) ?? [])
      .map(({ name }) => name)
      .filter((name) => own.has(name))
      .sort();

  test("has no suite that the table lacks", () => expect(ours("ALL:COMPLEMENTOFALL")).toEqual(known));

  test.each([...handWritten, ...Object.keys(tlsCipherWords)])("%s", (list) => expect(ours(list)).toEqual(ask(list)));

  test("takes lists made by chance as we do", () => {
    const lists = made(300);
    expect(lists.map((list) => [list, ours(list)])).toEqual(lists.map((list) => [list, ask(list)]));
  });

  test.each([0, 1, 2, 3, 4, 5])("leaves out what is below level %i", (level) => {
    const list = `ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=${level}`;
    expect(ours(list)).toEqual(ask(list, "-s", "-tls1_2"));
  });
});
