import { describe, expect, test } from "vitest";
import { listEntriesOf } from "../../src/rule/list-value.ts";
import { isVerbose, isVerboseRustLog } from "../../src/rule/log-level.ts";

describe("RUST_LOG", () => {
  test.each([
    ["info", false],
    ["info,sqlx=debug", false],
    ["sqlx=debug,info", false],
    ["warn,app=info", false],
    ["debug", true],
    ["debug,hyper=info", true],
    ["app=debug,tower_http=debug", true],
    ["app=info,tower_http=debug", false],
    ["app", true],
    ["app[span{field=1}]=trace", true],
    ["off", false],
    ["", false],
    [",,", false],
  ])("%s", (filter, expected) => expect(isVerboseRustLog(filter)).toBe(expected));
});

describe("levels", () => {
  test.each(["debug", "DEBUG", " Trace ", "debug2", "all", "silly", "verbose", "FINEST"])("%s is verbose", (level) =>
    expect(isVerbose(level)).toBe(true),
  );
  test.each(["info", "WARNING", "error", "", "10", "debugger", "notice", "off"])("%s is not", (level) =>
    expect(isVerbose(level)).toBe(false),
  );
});

describe("lists", () => {
  test.each([
    ["[]", []],
    ["", []],
    ["*", ["*"]],
    ['["https://a.eu", "*"]', ["https://a.eu", "*"]],
    ["['a','b']", ["a", "b"]],
    ["a, b,c", ["a", "b", "c"]],
    ["a b\nc", ["a", "b", "c"]],
    [" [ a ; b ] ", ["a", "b"]],
  ])("%s", (text, expected) => expect(listEntriesOf(text)).toEqual(expected));
});
