import type { Scalar } from "../../syntax/template/index.ts";
import type { Span } from "../../text/index.ts";
import type { Deployment } from "../deployment.ts";
import { folderOf } from "../project-path.ts";
import { literalText } from "../value.ts";
import { isGlob, sourcePath } from "./build-context.ts";
import { below, contextsOf, type BuildContext } from "./context-files.ts";
import type { Image } from "./image.ts";

/** What a Dockerfile copies of its own folder, and the ignore file there that no build reads. */
export interface IgnoreFilePlace {
  /** The source of COPY or ADD that the ignore file was written for. */
  readonly at: Span;
  readonly context: string;
  /** Undefined where the ignore file in effect is read by the build. */
  readonly stray: { readonly path: string; readonly first: Span | undefined } | undefined;
}

/** Whether the ignore file beside a Dockerfile is read by its builds; undefined where there is none, or nothing of its folder is copied whole, or the context is not known. */
export function strayIgnoreFile(image: Image, deployment: Deployment): IgnoreFilePlace | undefined {
  const contexts = contextsOf(image, deployment);
  const [context] = contexts;
  if (context === undefined || contexts.some(({ builds }) => builds.length === 0)) return undefined;
  const own = folderOf(image.document.file.path);
  const at = copiedWhole(own, context, image, deployment);
  if (at === undefined) return undefined;
  const { folder, ignore } = context;
  if (ignore.kind !== "absent") return { at: at.span, context: folder, stray: undefined };
  const path = below(own, ".dockerignore");
  if (contexts.length > 1 || own === folder || !deployment.tree.has(path)) return undefined;
  const document = deployment.documents.dockerignore.find(({ file }) => file.path === path);
  if (document !== undefined && document.patterns.length === 0) return undefined;
  return { at: at.span, context: folder, stray: { path, first: document?.patterns[0]?.span } };
}

/** The first source that takes the Dockerfile's folder, or one above it. */
function copiedWhole(own: string, { folder }: BuildContext, image: Image, { tree }: Deployment): Scalar | undefined {
  return image.ownStages
    .flatMap(({ instructions }) => instructions)
    .flatMap((one) => ((one.keyword === "COPY" || one.keyword === "ADD") && one.from === undefined ? one.sources : []))
    .find((source) => {
      const text = literalText(source);
      const path = text === undefined || isGlob(text) ? undefined : sourcePath(folder, text);
      return path !== undefined && (path === "" || tree.isDirectory(path)) && (path === "" || own === path || own.startsWith(`${path}/`));
    });
}
