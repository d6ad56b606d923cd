import type { Span } from "../../text/index.ts";
import type { ArgInstruction, Instruction, Pair, Stage } from "./ast.ts";

/** What a comment above it can speak of: stages, instructions, each name and value, and each command of a RUN. */
export function blocksOf(instructions: readonly Instruction[], stages: readonly Stage[]): readonly Span[] {
  const blocks: Span[] = stages.map((stage) => stage.span);
  for (const instruction of instructions) {
    blocks.push(instruction.span);
    for (const pair of pairsOf(instruction)) blocks.push(pair.span);
    if (instruction.keyword === "RUN") for (const command of instruction.command.script.commands) blocks.push(command.span);
  }
  return blocks;
}

interface Place {
  readonly span: Span;
  readonly path: string;
  readonly pairs: readonly Pair[];
}

/**
 * Names for places that stay the same when lines are added elsewhere: `stage[builder].RUN[2]`, `stage[0].ENV.NODE_ENV`, `ARG.VERSION`. Stages
 * go by their name where they have one, instructions by their place among those of their kind, counted from 0.
 */
export class Paths {
  private places: readonly Place[] | undefined;

  constructor(
    private readonly globalArgs: readonly ArgInstruction[],
    private readonly stages: readonly Stage[],
  ) {}

  at(offset: number): string {
    this.places ??= [...placesIn("", this.globalArgs), ...this.stages.flatMap((stage) => placesOf(stage))];
    const place = placeAt(this.places, offset);
    if (place === undefined) return "";
    const pair = place.pairs.find(({ span }) => span.start <= offset && offset <= span.end);
    return pair === undefined ? place.path : `${place.path.replace(/\[\d+\]$/, "")}.${pair.name.value}`;
  }
}

function placesOf(stage: Stage): readonly Place[] {
  const prefix = `stage[${stage.name?.value ?? stage.index}]`;
  return [{ span: stage.from.span, path: `${prefix}.FROM`, pairs: [] }, ...placesIn(`${prefix}.`, stage.instructions)];
}

function placesIn(prefix: string, instructions: readonly Instruction[]): readonly Place[] {
  const counts = new Map<string, number>();
  return instructions.map((instruction) => {
    const { keyword, span } = instruction;
    const count = counts.get(keyword) ?? 0;
    counts.set(keyword, count + 1);
    return { span, path: `${prefix}${keyword}[${count}]`, pairs: pairsOf(instruction) };
  });
}

/** The last place that begins at or before `offset`, if it reaches that far. */
function placeAt(places: readonly Place[], offset: number): Place | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  const place = places[low - 1];
  return place !== undefined && offset <= place.span.end ? place : undefined;
}

function pairsOf(instruction: Instruction): readonly Pair[] {
  if (instruction.keyword === "ARG") return instruction.args;
  return instruction.keyword === "ENV" || instruction.keyword === "LABEL" ? instruction.pairs : [];
}
