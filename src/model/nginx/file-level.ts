import type { Directive, NginxDocument } from "../../syntax/nginx/ast.ts";
import { knownDirective, mayStandIn, type Context } from "../../syntax/nginx/known.ts";
import { folderOf } from "./include-path.ts";
import type { LevelKind } from "./level.ts";

/** What a file that nothing includes is a part of, judged by the directives at its top. */
export function levelOfFile(document: NginxDocument): LevelKind {
  const { directives, file } = document;
  if (directives.some(isOnlyOfMain)) return "main";
  if (directives.every(({ name }) => name.value === "include") && /(^|\/)nginx\.conf(\.template)?$/.test(file.path)) return "main";
  let best: Context = isPartsFolder(folderOf(file.path)) ? "h" : "s";
  let most = countOf(directives, best);
  for (const context of ["s", "h", "l", "u", "t", "m", "e", "a"] as const) {
    const count = countOf(directives, context);
    if (count > most) [best, most] = [context, count];
  }
  return kinds[best] ?? "other";
}

/** Whether a folder is one that is used for the parts of `http`, a file for each site or concern. */
export function isPartsFolder(folder: string): boolean {
  return /(^|\/)(?:conf\.d|http\.d|sites-(?:enabled|available)|vhosts?(?:\.d)?|templates)(\/|$)/.test(folder);
}

const kinds: Partial<Record<Context, LevelKind>> = {
  m: "main",
  e: "events",
  h: "http",
  s: "server",
  l: "location",
  u: "upstream",
  t: "stream",
  a: "mail",
};

function isOnlyOfMain({ name, block }: Directive): boolean {
  const contexts = knownDirective(name.value)?.contexts;
  return contexts === "m" && (block !== undefined) === knownDirective(name.value)!.isBlock;
}

function countOf(directives: readonly Directive[], context: Context): number {
  return directives.filter((directive) => {
    // `server` is a block everywhere but in `upstream`, where it never is.
    if (directive.name.value === "server") return directive.block === undefined ? context === "u" : /[hta]/.test(context);
    return mayStandIn(directive.name.value, context);
  }).length;
}
