import type { SourceFile } from "../text/index.ts";
import { classifyByUse, type DeploymentClass } from "./classify.ts";
import type { Build } from "./compose/service.ts";
import { connectStacks, type Stack } from "./compose/stack.ts";
import type { Deployment } from "./deployment.ts";
import type { ImageBuild } from "./image/builds.ts";
import { connectImages } from "./image/connect.ts";
import type { Image } from "./image/image.ts";
import type { ComposeStart } from "./invocation/compose-start.ts";

/** Links Compose files, env files and Dockerfiles: what runs together, what is built for it, and the class of each file once that is known. */
export function linkContainers(
  documents: Deployment["documents"],
  classOf: (file: SourceFile) => DeploymentClass,
  workflowBuilds: readonly ImageBuild[],
  starts: readonly ComposeStart[],
): { stacks: readonly Stack[]; images: readonly Image[]; classOf(file: SourceFile): DeploymentClass } {
  const dotenvs = new Map(documents.dotenv.map((document) => [document.file.path, document]));
  // A service knows its image and an image its services, so one of them is filled in when both are there.
  const shipped: { by(build: Build): Image | "unknown" } = { by: () => "unknown" };
  const stacks = connectStacks(documents.compose, {
    classOf,
    dotenv: (path) => dotenvs.get(path),
    shipped: (build) => shipped.by(build),
    starts,
  });
  const { dockerfile: dockerfiles, action: actions } = documents;
  const images = connectImages({ dockerfiles, stacks, workflowBuilds, actions, classOf });
  shipped.by = images.madeBy;
  return { stacks, images: images.all, classOf: classifyByUse(stacks, classOf) };
}
