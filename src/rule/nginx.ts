import { placesOf, serverOf, type NginxConfig, type NginxLevel, type NginxPlace, type NginxServer } from "../model/nginx/index.ts";
import type { Argument, Directive } from "../syntax/nginx/ast.ts";
import type { Edit, Span } from "../text/index.ts";
import { list } from "./wording.ts";

/** One directive that is in effect somewhere, and the servers it is in effect for. */
export interface NginxSetting {
  readonly directive: Directive;
  readonly level: NginxLevel;
  /** Empty where they are not known: in a part of a configuration that holds none. */
  readonly servers: readonly NginxServer[];
}

/**
 * The directives of that name that hold for some server that `applies`, and those outside of servers when no such server is known, as in a snippet. Where
 * a level has several, the last one.
 */
export function settingsOf(
  config: NginxConfig,
  name: string,
  applies: (server: NginxServer) => boolean = () => true,
): readonly NginxSetting[] {
  const all = [...config.servers, ...config.otherServers];
  const applying = all.filter(applies);
  const inheriting = new Map<NginxLevel | undefined, NginxServer[]>();
  for (const server of applying) {
    const from = server.effective(name).definedAt;
    const same = inheriting.get(from);
    if (same) same.push(server);
    else inheriting.set(from, [server]);
  }
  const mayBeForOthers = applying.length === 0 && (all.length === 0 || config.mayHaveMoreServers);
  const result: NginxSetting[] = [];
  for (const level of config.levels) {
    const directive = level.own(name).at(-1);
    if (directive === undefined) continue;
    const around = serverOf(level);
    const servers = around === undefined ? (inheriting.get(level) ?? []) : [around];
    if (around === undefined ? servers.length > 0 || mayBeForOthers : applies(around)) result.push({ directive, level, servers });
  }
  return result;
}

/** Whether a server takes TLS, or may: when what it listens on is not known. */
export function mayBeTls(server: NginxServer): boolean {
  return server.isTls || server.listens.length === 0;
}

/** What a server is called in a sentence: its first name in quotes, as in `"shop.example.com"`, else what it listens on. */
export function nameOf(server: NginxServer): string {
  const name = server.names.find(({ kind }) => kind !== "none");
  if (name !== undefined) return `"${name.text}"`;
  const listen = server.listens.find(({ ssl }) => ssl) ?? server.listens[0];
  if (listen?.directive === undefined) return "the server without a name";
  return listen.port === undefined
    ? `the server on "${listen.span.file.text.slice(listen.span.start, listen.span.end)}"`
    : `the server on port ${listen.port}`;
}

/** The servers by their names, no more than three of them: `"shop.example.com"`, `"a.example.com" and 3 more servers`; `servers that use this file` for none. */
export function namesOf(servers: readonly NginxServer[]): string {
  const names = [...new Set(servers.map(nameOf))];
  if (names.length === 0) return "every server that uses this file";
  return names.length <= 3 ? list(names) : `${names[0]} and ${names.length - 1} more servers`;
}

/** Whether an argument only has a value once it is filled in, by nginx or by what writes the file. */
export function isFilledIn(argument: Argument): boolean {
  return argument.scalar.kind === "template" || /^(?:__\w+__|@\w+@|<\w+>)$/.test(argument.text);
}

/** The parts of a server whose answers a browser shows as pages, as far as there are any; else all parts that answer. */
export function pagesOf(server: NginxServer): readonly NginxPlace[] {
  const places = placesOf(server);
  const pages = places.filter(({ isAssets }) => !isAssets);
  return pages.length > 0 ? pages : places;
}

/** Whether only some may see what a level answers: it asks for a password or a token, or lets in named addresses alone. */
export function isGuarded(level: NginxLevel): boolean {
  const isAsked = ["auth_basic", "auth_request", "auth_jwt"].some((name) => (level.effectiveValue(name) ?? "off") !== "off");
  return isAsked || level.effective("deny").directives.some((directive) => directive.args[0]?.text === "all");
}

/** How far back the beginning of a line is looked for. */
const LONGEST_LINE = 1000;

/** A new line with a directive behind another one, indented as that one's line is. */
export function lineBehind({ span }: Directive, line: string): Edit {
  const { file, start, end } = span;
  const before = file.text.slice(Math.max(0, start - LONGEST_LINE), start);
  const indent = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))![0];
  return { span: { file, start: end, end }, replacement: `\n${indent}${line}` };
}

/** What comes between a directive and one of its arguments and the argument itself, so that taking it out leaves no gap; a comment in between is left alone. */
export function withGapBefore(directive: Directive, index: number): Span {
  const { file, start, end } = directive.args[index]!.span;
  const from = index === 0 ? directive.name.span.end : directive.args[index - 1]!.span.end;
  return { file, start: file.text.slice(from, start).trim() === "" ? from : start, end };
}
