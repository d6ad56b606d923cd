import { isShell } from "../shell/index.ts";
import { sourceOf } from "../template/index.ts";
import type { FromInstruction, ShellLanguage } from "./ast.ts";

/** The language of a program that runs shell text, by its path: `/bin/bash`, `powershell`. */
export function languageOf(program: string): ShellLanguage {
  const name = program
    .slice(Math.max(program.lastIndexOf("/"), program.lastIndexOf("\\")) + 1)
    .replace(/\.exe$/i, "")
    .toLowerCase();
  if (isShell(name)) return "posix";
  if (name === "powershell" || name === "pwsh") return "powershell";
  return name === "cmd" ? "cmd" : "other";
}

/** The language of the program that a `#!` line at the start of a text names; undefined without one. */
export function shebangLanguage(text: string): ShellLanguage | undefined {
  const match = /^#!\s*(\S+)(?:[ \t]+(\S+))?(?:[ \t]+(\S+))?/.exec(text);
  if (match === null) return undefined;
  const [, program = "", first = "", second = ""] = match;
  if (!program.endsWith("/env")) return languageOf(program);
  return languageOf(first === "-S" ? second : first);
}

/**
 * The shell an image runs RUN with as long as no SHELL says otherwise. Images of Windows say so in their names; a Dockerfile that escapes with
 * backquotes is written for Windows too, though its base image may not show whether it sets another shell.
 */
export function defaultLanguage(from: FromInstruction, escape: string): ShellLanguage {
  const image = from.image === undefined ? "" : sourceOf(from.image);
  const platform = from.platform === undefined ? "" : sourceOf(from.platform);
  if (/windowsservercore|nanoserver|servercore|mcr\.microsoft\.com\/windows/i.test(image) || /^windows\b/i.test(platform)) return "cmd";
  return escape === "`" ? "other" : "posix";
}
