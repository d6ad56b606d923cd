import { describe, expect, test } from "vitest";
import { parseDockerignore } from "../../src/syntax/dockerignore/parse.ts";

/** The rows of Docker's own documentation (".dockerignore files"), and what people write. */
describe("what a .dockerignore keeps out", () => {
  test.each<[string, string, boolean]>([
    ["*/temp*", "somedir/temporary.txt", true],
    ["*/temp*", "somedir/temp/file", true],
    ["*/temp*", "somedir/subdir/temporary.txt", false],
    ["*/*/temp*", "somedir/subdir/temporary.txt", true],
    ["temp?", "tempa", true],
    ["temp?", "temp", false],
    ["**/*.go", "a/b/c.go", true],
    ["**/*.go", "c.go", true],
    ["*.md\n!README.md", "README.md", false],
    ["*.md\n!README.md", "CHANGES.md", true],
    ["*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true],
    ["*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false],
    ["/.env", ".env", true],
    [".env", "backend/.env", false],
    ["**/.env*", "backend/.env.local", true],
    ["node_modules/", "node_modules/left-pad/index.js", true],
    ["**", "anything/at/all", true],
    ["**\n!src\n!package.json", "src/index.ts", false],
    ["*\n!dist", "dist/app.js", false],
    ["# .env", ".env", false],
    ["[a-c]*.txt", "b1.txt", true],
    ["[a-c]*.txt", "d1.txt", false],
    ["a[", "a[", false],
    ["", "x", false],
    [".", "x", false],
    ["foo/**/bar", "foo/bar", true],
    ["foo/**/bar", "foo/a/b/bar/c", true],
    ["\uFEFF.git\r\nsecrets\r\n", ".git/config", true],
    ["./secrets", "secrets/key.pem", true],
  ])("%j and %j: %j", (text, path, expected) => {
    expect(parseDockerignore({ path: ".dockerignore", text }).ignores(path)).toBe(expected);
  });

  test("many stars cost no more than one", () => {
    const text = `${"**/a/".repeat(200)}b\n`;
    expect(parseDockerignore({ path: ".dockerignore", text }).ignores("a/".repeat(2_000))).toBe(false);
  });
});
