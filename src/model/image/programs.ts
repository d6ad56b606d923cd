import type { CopyInstruction } from "../../syntax/dockerfile/ast.ts";
import { baseImageFacts, hasProgram } from "../image-facts.ts";
import type { ImageReference } from "../image-reference.ts";
import { nameOf } from "../project-path.ts";
import { literalText, resolve, type Lookup } from "../value.ts";
import type { Image } from "./image.ts";
import { isOfSystem, presenceBehindRun } from "./program-changes.ts";
import { factsOf } from "./user.ts";

/** Whether a program is found through PATH; "unknown" wherever something that is not read could bring it, or take it away. */
export type ProgramPresence = "yes" | "no" | "unknown";

/** How many of the project's images are looked through that are built on one another. */
const maximumDepth = 16;

/** Whether what ships of an image holds `program`, a name without a path: what its base image brings, what the chain installs, and what is copied in. */
export function programIn(image: Image, program: string): ProgramPresence {
  const known = answers.get(image) ?? new Map<string, ProgramPresence>();
  answers.set(image, known);
  const answer = known.get(program) ?? findProgram(image, program, 0);
  known.set(program, answer);
  return answer;
}

/** Asked by several rules, and for every service that runs the image. */
const answers = new WeakMap<Image, Map<string, ProgramPresence>>();

/** Whether an image that is run as it is published holds `program`. */
export function programInPublished(reference: ImageReference, program: string): ProgramPresence {
  const facts = baseImageFacts(reference);
  return facts === undefined ? "unknown" : hasProgram(facts, program);
}

function findProgram(image: Image, program: string, depth: number): ProgramPresence {
  let presence: ProgramPresence = depth > maximumDepth ? "unknown" : inBase(image, program, depth);
  for (const instruction of image.instructions) {
    const lookup = image.variables.at(instruction);
    if (instruction.keyword === "RUN") presence = presenceBehindRun(presence, instruction, program, lookup);
    else if (presence !== "no") continue;
    else if (instruction.keyword === "COPY" || instruction.keyword === "ADD") presence = presenceBehindCopy(instruction, program, lookup);
    // Another folder of programs, which may hold those of the application.
    else if (instruction.keyword === "ENV" && !isOfSystem(program) && instruction.pairs.some(({ name }) => name.value === "PATH"))
      presence = "unknown";
  }
  return presence;
}

function inBase(image: Image, program: string, depth: number): ProgramPresence {
  if (image.parent !== undefined) return findProgram(image.parent, program, depth + 1);
  if (image.base.isScratch) return "no";
  const facts = factsOf(image.base);
  return facts === undefined ? "unknown" : hasProgram(facts, program);
}

/** What a copy may bring to an image without the program: the program as a file of its name, or a folder of programs. */
function presenceBehindCopy(copy: CopyInstruction, program: string, lookup: Lookup): ProgramPresence {
  const target = copy.destination === undefined ? undefined : resolve(copy.destination, lookup);
  if (target === undefined) return "no";
  const folder = target.kind === "known" ? target.text.replace(/(?<=.)\/+$/, "") : undefined;
  const sources = copy.sources.map(literalText);
  if (folder === undefined || sources.includes(undefined)) return "unknown";
  if (nameOf(folder) === program || sources.some((source) => nameOf(source!) === program)) return "yes";
  if (!/^(?:\/|(?:.*\/)?(?:s?bin|usr|local|opt|venv|\.venv|virtualenv|env|\.cargo|\.nvm|\.local))$/.test(folder)) return "no";
  if (!isOfSystem(program) || copy.keyword === "ADD") return "unknown";
  return /^(?:\/|\/usr|\/usr\/local|(?:\/usr|\/usr\/local)?\/s?bin)$/.test(folder) && sources.some((source) => mayHoldSeveral(source!))
    ? "unknown"
    : "no";
}

/** Whether a source may be a folder: a pattern, a path that ends in "/", or a name that folders of programs have. */
function mayHoldSeveral(source: string): boolean {
  return (
    /[*?[]|\/$|^\.$/.test(source) || /^(?:s?bin|usr|local|opt|lib|rootfs|root|install|dist|out|overlay|files|docker)?$/.test(nameOf(source))
  );
}
