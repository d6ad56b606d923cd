import type { Directive, NginxDocument } from "../../syntax/nginx/ast.ts";
import type { SourceFile } from "../../text/index.ts";
import type { NginxLevel, LevelKind, UnresolvedInclude } from "./level.ts";
import { NginxLocation, passesOf } from "./location.ts";
import { readConstants, type Constants, type NginxPass } from "./pass.ts";
import { NginxServer } from "./server.ts";
import { readUpstream, type NginxUpstream } from "./upstream.ts";

/** What nginx would make of one file and all it includes. */
export class NginxConfig {
  /** Every level, from the file's top inwards, in the order written. */
  readonly levels: readonly NginxLevel[];
  /** The servers of `http`. */
  readonly servers: readonly NginxServer[];
  /** The servers of `stream` and `mail`. */
  readonly otherServers: readonly NginxServer[];
  /** Every location, nested ones and those of snippets without a server included. */
  readonly locations: readonly NginxLocation[];
  readonly upstreams: readonly NginxUpstream[];
  /** The includes anywhere that could not be followed. */
  readonly unresolved: readonly UnresolvedInclude[];
  readonly #constants: Constants;
  readonly #upstreams: ReadonlyMap<string, NginxUpstream>;

  constructor(
    /** The file that no other one includes. */
    readonly document: NginxDocument,
    /** The file's top. */
    readonly root: NginxLevel,
    /** All files of the configuration, the root first. */
    readonly documents: readonly NginxDocument[],
  ) {
    this.levels = [...root.all()];
    const servers = this.levels.filter((level) => level instanceof NginxServer);
    this.servers = servers.filter((server) => server.protocol === "http");
    this.otherServers = servers.filter((server) => server.protocol !== "http");
    this.locations = this.levels.filter((level) => level instanceof NginxLocation);
    this.upstreams = this.levels.filter((level) => level.kind === "upstream").map(readUpstream);
    this.unresolved = this.levels.flatMap((level) => level.unresolved);
    this.#upstreams = new Map(this.upstreams.toReversed().map((upstream) => [upstream.name.value, upstream]));
    this.#constants = readConstants(this.levels);
  }

  get file(): SourceFile {
    return this.document.file;
  }

  /** What the root file is: a whole configuration ("main"), or a part of one. */
  get kind(): LevelKind {
    return this.root.kind;
  }

  /** The level of `http`: the block's, or the top of a file that is a part of one; undefined when there is none. */
  get http(): NginxLevel | undefined {
    return this.levels.find((level) => level.kind === "http");
  }

  /** Whether an include outside of servers could not be followed, so that there may be servers and upstreams that are not known. */
  get mayHaveMoreServers(): boolean {
    return this.levels.some(
      ({ kind, unresolved }) => (kind === "main" || kind === "http") && unresolved.some(({ sets }) => sets === undefined),
    );
  }

  /** The passes of a location, a server or another level, those under conditions (`if`, `limit_except`) included, of inner locations not. */
  passesOf(level: NginxLevel): readonly NginxPass[] {
    return passesOf(level, this.#constants);
  }

  /** All passes, in the order written. */
  get passes(): readonly { readonly level: NginxLevel; readonly pass: NginxPass }[] {
    const holders = this.levels.filter((level) => level.kind !== "if" && level.kind !== "limit_except");
    return holders.flatMap((level) => this.passesOf(level).map((pass) => ({ level, pass })));
  }

  /** The group of servers that a pass names as its host; undefined when it names a host itself. */
  upstreamOf(pass: NginxPass): NginxUpstream | undefined {
    const host = pass.endpoint.host?.value;
    return host === undefined ? undefined : this.#upstreams.get(host);
  }

  /** The `set` that gives a variable its one constant value in the whole configuration; undefined when none does. `name` is without the dollar. */
  constantOf(name: string): Directive | undefined {
    return this.#constants.get(name);
  }
}
