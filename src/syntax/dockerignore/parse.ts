import type { SourceFile, Span } from "../../text/index.ts";
import type { BaseDocument, Comment } from "../document.ts";

/** What a `.dockerignore` keeps out of the build context (Docker docs, "Build context", ".dockerignore files"). */
export interface DockerignoreDocument extends BaseDocument {
  readonly kind: "dockerignore";
  readonly patterns: readonly IgnorePattern[];
  /** Whether a path, relative to the build context, is kept out. The last pattern that matches it, or a folder above it, decides. */
  ignores(path: string): boolean;
}

export interface IgnorePattern {
  /** Cleaned: without "!", surrounding slashes and "./". */
  readonly text: string;
  /** Begins with "!": brings back what an earlier pattern keeps out. */
  readonly isException: boolean;
  readonly span: Span;
}

const patternLimit = 10_000;

/** Reads a `.dockerignore`. Never throws; a pattern with brackets that do not close matches nothing. */
export function parseDockerignore(file: SourceFile): DockerignoreDocument {
  const patterns: (IgnorePattern & { readonly matches: (path: string) => boolean })[] = [];
  const comments: Comment[] = [];
  for (const match of file.text.matchAll(/[^\n]+/g)) {
    const line = match[0].replace(/\r$/, "").replace(/^\uFEFF/, "");
    const text = line.trim();
    const start = match.index + match[0].indexOf(text);
    const at = { file, start, end: start + text.length };
    if (text === "") continue;
    // Only a mark in the first column makes a comment.
    if (line.startsWith("#")) comments.push({ text: text.slice(1), span: at });
    else if (patterns.length < patternLimit) {
      const isException = text.startsWith("!");
      const cleaned = clean(isException ? text.slice(1).trim() : text);
      patterns.push({ text: cleaned, isException, span: at, matches: matcherOf(cleaned) });
    }
  }
  return {
    kind: "dockerignore",
    file,
    patterns,
    problems: [],
    comments,
    blocks: () => patterns.map(({ span }) => span),
    pathAt: (offset) => patterns.find(({ span }) => span.start <= offset && offset <= span.end)?.text ?? "",
    ignores(path) {
      let isOut = false;
      for (const { isException, matches } of patterns) if (isException === isOut && matches(path)) isOut = !isException;
      return isOut;
    },
  };
}

/** As Go's filepath.Clean does with a leading slash taken off: "./dist/" is "dist". */
function clean(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0) parts.pop();
    else if (part !== "..") parts.push(part);
  }
  return parts.join("/");
}

/** `*` and `?` stay within a name, `**` crosses folders; a pattern that matches a folder matches what is in it. */
function matcherOf(pattern: string): (path: string) => boolean {
  if (pattern === "" || pattern === ".") return () => false;
  const parts = pattern.split("/").map((part) => (part === "**" ? undefined : nameMatcher(part)));
  return (path) => matchesParts(parts, path.split("/"));
}

/** Whether the pattern's parts match the path or a folder above it. Steps through all places the pattern can have reached, so that "**" costs no backtracking. */
function matchesParts(parts: readonly (((name: string) => boolean) | undefined)[], names: readonly string[]): boolean {
  let reached = skipDeep(new Set([0]), parts);
  for (const name of names) {
    const next = new Set<number>();
    for (const at of reached) {
      const part = parts[at];
      if (at < parts.length && part === undefined) next.add(at);
      else if (part?.(name) === true) next.add(at + 1);
    }
    reached = skipDeep(next, parts);
    if (reached.has(parts.length)) return true;
  }
  return false;
}

function skipDeep(reached: Set<number>, parts: readonly unknown[]): Set<number> {
  // A set that grows while it is walked through is walked through to its end.
  for (const at of reached) if (at < parts.length && parts[at] === undefined) reached.add(at + 1);
  return reached;
}

function nameMatcher(pattern: string): (name: string) => boolean {
  if (!/[*?[\\]/.test(pattern)) return (name) => name === pattern;
  const source = pattern.replace(
    /\\(.)|(\*+)|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|[.+^${}()|[\]\\]/g,
    (all, escaped: string | undefined, stars: string | undefined, not: string | undefined, set: string | undefined) => {
      if (escaped !== undefined) return escaped.replace(/[^A-Za-z0-9]/, "\\$&");
      if (stars !== undefined) return "[^/]*";
      if (all === "?") return "[^/]";
      if (set !== undefined) return `[${not ?? ""}${set.replace(/[\][^]/g, "\\$&")}]`;
      return `\\${all}`;
    },
  );
  // A bracket that does not close makes the pattern malformed, which matches nothing.
  if (/(?:^|[^\\])\\\[/.test(source.replace(/\[\^?[^\]]*\]/g, ""))) return () => false;
  try {
    const regex = new RegExp(`^${source}$`, "u");
    return (name) => name.length < 300 && regex.test(name);
  } catch {
    return () => false;
  }
}
