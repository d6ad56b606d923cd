import { nginxAccumulating, nginxListDirectives, nginxNotInherited } from "../../facts/nginx-directives.ts";
import type { Directive } from "../../syntax/nginx/ast.ts";
import type { Span } from "../../text/index.ts";
import { readResponseHeaders, type ResponseHeader } from "./response-header.ts";

export type LevelKind =
  | "main"
  | "http"
  | "server"
  | "location"
  | "if"
  | "limit_except"
  | "upstream"
  | "events"
  | "stream"
  | "mail"
  | "other";

/** An `include` whose files are not among those of the project, or are not certain. */
export interface UnresolvedInclude {
  readonly directive: Directive;
  /** Why, as the end of a sentence: "it is not part of the project". */
  readonly why: string;
  /** The only directives it can hold, when it is a file that nginx or its packages install; a name that ends in `*` stands for all that begin so. */
  readonly sets: readonly string[] | undefined;
}

/** What is in effect at a level. */
export interface Effective {
  /** In the order nginx takes them; empty when nothing sets it. */
  readonly directives: readonly Directive[];
  /** The level that has them, the innermost one where several add up; undefined when none does. */
  readonly definedAt: NginxLevel | undefined;
  /** Whether something that is not known could add to this or replace it: then neither "it is set" nor "it is missing" is certain. */
  readonly open: boolean;
  /** The includes that make it open; empty although `open` when it is the file around a snippet that is not known. */
  readonly openedBy: readonly UnresolvedInclude[];
}

/** One block of a configuration, or a file's top, with what its includes bring in. */
export class NginxLevel {
  /** The level's own directives, in order, those of included files in their place; `include` itself and the `directives` of nested levels left out. */
  readonly directives: readonly Directive[] = [];
  /** The levels directly inside. */
  readonly levels: readonly NginxLevel[] = [];
  /** The level's own includes that could not be followed. */
  readonly unresolved: readonly UnresolvedInclude[] = [];

  #byName: ReadonlyMap<string, readonly Directive[]> | undefined;
  #headers: ReadonlyMap<string, readonly ResponseHeader[]> | undefined;

  constructor(
    readonly kind: LevelKind,
    /** The directive that opens the block; undefined for a file's top. */
    readonly directive: Directive | undefined,
    readonly outer: NginxLevel | undefined,
    /** The whole block, from its name to its closing brace. */
    readonly span: Span,
    /** For a file's top: whether the file stands inside something that is not known. */
    readonly isInsideUnknown: boolean,
  ) {}

  /** The smallest place that stands for the level: its name. */
  get at(): Span {
    return this.directive?.name.span ?? this.span;
  }

  /** The directives of that name that stand at this level itself. */
  own(name: string): readonly Directive[] {
    this.#byName ??= group(this.directives, ({ name: { value } }) => value);
    return this.#byName.get(name) ?? [];
  }

  /** The text of the first argument of the last own directive of that name, as in `on`; undefined for none. */
  ownValue(name: string): string | undefined {
    return this.own(name).at(-1)?.args[0]?.text;
  }

  /** The response headers that the level itself sets, `more_set_headers` included, by their names in lower case. */
  get headers(): ReadonlyMap<string, readonly ResponseHeader[]> {
    this.#headers ??= group([...this.own("add_header"), ...this.own("more_set_headers")].flatMap(readResponseHeaders), ({ name }) => name);
    return this.#headers;
  }

  /**
   * What is in effect here by nginx's rules: a level's own directives, else those of the nearest level around it that has any. `add_header_inherit`
   * is obeyed; handlers such as `proxy_pass`, which nginx does not hand on to nested locations, are answered accordingly.
   */
  effective(name: string): Effective {
    const family = listOf(name);
    const inherits = !nginxNotInherited.includes(name);
    const openedBy: UnresolvedInclude[] = [];
    const lists: (readonly Directive[])[] = [];
    let definedAt: NginxLevel | undefined;
    let isInsideUnknown = false;
    for (const level of this.outwards()) {
      openedBy.push(...level.unresolved.filter((include) => maySet(include, name)));
      const hasOwn = family.some((member) => level.own(member).length > 0);
      if (hasOwn) definedAt ??= level;
      lists.unshift(level.own(name));
      const isPart = level.kind === "if" || level.kind === "limit_except";
      if ((!inherits && !isPart) || stops(level, name, hasOwn)) break;
      isInsideUnknown = level.isInsideUnknown;
    }
    return { directives: lists.flat(), definedAt, open: isInsideUnknown || openedBy.length > 0, openedBy };
  }

  /** The text of the first argument of what is in effect, as in `on`; undefined when nothing is, also when that is not certain. */
  effectiveValue(name: string): string | undefined {
    return this.effective(name).directives.at(-1)?.args[0]?.text;
  }

  /** This level, and all inside it, in the order written. */
  *all(): Iterable<NginxLevel> {
    yield this;
    for (const level of this.levels) yield* level.all();
  }

  /** The nearest level of that kind around this one, itself included. */
  nearest(kind: LevelKind): NginxLevel | undefined {
    return [...this.outwards()].find((level) => level.kind === kind);
  }

  /** This level and those around it, the file's top last. */
  *outwards(): Iterable<NginxLevel> {
    yield this;
    if (this.outer) yield* this.outer.outwards();
  }
}

function group<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const result = new Map<string, T[]>();
  for (const item of items) {
    const same = result.get(nameOf(item));
    if (same) same.push(item);
    else result.set(nameOf(item), [item]);
  }
  return result;
}

/** The directives that make up one list with that of the name. */
function listOf(name: string): readonly string[] {
  return nginxListDirectives.find((list) => list.includes(name)) ?? [name];
}

function maySet(include: UnresolvedInclude, name: string): boolean {
  if (include.sets === undefined) return true;
  const list = listOf(name);
  return include.sets.some((set) => (set.endsWith("*") ? name.startsWith(set.slice(0, -1)) : list.includes(set)));
}

/** Whether a level keeps the values of the levels around it from reaching what is inside. */
function stops(level: NginxLevel, name: string, hasOwn: boolean): boolean {
  if (nginxAccumulating.includes(name)) return false;
  if (name !== "add_header" && name !== "add_trailer") return hasOwn;
  const mode = level.effectiveValue(`${name}_inherit`);
  return mode === "off" || (hasOwn && mode !== "merge");
}
