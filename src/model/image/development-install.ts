import { cover, type Span } from "../../text/index.ts";
import type { RunInstruction } from "../../syntax/dockerfile/ast.ts";
import {
  allCommands,
  effectiveCommand,
  hasFlag,
  operands,
  optionValue,
  optionValues,
  type EffectiveCommand,
} from "../../syntax/shell/index.ts";
import type { Image } from "./image.ts";
import { nodeInstalls, type NodeInstall } from "./node-install.ts";

/** A call that installs a project's dependencies into the image that ships. */
export interface DependencyInstall {
  readonly span: Span;
  /** As people say it: "npm ci". */
  readonly command: string;
  /** What it installs beyond what the application needs to run. */
  readonly what: string;
  /** Whether that is still there in the end. */
  readonly isKept: boolean;
}

/** The installs, in the stages an image answers for, that could bring development dependencies with them. Those of which that is not known are left out. */
export function developmentInstalls(image: Image): readonly DependencyInstall[] {
  const shipped = new Set(image.chain);
  const runs = image.ownStages.flatMap((stage) =>
    shipped.has(stage) ? stage.instructions.filter((one): one is RunInstruction => one.keyword === "RUN") : [],
  );
  const last = {
    always: runs.findLastIndex((run) => cleaningOf(run) === "always"),
    inProduction: runs.findLastIndex((run) => cleaningOf(run) !== undefined),
  };
  return runs.flatMap((run, at) => {
    const node = nodeInstalls(run).flatMap(
      (install) => nodeInstall(install, run, image, (isProduction) => at <= (isProduction ? last.inProduction : last.always)) ?? [],
    );
    const python = [...allCommands(run.command.script)].flatMap((command) => pythonInstall(effectiveCommand(command)) ?? []);
    return [...node, ...python];
  });
}

function nodeInstall(
  install: NodeInstall,
  run: RunInstruction,
  image: Image,
  isCleaned: (isProduction: boolean) => boolean,
): DependencyInstall | undefined {
  const { call, command, actionWord, manager, text } = install;
  if (manager !== "npm" && manager !== "pnpm") return undefined;
  const place = { span: cover(call.name.span, actionWord.span), command: text, what: "development dependencies" };
  const set = (name: string): string | undefined => {
    const own = command.assignments.find((assignment) => assignment.name === name)?.value;
    if (own !== undefined) return own.literal ? own.text : undefined;
    const value = image.variables.at(run)(name);
    if (value.kind === "known") return value.text;
    // A place tells that something sets it, to what whoever builds the image says.
    return "at" in value ? undefined : "";
  };
  const environment = set("NODE_ENV");
  if (environment === undefined) return undefined;
  const isProduction = environment === "production" || set("NPM_CONFIG_PRODUCTION") === "true" || set("NPM_CONFIG_OMIT") === "dev";
  const includes = optionValues(call, "--include").some(({ text }) => text === "dev") || hasFlag(call, ["--production=false", "--dev"]);
  return { ...place, isKept: (!isProduction || includes) && !leavesDevelopmentOut(call) && !isCleaned(isProduction) };
}

function leavesDevelopmentOut(call: EffectiveCommand): boolean {
  if (optionValues(call, ["--omit"]).some(({ text }) => text === "dev")) return true;
  if (optionValue(call, "--only")?.text.startsWith("prod") === true) return true;
  return call.words.some(({ text }) => /^(?:--production(?:=true)?|--prod|-P|--no-dev|--no-optional-dev)$/.test(text));
}

/** Whether a RUN takes the development dependencies, or all of node_modules, away again: whatever is set, or only where NODE_ENV is "production". */
function cleaningOf(run: RunInstruction): "always" | "production" | undefined {
  let found: "production" | undefined;
  for (const command of allCommands(run.command.script)) {
    const call = effectiveCommand(command);
    if (call?.program === "rm" && call.words.some(({ text }) => /(?:^|\/)node_modules\/?$/.test(text))) return "always";
    if (
      call === undefined ||
      !/^(?:p?npm|yarn)$/.test(call.program) ||
      !call.words.some(({ text }) => /^(?:prune|deploy|focus)$/.test(text))
    )
      continue;
    if (leavesDevelopmentOut(call)) return "always";
    found = "production";
  }
  return found;
}

const developmentRequirements =
  /(?:^|\/)(?:(?:requirements|reqs)[-_.]?(?:dev|develop|development|test|tests|testing|local)\w*|(?:dev|test|local)[-_.]?(?:requirements|reqs))\.(?:txt|in)$|(?:^|\/)requirements\/(?:dev|development|test|testing|local)\w*\.(?:txt|in)$/;

function pythonInstall(call: EffectiveCommand | undefined): DependencyInstall | undefined {
  if (call === undefined) return undefined;
  const [action, second] = operands(call, [
    "-C",
    "--directory",
    "-P",
    "--project",
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "--only",
    "--with",
    "--without",
  ]);
  const isPip = /^pip[0-9.]*$/.test(call.program) && action?.text === "install";
  const isUv = call.program === "uv" && action?.text === "pip" && second?.text === "install";
  if (isPip || isUv) {
    const file = optionValues(call, ["-r", "--requirement"]).find(({ text }) => developmentRequirements.test(text));
    return file === undefined
      ? undefined
      : { span: file.span, command: `${call.program} install`, what: `what "${file.text}" lists`, isKept: true };
  }
  if (call.program !== "poetry" || action?.text !== "install") return undefined;
  const isLimited =
    hasFlag(call, ["--no-dev", "--only", "--only-root"]) || optionValues(call, "--without").some(({ text }) => /\bdev\b/.test(text));
  return { span: cover(call.name.span, action.span), command: "poetry install", what: "the groups for development", isKept: !isLimited };
}
