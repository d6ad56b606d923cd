import type { SourceFile, Span } from "../../text/index.ts";
import type { ComposeDocument } from "../../syntax/compose/ast.ts";
import type { DotenvDocument } from "../../syntax/dotenv/ast.ts";
import type { DeploymentClass } from "../classify.ts";
import type { ComposeStart } from "../invocation/compose-start.ts";
import { folderOf } from "../project-path.ts";
import type { ComposeFiles } from "./compose-files.ts";

/** Files that may run together, and what they are started with. */
export interface Draft {
  readonly documents: readonly [ComposeDocument, ...ComposeDocument[]];
  /** The folder that relative paths start at. */
  readonly folder: string;
  readonly envFiles: readonly DotenvDocument[];
  /** Why a variable may have a value that no file here gives, where an env file is named that is not there. */
  readonly missingEnvFile: string | undefined;
  readonly profiles: readonly string[];
  /** The commands and settings that say so. */
  readonly starts: readonly Span[];
  /** Why files may be missing. */
  readonly open: string | undefined;
  /** "started": a command or a setting says so. "sure": its files can only be meant so. "guess": they may be started so. */
  readonly reason: "started" | "sure" | "guess";
}

export interface RankedDraft extends Draft {
  readonly fileClass: DeploymentClass;
}

export interface PlanContext {
  readonly files: ComposeFiles;
  readonly starts: readonly ComposeStart[];
  classOf(file: SourceFile): DeploymentClass;
  dotenv(path: string): DotenvDocument | undefined;
}

/** Files in their usual place, with the `.env` beside the first. */
export function draftOf(documents: Draft["documents"], reason: Draft["reason"], context: Pick<PlanContext, "dotenv">): Draft {
  const folder = folderOf(documents[0].file.path);
  const dotenv = context.dotenv(dotenvIn(folder));
  return {
    documents,
    folder,
    envFiles: dotenv === undefined ? [] : [dotenv],
    missingEnvFile: undefined,
    profiles: [],
    starts: [],
    open: undefined,
    reason,
  };
}

/** Where Compose looks for the variables of a project in that folder. */
export function dotenvIn(folder: string): string {
  return folder === "" ? ".env" : `${folder}/.env`;
}
