import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import { isForUse } from "../classify.ts";
import { folderOf, nameOf } from "../project-path.ts";
import { groupBy, isOverlay } from "./compose-files.ts";
import type { PlanContext, RankedDraft } from "./draft.ts";

/** Tells why services of a stack may have keys that its files do not give. */
export class Undecided {
  private readonly withFile = new Map<ComposeDocument, RankedDraft[]>();
  /** Overlays that nobody is seen to start, by folder. */
  private readonly loose: ReadonlyMap<string, readonly ComposeDocument[]>;

  constructor(drafts: readonly RankedDraft[], { files, classOf }: PlanContext) {
    for (const draft of drafts.filter(({ fileClass }) => isForUse(fileClass))) {
      for (const document of draft.documents) {
        const known = this.withFile.get(document);
        if (known === undefined) this.withFile.set(document, [draft]);
        else known.push(draft);
      }
    }
    const placed = new Set(drafts.flatMap(({ documents }) => documents));
    const loose = files.all.filter((one) => !placed.has(one) && isForUse(classOf(one.file)) && isOverlay(one));
    this.loose = groupBy(loose, ({ file }) => folderOf(file.path));
  }

  /** The reasons, by the services' names. */
  opensOf(draft: RankedDraft): ReadonlyMap<string, string> {
    const opens = new Map<string, string>();
    const add = ({ services }: ComposeDocument, why: string): void => {
      for (const { key } of services) opens.set(key.text, why);
    };
    if (isForUse(draft.fileClass)) {
      for (const document of this.mayLieOver(draft)) add(document, `${nameOf(document.file.path)}, which lies over it, may give it`);
    } else {
      // What production's files lack is judged where they ship; development, which adds to them, neither excuses nor repeats it.
      for (const document of draft.documents) {
        const other = this.withFile
          .get(document)?.[0]
          ?.documents.map(({ file }) => nameOf(file.path))
          .join(" and ");
        if (other !== undefined) add(document, `what it lacks is judged where ${other} ships`);
      }
    }
    return opens;
  }

  /** Files that are started over these in another stack, those that may be where no command says what is, and loose overlays. */
  private mayLieOver({ documents, folder, reason }: RankedDraft): readonly ComposeDocument[] {
    const own = new Set(documents);
    const larger = (this.withFile.get(documents[0]) ?? []).filter(
      (other) =>
        other.documents.length > 1 &&
        ((reason !== "started" && other.reason === "guess") ||
          (other.documents.length > own.size && documents.every((document) => other.documents.includes(document)))),
    );
    return [...larger.flatMap((other) => other.documents.filter((document) => !own.has(document))), ...(this.loose.get(folder) ?? [])];
  }
}
