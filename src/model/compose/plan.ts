import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import { isForUse, type DeploymentClass } from "../classify.ts";
import { folderOf } from "../project-path.ts";
import { baseOf, hasUsualName, isOverlay, isOverride } from "./compose-files.ts";
import { coveredDocuments } from "./coverage.ts";
import { draftOf, type Draft, type PlanContext, type RankedDraft } from "./draft.ts";
import { draftsOfStarts, draftsOfVariables } from "./started.ts";
import { Undecided } from "./undecided.ts";

/** Which files run together, and what they are started with. */
export interface StackPlan extends Omit<RankedDraft, "reason"> {
  /** Why a service may have more keys than these files give, by its name. */
  readonly opens: ReadonlyMap<string, string>;
}

/**
 * Tells which files run together: as commands and COMPOSE_FILE say; an override beside its file; an overlay on the file of its folder that it fits; each other file alone,
 * but for those that only lie over others, or are only included or extended. Those that ship come first, in the order of their first files.
 */
export function planStacks(context: PlanContext): StackPlan[] {
  const drafts = new Drafts(context);
  for (const draft of [...draftsOfStarts(context), ...draftsOfVariables(context)]) drafts.add(draft);
  const covered = coveredDocuments(context);
  for (const draft of draftsOfNeighbours(drafts, covered, context)) drafts.add(draft);
  const { all: documents } = context.files;
  for (const document of documents) {
    if (!isOverlay(document) && !covered.has(document) && runsAlone(document, drafts.with(document)))
      drafts.add(draftOf([document], "sure", context));
  }
  const places = new Map(documents.map((document, at) => [document, at]));
  const rank = (draft: RankedDraft): number => (isForUse(draft.fileClass) ? 0 : documents.length) + places.get(draft.documents[0])!;
  const undecided = new Undecided(drafts.all, context);
  return drafts.all
    .toSorted((a, b) => rank(a) - rank(b) || a.documents.length - b.documents.length)
    .map((draft) => ({ ...draft, opens: undecided.opensOf(draft) }));
}

/** In so many stacks one file may be the ground of others; what lies over it in more of them is only said to leave it open. */
const mostStacksOfFile = 40;

/** Drafts by what they are made of: the same files found twice are one stack. */
class Drafts {
  private readonly byKey = new Map<string, RankedDraft>();
  private readonly keys = new Map<ComposeDocument, Set<string>>();

  constructor(private readonly context: PlanContext) {}

  add(draft: Draft): void {
    const paths = [...draft.documents, ...draft.envFiles].map(({ file }) => file.path);
    const key = [draft.folder, draft.missingEnvFile ?? "", ...paths].join("\n");
    const known = this.byKey.get(key);
    if (known === undefined && draft.documents.length > 1 && this.with(draft.documents[0]).length >= mostStacksOfFile) return;
    this.byKey.set(key, {
      ...(known ?? draft),
      reason: known?.reason === "started" ? "started" : draft.reason,
      starts: [...(known?.starts ?? []), ...draft.starts],
      profiles: [...new Set([...(known?.profiles ?? []), ...draft.profiles])],
      // What one command leaves out is no gap where another one does without.
      open: known === undefined || draft.open === undefined ? draft.open : known.open,
      fileClass: classOfDraft(draft, this.context),
    });
    for (const document of draft.documents) this.keys.set(document, (this.keys.get(document) ?? new Set()).add(key));
  }

  get all(): readonly RankedDraft[] {
    return [...this.byKey.values()];
  }

  with(document: ComposeDocument): readonly RankedDraft[] {
    return [...(this.keys.get(document) ?? [])].map((key) => this.byKey.get(key)!);
  }
}

/** The class of the last file that has one, then that of the env file. */
function classOfDraft({ documents, envFiles }: Draft, { classOf }: PlanContext): DeploymentClass {
  const ofFiles = documents.map(({ file }) => classOf(file));
  const telling = ofFiles.findLast(isTelling) ?? envFiles.map(({ file }) => classOf(file)).findLast(isTelling);
  return telling ?? (ofFiles.includes("base") ? "base" : "neutral");
}

function isTelling(fileClass: DeploymentClass): boolean {
  return fileClass !== "neutral" && fileClass !== "base";
}

/** Overrides, which Compose lays over the file beside them of its own accord, and overlays, which fit one file of their folder. */
function draftsOfNeighbours(drafts: Drafts, covered: ReadonlySet<ComposeDocument>, context: PlanContext): Draft[] {
  return context.files.all.flatMap((document) => {
    if (covered.has(document) || drafts.with(document).some(({ documents }) => documents.length > 1)) return [];
    const base = isOverride(document) ? context.files.usualIn(folderOf(document.file.path)) : baseOf(document, context.files);
    if (base === undefined) return [];
    return [draftOf([base, document], isTelling(context.classOf(document.file)) ? "sure" : "guess", context)];
  });
}

/** Whether a file is started by itself as well, as far as the drafts that it takes part in tell. */
function runsAlone(document: ComposeDocument, drafts: readonly RankedDraft[]): boolean {
  if (drafts.some(({ documents, reason, fileClass }) => documents.length === 1 && reason === "started" && isForUse(fileClass)))
    return false;
  const joint = drafts.filter(({ documents }) => documents.length > 1);
  if (joint.some(({ documents }) => documents[0] !== document)) return false;
  if (joint.some(({ reason, fileClass }) => reason !== "guess" && isForUse(fileClass))) return false;
  return hasUsualName(document) || joint.every(({ reason }) => reason === "guess");
}
