import type { Span } from "../../text/index.ts";
import { TASK_RUNNERS, TEST_ACTIONS, TEST_JOB_WORDS, TEST_PROGRAMS, TEST_WORDS } from "../../facts/workflow/test-commands.ts";
import { isShell, type EffectiveCommand } from "../../syntax/shell/index.ts";
import { wordsOf, type WorkflowJob } from "./job.ts";
import type { WorkflowStep } from "./step.ts";

/** What shows that a job tests or lints. */
export interface TestEvidence {
  readonly kind: "command" | "action" | "name";
  readonly at: Span;
  /** Undefined where the job's name tells. */
  readonly step: WorkflowStep | undefined;
}

/** Where a job runs tests: a command or an action that does, or its own name; for one that runs a workflow of the project, what that workflow's jobs have. */
export function testsOf(job: WorkflowJob): readonly TestEvidence[] {
  const found: TestEvidence[] = job.allSteps.flatMap((step) => testsOfStep(step));
  const { idSpan } = job;
  if (idSpan !== undefined && job.words.some((word) => JOB_WORDS.has(word))) found.push({ kind: "name", at: idSpan, step: undefined });
  const { called } = job;
  if (called === undefined || idSpan === undefined) return found;
  if (called !== "unknown") return [...found, ...called.jobs.filter((one) => one.called === undefined).flatMap((one) => one.tests)];
  const path = job.syntax?.uses?.value.node.text ?? "";
  return wordsOf(path.replace(/@.*/, "")).some((word) => JOB_WORDS.has(word))
    ? [...found, { kind: "action", at: idSpan, step: undefined }]
    : found;
}

/** The tests of one step. */
function testsOfStep(step: WorkflowStep): readonly TestEvidence[] {
  const { action, syntax } = step;
  if (action !== undefined && ACTIONS.has(action)) return [{ kind: "action", at: step.span, step }];
  if (syntax.uses?.kind === "local" && wordsOf(syntax.uses.path.value).some((word) => JOB_WORDS.has(word)))
    return [{ kind: "action", at: step.span, step }];
  const command = step.commands.find(({ effective }) => isTest(effective));
  if (command !== undefined) return [{ kind: "command", at: command.effective.name.span, step }];
  const name = syntax.name?.kind === "literal" ? syntax.name : undefined;
  return syntax.run !== undefined && name !== undefined && /\b(?:tests?|lint|linter|type-?check)\b/i.test(name.text)
    ? [{ kind: "name", at: name.span, step }]
    : [];
}

const JOB_WORDS = new Set(TEST_JOB_WORDS);
const PROGRAMS = new Set(TEST_PROGRAMS);
const RUNNERS = new Set(TASK_RUNNERS);
const WORDS = new Set(TEST_WORDS);
const ACTIONS = new Set(TEST_ACTIONS);
const CONTAINERS = new Set(["docker", "docker-compose", "podman"]);

/** Whether a command tests: by its program, by what a task runner is told to run, by the name of a script, or by what it runs in a container. */
function isTest({ program, words, name }: EffectiveCommand): boolean {
  if (PROGRAMS.has(program)) return true;
  const texts = words.map((word) => word.text);
  if (RUNNERS.has(program)) return texts.some((text) => PROGRAMS.has(text) || isTestName(text));
  if (CONTAINERS.has(program))
    return texts.some((text) => text === "run" || text === "exec") && texts.some((text) => PROGRAMS.has(text) || isTestName(text));
  if (program.endsWith(".py")) return texts.includes("test");
  if (isShell(program)) return texts.some((text) => text.endsWith(".sh") && isTestName(text));
  return name.text.includes("/") && isTestName(name.text);
}

/** `test`, `test:unit`, `backend-tests`, `scripts/run-tests.sh`; options and addresses are none. */
function isTestName(text: string): boolean {
  return (
    !text.startsWith("-") &&
    text.length < 200 &&
    !text.includes("://") &&
    wordsOf(text.replace(/^.*\//, "").replace(/\.\w+$/, "")).some((word) => WORDS.has(word))
  );
}
