import { classifyAsked, classifyNamed, type Classification } from "./classify.ts";
import { decode } from "./decode.ts";
import type { DiscoveredFile, Discovery, DiscoveryRequest, Readers, Reference } from "./discover.ts";
import { isFailure, type Failure, type FileSystem } from "./file-system.ts";
import { Gitignore } from "./gitignore.ts";
import { isEvidenceKind, mayHoldFindings, type Kind } from "./kind.ts";
import { defaultLimits, sensitiveLimit, type Limits } from "./limits.ts";
import { judgeName } from "./name.ts";
import { byPath, Notices } from "./notices.ts";
import { ListedTree } from "./path-tree.ts";
import { isAlwaysPruned } from "./pruned.ts";
import { TrackedPaths } from "./tracked-paths.ts";
import { walk, type Candidate, type Walk } from "./walk.ts";

/** One discovery while it is being made. */
export class Run {
  private readonly files = new Map<string, DiscoveredFile>();
  /** Links to files, with where they lead. */
  private readonly aliases = new Map<string, string>();
  private readonly notices = new Notices();
  private readonly askedFolders: string[] = [];
  private readonly limits: Limits;
  private readonly tree: ListedTree;
  private readonly gitignore: Gitignore;
  private readonly tracked: TrackedPaths;
  private readonly walk: Walk;
  private isWithinAskedExclusion = false;

  constructor(
    request: DiscoveryRequest,
    private readonly fileSystem: FileSystem,
  ) {
    this.limits = { ...defaultLimits, ...request.limits };
    this.tree = new ListedTree(fileSystem);
    this.gitignore = new Gitignore(fileSystem, this.tree, this.notices);
    this.tracked = new TrackedPaths(fileSystem, this.tree, this.notices);
    this.walk = {
      tree: this.tree,
      notices: this.notices,
      limits: this.limits,
      visited: new Set(),
      count: 0,
      isExcluded: (path) => !this.isWithinAskedExclusion && (request.isExcluded?.(path) ?? false),
      isLeftToGit: (path) => this.gitignore.isIgnored(path) && !this.tracked.has(path),
    };
  }

  /** Takes one path the user asked for. */
  take(asked: string): void {
    const path = normalize(asked);
    const type = path === "" ? "directory" : this.fileSystem.typeOf(path);
    const target = type === "link" ? this.fileSystem.targetOf(path) : undefined;
    if (target?.kind === "inside" && target.type === "directory") this.take(target.path);
    else if (isFailure(type)) this.notices.fail(path, `${type.detail}: nothing was audited in its place`);
    else if (type === "directory") {
      this.askedFolders.push(path === "" ? "" : `${path}/`);
      // Who asks for an excluded folder by name wants to see it.
      this.isWithinAskedExclusion = path !== "" && this.walk.isExcluded(`${path}/`);
      for (const candidate of walk(path, this.walk)) this.readCandidate(candidate, false);
      this.isWithinAskedExclusion = false;
    } else if (this.walk.isExcluded(path)) this.notices.skip(path, "excluded by the configuration");
    else this.readCandidate({ path, verdict: judgeName(path), type }, true);
  }

  result(): Discovery {
    const { tracked } = this;
    const files = [...this.files.values()].map((found) => (this.isKnownAlias(found) ? asEvidence(found) : found));
    return {
      files: files.sort((a, b) => byPath(a.file, b.file)),
      skipped: this.notices.skipped(),
      unreadable: this.notices.unreadable(),
      tree: this.tree,
      get tracked() {
        return tracked.paths;
      },
      isIgnored: (path) => this.gitignore.isIgnored(path),
      follow: (readers) => this.follow(readers),
    };
  }

  /** A link whose target is audited itself would double every finding. */
  private isKnownAlias({ file }: DiscoveredFile): boolean {
    const target = this.aliases.get(file.path);
    return target !== undefined && this.files.get(target)?.asked === true;
  }

  private follow(readers: Readers): Discovery {
    const queue = this.result().files.slice();
    let count = 0;
    // The queue grows while it is read.
    for (let i = 0; i < queue.length; i++) {
      const { file, kind } = queue[i]!;
      const reason = readers.templateReason?.(file.text, kind);
      if (reason !== undefined) {
        this.files.delete(file.path);
        this.notices.skip(file.path, reason.includes("template") ? reason : `a template: ${reason}`);
        continue;
      }
      for (const reference of readers.references?.(file, kind, this.tree) ?? []) {
        const path = normalize(reference.path);
        if (this.files.has(path) || this.notices.isUnreadable(path)) continue;
        if (++count > this.limits.references) {
          this.notices.fail(file.path, `refers to files beyond the ${this.limits.references} that a run follows: they were not read`);
          return this.result();
        }
        const found = this.readReference({ path, kind: reference.kind });
        if (found !== undefined) queue.push(found);
      }
    }
    return this.result();
  }

  private readReference({ path, kind }: Reference): DiscoveredFile | undefined {
    const verdict = judgeName(path);
    const type = this.tree.kindOf(path);
    if (type !== "file" && type !== "link") return undefined;
    if (verdict.template === undefined)
      this.readFile(path, type, {
        asked: mayHoldFindings(kind) && this.isAsked(path, kind),
        isOurs: !isEvidenceKind(kind),
        classify: () => ({ kind }),
      });
    else this.settle(path, classifyNamed(verdict, ""), { text: "" }, false);
    return this.files.get(path);
  }

  /** Whether the walk would have audited the path, had its name told what it is. */
  private isAsked(path: string, kind: Kind): boolean {
    if (!this.askedFolders.some((folder) => path.startsWith(folder)) || this.walk.isExcluded(path)) return false;
    if (path.split("/").some(isAlwaysPruned)) return false;
    const isLeftToGit = this.walk.isLeftToGit(path);
    if (kind === "dotenv" && isLeftToGit) return true;
    return !isLeftToGit && this.walk.visited.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
  }

  private readCandidate({ path, verdict, type }: Candidate, isNamed: boolean): void {
    if (this.files.has(path)) return;
    const isOurs = isNamed || verdict.claims.some(({ strength }) => strength !== "possible");
    const classify = (text: string): Classification => (isNamed ? classifyAsked(path, text) : classifyNamed(verdict, text));
    if (verdict.template !== undefined) this.settle(path, classify(""), { text: "" }, true);
    else if (verdict.isSensitive !== undefined && !isNamed) this.readSensitive(path, type);
    else this.readFile(path, type, { asked: true, isOurs, classify });
  }

  /** A key, or the beginning of a dump, is small; of what is larger or binary the name is all there is to judge. Nothing here fails a run. */
  private readSensitive(path: string, type: Candidate["type"]): void {
    if (type !== "file") return;
    const bytes = this.fileSystem.readFile(path, sensitiveLimit);
    if (isFailure(bytes) && bytes.failure !== "too-large") return;
    const decoded = isFailure(bytes) ? undefined : decode(bytes);
    const text = decoded !== undefined && "text" in decoded && decoded.note === undefined ? decoded.text : "";
    this.files.set(path, { file: { path, text }, kind: "sensitive", asked: true });
  }

  private readFile(path: string, type: Candidate["type"], how: ReadOptions): void {
    if (type === "link" && !this.mayReadLink(path, how.isOurs)) return;
    if (type === "other") {
      if (how.isOurs) this.notices.fail(path, "no regular file but a device, a pipe or a socket: not opened");
      return;
    }
    const bytes = this.fileSystem.readFile(path, this.limits.fileSize);
    if (isFailure(bytes)) {
      this.reportFailure(path, bytes, how.isOurs);
      return;
    }
    const decoded = decode(bytes);
    if ("text" in decoded) this.settle(path, how.classify(decoded.text), decoded, how.asked);
    else if (how.isOurs) this.notices.fail(path, "binary: it holds NUL bytes, which no text does, and was not audited");
  }

  /** Whether a link leads to a file inside the root; says so if not. */
  private mayReadLink(path: string, isOurs: boolean): boolean {
    const target = this.fileSystem.targetOf(path);
    if (target.kind === "inside" && target.type === "file") {
      this.aliases.set(path, target.path);
      return true;
    }
    if (!isOurs) return false;
    if (target.kind === "outside") this.notices.fail(path, "a link that leads out of the project: not followed, so nothing was audited");
    else this.notices.skip(path, target.kind === "broken" ? "a link to nothing" : "a link to a folder: not followed");
    return false;
  }

  /** What may be ours and cannot be looked at fails the run; what is merely too large to find out does not. */
  private reportFailure(path: string, { failure, detail }: Failure, isOurs: boolean): void {
    const message = failure === "too-large" ? `larger than ${this.limits.fileSize / 1_000_000} MB: not read` : `${detail}: not audited`;
    if (isOurs || failure === "denied") this.notices.fail(path, message);
    else this.notices.skip(path, message);
  }

  private settle(path: string, classification: Classification, { text, note }: { text: string; note?: string }, asked: boolean): void {
    if (classification === undefined) return;
    if ("skipped" in classification) {
      this.notices.skip(path, classification.skipped);
      return;
    }
    this.notices.take(path);
    this.files.set(path, { file: { path, text }, kind: classification.kind, asked });
    if (note !== undefined) this.notices.fail(path, note);
  }
}

function asEvidence({ file, kind }: DiscoveredFile): DiscoveredFile {
  return { file, kind, asked: false };
}

interface ReadOptions {
  readonly asked: boolean;
  /** Whether the file is one of ours whatever it holds, so that failing to read it is worth telling. */
  readonly isOurs: boolean;
  classify(text: string): Classification;
}

function normalize(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
