import type { Directive } from "./ast.ts";
import { contextInside, knownDirective } from "./known.ts";
import { parseNginx } from "./parse.ts";

/** More than this much of a file adds nothing to the answer. */
const PREFIX = 32_768;

/**
 * Whether a text is nginx configuration, judged by its content: its statements end in semicolons and braces as nginx's do, and most of them
 * are directives that nginx or a widely used module has. Templates of nginx configuration count as well. For a file whose name says nothing,
 * such as any `*.conf`; the work is bounded whatever the length.
 */
export function looksLikeNginx(text: string): boolean {
  const start = text.slice(0, PREFIX).replace(templateExpression, "");
  if (!/[;{]/.test(start)) return false;
  const { directives } = parseNginx({ path: "", text: start });
  let known = 0;
  let unknown = 0;
  let includes = 0;
  const rest = [...directives];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (isInclude(next)) includes++;
    else if (isAsKnown(next)) known++;
    else unknown++;
    if (next.block && contextInside(next.name.value, "m") !== "o") for (const child of next.block.directives) rest.push(child);
  }
  return known > 0 ? known >= 2 * unknown : includes > 0 && unknown === 0;
}

/** Of templates, only what is left of nginx is looked at. */
const templateExpression = /\{\{[^{}\n]{0,300}\}\}|\{%[^%\n]{0,300}%\}|<%[^%\n]{0,300}%>/g;

/** `include` with a semicolon is found in the configuration of many programs, most of which (BIND, dhcpd) want their file names in quotes. */
function isInclude({ name, args, block }: Directive): boolean {
  return name.value === "include" && args.length === 1 && args[0]!.quote === "none" && block === undefined;
}

function isAsKnown(directive: Directive): boolean {
  const known = knownDirective(directive.name.value);
  if (known === undefined || directive.name.value === "include") return false;
  const { file, end } = directive.span;
  if (directive.block) return known.isBlock;
  return known.isSimple && file.text[end - 1] === ";" && directive.args.length <= known.mostArguments;
}
