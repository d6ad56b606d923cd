import type { ActionDocument } from "../../syntax/workflow/ast.ts";
import { literalText } from "../../syntax/workflow/ask.ts";
import type { DeploymentClass } from "../classify.ts";
import type { Build, Service } from "../compose/service.ts";
import { buildTarget, type Stack } from "../compose/stack.ts";
import { textOf, type Located, type Span } from "../../text/index.ts";
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
  /** Where the Dockerfile's path is written, or the context's where that one stands for both; undefined where paths start at a folder that is not known. */
  readonly at: Span | undefined;
  /** Earlier steps may put files into the context that are not part of the project, or take another project for it. */
  readonly isPrepared: boolean;
  /** The build arguments it gives. */
  readonly args: readonly BuildArgument[];
}

export interface BuildArgument {
  readonly name: Located<string>;
  /** Name and value. */
  readonly span: Span;
  /** The value, where it is written here. */
  readonly written: Span | undefined;
  /** It takes its value out of the secrets of the workflow. */
  readonly isFromSecrets: boolean;
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
  const args = build.args.map(({ name: argument, span: place, written }): BuildArgument => ({
    name: argument,
    span: place,
    written: written?.kind === "literal" ? written.span : undefined,
    isFromSecrets: false,
  }));
  const place = { at: build.dockerfile.span, isPrepared: false, args };
  return [{ ...target, context: contextOf(build), service, fileClass, names, isAction: false, ...place }];
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
  const place = { at: undefined, isPrepared: false, args: [] };
  return [{ dockerfile, stage: undefined, context: folder, service: undefined, fileClass: "prod", names: [], isAction: true, ...place }];
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
