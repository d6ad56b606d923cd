import type { Span } from "../../text/index.ts";
import { LOCAL_INPUTS, REMOTE_INPUTS } from "../../facts/workflow/remote-commands.ts";
import type { ScriptDocument } from "../../syntax/script/ast.ts";
import {
  allCommands,
  effectiveCommand,
  operands,
  parseShell,
  type EffectiveCommand,
  type Region,
  type SimpleCommand,
} from "../../syntax/shell/index.ts";
import { wordRegion } from "../../syntax/shell/word.ts";
import { workingDirectoryOf } from "../../syntax/workflow/ask.ts";
import { regionOf } from "../../syntax/yaml/ask.ts";
import type { Deployment } from "../deployment.ts";
import { literalText } from "../value.ts";
import type { WorkflowJob, WorkflowStep } from "../workflow/index.ts";
import { folderOf, projectPath } from "../project-path.ts";

/** A command that builds, deploys or looks after what a project runs. */
export interface OperationCommand {
  readonly command: SimpleCommand;
  /** What it runs, behind `sudo` and the like. */
  readonly effective: EffectiveCommand;
  /** The folder it runs in, as far as the text tells: relative to the checkout, or a path on a server, where it began. Undefined once that is filled in at run time. */
  readonly folder: string | undefined;
  /** Where the user of the operation sees it: the command itself, or the call of the script it is written in. */
  readonly at: Span;
  /** Whether all it does is to run a script of the project, whose commands follow. */
  readonly isFollowed: boolean;
}

/** One text of commands that run one after the other: a step's script, what a step sends to a server, a shell script, a make recipe. */
export interface Operation {
  /** The job that runs it; undefined for a script that no workflow is known to call. */
  readonly job: WorkflowJob | undefined;
  readonly step: WorkflowStep | undefined;
  readonly script: ScriptDocument | undefined;
  /** On a machine that keeps what earlier runs left there: over ssh, or on a runner of the user's own. */
  readonly isOnServer: boolean;
  /** In the order they run, those of project scripts that are called among them. */
  readonly commands: readonly OperationCommand[];
}

interface Text {
  readonly region: Region;
  readonly isRemote: boolean;
  readonly folder: string | undefined;
}

/** Everything in workflows, scripts, Makefiles and package.json that is run by hand or by machine, in the order of the files. */
export function operationsOf(deployment: Deployment): readonly Operation[] {
  const known = operations.get(deployment);
  if (known !== undefined) return known;
  const reader = new Reader(deployment.documents.script);
  const jobs = deployment.workflows.flatMap((workflow) => workflow.jobs);
  const found = [...jobs.flatMap((job) => reader.ofJob(job)), ...deployment.documents.script.flatMap((script) => reader.ofScript(script))];
  operations.set(deployment, found);
  return found;
}

const operations = new WeakMap<Deployment, readonly Operation[]>();

/** Scripts that call scripts are followed this far, and this many commands of one operation are looked at. */
const MAX_DEPTH = 3;
const MAX_COMMANDS = 2_000;

class Reader {
  private readonly byName = new Map<string, ScriptDocument[]>();

  constructor(scripts: readonly ScriptDocument[]) {
    for (const script of scripts) {
      if (script.form !== "shell") continue;
      const name = script.file.path.slice(script.file.path.lastIndexOf("/") + 1);
      this.byName.set(name, [...(this.byName.get(name) ?? []), script]);
    }
  }

  ofJob(job: WorkflowJob): Operation[] {
    return job.allSteps.flatMap((step) =>
      textsOf(step, job).map(({ region, isRemote, folder }): Operation => {
        const commands = this.read(allCommands(parseShell(region, { expressions: "github" })), folder, isRemote);
        return { job, step, script: undefined, isOnServer: isRemote || job.isSelfHosted, commands };
      }),
    );
  }

  ofScript(document: ScriptDocument): Operation[] {
    const folder = document.form === "shell" ? "" : folderOf(document.file.path);
    return document.scripts.map(({ script }) => ({
      job: undefined,
      step: undefined,
      script: document,
      isOnServer: false,
      commands: this.read(allCommands(script), folder, false),
    }));
  }

  private read(commands: Iterable<SimpleCommand>, start: string | undefined, isRemote: boolean, depth = 0): OperationCommand[] {
    const found: OperationCommand[] = [];
    let folder = start;
    for (const command of commands) {
      const effective = effectiveCommand(command);
      if (effective === undefined || found.length >= MAX_COMMANDS) continue;
      if (effective.program === "cd" || effective.program === "pushd") folder = moved(folder, effective);
      const called = depth < MAX_DEPTH ? this.calledBy(effective) : undefined;
      found.push({ command, effective, folder, at: command.span, isFollowed: called !== undefined });
      if (called === undefined) continue;
      const inner = called.scripts.flatMap(({ script }) => this.read(allCommands(script), folder, isRemote, depth + 1));
      found.push(...inner.map((one) => ({ ...one, at: command.span })));
    }
    return found;
  }

  /** The one script of the project that a command can mean: `./deploy.sh`, `bash scripts/deploy.sh`. */
  private calledBy({ program, name, words }: EffectiveCommand): ScriptDocument | undefined {
    const isShell = ["sh", "bash", "zsh", "dash", "source", "."].includes(program);
    const word = isShell ? words.find(({ text }) => !text.startsWith("-")) : name;
    if (word === undefined || !word.literal || !/\.(?:sh|bash)$/.test(word.text)) return undefined;
    const path = word.text.replace(/^(?:\.\/)+/, "");
    const fitting = this.byName.get(path.slice(path.lastIndexOf("/") + 1)) ?? [];
    const own = fitting.filter(({ file }) => file.path === path || file.path.endsWith(`/${path}`) || path.endsWith(`/${file.path}`));
    return own.length === 1 ? own[0] : undefined;
  }
}

/** The texts of a step that a shell runs, here and on servers. */
function textsOf(step: WorkflowStep, job: WorkflowJob): readonly Text[] {
  const { syntax, action } = step;
  const inputs = (table: Readonly<Record<string, readonly string[]>>, isRemote: boolean): readonly Text[] => {
    const names = action !== undefined && Object.hasOwn(table, action) ? table[action]! : [];
    return names.flatMap((name) => {
      const value = step.input(name);
      return value === undefined ? [] : [{ region: regionOf(value.node), isRemote, folder: "" }];
    });
  };
  if (syntax.run === undefined) return [...inputs(REMOTE_INPUTS, true), ...inputs(LOCAL_INPUTS, false)];
  const written = workingDirectoryOf(syntax, job.syntax, job.workflow?.document);
  const folder = written === undefined ? "" : projectPath("", literalText(written) ?? "/");
  const sent = step.commands.flatMap(({ effective, command }) => sentText(effective, command) ?? []);
  const runsOnServer = step.job
    .environments(step)
    .some(({ entries }) => entries.some(({ name }) => name === "DOCKER_HOST" || name === "DOCKER_CONTEXT"));
  const own = step.isPosix ? [{ region: regionOf(syntax.run.node), isRemote: runsOnServer, folder }] : [];
  return [...own, ...sent.map((region) => ({ region, isRemote: true, folder: "" }))];
}

const sshValued = "BbcDEeFIiJLlmOopPQRSWw".split("").map((letter) => `-${letter}`);

/** What `ssh` has another machine run: its last words, or the lines it is given. */
function sentText(effective: EffectiveCommand, { redirects }: SimpleCommand): Region | undefined {
  if (effective.program !== "ssh") return undefined;
  const [, first, ...rest] = operands(effective, sshValued);
  const body = redirects.findLast((redirect) => redirect.body !== undefined)?.body;
  if (body !== undefined && (first === undefined || /^(?:ba|z|da)?sh\b/.test(first.text))) return body.region;
  return first !== undefined && rest.length === 0 && first.quoted ? wordRegion(first) : undefined;
}

/** Where `cd` leads. A path on a server is kept as it is written. */
function moved(folder: string | undefined, { words }: EffectiveCommand): string | undefined {
  const target = words.find(({ text }) => !text.startsWith("-"));
  if (target === undefined || !target.literal || target.text.startsWith("~")) return undefined;
  if (target.text.startsWith("/")) return target.text;
  if (folder === undefined) return undefined;
  return folder.startsWith("/") ? `${folder}/${target.text}` : projectPath(folder, target.text);
}
