import type { Argument, Directive } from "../../syntax/nginx/ast.ts";
import { readEndpoint, type Endpoint } from "./endpoint.ts";
import type { NginxLevel } from "./level.ts";

/** Requests handed on to another server: one `proxy_pass` or its like. */
export interface NginxPass {
  readonly directive: Directive;
  readonly kind: "proxy_pass" | "grpc_pass" | "fastcgi_pass" | "uwsgi_pass" | "scgi_pass" | "memcached_pass" | "tunnel_pass";
  /** What is handed on to, as written. */
  readonly target: Argument;
  /** The same taken apart; when the target is a variable with one constant value in the whole configuration, that value. */
  readonly endpoint: Endpoint;
  /** The `set` that gives the variable its value, where one does. */
  readonly via: Directive | undefined;
}

const kinds: readonly string[] = ["proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass", "tunnel_pass"];

/** Whether requests at a level with this directive are handed on by it. */
export function isPassName(name: string): name is NginxPass["kind"] {
  return kinds.includes(name);
}

/** The passes at the level itself. */
export function readPasses(level: NginxLevel, constants: Constants): readonly NginxPass[] {
  const result: NginxPass[] = [];
  for (const directive of level.directives) {
    const kind = directive.name.value;
    const target = directive.args[0];
    if (!isPassName(kind) || target === undefined) continue;
    const via = variableIn(target) === undefined ? undefined : constants.get(variableIn(target)!);
    const endpoint = via ? readEndpoint(via.args[1]!) : readEndpoint(target);
    const scheme = endpoint.scheme ?? readEndpoint(target).scheme;
    result.push({ directive, kind, target, endpoint: { ...endpoint, scheme }, via });
  }
  return result;
}

/** The `set` of each variable that one value without variables is ever given to, by the variable's name. */
export type Constants = ReadonlyMap<string, Directive>;

export function readConstants(levels: Iterable<NginxLevel>): Constants {
  const found = new Map<string, Directive | undefined>();
  for (const level of levels) {
    for (const directive of level.directives) {
      const written = variableGiven(directive);
      const name = written?.text.replace(/^\$/, "");
      if (name === undefined) continue;
      const value = directive.name.value === "set" ? directive.args[1] : undefined;
      const isNew = !found.has(name);
      const known = found.get(name);
      if (value?.scalar.kind !== "literal") found.set(name, undefined);
      else if (isNew) found.set(name, directive);
      else if (known !== undefined && known.args[1]!.text !== value.text) found.set(name, undefined);
    }
  }
  const result = new Map<string, Directive>();
  for (const [name, directive] of found) if (directive) result.set(name, directive);
  return result;
}

/** The variable that a directive gives a value to. */
function variableGiven({ name, args }: Directive): Argument | undefined {
  if (name.value === "set" || name.value === "perl_set" || name.value === "js_set" || name.value === "auth_request_set") return args[0];
  if (name.value === "map" || name.value === "geo" || name.value === "split_clients") return args.at(-1);
  return undefined;
}

/** For `$upstream`, `http://$upstream` and the like, with nothing behind that could change the host: the variable's name. */
function variableIn(target: Argument): string | undefined {
  return /^(?:[a-z]+:\/\/)?\$\{?(\w+)\}?(?:$|[/$])/i.exec(target.text)?.[1];
}
