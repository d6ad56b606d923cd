import type { SourceFile } from "../../text/index.ts";
import type { ComposeDocument, ComposeEntry } from "../../syntax/compose/ast.ts";
import { entryOf, textOfScalar, valueOf } from "../../syntax/yaml/ask.ts";
import type { YamlMapping, YamlNode } from "../../syntax/yaml/ast.ts";
import { projectPath } from "../project-path.ts";
import type { AssemblyContext } from "./assembly.ts";
import { interpolation } from "./interpolation.ts";
import { mergeMappings } from "./merge.ts";
import { scopeOfExtended } from "./scope.ts";

/** A service with what it extends merged in. */
export interface ExtendedService {
  readonly entry: ComposeEntry;
  /** Why keys may be missing; undefined when all it extends is there. */
  readonly open: string | undefined;
}

/** Longer chains are left open, so that the work stays proportional to the file. */
const longestChain = 16;

type Services = ReadonlyMap<string, ComposeEntry>;

/**
 * The services of a file that extend others, each with those merged in (Compose Specification, "extends"): services of the same file, which holds what it includes as well, or of another
 * one. What is missing or leads in a circle is recorded as a gap.
 */
export function extendServices(services: Services, { file }: ComposeDocument, context: AssemblyContext): ExtendedService[] {
  const found: ExtendedService[] = [];
  for (const entry of services.values()) {
    if (entryOf(entry.value, "extends") === undefined) continue;
    const chain = new Chain(entry.value, { services, file }, context);
    while (chain.isUnfinished) chain.follow();
    const { node, isExact } = chain.merge();
    found.push({
      entry: { ...entry, value: node },
      open: chain.open ?? (isExact ? undefined : "it extends a service that writes one of its keys in another form"),
    });
  }
  // All are read before any is replaced: each finds the others as they are written.
  return found;
}

const known = new WeakMap<ComposeDocument, Services>();

/** The services of one file as written, by their names; those that `!reset` takes away are not among them. */
export function servicesOf(document: ComposeDocument): Services {
  const services =
    known.get(document) ??
    new Map(document.services.flatMap((entry) => (entry.value.tag === "!reset" ? [] : [[entry.key.text, entry] as const])));
  known.set(document, services);
  return services;
}

/** A service and those it extends, from the outermost on. */
class Chain {
  private readonly nodes: YamlMapping[];
  open: string | undefined;

  constructor(
    node: YamlMapping,
    private place: { readonly services: Services; readonly file: SourceFile },
    private readonly context: AssemblyContext,
  ) {
    this.nodes = [node];
  }

  get isUnfinished(): boolean {
    return this.open === undefined && entryOf(this.nodes[0], "extends") !== undefined;
  }

  follow(): void {
    const { value } = entryOf(this.nodes[0], "extends")!;
    const name = this.textOf(value) ?? this.textOf(valueOf(value, "service"));
    if (name === undefined) return this.leave(value, "what it extends is filled in at run time");
    const file = valueOf(value, "file");
    if (file !== undefined && !this.enter(file)) return;
    const base = this.place.services.get(name)?.value;
    if (base === undefined) this.leave(value, `${this.place.file.path} has no service "${name}" to extend`);
    else if (this.nodes.includes(base)) this.leave(value, "it extends itself");
    else if (this.nodes.length === longestChain) this.leave(value, "it extends a service through too many others");
    else this.nodes.unshift(base);
  }

  merge(): { readonly node: YamlMapping; readonly isExact: boolean } {
    let [node] = this.nodes as [YamlMapping];
    let isExact = true;
    for (const later of this.nodes.slice(1)) {
      const merged = mergeMappings(node, later, "services.*");
      node = merged.node;
      isExact &&= merged.isExact;
    }
    return { node: { ...node, entries: node.entries.filter(({ key }) => key.text !== "extends") }, isExact };
  }

  private enter(node: YamlNode): boolean {
    const { scopes } = this.context;
    const scope = scopes.at(node.span);
    const name = this.textOf(node);
    if (name === undefined) {
      this.leave(node, "the file of what it extends is filled in at run time");
      return false;
    }
    const path = projectPath(scope.folder, name);
    const document = path === undefined ? undefined : this.context.compose(path);
    if (document === undefined) {
      this.leave(node, `${path ?? name}, which holds what it extends, is not at hand`);
      return false;
    }
    if (document.file === this.place.file) return true;
    scopes.enter(document.file, scopeOfExtended(document.file, scope));
    this.place = { services: servicesOf(document), file: document.file };
    return true;
  }

  private leave({ span }: YamlNode, why: string): void {
    this.open = why;
    this.context.gaps.push({ at: span, why });
  }

  private textOf(node: YamlNode | undefined): string | undefined {
    const written = textOfScalar(node);
    if (written?.includes("$") !== true) return written;
    const value = interpolation(this.context.scopes.at(node!.span).lookup).value(node);
    return value.kind === "known" ? value.text : undefined;
  }
}
