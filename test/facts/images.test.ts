import { describe, expect, test } from "vitest";
import { adminInterfaces, adminInterfacesDate } from "../../src/facts/images/admin-interfaces.ts";
import { baseImages, baseImagesDate, trackedPrograms } from "../../src/facts/images/base-images.ts";
import { endOfLife, endOfLifeDate, systems } from "../../src/facts/images/end-of-life.ts";
import { imageRoles, rolesDate } from "../../src/facts/images/roles.ts";
import { databasePorts, statefulDate, statefulImages } from "../../src/facts/images/stateful.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const isVersion = (text: string): boolean => /^\d+(\.\d+)*$/.test(text);
const isName = (text: string): boolean => parseImageReference(text.endsWith("*") ? `${text.slice(0, -1)}x` : text).kind === "reference";
const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536;
const duplicates = (texts: readonly string[]): readonly string[] => texts.filter((text, index) => texts.indexOf(text) !== index);

test.each([baseImagesDate, endOfLifeDate, statefulDate, adminInterfacesDate, rolesDate])("the day of a table, %s, is one", (date) =>
  expect(isDate(date)).toBe(true),
);

describe("a row about a base image", () => {
  test.each(baseImages.map((row) => [`${row.names.join(" ")} ${JSON.stringify(row.tag ?? {})}`, row] as const))(
    "%s is well formed",
    (_, row) => {
      expect([...row.names, ...(row.except ?? [])].filter((name) => !isName(name))).toEqual([]);
      expect(row.source).toMatch(/^https:\/\/\S+$/);
      expect([row.tag?.from, row.tag?.before].filter((version) => version !== undefined && !isVersion(version))).toEqual([]);
      expect(duplicates([...(row.programs ?? []), ...(row.maybe ?? []), ...(row.lacks ?? [])])).toEqual([]);
      expect((row.maybe ?? []).concat(row.lacks ?? []).filter((program) => !trackedPrograms.includes(program))).toEqual([]);
      expect((row.ports ?? []).filter((port) => !isPort(port))).toEqual([]);
      expect((row.writes ?? []).flat().filter((path) => !path.startsWith("/"))).toEqual([]);
      expect(row.privileges === undefined || row.user === "root").toBe(true);
      expect(row.complete === undefined || row.programs !== undefined).toBe(true);
      expect(
        row.shell === undefined || row.programs === undefined || row.programs.includes("sh") === row.shell || row.complete === undefined,
      ).toBe(true);
    },
  );

  test("is not hidden behind one for every tag of the same name", () => {
    const open = new Set<string>();
    const hidden: string[] = [];
    for (const row of baseImages) {
      hidden.push(...row.names.filter((name) => open.has(name)));
      if (row.tag === undefined && row.except === undefined) for (const name of row.names) open.add(name);
    }
    expect(hidden).toEqual([]);
  });
});

test("tracked programs are named once", () => expect(duplicates(trackedPrograms)).toEqual([]));

describe("an end of life", () => {
  test.each(endOfLife.map((row) => [row.product, row] as const))("of %s is well formed", (_, row) => {
    expect(row.names.filter((name) => !isName(name))).toEqual([]);
    expect(Object.keys(row.lines).filter((line) => !isVersion(line))).toEqual([]);
    expect([...Object.values(row.lines), row.whole ?? "2000-01-01"].filter((date) => !isDate(date))).toEqual([]);
    expect(Object.values(row.words ?? {}).filter((line) => row.lines[line] === undefined)).toEqual([]);
    expect(row.source).toMatch(/^https:\/\/\S+$/);
    expect(Object.keys(row.lines).length > 0 || row.whole !== undefined).toBe(true);
  });

  test("of a shorter prefix is not before that of what it has moved on to", () => {
    const early = endOfLife.flatMap((row) =>
      Object.entries(row.lines).flatMap(([line, date]) =>
        Object.entries(row.lines)
          .filter(([longer, end]) => longer.startsWith(`${line}.`) && end > date)
          .map(([longer]) => `${row.product} ${line} < ${longer}`),
      ),
    );
    expect(early).toEqual([]);
  });

  test("of a system is well formed, and each word names one", () => {
    expect(systems.filter((row) => !isDate(row.date))).toEqual([]);
    expect(duplicates(systems.flatMap((row) => row.words))).toEqual([]);
  });

  test("is told once a name and table", () => expect(duplicates(endOfLife.flatMap((row) => row.names))).toEqual([]));

  test.each([
    ["Debian", "debian"],
    ["Ubuntu", "ubuntu"],
  ])("of %s is the same by number and by codename", (product, prefix) => {
    const lines = endOfLife.find((row) => row.product === product)?.lines ?? {};
    const bySystem = systems.flatMap((row) =>
      row.words.filter((word) => word.startsWith(prefix)).map((word) => [word.slice(prefix.length), row.date] as const),
    );
    expect(bySystem.length).toBeGreaterThan(5);
    expect(bySystem.filter(([line, date]) => lines[line] !== date)).toEqual([]);
  });
});

describe("a row about a data store", () => {
  test.each(statefulImages.map((row) => [`${row.names.join(" ")} ${(row.namespaces ?? []).join(" ")}`, row] as const))(
    "%s is well formed",
    (_, row) => {
      expect([...row.names, ...(row.stock ?? [])].filter((name) => !isName(name))).toEqual([]);
      expect(row.ports.length > 0 && row.ports.every(isPort)).toBe(true);
      expect(row.data.flatMap((folder) => [folder.path, ...(folder.wrong ?? [])]).filter((path) => !path.startsWith("/"))).toEqual([]);
      expect(row.data.filter((folder) => folder.wrong?.includes(folder.path))).toEqual([]);
      expect((row.probe === undefined) === (row.probeProgram === undefined)).toBe(true);
      expect(row.probe === undefined || ["CMD", "CMD-SHELL"].includes(row.probe[0] ?? "")).toBe(true);
      expect((row.probe ?? []).join(" ")).toContain(row.probeProgram ?? "");
      expect((row.probe ?? []).join(" ").replaceAll("$$", "")).not.toContain("$");
      expect(
        (row.auth.default === "default-password") === (row.auth.defaultPassword !== undefined) || row.auth.default === "required",
      ).toBe(true);
      expect(row.source).toMatch(/^https:\/\/\S+$/);
    },
  );

  test("comes after those for fewer namespaces", () => {
    const hidden = statefulImages.filter((row, index) =>
      statefulImages
        .slice(0, index)
        .some((earlier) => earlier.namespaces === undefined && earlier.names.some((name) => row.names.includes(name))),
    );
    expect(hidden.map((row) => row.names)).toEqual([]);
  });

  test("ports that give one away belong to one", () => {
    const ports = new Set(statefulImages.flatMap((row) => row.ports));
    expect(Object.keys(databasePorts).filter((port) => !ports.has(Number(port)))).toEqual([]);
  });
});

test.each([...adminInterfaces, ...imageRoles].map((row) => [row.names.join(" ").slice(0, 60), row] as const))(
  "%s is well formed",
  (_, row) => {
    expect(row.names.filter((name) => !isName(name) || name.endsWith("*"))).toEqual([]);
    expect(duplicates(row.names)).toEqual([]);
    expect("ports" in row ? row.ports.filter((port) => !isPort(port)) : []).toEqual([]);
    expect(row.source).toMatch(/^https:\/\/\S+$/);
  },
);
