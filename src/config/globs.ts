import picomatch from "picomatch";

/** Each further wildcard in a name is one more power of its length. */
const WILDCARDS_IN_NAME = 3;
const LENGTH_LIMIT = 500;

/** Why a pattern is not accepted; undefined when it is fine. */
export function globTrouble(pattern: string): string | undefined {
  if (pattern.trim() === "") return "an empty pattern matches nothing";
  if (pattern.startsWith("!")) return 'a pattern cannot begin with "!"';
  if (pattern.split("/").includes("..")) return 'a pattern cannot lead out of the project with ".."';
  if (pattern.includes("\\")) return 'a pattern is written with "/", on Windows too';
  if (/\{[^}]*[/{]/.test(pattern)) return 'braces in a pattern cannot hold "/" or more braces';
  if (pattern.length > LENGTH_LIMIT) return `a pattern may have ${LENGTH_LIMIT} characters at most`;
  const isCostly = pattern.split("/").some((name) => (name.match(/\*+/g)?.length ?? 0) > WILDCARDS_IN_NAME);
  return isCostly ? `a pattern may have ${WILDCARDS_IN_NAME} wildcards in one name at most` : undefined;
}

/**
 * Whether a path, relative to the project root, or a folder above it matches one of the patterns. `*` stays within a name, `**` crosses folders,
 * `{a,b}` and `[ab]` are alternatives, parentheses are themselves. A pattern without "/" matches at any depth; a leading "/" or "./" and a
 * trailing "/" mean nothing more. Takes patterns without trouble only.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map(compile);
  return (path) => {
    const names = path.split("/").filter((name) => name !== "");
    return names.length > 0 && compiled.some((parts) => matches(parts, names));
  };
}

type Part = "**" | ((name: string) => boolean);

function compile(pattern: string): readonly Part[] {
  const isAnchored = /^\.?\/|\/./.test(pattern);
  const names = pattern.split("/").filter((name) => name !== "" && name !== ".");
  const parts = names.map((name): Part => (name === "**" ? name : picomatch(literalParentheses(name), { dot: true, noextglob: true })));
  return [...(isAnchored ? [] : (["**"] as const)), ...parts, "**"];
}

/** Left alone, parentheses and what follows them would be read as a regular expression, which can take forever. */
function literalParentheses(name: string): string {
  return name.replace(/[()+@|^$]/g, "\\$&");
}

/** Only the last "**" before a mismatch need be tried again, so the work is at most the product of the two lengths. */
function matches(parts: readonly Part[], names: readonly string[]): boolean {
  let [part, name, crossing, tried] = [0, 0, -1, 0];
  while (name < names.length) {
    const current = parts[part];
    if (current === "**") [crossing, tried] = [part++, name];
    else if (current?.(names[name]!) === true) [part, name] = [part + 1, name + 1];
    else if (crossing !== -1) [part, name] = [crossing + 1, ++tried];
    else return false;
  }
  while (parts[part] === "**") part++;
  return part === parts.length;
}
