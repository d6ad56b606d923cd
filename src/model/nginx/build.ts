import { nginxStockFiles } from "../../facts/nginx-stock-files.ts";
import type { Directive, NginxDocument } from "../../syntax/nginx/ast.ts";
import { contextInside } from "../../syntax/nginx/known.ts";
import { span } from "../../text/index.ts";
import { fitsGlob, type IncludePaths } from "./include-path.ts";
import { NginxLevel, type LevelKind, type UnresolvedInclude } from "./level.ts";
import { NginxLocation } from "./location.ts";
import { NginxServer } from "./server.ts";

/** How deep files may include each other, and levels stand in each other, files included. */
const MOST_INCLUDES = 16;
const MOST_LEVELS = 100;

/** What is left of the work that may be done; counted down. */
export interface Budget {
  directives: number;
}

export interface BuildInput {
  readonly root: NginxDocument;
  readonly kind: LevelKind;
  readonly isInsideUnknown: boolean;
  readonly paths: IncludePaths;
  readonly budget: Budget;
}

/** The levels of a configuration, and the files that its includes brought in. */
export function buildLevels(input: BuildInput): { readonly level: NginxLevel; readonly included: ReadonlySet<NginxDocument> } {
  const { root, kind, isInsideUnknown } = input;
  const level = new NginxLevel(kind, undefined, undefined, span(root.file, 0, 0), isInsideUnknown);
  const builder = new Builder(input);
  builder.read(level, root.directives, 0);
  return { level, included: builder.included };
}

/** A level while it is filled. */
interface Draft {
  readonly directives: Directive[];
  readonly levels: NginxLevel[];
  readonly unresolved: UnresolvedInclude[];
}

class Builder {
  readonly included = new Set<NginxDocument>();
  /** The files being read, from the root to the one at hand. */
  private readonly reading: NginxDocument[];

  constructor(private readonly input: BuildInput) {
    this.reading = [input.root];
  }

  read(level: NginxLevel, directives: readonly Directive[], depth: number): void {
    const draft = level as unknown as Draft;
    for (const directive of directives) {
      if (this.input.budget.directives-- <= 0) return void draft.unresolved.push(unresolved(directive, "the configuration is too large"));
      const kind = kindInside(directive, level);
      if (directive.name.value === "include") this.include(level, directive, depth);
      else if (kind === undefined) draft.directives.push(directive);
      else if (depth >= MOST_LEVELS) draft.unresolved.push(unresolved(directive, "blocks stand too deep in each other"));
      else {
        const inner = makeLevel(kind, directive, level);
        draft.levels.push(inner);
        this.read(inner, directive.block!.directives, depth + 1);
      }
    }
  }

  private include(level: NginxLevel, directive: Directive, depth: number): void {
    const { unresolved: list } = level as unknown as Draft;
    const pattern = directive.args[0]?.text;
    if (pattern === undefined) return;
    const target = this.input.paths.find(pattern, this.input.root.file.path, directive.span.file.path);
    if ("why" in target) return void list.push(unresolved(directive, target.why));
    if (this.reading.length > MOST_INCLUDES) return void list.push(unresolved(directive, "files include each other too deep"));
    for (const document of target.documents) {
      if (this.reading.includes(document)) list.push(unresolved(directive, "it includes itself"));
      else {
        this.included.add(document);
        this.reading.push(document);
        this.read(level, document.directives, depth);
        this.reading.pop();
      }
    }
  }
}

function makeLevel(kind: LevelKind, directive: Directive, outer: NginxLevel): NginxLevel {
  if (kind === "server") return new NginxServer(kind, directive, outer, directive.span, false);
  if (kind === "location") return new NginxLocation(kind, directive, outer, directive.span, false);
  return new NginxLevel(kind, directive, outer, directive.span, false);
}

/** The kind of level a directive opens; undefined when it opens none, or a block with rules of its own, as `map` does. */
function kindInside({ name, block }: Directive, around: NginxLevel): LevelKind | undefined {
  if (block === undefined || block.code !== undefined) return undefined;
  if (["server", "location", "if", "limit_except", "upstream", "events", "http", "stream", "mail"].includes(name.value))
    return name.value as LevelKind;
  return around.kind === "main" && contextInside(name.value, "m") !== "o" ? "other" : undefined;
}

function unresolved(directive: Directive, why: string): UnresolvedInclude {
  const path = directive.name.value === "include" ? (directive.args[0]?.text ?? "") : "";
  const stock = nginxStockFiles.find((file) => path === file.path || fitsGlobEnd(path, file.path));
  return { directive, why, sets: stock?.sets };
}

/** Whether the last segments of a path fit a glob or equal it. */
function fitsGlobEnd(path: string, end: string): boolean {
  const count = end.split("/").length;
  const last = path.split("/").slice(-count).join("/");
  return last === end || fitsGlob(last, end);
}
