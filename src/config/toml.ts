import { parse } from "@iarna/toml";
import { span, type SourceFile, type Span } from "../text/index.ts";
import type { Setting, Settings } from "./setting.ts";

/**
 * Reads `.deploy-audit.toml`. The TOML reader keeps no places, so a setting has none, but for the entries of `[[allow]]`, which are found by
 * their headers; a syntax error has one.
 */
export function readTomlSettings(file: SourceFile): Settings {
  try {
    return { root: rootOf(parse(file.text.replace(/^\uFEFF/, "")), headersIn(file)), problems: [] };
  } catch (error) {
    return { root: undefined, problems: [problemOf(file, error)] };
  }
}

function rootOf(table: object, headers: readonly Span[]): Setting {
  const entries = Object.entries(table).map(([key, value]) => {
    const setting = settingOf(value);
    const isAllow = key === "allow" && setting.kind === "list" && headers.length === setting.items().length;
    return { key, keyAt: undefined, value: isAllow ? placed(setting, headers) : setting };
  });
  return { kind: "table", at: undefined, entries: () => entries };
}

function placed(list: Extract<Setting, { kind: "list" }>, headers: readonly Span[]): Setting {
  const items = list
    .items()
    .map((item, i): Setting => (item.kind === "table" ? { kind: "table", at: headers[i], entries: item.entries } : item));
  return { kind: "list", at: undefined, items: () => items };
}

function headersIn(file: SourceFile): Span[] {
  return [...file.text.matchAll(/^[ \t]*(\[\[[ \t]*allow[ \t]*\]\])/gm)].map((match) => {
    const start = match.index + match[0].length - match[1]!.length;
    return span(file, start, start + match[1]!.length);
  });
}

function settingOf(value: unknown): Setting {
  if (value instanceof Date) return { kind: "scalar", at: undefined, value: value.toISOString().replace(/T00:00:00\.000Z$/, "") };
  if (Array.isArray(value)) return { kind: "list", at: undefined, items: () => value.map(settingOf) };
  if (typeof value === "object" && value !== null) {
    return {
      kind: "table",
      at: undefined,
      entries: () => Object.entries(value).map(([key, one]) => ({ key, keyAt: undefined, value: settingOf(one) })),
    };
  }
  return { kind: "scalar", at: undefined, value: typeof value === "string" || typeof value === "boolean" ? value : Number(value) };
}

/** The reader's message goes on with a picture of the place; its first sentence says what is wrong. */
function problemOf(file: SourceFile, error: unknown): Settings["problems"][number] {
  const message = (error instanceof Error ? error.message : String(error))
    .split("\n")[0]!
    .replace(/ at row .*$/, "")
    .replace(/[.:]+$/, "");
  const [line, column] = error instanceof Error && "line" in error && "col" in error ? [Number(error.line), Number(error.col)] : [-1, 0];
  if (line < 0) return { message };
  let start = 0;
  for (let i = 0; i < line; i++) start = file.text.indexOf("\n", start) + 1;
  const at = Math.min(start + Math.max(column - 1, 0), file.text.length);
  return { message, at: span(file, at, at + 1) };
}
