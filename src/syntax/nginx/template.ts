import type { Span } from "../../text/index.ts";
import type { Directive } from "./ast.ts";
import { contextInside } from "./known.ts";
import { parseNginx } from "./parse.ts";

/**
 * Why the text is no nginx configuration yet but a template that becomes one when a program fills it in: a sentence, or undefined when it can be
 * read as it stands. Comments and Lua programs do not count. `${NAME}` in an argument is no reason: nginx's Docker image fills those in
 * (envsubst over *.template), and the file is valid nginx syntax with values that are not known.
 */
export function nginxTemplateReason(text: string): string | undefined {
  if (!/[{<]%|\{\{|<\?|%\{|(?:^|[;{}])[ \t]*(?:[$@%_<[]|#\{)/m.test(text)) return undefined;
  const document = parseNginx({ path: "", text });
  const settings = withoutForeignText(text, [...document.comments.map((comment) => comment.span), ...programs(document.directives)]);
  const [, language] = languages.find(([pattern]) => pattern.test(settings)) ?? [];
  if (language !== undefined) return `a template (${language}) is only nginx configuration once it is rendered`;
  const name = standingAlone(document.directives);
  return name && `"${name}" stands where a directive must; a template is only nginx configuration once that is filled in`;
}

/** The lengths are limited so that a hostile line costs no more than its length times that. */
const languages: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/\{\{[-~#/^&!>]? {0,8}[\w.$"'@(|*][^{}\n]{0,300}\}\}/, "{{ … }}, as of Jinja, Go or Mustache"],
  [/\{%[-+~]? {0,8}\w[^%\n]{0,300}%\}/, "{% … %}, as of Jinja or Twig"],
  [/<%[=#_~-]{0,2} {0,8}[\w@"'(:.$/}][^%\n]{0,300}/, "<% … %>, as of ERB or EPP"],
  [/%\{~? {0,8}(?:if|for|else|endif|endfor)\b[^\n}]{0,300}\}/, "%{ … }, as of Terraform"],
  [/<\?(?:php|=)[^\n]{0,300}/, "<?php … ?>"],
];

function withoutForeignText(text: string, foreign: Span[]): string {
  let result = "";
  let done = 0;
  for (const { start, end } of foreign.toSorted((a, b) => a.start - b.start)) {
    if (start < done) continue;
    result += text.slice(done, start);
    done = end;
  }
  return result + text.slice(done);
}

function programs(directives: readonly Directive[]): Span[] {
  const result: Span[] = [];
  const rest = [...directives];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next.block?.code) result.push(next.block.code.span);
    for (const child of next.block?.directives ?? []) rest.push(child);
  }
  return result;
}

const placeholder = /^(?:\$\{?[A-Za-z_]\w*\}?|@@?\w+@@?|%%?\w+%%?|__\w+__|<\w[\w-]*>|#\{\w+\}|\[\[\w+\]\])$/;

/** A placeholder in the place of a directive; blocks such as `map`, whose entries may be called anything, are left out. */
function standingAlone(directives: readonly Directive[]): string | undefined {
  const rest = [...directives].reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { name, block } = next;
    if (placeholder.test(name.value)) return name.value;
    if (block && contextInside(name.value, "m") !== "o") for (const child of block.directives.toReversed()) rest.push(child);
  }
  return undefined;
}
