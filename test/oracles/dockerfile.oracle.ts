import { assert, asyncProperty } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareDockerfile, type Difference, type DockerReading } from "./dockerfile-comparison.ts";
import { dockerfiles } from "./dockerfile-texts.ts";
import { Docker, hasDocker } from "./docker.ts";
import { amount, filesNamed, printAgreement, shown } from "./files.ts";

let docker: Docker;
beforeAll(() => {
  if (hasDocker) docker = new Docker();
});
afterAll(() => docker?.close());

describe.skipIf(!hasDocker)("Dockerfiles, as BuildKit reads them", () => {
  test("files", async () => {
    const files = filesNamed(
      /^(?:[Dd]ocker|[Cc]ontainer)file(?:[.\-_](?!\w*ignore$|md$|go$|[jt]s$|py$).*)?$|\.(?:[Dd]ocker|[Cc]ontainer)file$/,
    );
    const different: { path: string; differences: Difference[] }[] = [];
    for (const { path, text } of files) {
      const differences = await differencesIn(text);
      if (differences.length > 0) different.push({ path: shown(path), differences });
    }
    printAgreement("Dockerfiles", files.length - different.length, files.length);
    expect(different).toEqual([]);
  });

  test("generated texts", async () => {
    await assert(
      asyncProperty(dockerfiles, async (text) => {
        expect(await differencesIn(text)).toEqual([]);
      }),
      amount(5000),
    );
  });
});

async function differencesIn(text: string): Promise<Difference[]> {
  const { value, error } = await docker.ask<DockerReading>({ kind: "dockerfile", text });
  if (value === undefined) throw new Error(error);
  return compareDockerfile(text, value);
}
