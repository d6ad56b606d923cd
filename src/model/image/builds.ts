import type { ActionDocument } from "../../syntax/workflow/ast.ts";
import { literalText } from "../../syntax/workflow/ask.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Build, Service } from "../compose/service.ts";
import { buildTarget, type Stack } from "../compose/stack.ts";
import { textOf } from "../../text/index.ts";
import { namesSameImage } from "./published-name.ts";
import { folderOf, nameOf, projectPath } from "../project-path.ts";

/** One place in the project that has an image built, with paths relative to its root. */
export interface ImageBuild {
  readonly dockerfile: string;
  /** The stage by name or number; undefined for the last one. */
  readonly stage: string | undefined;
  readonly context: string | undefined;
  readonly service: Service | undefined;
  /** The class of the file that says so; that of a workflow counts as production's, since what it builds is published. */
  readonly fileClass: DeploymentClass;
  /** The names the image is given, as written. */
  readonly names: readonly string[];
  /** Built to run as a step of workflows: GitHub runs such an image as root and without health checks. */
  readonly isAction: boolean;
}

/** Every build of the project that can be told from its files: those of services, those of workflow steps, which are given, and of actions that are images. */
export function buildsOf(
  stacks: readonly Stack[],
  workflowBuilds: readonly ImageBuild[],
  actions: readonly ActionDocument[],
): readonly ImageBuild[] {
  return [
    ...stacks.flatMap((stack) => stack.services.flatMap((service) => serviceBuild(service, stack))),
    ...workflowBuilds,
    ...actions.flatMap(actionBuild),
  ];
}

function serviceBuild(service: Service, { fileClass }: Stack): readonly ImageBuild[] {
  const { build } = service;
  const target = build === undefined ? undefined : buildTarget(build);
  if (build === undefined || target === undefined) return [];
  const named = service.image?.value;
  const names = named?.kind === "known" ? [named.text] : [];
  return [{ ...target, context: contextOf(build), service, fileClass, names, isAction: false }];
}

function contextOf(build: Build): string | undefined {
  return build.context.value;
}

function actionBuild({ file, runs }: ActionDocument): readonly ImageBuild[] {
  const image = literalText(runs?.image);
  if (runs?.kind !== "docker" || image === undefined || image.startsWith("docker://")) return [];
  const folder = folderOf(file.path);
  const dockerfile = projectPath(folder, image);
  if (dockerfile === undefined || nameOf(dockerfile) === "") return [];
  return [{ dockerfile, stage: undefined, context: folder, service: undefined, fileClass: "prod", names: [], isAction: true }];
}

/**
 * The builds with the services that run what a workflow publishes under the name they name: they do not build it, but it is theirs. Each name is given to
 * the only build that it fits.
 */
export function withPublished(builds: readonly ImageBuild[], stacks: readonly Stack[]): readonly ImageBuild[] {
  const published = builds.filter(({ service, names, isAction }) => service === undefined && !isAction && names.length > 0);
  if (published.length === 0) return builds;
  const found = stacks.flatMap(({ services, fileClass }) =>
    services.flatMap((service): readonly ImageBuild[] => {
      if (service.build !== undefined || service.image === undefined) return [];
      const { value, span } = service.image;
      const name = value.kind === "known" ? value.text : textOf(span);
      const fitting = published.filter(({ names }) => names.some((one) => namesSameImage(one, name)));
      const [first] = fitting;
      const isOne =
        first !== undefined && fitting.every(({ dockerfile, stage }) => dockerfile === first.dockerfile && stage === first.stage);
      return isOne ? [{ ...first, service, fileClass }] : [];
    }),
  );
  return [...builds, ...found];
}
