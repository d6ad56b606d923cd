import type { Stack } from "../model/compose/stack.ts";
import type { Service } from "../model/compose/service.ts";
import type { Image } from "../model/image/image.ts";
import { isToolProgram } from "../model/image/build-tool.ts";
import { startOf, startPrograms } from "../model/image/start.ts";
import { isRoot } from "../model/image/user.ts";
import { wayOutOf } from "../model/image/way-out.ts";
import type { Deployment } from "../model/deployment.ts";
import { textOf, type Fix } from "../text/index.ts";
import { violated } from "./define-rule.ts";
import type { Judgement, Problem, Severity } from "./meta.ts";
import { quoteAll } from "./wording.ts";

const lowered: Readonly<Record<Severity, Severity | undefined>> = { error: "warning", warning: "note", note: undefined };

/**
 * A violation in what an image ships. The engine knows the class of files only; where nothing but development builds the image of a file that
 * does not say so, the severity is lowered here, and a note is none.
 */
export function violatedIn(image: Image, deployment: Deployment, problem: Problem & { readonly severity: Severity }): readonly Judgement[] {
  const byFile = deployment.classOf(image.document.file);
  const isLowered = image.fileClass === "dev" && byFile !== "dev" && byFile !== "base";
  const severity = isLowered ? lowered[problem.severity] : problem.severity;
  return severity === undefined ? [] : [violated({ ...problem, severity })];
}

/** What to call an image at the beginning of a sentence: the services that are built from it, the stage that is built, or "The image". */
export function nameOfImage({ consumers, stage, document }: Image): string {
  const names = [...new Set(consumers.map(({ name }) => name))];
  if (names.length > 0 && names.length < 4) return quoteAll(names);
  const isLast = stage === document.stages.at(-1);
  return isLast || stage.name === undefined ? "The image" : `The stage "${stage.name.value}"`;
}

/** The image a chain of stages starts from, as it is written. */
export function baseText({ base }: Image): string {
  return base.value.kind === "known" ? base.value.text : textOf(base.span);
}

/** Whether Compose starts the service as somebody else than its image says, and not as root. */
export function startsAsOther(service: Service): "yes" | "no" | "unknown" {
  const user = service.value("user");
  if (user.kind === "known") return isRoot(user.text) || user.text === "" ? "no" : "yes";
  return user.kind === "absent" && service.open === undefined ? "no" : "unknown";
}

/** Instructions that USER changes nothing about, and that usually end a stage. */
const closing: readonly string[] = ["CMD", "ENTRYPOINT", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "LABEL"];

/** A USER before what ends the stage, where the base image is sure to have one; what the application writes to may still be root's. */
export function fixByUser({ base, parent, stage, last }: Image): { fix?: Fix } {
  const name = base.reference === undefined || parent !== undefined ? undefined : wayOutOf(base.reference)?.user;
  const next = stage.instructions[stage.instructions.findLastIndex(({ keyword }) => !closing.includes(keyword)) + 1];
  if (name === undefined || next === undefined || last("USER") !== undefined) return {};
  const { file, start } = next.span;
  const edits = [{ span: { file, start, end: start }, replacement: `USER ${name}\n` }];
  return { fix: { title: `Run as "${name}"`, safety: "unsafe", edits } };
}

/** Whether an image is a place to work in, or a step of GitHub workflows, which start it as root and without a health check whatever it says. */
export function isWorkplace({ builds, document }: Image): boolean {
  return builds.some(({ isAction }) => isAction) || /(?:^|\/)\.devcontainer\//.test(document.file.path);
}

/** Whether a stack is a place to work in: people look at it all day, and nobody depends on it. */
export function isWorkshop({ file }: Stack): boolean {
  return /(?:^|\/)\.devcontainer\//.test(file.path);
}

/** Whether a service of a stack above the Dockerfile, or beside it, is built from one that could not be told, which then may be this one. */
export function mayBeBuiltUnseen({ builds, document }: Image, { stacks }: Deployment): boolean {
  if (builds.length > 0) return false;
  const near = stacks.filter(({ folder }) => folder === "" || document.file.path.startsWith(`${folder}/`));
  return near.some(({ services }) => services.some(({ shipped }) => shipped === "unknown"));
}

/** An image whose entry point is the tool is made to be called with arguments: it is the tool's own image. */
export function isToolItself(image: Image): boolean {
  const { entrypoint, command } = startOf(image);
  const [first] = startPrograms(image);
  return (
    entrypoint !== undefined &&
    command === undefined &&
    image.consumers.length === 0 &&
    first?.words.length === 0 &&
    isToolProgram(first.program)
  );
}

/** What follows a sentence about an image that runs as root: the user or the other image that its base image offers; "" where none is known. */
export function wayOutText({ base, parent }: Image): string {
  const wayOut = parent !== undefined || base.reference === undefined ? undefined : wayOutOf(base.reference);
  if (wayOut?.image !== undefined) return `; "${wayOut.image}" is the same without root`;
  return wayOut?.user === undefined ? "" : `; the user "${wayOut.user}" exists in it`;
}
