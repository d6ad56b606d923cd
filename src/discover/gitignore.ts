import { decode } from "./decode.ts";
import { isFailure, type FileSystem } from "./file-system.ts";
import { noIgnoreRules, type IgnoreRules } from "./ignore-rules.ts";
import { defaultLimits } from "./limits.ts";
import type { Notices } from "./notices.ts";
import type { ListedTree } from "./path-tree.ts";

/** The rules of every `.gitignore`, and of `.git/info/exclude`, read when they are needed. */
export class Gitignore {
  private readonly byFolder = new Map<string, IgnoreRules>();

  constructor(
    private readonly fileSystem: FileSystem,
    private readonly tree: ListedTree,
    private readonly notices: Notices,
  ) {}

  /** Whether git ignores a path that it does not track already; a folder is given with "/" at its end. */
  isIgnored(path: string): boolean {
    const folder = path.slice(0, Math.max(0, path.replace(/\/$/, "").lastIndexOf("/")));
    return this.rulesIn(folder).ignores(path);
  }

  /** Those of the deepest folder on the way that exists: below it there is nothing to read. */
  private rulesIn(folder: string): IgnoreRules {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    let path = "";
    let rules = this.ownRules("", () => this.exclude());
    for (const name of folder === "" ? [] : folder.split("/")) {
      path = path === "" ? name : `${path}/${name}`;
      if (!this.tree.isDirectory(path)) break;
      const above = rules;
      rules = this.ownRules(path, () => above);
    }
    return rules;
  }

  private ownRules(folder: string, above: () => IgnoreRules): IgnoreRules {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const rules = this.addFile(above(), folder, folder === "" ? ".gitignore" : `${folder}/.gitignore`);
    this.byFolder.set(folder, rules);
    return rules;
  }

  private exclude(): IgnoreRules {
    return this.addFile(noIgnoreRules(), "", ".git/info/exclude");
  }

  /** An ignore file that is a link is not read: git does not either (gitignore(5), notes). */
  private addFile(above: IgnoreRules, folder: string, path: string): IgnoreRules {
    if (this.tree.kindOf(path) !== "file") return above;
    const bytes = this.fileSystem.readFile(path, defaultLimits.fileSize);
    if (isFailure(bytes)) {
      this.notices.skip(path, `${bytes.detail}: what it ignores is not known, so nothing was left out because of it`);
      return above;
    }
    const decoded = decode(bytes);
    if (!("text" in decoded)) return above;
    const rules = above.within(folder, decoded.text);
    const leftOut = rules.leftOut - above.leftOut;
    if (leftOut > 0)
      this.notices.skip(
        path,
        `has ${leftOut} pattern${leftOut === 1 ? "" : "s"} with too many wildcards, or more patterns than are read; those ignore nothing here`,
      );
    return rules;
  }
}
