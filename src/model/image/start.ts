import type { CommandInstruction, CommandLine } from "../../syntax/dockerfile/ast.ts";
import { allCommands, effectiveCommand, type EffectiveCommand } from "../../syntax/shell/index.ts";
import { baseImageFacts } from "../image-facts.ts";
import type { Image } from "./image.ts";

/** The instructions that say what a container of the image runs, as far as its Dockerfile says it. */
export interface ImageStart {
  readonly entrypoint: CommandInstruction | undefined;
  /** Undefined too where an ENTRYPOINT behind it, in a stage built on its own, takes it away. */
  readonly command: CommandInstruction | undefined;
}

/**
 * The ENTRYPOINT and CMD in effect (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact"): the last of each, and a stage that sets its own
 * ENTRYPOINT without a CMD drops the CMD of the stage it is built on.
 */
export function startOf(image: Image): ImageStart {
  let start: ImageStart = { entrypoint: undefined, command: undefined };
  for (const stage of image.chain) {
    const own = stage.instructions.filter((one): one is CommandInstruction => one.keyword === "CMD" || one.keyword === "ENTRYPOINT");
    const entrypoint = own.findLast((one) => one.keyword === "ENTRYPOINT");
    const command = own.findLast((one) => one.keyword === "CMD");
    start = { entrypoint: entrypoint ?? start.entrypoint, command: command ?? (entrypoint === undefined ? start.command : undefined) };
  }
  return start;
}

/** The programs that the image's own ENTRYPOINT and CMD call, those inside of `sh -c` included. */
export function startPrograms(image: Image): readonly EffectiveCommand[] {
  const { entrypoint, command } = startOf(image);
  return [entrypoint, command].flatMap((instruction) => (instruction === undefined ? [] : programsIn(instruction.command)));
}

function programsIn({ script }: CommandLine): EffectiveCommand[] {
  return [...allCommands(script)].flatMap((command) => effectiveCommand(command) ?? []);
}

/**
 * Whether a container of the image keeps running and serves: "yes" where something says so (a service is built from it, a command, a port), "no" where all
 * it would start is the shell or interpreter of its base image, "unknown" where only a base image that nothing is known of could tell.
 */
export function isLongRunning(image: Image): "yes" | "no" | "unknown" {
  const { entrypoint, command } = startOf(image);
  if (entrypoint !== undefined || command !== undefined) return "yes";
  if (image.consumers.length > 0 || image.last("EXPOSE") !== undefined) return "yes";
  if (image.parent !== undefined) return isLongRunning(image.parent);
  const { reference, isScratch } = image.base;
  if (isScratch) return "no";
  const facts = reference === undefined ? undefined : baseImageFacts(reference);
  if (facts === undefined) return "unknown";
  return (facts.ports?.length ?? 0) > 0 ? "yes" : "no";
}
