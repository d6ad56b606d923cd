import type { HealthcheckInstruction } from "../../syntax/dockerfile/ast.ts";
import {
  allCommands,
  effectiveCommand,
  parseShell,
  scriptOfWords,
  type EffectiveCommand,
  type ShellScript,
  type SimpleCommand,
  type Word,
} from "../../syntax/shell/index.ts";
import { wordRegion } from "../../syntax/shell/word.ts";
import { offsetIn } from "../../syntax/template/index.ts";
import { regionOf } from "../../syntax/yaml/ask.ts";
import { textOf } from "../../text/index.ts";
import type { CommandWord, ServiceCommand } from "../compose/command.ts";
import type { Service } from "../compose/service.ts";
import { scalarOf } from "../value.ts";

/** What a command of a service makes its container do. Compose runs no shell; what is handed to `sh -c` is nested in it. */
export function scriptOfCommand(command: ServiceCommand): ShellScript {
  return scriptOfKnown(command.words, command);
}

/** The words of a command, as its program gets them. */
export function wordsOfCommand({ words }: ServiceCommand): readonly Word[] {
  return words.map(wordOf);
}

function scriptOfKnown(words: readonly CommandWord[], { span }: ServiceCommand): ShellScript {
  const region = { file: span.file, text: textOf(span), offsetOf: (index: number) => span.start + index };
  return scriptOfWords(words.map(wordOf), region);
}

/** A word whose value is filled in at run time is kept as it is written. */
function wordOf({ value, span }: CommandWord): Word {
  const raw = textOf(span);
  if (value.kind !== "known") return { text: raw, literal: false, quoted: true, value: { kind: "literal", text: raw, span }, span };
  const { text } = value;
  const scalar = scalarOf(value, span);
  // In the string form the span holds the quotes that the text has lost.
  const isShifted = /^["']/.test(raw) && !/^["']/.test(text) && scalar.kind === "literal";
  if (!isShifted) return { text, literal: true, quoted: true, value: scalar, span };
  const offsetOf = (index: number): number => offsetIn(scalar, index) + 1;
  return { text, literal: true, quoted: true, value: { kind: "literal", text, span, offsetOf }, span };
}

/** The test of a service's own `healthcheck`; undefined where it has none. */
export function scriptOfHealthcheck(service: Service): ShellScript | undefined {
  const { healthcheck } = service;
  if (healthcheck?.kind !== "test") return undefined;
  const { test, shell } = healthcheck;
  if (!shell) return scriptOfKnown(test.words, test);
  const node = service.at("healthcheck", "test");
  if (test.form === "string" && node?.kind === "scalar") return parseShell(regionOf(node));
  const [script] = test.words;
  return script === undefined ? undefined : parseShell(wordRegion(wordOf(script)));
}

/** The test of a HEALTHCHECK; undefined for NONE. */
export function scriptOfInstruction(instruction: HealthcheckInstruction): ShellScript | undefined {
  return instruction.command?.script;
}

/** A program that a script calls. */
export interface CalledProgram {
  readonly command: SimpleCommand;
  readonly call: EffectiveCommand;
  /** Another command stands behind "||", and runs where this one cannot. */
  readonly hasFallback: boolean;
  /** It may not run at all: in a branch, behind another test, in a function. */
  readonly isConditional: boolean;
}

/** What only ends a script, or says so, is no other way to do what failed. */
const endings = new Set(["exit", "false", "kill", "echo", "return", "printf", "true", ":", "break", "continue", "test", "["]);

/** The programs that a script calls, in the order they run in, those inside of `sh -c` included. */
export function calledPrograms(script: ShellScript): readonly CalledProgram[] {
  const commands = [...allCommands(script)];
  return commands.flatMap((command, at) => {
    const call = effectiveCommand(command);
    if (call === undefined) return [];
    const { conditional, function: inFunction, negated } = command.context;
    const next = command.connector === "||" ? commands[at + 1] : undefined;
    const other = next === undefined ? undefined : effectiveCommand(next);
    // In a pipeline that is followed by "||", the last command tells; a program that is missing earlier only leaves it without input.
    const before = commands[at - 1];
    return [
      {
        command,
        call,
        hasFallback: other !== undefined && !endings.has(other.program),
        isConditional: conditional || inFunction !== undefined || negated || before?.connector === "||",
      },
    ];
  });
}
