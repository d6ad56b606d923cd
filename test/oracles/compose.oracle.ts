import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { assert, asyncProperty } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  compareSettings,
  compareStack,
  jointStacks,
  neededBy,
  stackOf,
  type DockerProject,
  type FieldComparison,
  type StackFiles,
} from "./compose-comparison.ts";
import { composeFiles, composeStacks, envFiles, stackText } from "./compose-texts.ts";
import { Docker, hasDocker } from "./docker.ts";
import { amount, filesNamed, isOurs, pathIn, printAgreement, projectOf, shown } from "./files.ts";

let docker: Docker;
const folder = mkdtempSync(join(tmpdir(), "compose-oracle-"));
beforeAll(() => {
  for (const [name, text] of Object.entries(envFiles)) writeFileSync(join(folder, name), text);
  if (hasDocker) docker = new Docker();
});
afterAll(() => {
  docker?.close();
  rmSync(folder, { recursive: true });
});

/** What our model reads otherwise than Compose, as services; a gap that closes fails here, and its input then belongs to the generated texts. */
const gaps: readonly (readonly [why: string, field: string, service: string])[] = [
  ["a value with blanks becomes several words", "command", "command: ${UNSET:-a b} c"],
  ["a word that comes to nothing goes", "command", "command: a ${SET:+} b"],
  ["an operator of the shell ends the words", "command", "command: a; b | c"],
  ["a number is written anew", "environment", "environment: { A: 1.50 }"],
  ["a variable of .env sees only those above it", "environment", 'environment: ["A=${EARLY}"]'],
  ["yes, on and y are true", "privileged", "privileged: yes"],
  ["the bridge is no network of the stack", "networks", "network_mode: bridge"],
];

describe.skipIf(!hasDocker)("stacks, as Compose loads them", () => {
  test("each Compose file alone", async () => {
    const name = /^(?:[\w.-]*[-_.])?compose(?:[-_.][\w.-]*)?\.ya?ml$/;
    const stacks = filesNamed(name).map(({ path }): StackFiles => ({ project: projectOf(path), files: [pathIn(projectOf(path), path)] }));
    const read = await Promise.all(stacks.map((stack) => comparisonOf(stack)));
    const all = read.flatMap((one) => (typeof one === "string" ? [] : one));
    for (const why of new Set(read.filter((one) => typeof one === "string"))) {
      console.log(`Compose files not compared, ${why}: ${read.filter((one) => one === why).length}`);
    }
    const different = all.filter(({ outcome, path }) => outcome === "different" && !isOurs(path));
    for (const one of different)
      console.log(`${shown(one.path)}: ${one.service}.${one.field}\n  ours   ${show(one.ours)}\n  docker ${show(one.docker)}`);
    for (const field of new Set(all.map((one) => one.field)))
      print(
        `Compose, ${field}`,
        all.filter((one) => one.field === field),
      );
    print("Compose, all fields of services", all);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ outcome, path }) => outcome === "different" && isOurs(path))).toEqual([]);
  });

  test("files that lie over one another", async () => {
    const name = /^(?:[\w.-]*[-_.])?compose(?:[-_.][\w.-]*)?\.ya?ml$/;
    const projects = new Map<string, string[]>();
    for (const { path } of filesNamed(name)) {
      const project = projectOf(path);
      projects.set(project, [...(projects.get(project) ?? []), pathIn(project, path)]);
    }
    const stacks = [...projects].flatMap(([project, paths]) => jointStacks(project, paths));
    const read = await Promise.all(stacks.map((stack) => comparisonOf(stack)));
    const all = read.flatMap((one) => (typeof one === "string" ? [] : one));
    for (const one of all.filter(({ outcome }) => outcome === "different"))
      console.log(`${shown(one.path)}: ${one.service}.${one.field}\n  ours   ${show(one.ours)}\n  docker ${show(one.docker)}`);
    print(`Compose, ${read.filter((one) => typeof one !== "string").length} of ${stacks.length} stacks of several files`, all);
    expect(all.filter(({ outcome, path }) => outcome === "different" && isOurs(path))).toEqual([]);
  });

  test("generated stacks of several files", async () => {
    const compared: FieldComparison[] = [];
    await assert(
      asyncProperty(composeStacks, async (texts) => {
        for (const [path, text] of Object.entries(texts)) {
          mkdirSync(join(folder, posix.dirname(path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
        const fields = await comparisonOf({ project: folder, files: ["compose.yaml", "over.yaml"] });
        if (typeof fields === "string") return;
        expect(fields.filter(({ outcome }) => outcome === "different")).toEqual([]);
        compared.push(...fields);
      }),
      amount(1000),
    );
    print("Compose, generated stacks of several files", compared);
    expect(compared.filter(({ outcome }) => outcome === "same").length).toBeGreaterThan(0.9 * compared.length);
  });

  test("generated texts", async () => {
    const compared: FieldComparison[] = [];
    await assert(
      asyncProperty(composeFiles, async (text) => {
        const fields = await comparisonOfText(text);
        expect(fields.filter(({ outcome }) => outcome === "different")).toEqual([]);
        compared.push(...fields);
      }),
      amount(1000),
    );
    expect(compared.map(({ field }) => field)).toContain("settings");
    // Otherwise what is left open hides what differs.
    expect(compared.filter(({ outcome }) => outcome === "same").length).toBeGreaterThan(0.9 * compared.length);
  });

  test.each(gaps)("known gap: %s", async (_, field, service) => {
    const fields = await comparisonOfText(stackText(`  one:\n    image: a\n    ${service}\n`));
    expect(fields.filter(({ outcome }) => outcome === "different").map((one) => one.field)).toEqual([field]);
  });
});

type Located = FieldComparison & { readonly path: string };

/** The fields of the stack's services, or why they are not compared. */
async function comparisonOf(stack: StackFiles): Promise<readonly Located[] | string> {
  const { project, files } = stack;
  const folder = posix.dirname(files[0]);
  const env = neededBy(stack);
  const question = {
    kind: "compose",
    folder: join(project, folder),
    files: files.map((path) => posix.relative(folder, path)),
    env,
  } as const;
  const { value, error } = await docker.ask<DockerProject>(question);
  if (error !== undefined) return "since Compose refuses them";
  const ours = stackOf(stack);
  if (ours === undefined) return "since they only lie over others";
  const full = await docker.ask<DockerProject>({ ...question, readsEnvFiles: true });
  const settings = full.error === undefined ? compareSettings(ours, full.value, env) : [];
  return [...compareStack(ours, value, env), ...settings].map((one) => ({ ...one, path: join(project, files.join("+")) }));
}

/** None where Compose refuses the text. */
async function comparisonOfText(text: string): Promise<readonly FieldComparison[]> {
  writeFileSync(join(folder, "compose.yaml"), text);
  const fields = await comparisonOf({ project: folder, files: ["compose.yaml"] });
  return typeof fields === "string" ? [] : fields;
}

function print(what: string, fields: readonly FieldComparison[]): void {
  const same = fields.filter(({ outcome }) => outcome === "same").length;
  const open = fields.filter(({ outcome }) => outcome === "open").length;
  printAgreement(`${what} (${open} open)`, same, fields.length - open);
}

function show(value: unknown): string {
  return (JSON.stringify(value, (_, one: unknown) => (typeof one === "symbol" ? "(open)" : one)) ?? "none").slice(0, 300);
}
