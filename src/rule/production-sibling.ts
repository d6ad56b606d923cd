import type { DockerfileDocument } from "../syntax/dockerfile/ast.ts";
import type { Deployment } from "../model/deployment.ts";
import { fileClassOf } from "../model/file-class.ts";
import { folderOf, nameOf } from "../model/project-path.ts";

/** The Dockerfile beside another one that is called production's, where nothing in the project builds it; undefined when there is none, or the other one is production's itself. */
export function productionSibling(path: string, { images, documents, stacks }: Deployment): DockerfileDocument | undefined {
  const own = fileClassOf(nameOf(path));
  if (own === "prod" || own === "staging") return undefined;
  const folder = folderOf(path);
  const sibling = documents.dockerfile.find(({ file }) => folderOf(file.path) === folder && fileClassOf(nameOf(file.path)) === "prod");
  if (sibling === undefined || images.some(({ document, builds }) => document === sibling && builds.length > 0)) return undefined;
  // A build whose Dockerfile cannot be told may be of this one.
  const mayBeBuilt = stacks.some(({ services }) =>
    services.some(({ build }) => build !== undefined && build.dockerfile.value === undefined),
  );
  return mayBeBuilt ? undefined : sibling;
}
