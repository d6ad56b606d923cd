import type { CommandInstruction } from "../../syntax/dockerfile/ast.ts";
import {
  allCommands,
  effectiveCommand,
  literalWord,
  scriptOfWords,
  type EffectiveCommand,
  type ShellScript,
  type SimpleCommand,
  type Word,
} from "../../syntax/shell/index.ts";
import type { Service } from "../compose/service.ts";
import type { Image } from "./image.ts";
import { scriptOfCommand, wordsOfCommand } from "./service-script.ts";
import { startOf } from "./start.ts";

/** What starts a container: the entry point and what is handed to it. */
export interface Started {
  /** What runs first, with its arguments. */
  readonly script: ShellScript | undefined;
  /** What the entry point is handed, as a command of its own: most entry scripts end by running it. Undefined where there is no entry point, or nothing is handed to it. */
  readonly handed: ShellScript | undefined;
}

/** What starts the container of a service, or of an image that is run as it is: Compose's `entrypoint` takes ENTRYPOINT and CMD away, its `command` only CMD. */
export function startedBy(service: Service | undefined, image: Image | undefined): Started {
  const own = image === undefined ? undefined : startOf(image);
  const entrypoint = service?.entrypoint === undefined ? partOf(own?.entrypoint) : partOfService(service.entrypoint);
  const command =
    service?.command !== undefined ? partOfService(service.command) : service?.entrypoint === undefined ? partOf(own?.command) : undefined;
  if (entrypoint === undefined) return { script: command?.script, handed: undefined };
  if (command === undefined || entrypoint.words === undefined || command.words === undefined)
    return { script: entrypoint.script, handed: command?.script };
  return { script: scriptOfWords([...entrypoint.words, ...command.words], entrypoint.script.region), handed: command.script };
}

/** Every program that starting the container calls, as far as it is written; what an entry script is handed counts as called. */
export function startedPrograms(started: Started): readonly { readonly command: SimpleCommand; readonly call: EffectiveCommand }[] {
  return [started.script, started.handed].flatMap((script) =>
    script === undefined
      ? []
      : [...allCommands(script)].flatMap((command) => {
          const call = effectiveCommand(command);
          return call === undefined ? [] : [{ command, call }];
        }),
  );
}

interface StartPart {
  readonly script: ShellScript;
  /** Undefined for the shell form, which takes no further words. */
  readonly words: readonly Word[] | undefined;
}

function partOf(instruction: CommandInstruction | undefined): StartPart | undefined {
  if (instruction === undefined) return undefined;
  const { command } = instruction;
  return { script: command.script, words: command.form === "exec" ? command.args.map(literalWord) : undefined };
}

function partOfService(command: NonNullable<Service["command"]>): StartPart {
  return { script: scriptOfCommand(command), words: wordsOfCommand(command) };
}
