import { describe, expect, test } from "vitest";
import {
  classifyValue,
  entropyOf,
  isPatterned,
  keyLengthOf,
  providerOf,
  type SecretContext,
  type ValueClass,
} from "../../src/model/secret/index.ts";
import { PROVIDER_PATTERNS } from "../../src/facts/secrets/providers.ts";
import { parseTemplate, plainInput } from "../../src/syntax/template/index.ts";

const names = ["shop", "shop_app", "db"];
const contexts: Readonly<Record<string, SecretContext>> = {
  password: { name: "POSTGRES_PASSWORD", names },
  key: { name: "JWT_SECRET", names },
  token: { name: "GITHUB_TOKEN", names },
  public: { name: "SUPABASE_ANON_KEY" },
  plain: { name: "APP_TITLE" },
};

/** Letters and digits without an order, made up here. */
const R16 = "k7Qz2mVx9LpT4wBn";
const R32 = "f8Kq3ZtW7xYb2NvR5mGc9HdJ4sLpA6uE";
const R40 = "Zk4nW8qT2xVb7MjR5cGy9LdF3hSpA6uEoX1iCw0Q";
const HEX32 = "9f86d081884c7d659a2feaa0c55ad015";

// Forms are put together here, so that no scanner takes this file for a leak.
const join = (...parts: readonly string[]) => parts.join("");
const JWT = join("eyJ", "hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "eyJ", "zdWIiOiI0MiIsIm5hbWUiOiJBbm5hIn0.", R40);

const table: readonly (readonly [ValueClass, keyof typeof contexts, readonly string[]])[] = [
  ["empty", "password", ["", "   ", "null", "None", "nil", "''", "n/a"]],
  [
    "reference",
    "password",
    ["${DB_PASSWORD}", "$DB_PASSWORD", "${A:-b}", "${{ secrets.X }}", "{{ vault.db }}", "{{ .Values.pw }}", "<%= ENV['X'] %>"],
  ],
  [
    "reference",
    "password",
    ["arn:aws:secretsmanager:...", "arn:aws:ssm:eu-west-1:123456789012:parameter/db", "projects/p-1/secrets/db/versions/latest"],
  ],
  [
    "reference",
    "password",
    [
      "vault:secret/data/db#password",
      "op://vault/db/password",
      "ENC[AES256_GCM,data:abc]",
      "ENC(abc)",
      "encrypted:BDq3x",
      "/run/secrets/db",
    ],
  ],
  [
    "reference",
    "password",
    [
      "file:/etc/pw",
      "$(cat /run/secrets/db)",
      "{cipher}AQB1",
      "%env(DB)%",
      "ref+vault://x#y",
      "@Microsoft.KeyVault(SecretUri=x)",
      "/etc/app/password",
      "/etc/ssl/jwt.pem",
    ],
  ],
  [
    "placeholder",
    "password",
    ["change-me", "CHANGE_ME_NOW", "changethis-please", "PleaseChangeMe!", "CHANGE_THIS_TO_A_SECURE_PASSWORD", "change-me-in-production"],
  ],
  [
    "placeholder",
    "password",
    ["replace-me", "REPLACE_WITH_REAL", "your-password", "yourpassword", "your_db_password_here", "YOUR_API_KEY", "your-production-secret"],
  ],
  [
    "placeholder",
    "password",
    [
      "my-secret-value",
      "my_strong_password_1",
      "<password>",
      "<your password>",
      "[password]",
      "xxx",
      "xxxxxxxxxxxx",
      "XXXXX-XXXXX",
      "***",
      "********",
    ],
  ],
  [
    "placeholder",
    "password",
    ["...", "sk-...", "todo", "TBD", "dummy", "dummy-value", "example-password", "password_example", "placeholder", "PLACEHOLDER_1"],
  ],
  [
    "placeholder",
    "password",
    [
      "insert-password",
      "enter_your_password",
      "generate-me",
      "set-this-here",
      "put-it-here",
      "strong-password-here",
      "long-random-secret",
      "secret-in-production",
    ],
  ],
  [
    "placeholder",
    "password",
    [
      "__PASSWORD__",
      "%DB_PASSWORD%",
      "@DB_PASSWORD@",
      "a-very-long-password",
      "very-secret",
      "some-secret",
      "use-a-strong-password",
      "this-is-for-dev-only-x",
    ],
  ],
  [
    "placeholder",
    "key",
    [
      "generate-with-openssl-rand-base64-32",
      "generate-different-key-here",
      "generate-a-secure-random-string-here",
      "prod_jwt_secret",
      "not-so-secret",
    ],
  ],
  ["placeholder", "key", ["!!!SET THE KEY!!!", "app-secret-key", "this-key-is-for-development-only-x", "secret-for-testing"]],
  ["placeholder", "token", ["AKIAIOSFODNN7EXAMPLE", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-your-key", "github_token"]],
  [
    "known-default",
    "password",
    ["password", "Passwd", "postgres", "root", "admin", "secret", "toor", "guest", "test", "123456", "qwerty", "minioadmin", "letmein"],
  ],
  [
    "known-default",
    "password",
    [
      "postgres123",
      "Admin@2024",
      "root1234",
      "Password1!",
      "P@ssw0rd",
      "foobared",
      "supersecret",
      "shop",
      "SHOP_APP",
      "db",
      "dragon",
      "hunter2",
    ],
  ],
  ["known-default", "key", ["django-insecure-x7k2m9q4w8e1r5t3y6u0", "keyboard cat", "shhhhh", "test-secret", "mysecret", "secret123"]],
  [
    "known-default",
    "key",
    [
      "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
      "supersecretkey",
      "dev",
      "jwt-secret",
      "dev-only-secret",
      "jwt_secret_key",
      "keyboard-cat",
    ],
  ],
  ["weak", "password", ["Tr0ub4dor", "horse7", "aaaaaaaaaaaaaa", "abcabcabcabcabc", "qpwoeiru9", "84615290", "shop2024", "Shop_App!!!!!!"]],
  [
    "weak",
    "key",
    [
      "a9$kQ2",
      "3600",
      R16,
      "0123456789abcdef0123456789abcde",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "abababababababababababababababababab",
      HEX32,
    ],
  ],
  ["weak", "token", ["q7x", "zzzzzzzzzzzz"]],
  ["plausible", "password", [R16, "v9#Lm2!qZx7&Tk4w", "Xy7-Qm4_Zp9.Rt2K"]],
  ["plausible", "key", [R40, `base64:${"q3V8xZ1mK7tB5nY2wR9cL4hJ6gF0dS/aP+uEoXiCvTk="}`, `${HEX32}${"0a1b2c3d4e5f60718293a4b5c6d7e8f9"}`]],
  [
    "plausible",
    "token",
    [R32, R40, HEX32, join("gh", "p_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"), join("gl", "pat-", "Zx9Qw8Er7Ty6Ui5Op4As"), JWT],
  ],
  [
    "plausible",
    "plain",
    [
      join("AK", "IA", "Q3ERT7YUIOPASDFG"),
      join("sk_", "live_", "4eC39HqLyjWDarjtT1zdp7dc"),
      join("-----BEGIN RSA PRIV", "ATE KEY-----\nMIIEpAIBAAKCAQEA"),
    ],
  ],
  ["plausible", "public", [join("-----BEGIN PRIV", "ATE KEY-----\nMIIEvQIBADANBg")]],
  ["other", "public", [JWT, R40, "0x4AAAAAAAC3DHQFLr1GavRN", join("AI", "za", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")]],
  ["other", "plain", [R40, HEX32, "shop", "1", "My shop", "password"]],
  [
    "other",
    "password",
    [
      "true",
      "false",
      "yes",
      "https://vault.internal/db",
      "./secrets/pw",
      "db.internal:5432",
      "correct horse battery staple",
      "$2b$12$KIXQzY1aVw8sT3uR5qP7OeXyZ",
    ],
  ],
  [
    "other",
    "key",
    ["HS256", "RS512", "2h", "550e8400-e29b-41d4-a716-446655440000", "1.24.3", "keys/jwt.pem", "10.0.0.1:8200", "ops@shop.io"],
  ],
  [
    "other",
    "token",
    [
      "true",
      "42",
      "bearer-authorization-header",
      "eu-central-1",
      "v1.2.3-rc.1",
      "sha256:9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
      "2024-05-01",
    ],
  ],
  [
    "other",
    "token",
    [
      "550e8400-e29b-41d4-a716-446655440000",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB7 me",
      "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq",
      "api.shop.io",
      "C:\\keys\\token.txt",
    ],
  ],
  [
    "other",
    "token",
    [
      '["a","b1"]',
      '{"a": 1}',
      "argon2id",
      "$argon2id$v=19$m=65536$abc",
      "pbkdf2_sha256$600000$abc$def",
      "registry.shop.io/team/app:2024.1",
      "admin:$2y$05$abcdefghijklmnop",
    ],
  ],
];

describe.each(table)("%s as %s", (expected, context, values) => {
  test.each(values)("%j", (value) => expect(classifyValue(value, contexts[context])).toBe(expected));
});

test("the table is large enough to mean something", () => {
  expect(table.flatMap(([, , values]) => values).length).toBeGreaterThan(190);
});

describe("values with variables", () => {
  test.each<[string, ValueClass]>([
    ["${DB_PASSWORD}", "reference"],
    ["${DB_PASSWORD:-}", "reference"],
    ["${DB_PASSWORD:?set it}", "reference"],
    ["${DB_PASSWORD:-postgres}", "known-default"],
    ["${DB_PASSWORD-change-me}", "placeholder"],
    ["${A:-${B:-secret}}", "known-default"],
    ["${A:-${B}}", "reference"],
    ["x${DB_PASSWORD}", "reference"],
    ["$$ecret-k7Qz2mVx9LpT4wBn", "plausible"],
    ["$(openssl rand -hex 32)", "reference"],
  ])("%s is %s", (text, expected) => {
    const scalar = parseTemplate(plainInput({ path: "compose.yaml", text }, 0, text.length), "compose");
    expect(classifyValue(scalar, contexts.password)).toBe(expected);
  });

  test("no value is empty", () => expect(classifyValue(undefined)).toBe("empty"));
});

test.each([
  [join("xox", "b-724519308812-kdhRqfGHIJ12"), "slack"],
  [join("S", "G.", "kbcdefghijklmnopqrstuv", ".", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"), "sendgrid"],
  [join("DefaultEndpointsProtocol=https;Account", "Key=", "A1b2C3d4".repeat(10), "A1b2C3==;x"), "azure-storage"],
  [join("Account", "Key=", "A1b2C3d4".repeat(10), "A1b2C3", "=="), "azure-storage"],
  [join("np", "m_", "A1b2C3d4".repeat(4), "A1b2"), "npm"],
  ["npm_config_cache", undefined],
  ["AKIA", undefined],
])("%# a provider's form", (text, id) => expect(providerOf(text)?.id).toBe(id));

test("provider patterns have one name each and stay linear", () => {
  expect(new Set(PROVIDER_PATTERNS.map(({ id }) => id)).size).toBe(PROVIDER_PATTERNS.length);
  for (const hostile of [
    "sk-".repeat(1300),
    "A".repeat(4000),
    "eyJ".repeat(1300),
    "-----BEGIN ".repeat(360),
    "a.a-".repeat(1000),
    "<a".repeat(2000),
    "/a".repeat(2000),
  ]) {
    expect(["plausible", "other", "weak", "reference", "placeholder", "known-default"]).toContain(classifyValue(hostile, contexts.token));
  }
});

test.each([
  ["", 0],
  ["aaaa", 0],
  ["abab", 1],
  ["abcd", 2],
])("entropy of %j", (text, bits) => expect(entropyOf(text)).toBe(bits));

test.each([
  ["plain text", 10],
  [HEX32, 16],
  [`base64:${"A".repeat(43)}=`, 32],
  ["q3V8xZ1mK7tB5nY2wR9cL4hJ6gF0dSaPuEoXiCvTk+8=", 32],
  [R32, 32],
])("%j is a key of %i", (text, length) => expect(keyLengthOf(text)).toBe(length));

test.each([
  ["aaaaaaaa", true],
  ["abcabcabc", true],
  ["1234567890", true],
  ["zyxwvuts", true],
  [R16, false],
])("%j has a pattern: %s", (text, expected) => expect(isPatterned(text)).toBe(expected));
