import type { SourceFile } from "../text/index.ts";
import type { Document } from "./deployment.ts";
import { ENVIRONMENT_NAMES, fileClassOf, type FileClass } from "./file-class.ts";
import { folderOf } from "./project-path.ts";
import { literalText } from "./value.ts";

/** A file's class within its project. "base": a neutral file beside one of its kind that is production's, so that it is the ground both stand on, or development's. */
export type DeploymentClass = FileClass | "base";

/** Whether what has this class is put to use, or is the ground for it; the others serve development, tests, pipelines or as a pattern. */
export function isForUse(fileClass: DeploymentClass): boolean {
  return fileClass === "prod" || fileClass === "staging" || fileClass === "neutral" || fileClass === "base";
}

/** What runs together, as far as it tells the class of its files. */
export interface Use {
  readonly files: readonly SourceFile[];
  readonly fileClass: DeploymentClass;
}

/**
 * The classes once it is known which files run together: a file that says nothing of its own is production's where it takes part in that, and development's where it takes part in nothing
 * else.
 */
export function classifyByUse(uses: readonly Use[], classOf: (file: SourceFile) => DeploymentClass): (file: SourceFile) => DeploymentClass {
  const served = new Map<SourceFile, Set<DeploymentClass>>();
  for (const { files, fileClass } of uses) {
    for (const file of files) served.set(file, (served.get(file) ?? new Set()).add(fileClass));
  }
  return (file) => {
    const own = classOf(file);
    const classes = served.get(file);
    if (classes === undefined || (own !== "neutral" && own !== "base")) return own;
    const foremost = (["prod", "staging"] as const).find((one) => classes.has(one));
    if (foremost !== undefined) return foremost;
    const [first] = classes;
    if ([...classes].some(isForUse) || first === undefined) return own;
    return classes.has("dev") ? "dev" : first;
  };
}

/** Tells the class of every file; `configured` is what the configuration says of a path, and goes first. */
export function classifyFiles(
  documents: readonly Document[],
  configured: (path: string) => FileClass | undefined,
): (file: SourceFile) => DeploymentClass {
  const own = new Map(documents.map((document) => [document.file, configured(document.file.path) ?? ownClass(document)]));
  const inProduction = new Set(documents.filter(({ file }) => own.get(file) === "prod" || own.get(file) === "staging").map(placeOf));
  const classes = new Map<SourceFile, DeploymentClass>(own);
  for (const document of documents) {
    const { file } = document;
    if (own.get(file) === "neutral" && configured(file.path) === undefined && inProduction.has(placeOf(document)))
      classes.set(file, "base");
  }
  return (file) => classes.get(file) ?? "neutral";
}

function placeOf({ kind, file }: Document): string {
  return `${kind} ${folderOf(file.path)}`;
}

function ownClass(document: Document): FileClass {
  return fileClassOf(document.file.path, { comments: document.comments, environmentValue: environmentIn(document) });
}

function environmentIn(document: Document): string | undefined {
  if (document.kind !== "dotenv") return undefined;
  for (const name of ENVIRONMENT_NAMES) {
    const value = literalText(document.assignments.findLast(({ key }) => key.value === name)?.value);
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}
