import type { ActionDocument, WorkflowDocument } from "../../syntax/workflow/ast.ts";
import { literalText, namedValue, scriptOf } from "../../syntax/workflow/ask.ts";
import type { Step } from "../../syntax/workflow/ast.ts";
import { allCommands, effectiveCommand, operands, optionValue, parseShell } from "../../syntax/shell/index.ts";
import { sourceOf } from "../../syntax/template/index.ts";
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

/** Every build of the project that can be told from its files: those of services, of workflow steps, and of actions that are images. */
export function buildsOf(
  stacks: readonly Stack[],
  workflows: readonly WorkflowDocument[],
  actions: readonly ActionDocument[],
): readonly ImageBuild[] {
  return [
    ...stacks.flatMap((stack) => stack.services.flatMap((service) => serviceBuild(service, stack))),
    ...workflows.flatMap((workflow) => workflow.jobs.flatMap(({ steps }) => steps.flatMap((step) => stepBuilds(step, steps)))),
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

function stepBuilds(step: Step, steps: readonly Step[]): readonly ImageBuild[] {
  if (step.uses?.kind === "repository" && step.uses.repository.value === "build-push-action") return actionStepBuild(step, steps);
  const region = scriptOf(step);
  if (region === undefined || !region.text.includes("docker")) return [];
  return [...allCommands(parseShell(region))].flatMap((command) => {
    const call = effectiveCommand(command);
    return call?.program === "docker"
      ? commandBuild(
          call.words.map(({ text }) => text),
          call,
        )
      : [];
  });
}

function actionStepBuild(step: Step, steps: readonly Step[]): readonly ImageBuild[] {
  const text = (name: string): string | undefined => literalText(namedValue(step.with, name, { ignoreCase: true })?.value);
  if (namedValue(step.with, "context", { ignoreCase: true }) !== undefined && text("context") === undefined) return [];
  const names = publishedNames(step, steps);
  const file = namedValue(step.with, "file", { ignoreCase: true });
  return published(text("context") ?? ".", file === undefined ? undefined : (text("file") ?? "$"), text("target"), names);
}

/** The names a step gives its image; those that docker/metadata-action makes for it stand in that step's `images`. */
function publishedNames(step: Step, steps: readonly Step[]): readonly string[] {
  return writtenInput(step, "tags")
    .split(/[\n,]/)
    .flatMap((line) => {
      const from = /steps\.([\w-]+)\.outputs\.tags/.exec(line)?.[1];
      const meta = from === undefined ? undefined : steps.find(({ id }) => literalText(id) === from);
      return meta === undefined ? [line] : writtenInput(meta, "images").split(/[\n,]/);
    })
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("steps."));
}

function writtenInput(step: Step, name: string): string {
  const value = namedValue(step.with, name, { ignoreCase: true })?.value;
  return value === undefined ? "" : sourceOf(value);
}

const valued = [
  "-f",
  "--file",
  "-t",
  "--tag",
  "--target",
  "--build-arg",
  "--platform",
  "--cache-from",
  "--cache-to",
  "--label",
  "--secret",
  "--ssh",
  "--output",
  "-o",
  "--network",
  "--progress",
  "--build-context",
  "--iidfile",
  "--builder",
  "--metadata-file",
  "--add-host",
  "-m",
  "--memory",
];

function commandBuild(words: readonly string[], call: Parameters<typeof operands>[0]): readonly ImageBuild[] {
  const [first, second, third] = operands(call, valued).map(({ text }) => text);
  const context = first === "build" ? second : (first === "buildx" || first === "image") && second === "build" ? third : undefined;
  if (context === undefined || !words.includes("build")) return [];
  const name = optionValue(call, ["-t", "--tag"])?.text;
  return published(
    context,
    optionValue(call, ["-f", "--file"])?.text,
    optionValue(call, "--target")?.text,
    name === undefined ? [] : [name],
  );
}

/** What a workflow builds: `file` is relative to the working directory, which is the project's root unless the step changes it. */
function published(context: string, file: string | undefined, stage: string | undefined, names: readonly string[]): readonly ImageBuild[] {
  if (/[$:]|^-$/.test(`${context}${file ?? ""}${stage ?? ""}`)) return [];
  const folder = projectPath("", context);
  if (folder === undefined) return [];
  const dockerfile = projectPath(file === undefined ? folder : "", file ?? "Dockerfile");
  return dockerfile === undefined
    ? []
    : [{ dockerfile, stage, context: folder, service: undefined, fileClass: "prod", names, isAction: false }];
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
