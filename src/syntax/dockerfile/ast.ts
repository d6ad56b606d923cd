import type { Located, Span } from "../../text/index.ts";
import type { BaseDocument } from "../document.ts";
import type { Region, ShellScript } from "../shell/index.ts";
import type { Literal, Scalar } from "../template/index.ts";

export interface DockerfileDocument extends BaseDocument {
  readonly kind: "dockerfile";
  readonly directives: readonly ParserDirective[];
  /** The character that escapes and continues lines. */
  readonly escape: "\\" | "`";
  /** The image that reads this file instead of the builder's own frontend: the `syntax` directive. */
  readonly syntax: Located<string> | undefined;
  /** The ARGs before the first FROM: only FROM lines see them, and stages that declare them again. */
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
  /** Every instruction in order, FROM and misplaced ones included. */
  readonly instructions: readonly Instruction[];
}

/** `# name=value` at the top of the file. */
export interface ParserDirective {
  /** In lower case. */
  readonly name: string;
  readonly value: Located<string>;
  readonly span: Span;
}

/** A FROM and what stands below it, up to the next one. */
export interface Stage {
  readonly index: number;
  /** As written; the builder compares stage names without regard to case. */
  readonly name: Located<string> | undefined;
  readonly from: FromInstruction;
  /** Without the FROM. */
  readonly instructions: readonly StageInstruction[];
  readonly span: Span;
}

export type Instruction =
  | FromInstruction
  | ArgInstruction
  | PairsInstruction
  | RunInstruction
  | CommandInstruction
  | HealthcheckInstruction
  | CopyInstruction
  | ListInstruction
  | WordInstruction
  | ShellInstruction
  | MaintainerInstruction
  | OnbuildInstruction
  | UnknownInstruction;

export type StageInstruction = Exclude<Instruction, FromInstruction>;
export type Keyword = Instruction["keyword"];
/** The instructions of one keyword: `InstructionOf<"COPY">`. */
export type InstructionOf<K extends Keyword> = Extract<Instruction, { readonly keyword: K }>;

interface BaseInstruction {
  /** The keyword as written. */
  readonly keywordSpan: Span;
  /** The whole instruction, continued lines and heredocs included, without the last line break. */
  readonly span: Span;
  readonly flags: readonly Flag[];
  /** What stands behind keyword and flags: continued lines joined, comments between them left out. */
  readonly arguments: Region;
}

/** `--name` or `--name=value`. */
export interface Flag {
  readonly name: string;
  /** Undefined without "=". */
  readonly value: Scalar | undefined;
  readonly span: Span;
}

/** `FROM image [AS name]`. */
export interface FromInstruction extends BaseInstruction {
  readonly keyword: "FROM";
  /** Undefined when there is none, which is a problem of the document. */
  readonly image: Scalar | undefined;
  readonly platform: Scalar | undefined;
  readonly name: Located<string> | undefined;
}

export interface ArgInstruction extends BaseInstruction {
  readonly keyword: "ARG";
  readonly args: readonly Pair[];
}

export interface PairsInstruction extends BaseInstruction {
  readonly keyword: "ENV" | "LABEL";
  readonly pairs: readonly Pair[];
}

export interface Pair {
  /** Without quotes; a variable in it is left as written. */
  readonly name: Located<string>;
  /** For ARG, undefined without "=". */
  readonly value: Scalar | undefined;
  /** Written as `ENV name value`, which ends with the line. */
  readonly legacy: boolean;
  /** Name and value. */
  readonly span: Span;
}

export interface RunInstruction extends BaseInstruction {
  readonly keyword: "RUN";
  readonly command: CommandLine;
  readonly mounts: readonly Mount[];
  readonly heredocs: readonly Heredoc[];
}

/** `--mount=type=cache,target=/root/.cache`. */
export interface Mount {
  /** "bind" where none is given. */
  readonly type: string;
  readonly fields: readonly Pair[];
  readonly span: Span;
}

export interface CommandInstruction extends BaseInstruction {
  readonly keyword: "CMD" | "ENTRYPOINT";
  readonly command: CommandLine;
}

export interface HealthcheckInstruction extends BaseInstruction {
  readonly keyword: "HEALTHCHECK";
  /** `HEALTHCHECK NONE`: switches off the one of the base image. */
  readonly none: boolean;
  /** Undefined for NONE, and when there is no command, which is a problem of the document. */
  readonly command: CommandLine | undefined;
}

/** What a container runs. Both forms have a script: that of the exec form has one command, and what it hands to `sh -c` is nested in it. */
export type CommandLine = ExecForm | ShellForm;

/** `["program", "argument"]`: no shell in between. */
export interface ExecForm {
  readonly form: "exec";
  readonly args: readonly Literal[];
  /** Parsed when first asked for. */
  readonly script: ShellScript;
  /** With the brackets. */
  readonly span: Span;
}

/** Text that the shell of the stage runs. */
export interface ShellForm {
  readonly form: "shell";
  /** The text that the shell gets; of a RUN that is a single heredoc, its body. */
  readonly region: Region;
  /** "posix" is the only one that `script` holds commands of. */
  readonly language: ShellLanguage;
  /** Parsed when first asked for. Empty for other languages than POSIX shell. */
  readonly script: ShellScript;
  /** Meant as an exec form, as far as one can see (`["npm", "start"`), but no valid JSON array, so that a shell gets the brackets. */
  readonly looksLikeBrokenJson: boolean;
  readonly span: Span;
}

/** "other": a program we know nothing of reads it, named by SHELL or by the `#!` line of a heredoc. */
export type ShellLanguage = "posix" | "powershell" | "cmd" | "other";

export interface CopyInstruction extends BaseInstruction {
  readonly keyword: "COPY" | "ADD";
  /** Without heredocs. */
  readonly sources: readonly Scalar[];
  /** Undefined when there is none, which is a problem of the document. */
  readonly destination: Scalar | undefined;
  /** `--from`: a stage's name or number, a build context or an image. */
  readonly from: Scalar | undefined;
  /** Files whose content stands in the Dockerfile. */
  readonly heredocs: readonly Heredoc[];
}

/** `<<EOF` and the lines up to `EOF`. */
export interface Heredoc {
  /** The delimiter without quotes. */
  readonly name: string;
  /** `<<EOF` as written. */
  readonly marker: Span;
  /** The lines between, the last line break included. */
  readonly body: Region;
  readonly bodySpan: Span;
  /** `<<-`: leading tabs are taken off every line. */
  readonly stripsTabs: boolean;
  /** Not quoted, so that variables in the body are filled in. */
  readonly expands: boolean;
}

export interface ListInstruction extends BaseInstruction {
  readonly keyword: "EXPOSE" | "VOLUME";
  readonly values: readonly Scalar[];
}

export interface WordInstruction extends BaseInstruction {
  readonly keyword: "USER" | "WORKDIR" | "STOPSIGNAL";
  /** Everything behind the keyword. Undefined when there is nothing, which is a problem of the document. */
  readonly value: Scalar | undefined;
}

/** `SHELL ["bash", "-c"]`: the shell of the RUN, CMD and ENTRYPOINT below it. */
export interface ShellInstruction extends BaseInstruction {
  readonly keyword: "SHELL";
  readonly args: readonly Literal[];
}

export interface MaintainerInstruction extends BaseInstruction {
  readonly keyword: "MAINTAINER";
  readonly value: Located<string>;
}

/** An instruction for the images that are built on this one. */
export interface OnbuildInstruction extends BaseInstruction {
  readonly keyword: "ONBUILD";
  readonly trigger: Instruction | undefined;
}

/** A keyword no builder knows, which is a problem of the document. */
export interface UnknownInstruction extends BaseInstruction {
  readonly keyword: "UNKNOWN";
  readonly name: string;
}
