import {
  dockerfileTemplateReason,
  parseDockerfile,
  type DockerfileDocument,
  type Heredoc,
  type Instruction,
} from "../../src/syntax/dockerfile/index.ts";
import { sourceOf, type Scalar } from "../../src/syntax/template/index.ts";
import { textOf, type Span } from "../../src/text/index.ts";

/** What the oracle's answer to a question of the kind "dockerfile" holds. */
export interface DockerReading {
  readonly refusal: string;
  readonly unbuildable: string;
  readonly escape: string;
  readonly instructions: readonly DockerInstruction[];
  readonly stages: readonly { readonly name: string; readonly baseName: string; readonly platform: string; readonly commands: number }[];
}

interface DockerInstruction {
  readonly keyword: string;
  readonly start: number;
  readonly end: number;
  readonly flags: readonly string[];
  readonly isJson: boolean;
  readonly args: readonly string[];
  readonly heredocs: readonly { readonly name: string; readonly expands: boolean; readonly strips: boolean; readonly body: string }[];
  readonly trigger?: DockerInstruction;
  readonly error: string;
  readonly words: readonly string[] | null;
  readonly wordErrors: readonly string[];
}

/** One thing that the two readings hold differently. */
export interface Difference {
  readonly what: string;
  readonly ours: unknown;
  readonly docker: unknown;
}

/**
 * Where our reading of a Dockerfile differs from the builder's, but for what is known and wanted:
 * - A file that another program renders first is not the builder's yet: nothing of it is compared.
 * - Flags are not held against a list, since a newer builder may know more of them.
 * - What stands behind ONBUILD is checked where it is written; the builder does so only in the images built on this one.
 * - The builder takes an empty array behind HEALTHCHECK NONE.
 * - Quotes and escapes in flags are read as in arguments, and the builder cuts letters that are no ASCII in flags into bytes.
 * - An instruction that is continued at the end of the file ends for us with its last word, not with the blank lines and comments behind it.
 */
export function compareDockerfile(text: string, docker: DockerReading): Difference[] {
  if (dockerfileTemplateReason(text) !== undefined) return [];
  const document = parseDockerfile({ path: "Dockerfile", text });
  const result: Difference[] = [];
  const check = (what: string, ours: unknown, theirs: unknown): void => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) result.push({ what, ours, docker: theirs });
  };
  const errors = document.problems.filter(({ severity }) => severity === "error");
  const refusal = docker.refusal || docker.unbuildable;
  if (docker.refusal !== "") {
    if (errors.length === 0) result.push({ what: "refused as a whole", ours: "", docker: docker.refusal });
    return result;
  }
  check("escape", document.escape, docker.escape);
  const ours = document.instructions.map((one) => `${nameOf(one)} ${firstLine(one.span)}`);
  const theirs = docker.instructions.map(({ keyword, start }) => `${keyword} ${start}`);
  check("instructions", ours, theirs);
  if (ours.length !== theirs.length) return result;
  const lines = text.split("\n");
  for (const [i, one] of document.instructions.entries()) {
    const other = docker.instructions[i]!;
    const last = lastLine(one.span);
    const rest = lines.slice(last, other.end);
    if (last > other.end || !rest.every((line) => /^\s*(?:#|$)/.test(line))) check("last line", last, other.end);
    const own = errors.filter(({ at, message }) => at.start >= one.span.start && at.start <= one.span.end && !isOfOrder(message));
    if (one.keyword === "ONBUILD" && own.length > 0) continue;
    compareInstruction(one, other, check);
    const isRefused =
      other.error !== "" || other.wordErrors.length > 0 || (one.keyword === "HEALTHCHECK" && /^none\s+\[\s*\]$/i.test(one.arguments.text));
    if (own.length > 0 !== isRefused && !isOfFlags(other.error))
      check(`${other.keyword} verdict`, own[0]?.message, other.error || other.wordErrors[0]);
  }
  if (refusal !== "" && errors.length === 0 && !isOfFlags(refusal)) result.push({ what: "unbuildable", ours: "", docker: refusal });
  if (refusal === "" && errors.length === 0) compareStages(document, docker, check);
  return result;
}

function isOfFlags(refusal: string): boolean {
  return /\b(?:flag|flag:)\b/.test(refusal);
}

/** Whether a problem is about the file, and not about the instruction it is shown at. */
function isOfOrder(message: string): boolean {
  return /^(?:Only ARG may stand before|The file holds)/.test(message);
}

type Check = (what: string, ours: unknown, docker: unknown) => void;

function compareInstruction(ours: Instruction, docker: DockerInstruction, check: Check): void {
  const { keyword } = docker;
  const flags = ours.flags.map((flag) => `--${flag.name}${flag.value === undefined ? "" : `=${sourceOf(flag.value)}`}`);
  const asWritten = ours.flags.map(({ span }) => textOf(span)).join("");
  if (!/[\\`'"]|[^\0-\x7f]/.test(asWritten)) check(`${keyword} flags`, flags, docker.flags);
  if (ours.keyword === "ONBUILD") {
    if (ours.trigger !== undefined && docker.trigger !== undefined) {
      check("ONBUILD keyword", nameOf(ours.trigger), docker.trigger.keyword);
      // The builder keeps the heredocs of the trigger with the ONBUILD.
      compareInstruction(ours.trigger, { ...docker.trigger, heredocs: docker.heredocs }, (what, one, other) =>
        check(`ONBUILD ${what}`, one, other),
      );
    } else if (docker.error === "") check("ONBUILD", ours.trigger !== undefined, docker.trigger !== undefined);
    return;
  }
  const heredocs = "heredocs" in ours ? ours.heredocs : [];
  check(`${keyword} heredocs`, heredocs.map(plain), docker.heredocs);
  if (docker.error !== "" || docker.wordErrors.length > 0) return;
  const [mine, theirs] = argumentsOf(ours, docker);
  check(`${keyword} arguments`, mine, theirs);
  if ("command" in ours && ours.command !== undefined && ours.keyword !== "HEALTHCHECK")
    check(`${keyword} form`, ours.command.form === "exec", docker.isJson);
}

/** What stands behind keyword and flags, as both sides tell it. */
function argumentsOf(ours: Instruction, { args, words }: DockerInstruction): [unknown, unknown] {
  const theirs = words ?? args;
  switch (ours.keyword) {
    case "FROM":
      return [[value(ours.image), ...(ours.name === undefined ? [] : [ours.name.value])], theirs.filter((_, i) => i !== 1)];
    case "ARG":
      return [ours.args.map(({ name, value: one }) => (one === undefined ? name.value : `${name.value}=${sourceOf(one)}`)), theirs];
    case "ENV":
    case "LABEL":
      return [ours.pairs.flatMap(({ name, value: one, legacy }) => [name.value, value(one), legacy ? "" : "="]), theirs];
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
      return [[value(ours.value)], theirs];
    case "EXPOSE":
    case "VOLUME":
      return [ours.values.map(value), theirs];
    case "COPY":
    case "ADD": {
      const heredocs = new Set(ours.heredocs.map(({ marker }) => marker.file.text.slice(marker.start, marker.end)));
      return [[...ours.sources, ours.destination].map(value), theirs.filter((_, i) => !heredocs.has(args[i]!))];
    }
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      if (ours.command.form === "exec") return [ours.command.args.map(({ text }) => text), args];
      return [ours.arguments.text === "" ? [] : [ours.arguments.text], args];
    case "SHELL":
      return [ours.args.map(({ text }) => text), args];
    case "HEALTHCHECK": {
      const [kind, ...rest] = args;
      if (ours.none || ours.command === undefined) return [[ours.none ? "NONE" : undefined], [kind?.toUpperCase(), ...rest]];
      const command = ours.command.form === "exec" ? ours.command.args.map(({ text }) => text) : [ours.command.region.text];
      return [
        ["CMD", ...command],
        [kind?.toUpperCase(), ...rest],
      ];
    }
    default:
      return [undefined, undefined];
  }
}

function compareStages(document: DockerfileDocument, docker: DockerReading, check: Check): void {
  check(
    "stages",
    document.stages.map((stage) => ({ name: stage.name?.value.toLowerCase() ?? "", commands: stage.instructions.length })),
    docker.stages.map(({ name, commands }) => ({ name, commands })),
  );
}

function value(scalar: Scalar | undefined): string | undefined {
  return scalar === undefined ? undefined : sourceOf(scalar);
}

function plain({ name, expands, stripsTabs, body }: Heredoc): DockerInstruction["heredocs"][number] {
  return { name, expands, strips: stripsTabs, body: body.text };
}

function nameOf(instruction: Instruction): string {
  return instruction.keyword === "UNKNOWN" ? instruction.name.toUpperCase() : instruction.keyword;
}

/** Counted from 1; to the builder only a line feed ends a line. */
function firstLine({ file, start }: Span): number {
  return file.text.slice(0, start).split("\n").length;
}

function lastLine({ file, start, end }: Span): number {
  return file.text.slice(0, Math.max(start, end - 1)).split("\n").length;
}
