import { allCommands, effectiveCommand, operands, optionValue, parseShell } from "../../syntax/shell/index.ts";
import { sourceOf } from "../../syntax/template/index.ts";
import { literalText, namedValue, scriptOf } from "../../syntax/workflow/ask.ts";
import type { Step, WorkflowDocument } from "../../syntax/workflow/ast.ts";
import { projectPath } from "../project-path.ts";
import type { ImageBuild } from "./builds.ts";

/** The builds of workflow steps that can be told: those of docker/build-push-action and of `docker build`. */
export function workflowBuildsOf(workflows: readonly WorkflowDocument[]): readonly ImageBuild[] {
  return workflows.flatMap((workflow) => workflow.jobs.flatMap(({ steps }) => steps.flatMap((step) => stepBuilds(step, steps))));
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
