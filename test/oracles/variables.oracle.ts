import { assert, asyncProperty, type Arbitrary } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Docker, hasDocker, type Question } from "./docker.ts";
import { amount, filesNamed, printAgreement, shown } from "./files.ts";
import { fillIn, readDotenv, type Reading } from "./variable-comparison.ts";
import { dotenvs, environment, templates, words } from "./variable-texts.ts";

let docker: Docker;
beforeAll(() => {
  if (hasDocker) docker = new Docker();
});
afterAll(() => docker?.close());

/** A text in two readings; both undefined where ours is left open. */
interface Pair {
  readonly ours: unknown;
  readonly docker: unknown;
}

describe.skipIf(!hasDocker)("variables, as Docker fills them in", () => {
  test("values of a Compose file", () =>
    compare(templates, (text) => pair(fillIn(text, "compose", environment), { kind: "template", text, env: environment })));

  test.each(["\\", "`"])("words of a Dockerfile whose escape character is %s", (escape) =>
    compare(words, (text) => pair(fillIn(text, "dockerfile", environment, escape), { kind: "word", text, escape, env: environment })),
  );

  test("env files", () => compare(dotenvs, pairOfDotenv));

  test("env files as people write them", async () => {
    const files = filesNamed(/^\.env(?:\..+)?$|\.env$/);
    const different: ({ readonly path: string } & Pair)[] = [];
    for (const { path, text } of files) {
      const both = await pairOfDotenv(text);
      if (JSON.stringify(both.ours) !== JSON.stringify(both.docker)) different.push({ path: shown(path), ...both });
    }
    printAgreement("env files", files.length - different.length, files.length);
    expect(different).toEqual([]);
  });
});

async function compare(texts: Arbitrary<string>, readings: (text: string) => Promise<Pair>): Promise<void> {
  let compared = 0;
  let all = 0;
  await assert(
    asyncProperty(texts, async (text) => {
      const both = await readings(text);
      all++;
      if (both.docker !== undefined) compared++;
      expect(both.ours).toEqual(both.docker);
    }),
    amount(5000),
  );
  // Otherwise what is left open hides what differs.
  expect(compared / all).toBeGreaterThan(0.7);
}

function pairOfDotenv(text: string): Promise<Pair> {
  const env = { A: "from outside" };
  return pair(readDotenv(text, env), { kind: "dotenv", text, env });
}

async function pair(ours: Reading<unknown>, question: Question): Promise<Pair> {
  const { value, error } = await docker.ask<unknown>(question);
  if (ours.kind === "open") return { ours: undefined, docker: undefined };
  return { ours: sorted(ours), docker: sorted(error === undefined ? { kind: "value", value } : { kind: "refused" }) };
}

/** With the keys of its value in order, which neither side promises. */
function sorted(reading: Reading<unknown>): Reading<unknown> {
  if (reading.kind !== "value" || typeof reading.value !== "object" || reading.value === null) return reading;
  return { kind: "value", value: Object.fromEntries(Object.entries(reading.value).sort(([a], [b]) => (a < b ? -1 : 1))) };
}
