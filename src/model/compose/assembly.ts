import type { Span } from "../../text/index.ts";
import type { ComposeDocument, ComposeEntry } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { YamlMapping } from "../../syntax/yaml/ast.ts";
import { asMapping, entryOf, valueOf } from "../../syntax/yaml/ask.ts";
import { folderOf } from "../project-path.ts";
import { extendServices, servicesOf } from "./extend.ts";
import { includesOf } from "./include.ts";
import { mergeMappings, withoutResets } from "./merge.ts";
import { eitherLookup, lookupIn, Scopes, type Scope } from "./scope.ts";

/** Something that a stack's files refer to and that is not there, or leads in a circle. */
export interface StackGap {
  readonly at: Span;
  /** Completes "not known, because …". */
  readonly why: string;
}

/** Files read as one: with what they include and extend, the later over the earlier. */
export interface Assembly {
  readonly root: YamlMapping;
  readonly services: readonly ComposeEntry[];
  /** Why a service may have more keys than can be seen, by its name. */
  readonly opens: ReadonlyMap<string, string>;
  /** Why services may be missing; undefined when all are here. */
  readonly open: string | undefined;
}

export interface AssemblyContext {
  compose(path: string): ComposeDocument | undefined;
  dotenv(path: string): DotenvDocument | undefined;
  readonly scopes: Scopes;
  readonly gaps: StackGap[];
  /** How many included files have been read. */
  included: number;
}

/** Includes within includes are followed to this depth, and one stack reads this many of them. */
const deepestInclude = 16;
const mostIncludes = 400;

interface Parts {
  root: YamlMapping;
  readonly services: Map<string, ComposeEntry>;
  readonly opens: Map<string, string>;
  /** Those that `!reset` takes away. */
  readonly removed: readonly string[];
  open: string | undefined;
}

/** Reads files that run together, the first as the ground and each other one over those before it (Compose Specification, "Merge", "Include", "Extend"). */
export function assemble(documents: readonly ComposeDocument[], scope: Scope, context: AssemblyContext): Assembly {
  const parts = assembleFiles(documents, scope, context, []);
  const services = [...parts.services.values()];
  const hasResets = context.scopes.files.some(({ text }) => text.includes("!reset"));
  return hasResets
    ? { ...parts, root: withoutResets(parts.root), services: services.map((entry) => ({ ...entry, value: withoutResets(entry.value) })) }
    : { ...parts, services };
}

function assembleFiles(
  documents: readonly ComposeDocument[],
  scope: Scope,
  context: AssemblyContext,
  includers: readonly ComposeDocument[],
): Parts {
  const [first, ...others] = documents.map((document) => assembleFile(document, scope, context, includers));
  for (const other of others) {
    first!.root = mergeMappings(first!.root, other.root, "").node;
    first!.open ??= other.open;
    layOver(first!, other);
  }
  return first!;
}

function layOver(parts: Parts, { services, opens, removed }: Pick<Parts, "services" | "opens" | "removed">): void {
  for (const name of removed) parts.services.delete(name);
  for (const [name, later] of services) {
    const earlier = parts.services.get(name);
    if (earlier === undefined || later.value.tag === "!override" || later.value.tag === "!reset") {
      parts.services.set(name, later);
      parts.opens.delete(name);
    } else {
      const { node, isExact } = mergeMappings(earlier.value, later.value, "services.*");
      // The service stands where it says what it runs: there a key is added to it.
      const home = isAtHome(earlier.value) ? earlier : later;
      parts.services.set(name, { ...home, value: { ...node, span: home.value.span } });
      if (!isExact) parts.opens.set(name, `${later.key.span.file.path} writes one of its keys in a form that Compose does not merge`);
    }
    const why = opens.get(name);
    if (why !== undefined) parts.opens.set(name, why);
  }
}

function isAtHome(node: YamlMapping): boolean {
  return entryOf(node, "image") !== undefined || entryOf(node, "build") !== undefined;
}

/** One file: what it includes is the ground that it stands on, and then its services extend those and one another. */
function assembleFile(document: ComposeDocument, scope: Scope, context: AssemblyContext, includers: readonly ComposeDocument[]): Parts {
  context.scopes.enter(document.file, scope);
  const removed = (asMapping(valueOf(document.root, "services"))?.entries ?? []).flatMap(({ key, value }) =>
    value.tag === "!reset" ? [key.text] : [],
  );
  const parts: Parts = { root: document.root, services: new Map(), opens: new Map(), removed, open: undefined };
  for (const included of includedBy(document, scope, context, includers)) {
    if (typeof included === "string") parts.open = included;
    else {
      parts.root = mergeMappings(included.root, parts.root, "").node;
      parts.open ??= included.open;
      layOver(parts, included);
    }
  }
  layOver(parts, { services: new Map(servicesOf(document)), opens: new Map(), removed });
  for (const { entry, open } of extendServices(parts.services, document, context)) {
    parts.services.set(entry.key.text, entry);
    if (open !== undefined) parts.opens.set(entry.key.text, open);
  }
  return parts;
}

/** What each entry of `include` brings in, or why that is not known. */
function* includedBy(
  document: ComposeDocument,
  scope: Scope,
  context: AssemblyContext,
  includers: readonly ComposeDocument[],
): Iterable<Parts | string> {
  const trail = [...includers, document];
  const fail = (at: Span, why: string): string => {
    context.gaps.push({ at, why });
    return why;
  };
  for (const include of includesOf(document, scope)) {
    const { span } = include;
    if (include.kind === "unknown") {
      yield fail(span, include.why);
      continue;
    }
    const documents = include.paths.map((path) => context.compose(path));
    const missing = include.paths.find((_, at) => documents[at] === undefined);
    const files = documents.flatMap((one) => one ?? []);
    if (missing !== undefined) yield fail(span, `${missing}, which it includes, is not at hand`);
    if (files.some((one) => trail.includes(one))) yield fail(span, "it includes itself");
    else if (trail.length > deepestInclude || context.included >= mostIncludes)
      yield fail(span, "it includes files through too many others");
    else if (missing === undefined && files.length > 0) {
      context.included += files.length;
      const inner = scopeOfIncluded(include, files[0]!, scope, context);
      yield assembleFiles(files, inner, context, trail);
    }
  }
}

function scopeOfIncluded(
  { folder, envFiles }: { readonly folder: string | undefined; readonly envFiles: readonly string[] | undefined },
  first: ComposeDocument,
  scope: Scope,
  context: AssemblyContext,
): Scope {
  const own = folder ?? folderOf(first.file.path);
  const paths = envFiles ?? [own === "" ? ".env" : `${own}/.env`];
  const dotenvs = paths.map((path) => context.dotenv(path));
  const missing = envFiles?.find((_, at) => dotenvs[at] === undefined);
  const given = lookupIn(
    dotenvs.flatMap((one) => one ?? []),
    missing === undefined ? undefined : `${missing} is not at hand`,
  );
  return { folder: own, lookup: eitherLookup(scope.lookup, given) };
}
