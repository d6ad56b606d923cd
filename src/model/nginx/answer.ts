import type { Argument, Directive } from "../../syntax/nginx/ast.ts";
import type { NginxLevel } from "./level.ts";

/**
 * What a request gets from a level, conditions aside: a redirect to https, another redirect, a refusal (no answer, or a status of 400 and
 * up), content, or not known before a variable is filled in.
 */
export type Answer = "https" | "redirect" | "refusal" | "content" | "unknown";

/** Judged by the level's own `return`, `rewrite` and `deny all`; conditions (`if`) inside are not looked at. */
export function answerOf(level: NginxLevel): Answer {
  for (const directive of level.directives) {
    if (directive.name.value === "return") return answerOfReturn(directive);
    const answer = directive.name.value === "rewrite" ? answerOfRewrite(directive) : undefined;
    if (answer !== undefined) return answer;
  }
  const deniesAll = level.own("deny").some((directive) => directive.args[0]?.text === "all");
  return deniesAll && level.own("allow").length === 0 ? "refusal" : "content";
}

/** Whether a level sends what arrives without TLS to https, as with `if ($scheme = http) { return 301 https://…; }`. */
export function redirectsPlainInside(level: NginxLevel): boolean {
  return level.levels.some((inner) => inner.kind === "if" && isPlainCondition(inner.directive!.args) && answerOf(inner) === "https");
}

function answerOfReturn({ args }: Directive): Answer {
  const [first, second] = args;
  if (first === undefined) return "unknown";
  if (!/^\d+$/.test(first.text)) return /^\$(?!scheme)/.test(first.text) && args.length === 2 ? "unknown" : answerOfTarget(first);
  const status = Number(first.text);
  if ([301, 302, 303, 307, 308].includes(status)) return second === undefined ? "unknown" : answerOfTarget(second);
  return status >= 400 ? "refusal" : "content";
}

/** Only a rewrite that takes every request and ends in a redirect answers for the level. */
function answerOfRewrite({ args: [pattern, target, flag] }: Directive): Answer | undefined {
  if (pattern === undefined || target === undefined || !takesEverything(pattern.text)) return undefined;
  const isRedirect = flag?.text === "permanent" || flag?.text === "redirect" || /^(?:https?:\/\/|\$scheme)/.test(target.text);
  return isRedirect ? answerOfTarget(target) : undefined;
}

function answerOfTarget({ text }: Argument): Answer {
  if (/^https:\/\//i.test(text)) return "https";
  return /^\$(?!\{?(?:scheme|uri|request_uri)\b)/.test(text) ? "unknown" : "redirect";
}

/** Whether a regular expression matches every path, as far as its common spellings go. */
export function takesEverything(pattern: string): boolean {
  return /^\^?\/?(?:\(\/?\.[*+]\??\)|\.[*+]?\??|)\$?$/.test(pattern) && pattern !== "$" && pattern !== "^$";
}

/** A condition that holds for requests without TLS: on this connection, or as a proxy in front reports it. */
function isPlainCondition(args: readonly Argument[]): boolean {
  const text = args
    .map((arg) => (arg.text === "" ? '""' : arg.text))
    .join(" ")
    .replace(/^\(\s*|\s*\)$/g, "");
  return /^\$(?:scheme ?(?:=|~\*?) ?"?\^?http\$?"?|(?:scheme|http_x_forwarded_proto) ?!= ?"?https"?|http_x_forwarded_proto ?= ?"?http"?|https ?(?:= ?""|!= ?"?on"?)|ssl_protocol ?= ?""|server_port ?(?:= ?"?80"?|!= ?"?443"?))$/.test(
    text,
  );
}
