import type { Span } from "../../text/index.ts";
import {
  allCommands,
  allScripts,
  effectiveCommand,
  isShell,
  parseShell,
  type EffectiveCommand,
  type ShellScript,
  type SimpleCommand,
} from "../../syntax/shell/index.ts";
import {
  expressionsIn,
  namedValue,
  scriptOf,
  shellOf,
  type EmbeddedExpression,
  type Step,
  type WorkflowScalar,
} from "../../syntax/workflow/index.ts";
import type { WorkflowJob } from "./job.ts";

/** A command of a step's script. */
export interface StepCommand {
  readonly step: WorkflowStep;
  readonly command: SimpleCommand;
  /** What it runs, behind `sudo` and the like. */
  readonly effective: EffectiveCommand;
  /** Whether the script itself decides if it runs. */
  readonly isConditional: boolean;
}

/** A step of a job or of a composite action. */
export class WorkflowStep {
  private parsed: ShellScript | undefined;
  private read: readonly StepCommand[] | undefined;
  private expressions: ReadonlyMap<number, EmbeddedExpression> | undefined;

  constructor(
    readonly syntax: Step,
    /** The job, or the composite action, that it is written in. */
    readonly job: WorkflowJob,
  ) {}

  /** The action it uses, as `owner/repository` or `owner/repository/path` in lower case; undefined for anything else. */
  get action(): string | undefined {
    const { uses } = this.syntax;
    if (uses?.kind !== "repository") return undefined;
    const path = uses.path === undefined ? "" : `/${uses.path.value}`;
    return `${uses.owner.value}/${uses.repository.value}${path}`.toLowerCase();
  }

  /** The composite action of the project it uses; undefined for anything else. */
  get localAction(): WorkflowJob | undefined {
    const { uses } = this.syntax;
    return uses?.kind === "local" ? this.job.project.actionAt(this.job.file, uses.path.value) : undefined;
  }

  /** The smallest thing that stands for it: what it uses, the first line of its script, or all of it. */
  get span(): Span {
    return this.syntax.uses?.span ?? this.syntax.name?.span ?? this.syntax.run?.span ?? this.syntax.span;
  }

  /** As people call it: its name, or what it uses. */
  get label(): string | undefined {
    const { name, uses, id } = this.syntax;
    return name?.kind === "literal" ? name.text : (uses?.value.node.text ?? id?.node.text);
  }

  /** The value of an input, whose name is compared without case. */
  input(name: string): WorkflowScalar | undefined {
    return namedValue(this.syntax.with, name, { ignoreCase: true })?.value;
  }

  /** Whether `run` is read by a POSIX shell; the runner's own one is Bash but on Windows. */
  get isPosix(): boolean {
    if (this.syntax.run === undefined) return false;
    const shell = shellOf(this.syntax, this.job.syntax, this.job.workflow?.document);
    if (shell === undefined) return !this.job.isOnWindows;
    return shell.kind === "literal" && isShell(shell.text.trim().split(/\s+/)[0]!.replace(/^.*\//, ""));
  }

  /** Its script; undefined when it has none, or one in another language than POSIX shell. */
  get script(): ShellScript | undefined {
    if (this.parsed !== undefined) return this.parsed;
    const region = this.isPosix ? scriptOf(this.syntax) : undefined;
    return region && (this.parsed = parseShell(region, { expressions: "github" }));
  }

  /** Every command of its script, those of scripts in it included, in the order they run. */
  get commands(): readonly StepCommand[] {
    return (this.read ??= this.readCommands());
  }

  private readCommands(): readonly StepCommand[] {
    const { script } = this;
    if (script === undefined) return [];
    const guarded = new Set([...allScripts(script)].flatMap(guardedIn));
    return [...allCommands(script)].flatMap((command) => {
      const effective = effectiveCommand(command);
      return effective === undefined ? [] : [{ step: this, command, effective, isConditional: guarded.has(command) }];
    });
  }

  /** The expression that a part of one of the script's words stands for. */
  expressionAt(at: Span): EmbeddedExpression | undefined {
    this.expressions ??= new Map(expressionsIn(this.syntax.run).map((part) => [part.span.start, part]));
    return this.expressions.get(at.start);
  }
}

/** The commands that only run where a condition of the script holds: in a branch, in a function, or behind `[ … ] &&`. */
function guardedIn({ commands }: ShellScript): readonly SimpleCommand[] {
  let isBehindTest = false;
  return commands.filter((command, at) => {
    const before = commands[at - 1];
    const isChained = before?.connector === "&&" || before?.connector === "||";
    isBehindTest = isChained && (isBehindTest || isTest(before) || before.connector === "||");
    return command.context.conditional || command.context.function !== undefined || isBehindTest;
  });
}

function isTest({ name }: SimpleCommand): boolean {
  return name !== undefined && ["[", "[[", "test", "grep"].includes(name.text);
}
