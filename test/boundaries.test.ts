import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** Lowest first: a folder may import only from itself and from those above it in this list. */
const order = ["text", "facts", "syntax", "model", "rule", "engine", "judge", "fix", "report", "config", "discover", "cli", "dev"];
const io =
  /^node:(?:fs|child_process|net|http|https|http2|dns|tls|dgram|worker_threads|cluster|process|os|readline|repl|inspector|module|vm)(?:\/|$)/;

const root = join(import.meta.dirname, "..");
const files = [...list("src"), ...list("rules")];

describe("imports point one way", () => {
  test("there are files to look at", () => {
    expect(files.length).toBeGreaterThan(20);
    for (const folder of readdirSync(join(root, "src"))) expect(order).toContain(folder);
  });

  test.each(files)("%s", (path) => {
    for (const target of importsOf(path)) {
      if (!target.startsWith(".")) {
        if (!path.startsWith("src/cli/") && !path.startsWith("src/dev/")) expect(target, "meets the outside").not.toMatch(io);
        continue;
      }
      expect(target, "names the file with its ending").toMatch(/\.(?:ts|json)$/);
      expect(mayImport(path, posix.join(posix.dirname(path), target)), `${path} imports ${target}`).toBe(true);
    }
  });
});

function mayImport(from: string, to: string): boolean {
  if (from.startsWith("rules/")) return to.startsWith("src/rule/index.ts") || (isGenerated(from) && to.startsWith("rules/"));
  const [, fromFolder] = from.split("/");
  if (to.startsWith("rules/")) return to === "rules/index.ts" && (fromFolder === "cli" || fromFolder === "dev");
  const [, toFolder] = to.split("/");
  if (fromFolder === "text" && toFolder !== "text") return false;
  // Lines and columns exist only in reports, and in the adapter to a parser that counts in them.
  if (to === "src/text/line-index.ts") return fromFolder === "report" || fromFolder === "text" || from === "src/syntax/dockerfile/scan.ts";
  // The program is the end of the line: only the tools that run it for development know it.
  if (toFolder === "cli") return fromFolder === "cli" || fromFolder === "dev";
  return order.indexOf(toFolder!) <= order.indexOf(fromFolder!);
}

/** `rules/index.ts` and `rules/<family>/index.ts` only gather what stands beside them. */
function isGenerated(path: string): boolean {
  return path === "rules/index.ts" || /^rules\/[a-z]+\/index\.ts$/.test(path);
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/^\s*(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm)].map(
    (match) => (match[1] ?? match[2] ?? match[3])!,
  );
}

function list(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}
