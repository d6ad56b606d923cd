import { describe, expect, test } from "vitest";
import { likelySecretsIn } from "../../src/report/likely-secret.ts";

describe("what a frame masks unasked", () => {
  test.each<[text: string, masked: readonly string[]]>([
    ["redis://:pa55@cache/0 https://u:p@h", ["pa55", "p"]],
    ["http://u:${PASS}@h http://api:8000/@me git@host:path", []],
    ["DB_PASSWORD=hunter2 # x", ["hunter2"]],
    ["DB_PASSWORD='open", ["open"]],
    ["  DB_PASSWORD: correct horse#1 # x", ["correct horse#1"]],
    ["export A_TOKEN=a,b}c", ["a,b}c"]],
    ['A_TOKEN="a\\\"b" B=1', ['a\\\"b']],
    ["RUN A_TOKEN=abc npm ci", ["abc"]],
    ['  - API_KEY="a b, c"', ["a b, c"]],
    ['{ "JWT_SECRET" : "x", "B": 1 }', ["x"]],
    ["      POSTGRES_PASSWORD: postgres", ["postgres"]],
    ["ENV AWS_SECRET_ACCESS_KEY=abc TOKEN2=def", ["abc", "def"]],
    ["A_TOKEN: ${B}", []],
    ["B_TOKEN: ${{ secrets.X }}", []],
    ["run: x --token $C_TOKEN=$D", []],
    ["POSTGRES_PASSWORD: ${PW:-hunter2}", ["hunter2"]],
    ["DB_PASSWORD_FILE: /run/secrets/db", []],
    ["DB_PASSWORD: /run/secrets/db", []],
    ["MYSQL_ALLOW_EMPTY_PASSWORD: yes", []],
    ["MAX_TOKEN=128", []],
    ["permissions: { id-token: write }", []],
    ["XDB_passwords: x, MY_PASSWORDS=x", []],
    ["EMPTY_SECRET=", []],
  ])("%j", (text, masked) => expect(likelySecretsIn(text, 10).map(({ start, end }) => text.slice(start - 10, end - 10))).toEqual(masked));
});
