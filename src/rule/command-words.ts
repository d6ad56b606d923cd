import type { CommandLine } from "../syntax/dockerfile/ast.ts";
import type { Deployment } from "../model/deployment.ts";
import type { ServiceCommand } from "../model/compose/command.ts";
import { textOf, type Span } from "../text/index.ts";

/** A command that starts a container of a deployment. */
export interface StartCommand {
  /** `"web"`, or `the image`. */
  readonly owner: string;
  /** Words that are filled in at run time are left out. */
  readonly words: readonly { readonly text: string; readonly at: Span }[];
}

/** The commands that start containers in files that serve no test and no example: of services, and of images in exec form. */
export function commandWordsOf(deployment: Deployment): StartCommand[] {
  const ofServices = deployment.stacks
    .filter(({ fileClass }) => isJudged(fileClass))
    .flatMap(({ services }) =>
      services.map(({ name, entrypoint, command }) => ({
        owner: `"${name}"`,
        words: [...serviceWords(entrypoint), ...serviceWords(command)],
      })),
    );
  const ofImages = deployment.images
    .filter(({ fileClass }) => isJudged(fileClass))
    .map((image) => ({
      owner: "the image",
      words: [...imageWords(image.last("ENTRYPOINT")?.command), ...imageWords(image.last("CMD")?.command)],
    }));
  return [...ofServices, ...ofImages].filter(({ words }) => words.length > 0);
}

function isJudged(fileClass: string): boolean {
  return fileClass !== "test" && fileClass !== "example" && fileClass !== "ci";
}

function serviceWords(command: ServiceCommand | undefined): { text: string; at: Span }[] {
  return (command?.words ?? []).flatMap(({ value, span }) => (value.kind === "known" ? [{ text: value.text, at: span }] : []));
}

function imageWords(command: CommandLine | undefined): { text: string; at: Span }[] {
  return command?.form === "exec" ? command.args.map(({ text, span }) => ({ text, at: withoutQuotes(span) })) : [];
}

/** A word of the exec form is a JSON string. */
function withoutQuotes(at: Span): Span {
  return /^".*"$/s.test(textOf(at)) ? { ...at, start: at.start + 1, end: at.end - 1 } : at;
}
