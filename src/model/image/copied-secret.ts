import type { Scalar } from "../../syntax/template/index.ts";
import type { Stage } from "../../syntax/dockerfile/ast.ts";
import type { Deployment } from "../deployment.ts";
import { fileClassOf } from "../file-class.ts";
import { folderOf, projectPath } from "../project-path.ts";
import { classifyValue, isSecretName, parseConnectionUrl } from "../secret/index.ts";
import { literalText } from "../value.ts";
import { isGlob, sourcePath } from "./build-context.ts";
import { contextsOf, isKeptOut, namesBelow, type BuildContext } from "./context-files.ts";
import type { Image } from "./image.ts";
import { secretFileOf } from "./secret-file.ts";

/** A folder that COPY or ADD takes whole, with what of it is meant for few. */
export interface BroadCopy {
  readonly source: Scalar;
  readonly stage: Stage;
  /** Whether the stage is a part of what ships. */
  readonly ships: boolean;
  readonly context: BuildContext;
  readonly secrets: readonly CopiedSecret[];
}

export interface CopiedSecret {
  /** Relative to the context. */
  readonly path: string;
  /** Completes "it is …". */
  readonly what: string;
  /** "there": in the project as it is. "loaded": a service that builds the image gets it as an env file. "documented": a sample of it stands there, and git ignores it. "history": the folder of the repository. */
  readonly because: "there" | "loaded" | "documented" | "history";
}

/** The folders that an image's own stages copy from the context, and the secrets in them that no ignore file keeps out. Undefined secrets cannot be: where the context or its ignore file is not known, a copy is left out. */
export function broadCopies(image: Image, deployment: Deployment): readonly BroadCopy[] {
  const [context, ...others] = contextsOf(image, deployment);
  if (context === undefined || others.length > 0 || context.ignore.kind === "unread") return [];
  return image.ownStages.flatMap((stage) =>
    stage.instructions.flatMap((one) => {
      if ((one.keyword !== "COPY" && one.keyword !== "ADD") || one.from !== undefined) return [];
      return one.sources.flatMap((source): readonly BroadCopy[] => {
        const folder = folderNamed(source, context, deployment);
        if (folder === undefined) return [];
        const secrets = secretsBelow(folder, context, image, deployment);
        return [{ source, stage, ships: image.shippedStages.has(stage), context, secrets }];
      });
    }),
  );
}

function folderNamed(source: Scalar, { folder }: BuildContext, { tree }: Deployment): string | undefined {
  const text = literalText(source);
  if (text === undefined || isGlob(text) || secretFileOf(text) !== undefined) return undefined;
  const path = sourcePath(folder, text);
  return path !== undefined && (path === "" || tree.isDirectory(path)) ? path : undefined;
}

function secretsBelow(folder: string, context: BuildContext, image: Image, deployment: Deployment): readonly CopiedSecret[] {
  const names = namesBelow(folder, context, deployment.tree);
  const found = new Map<string, CopiedSecret>();
  const add = (path: string, what: string, because: CopiedSecret["because"]): void => {
    const inside = context.folder === "" ? path : path.slice(context.folder.length + 1);
    if (!found.has(inside)) found.set(inside, { path: inside, what, because });
  };
  for (const path of names) {
    const file = secretFileOf(path);
    if (file === undefined || isForOthers(path) || (file.certainty === "likely" && !path.endsWith(".git"))) continue;
    if (path.endsWith(".git")) add(path, file.what, "history");
    else if (!isHarmless(path, deployment)) add(path, file.what, "there");
  }
  for (const { path, because } of expectedFiles(names, image, deployment)) {
    if (isIn(path, folder) && !deployment.tree.has(path) && isKeptOut(path, context) === "no") add(path, "an env file", because);
  }
  return [...found.values()];
}

function isIn(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

/** Tests and examples bring keys and settings that are made to be seen. */
function isForOthers(path: string): boolean {
  return ["test", "example", "ci"].includes(fileClassOf(path)) || /(?:^|\/)(?:docs?|demo|cypress|__\w+__)\//.test(path);
}

/** An env file that was read and holds no secret: settings of a frontend's build, switches. */
function isHarmless(path: string, { documents }: Deployment): boolean {
  const document = documents.dotenv.find(({ file }) => file.path === path);
  if (document === undefined) return false;
  return !document.assignments.some(({ key, value }) => {
    const held = classifyValue(value, { name: key.value });
    if (held === "empty" || held === "reference" || value === undefined) return false;
    return isSecretName(key.value) || (value.kind === "literal" && parseConnectionUrl(value)?.password !== undefined);
  });
}

interface Expected {
  readonly path: string;
  readonly because: "loaded" | "documented";
}

/** The env files that will stand in the context when it is built where it runs: those that services load, and those of which the project holds a sample. */
function expectedFiles(names: readonly string[], image: Image, deployment: Deployment): readonly Expected[] {
  const loaded = image.consumers
    .filter(({ build }) => build !== undefined)
    .flatMap(({ envFiles, nameSpan }) =>
      envFiles.flatMap(({ path }) =>
        path.value.kind === "known" ? (projectPath(folderOf(nameSpan.file.path), path.value.text) ?? []) : [],
      ),
    )
    .filter((path) => secretFileOf(path) !== undefined && !isForOthers(path))
    .map((path): Expected => ({ path, because: "loaded" }));
  const documented = names.flatMap((path): readonly Expected[] => {
    const real = /^(.*\.env)\.(?:example|sample|template|dist)$/.exec(path)?.[1];
    return real !== undefined && deployment.isIgnored(real) && !isForOthers(folderOf(path)) ? [{ path: real, because: "documented" }] : [];
  });
  return [...loaded, ...documented];
}
