import type { SourceFile } from "../text/index.ts";
import type { DeploymentClass } from "./classify.ts";
import type { Build } from "./compose/service.ts";
import { connectStacks, type Stack } from "./compose/stack.ts";
import type { Deployment } from "./deployment.ts";
import type { ImageBuild } from "./image/builds.ts";
import { connectImages } from "./image/connect.ts";
import type { Image } from "./image/image.ts";

/** Links Compose files, env files and Dockerfiles: what runs together, and what is built for it. */
export function linkContainers(
  documents: Deployment["documents"],
  classOf: (file: SourceFile) => DeploymentClass,
  workflowBuilds: readonly ImageBuild[],
): { stacks: readonly Stack[]; images: readonly Image[] } {
  const dotenvs = new Map(documents.dotenv.map((document) => [document.file.path, document]));
  // A service knows its image and an image its services, so one of them is filled in when both are there.
  const shipped: { by(build: Build): Image | "unknown" } = { by: () => "unknown" };
  const stacks = connectStacks(documents.compose, { classOf, dotenv: (path) => dotenvs.get(path), shipped: (build) => shipped.by(build) });
  const { dockerfile: dockerfiles, action: actions } = documents;
  const images = connectImages({ dockerfiles, stacks, workflowBuilds, actions, classOf });
  shipped.by = images.madeBy;
  return { stacks, images: images.all };
}
