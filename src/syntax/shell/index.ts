export type {
  CommandContext,
  Connector,
  HereDocumentBody,
  NestedScript,
  Redirect,
  ShellAssignment,
  ShellScript,
  SimpleCommand,
  Word,
} from "./ast.ts";
export { effectiveCommand, programOf, type EffectiveCommand } from "./effective-command.ts";
export { isShell } from "./nested.ts";
export { emptyScript, parseShell, scriptOfWords, type ShellOptions } from "./parse.ts";
export {
  allCommands,
  allScripts,
  downstream,
  findFlag,
  hasFlag,
  operands,
  optionValue,
  optionValues,
  type Invocation,
} from "./questions.ts";
export { joinRegions, regionSpan, subRegion, wholeFile, RegionBuilder, type Region } from "./region.ts";
export { literalWord } from "./word.ts";
