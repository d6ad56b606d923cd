import type { Argument, Directive } from "../../syntax/nginx/ast.ts";

/** One response header that a configuration sets. */
export interface ResponseHeader {
  /** In lower case. */
  readonly name: string;
  /** Of `more_set_headers`, the name and the colon with it. */
  readonly value: Argument | undefined;
  readonly directive: Directive;
}

/** The headers that an `add_header`, or a `more_set_headers` of the headers-more module, sets; none for another directive. */
export function readResponseHeaders(directive: Directive): readonly ResponseHeader[] {
  if (directive.name.value === "more_set_headers") return directive.args.flatMap((value) => readMore(value, directive));
  const [name, value] = directive.args;
  return name === undefined || directive.name.value !== "add_header" ? [] : [{ name: name.text.toLowerCase(), value, directive }];
}

function readMore(value: Argument, directive: Directive): readonly ResponseHeader[] {
  const name = /^([\w-]+):\s*\S/.exec(value.text)?.[1];
  return name === undefined ? [] : [{ name: name.toLowerCase(), value, directive }];
}
