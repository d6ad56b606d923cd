import { allCommands, effectiveCommand, operands, optionValue, parseShell, regionSpan } from "../../syntax/shell/index.ts";
import { sourceOf } from "../../syntax/template/index.ts";
import { literalText, namedValue, scriptOf } from "../../syntax/workflow/ask.ts";
import type { Step, WorkflowDocument } from "../../syntax/workflow/ast.ts";
import { projectPath } from "../project-path.ts";
import { regionOf } from "../../syntax/yaml/ask.ts";
import type { BuildArgument, ImageBuild } from "./builds.ts";

/** The builds of workflow steps that can be told: those of docker/build-push-action and of `docker build`. */
export function workflowBuildsOf(workflows: readonly WorkflowDocument[]): readonly ImageBuild[] {
  return workflows.flatMap(({ file, jobs }) => {
    const root = repositoryOf(file.path);
    const found = jobs.flatMap(({ steps }) => steps.flatMap((step) => stepBuilds(step, steps, root ?? "")));
    return root === undefined ? found.map((build) => ({ ...build, ...unplaced })) : found;
  });
}

/** The folder that is the repository of a workflow, where its jobs begin to work; undefined for a file that GitHub does not run. */
function repositoryOf(path: string): string | undefined {
  const found = /^(?:(.*)\/)?\.github\/workflows\/[^/]+$/.exec(path);
  return found === null ? undefined : (found[1] ?? "");
}

function stepBuilds(step: Step, steps: readonly Step[], root: string): readonly ImageBuild[] {
  if (step.uses?.kind === "repository" && step.uses.repository.value === "build-push-action") return actionStepBuild(step, steps, root);
  const region = scriptOf(step);
  if (region === undefined || !region.text.includes("docker")) return [];
  return [...allCommands(parseShell(region))].flatMap((command) => {
    const call = effectiveCommand(command);
    return call?.program === "docker"
      ? commandBuild(
          call.words.map(({ text }) => text),
          call,
          root,
        )
      : [];
  });
}

function actionStepBuild(step: Step, steps: readonly Step[], root: string): readonly ImageBuild[] {
  const text = (name: string): string | undefined => literalText(namedValue(step.with, name, { ignoreCase: true })?.value);
  if (namedValue(step.with, "context", { ignoreCase: true }) !== undefined && text("context") === undefined) return [];
  const names = publishedNames(step, steps);
  const file = namedValue(step.with, "file", { ignoreCase: true });
  const context = namedValue(step.with, "context", { ignoreCase: true });
  const dockerfile = file === undefined ? undefined : (text("file") ?? "$");
  const found = published({ root, context: text("context") ?? ".", file: dockerfile, stage: text("target"), names });
  const at = (file ?? context)?.value.span ?? step.uses?.span;
  return found.map((build) => ({ ...build, at, isPrepared: steps.slice(0, step.index).some(mayPutFiles), args: argumentsOf(step) }));
}

/** Actions that leave the folder the build takes its files from as it is. */
const harmlessActions =
  /^(?:login-action|setup-qemu-action|setup-buildx-action|metadata-action|amazon-ecr-login|configure-aws-credentials|cosign-installer)$/;

function mayPutFiles({ uses, with: inputs }: Step): boolean {
  if (uses?.kind !== "repository") return true;
  if (uses.repository.value === "checkout") return ["path", "repository", "ref"].some((name) => namedValue(inputs, name) !== undefined);
  return !harmlessActions.test(uses.repository.value);
}

/** The input `build-args`: a line for each. */
function argumentsOf(step: Step): readonly BuildArgument[] {
  const value = namedValue(step.with, "build-args", { ignoreCase: true })?.value;
  if (value === undefined) return [];
  const region = regionOf(value.node);
  return [...region.text.matchAll(/^[ \t]*([A-Za-z_]\w*)=(.*?)[ \t]*$/gm)].map((match): BuildArgument => {
    const start = match.index + match[0].indexOf(match[1]!);
    const behind = start + match[1]!.length;
    return {
      name: { value: match[1]!, span: regionSpan(region, start, behind) },
      span: regionSpan(region, start, behind + 1 + match[2]!.length),
      written: match[2] === "" || match[2]!.includes("${{") ? undefined : regionSpan(region, behind + 1, behind + 1 + match[2]!.length),
      isFromSecrets: /\$\{\{[^}]*\bsecrets\s*[.[]/.test(match[2]!),
    };
  });
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

function commandBuild(words: readonly string[], call: Parameters<typeof operands>[0], root: string): readonly ImageBuild[] {
  const [first, second, third] = operands(call, valued).map(({ text }) => text);
  const context = first === "build" ? second : (first === "buildx" || first === "image") && second === "build" ? third : undefined;
  if (context === undefined || !words.includes("build")) return [];
  const name = optionValue(call, ["-t", "--tag"])?.text;
  return published({
    root,
    context,
    file: optionValue(call, ["-f", "--file"])?.text,
    stage: optionValue(call, "--target")?.text,
    names: name === undefined ? [] : [name],
  });
}

const unplaced = { at: undefined, isPrepared: true, args: [] } as const;

interface Published {
  readonly root: string;
  readonly context: string;
  readonly file: string | undefined;
  readonly stage: string | undefined;
  readonly names: readonly string[];
}

/** What a workflow builds: `file` and `context` are relative to the working directory, which is the repository unless the step changes it. */
function published({ root, context, file, stage, names }: Published): readonly ImageBuild[] {
  if (/[$:]|^-$/.test(`${context}${file ?? ""}${stage ?? ""}`)) return [];
  const folder = projectPath(root, context);
  if (folder === undefined) return [];
  const dockerfile = projectPath(file === undefined ? folder : root, file ?? "Dockerfile");
  return dockerfile === undefined
    ? []
    : [{ dockerfile, stage, context: folder, service: undefined, fileClass: "prod", names, isAction: false, ...unplaced }];
}
