import { parseConnectionUrl, classifyValue, isPublicName, providerOf, secretRoleOf, type ValueClass } from "../model/secret/index.ts";
import type { WorkflowJob, WorkflowStep } from "../model/workflow/index.ts";
import { optionValue, type Word } from "../syntax/shell/index.ts";
import { literalText, type NamedValue, type WorkflowScalar } from "../syntax/workflow/index.ts";
import { textOf, type Span } from "../text/index.ts";

/** A place of a workflow that takes a credential. */
export interface LiteralCredential {
  /** Begins a sentence, as in `The password of container "tools"`. */
  readonly what: string;
  /** The value alone. */
  readonly at: Span;
  /** Whether the credential itself stands there. */
  readonly isLiteral: boolean;
}

/**
 * The places of a job that take credentials (catalogue, `gha/hardcoded-credentials`). What only a test uses is none: the environment of service containers,
 * and, in jobs and steps that test, passwords such as "postgres" and "test-secret". Of those only a real provider's token counts.
 */
export function literalCredentialsOf(job: WorkflowJob): readonly LiteralCredential[] {
  const { syntax } = job;
  const registry = [...(syntax?.container === undefined ? [] : [syntax.container]), ...(syntax?.services ?? [])].flatMap(({ password }) =>
    password === undefined || password.node.text === ""
      ? []
      : [{ what: "The password of this image's registry", at: password.span, isLiteral: password.kind === "literal" }],
  );
  const isDeploy = isDeploying(job);
  const { workflow } = job;
  // What a workflow gives to all of its jobs is told once.
  const teller = workflow?.jobs.find(isDeploying) ?? workflow?.jobs[0];
  const shared = teller === job ? (workflow?.document.env.entries ?? []) : [];
  const isTest = job.tests.length > 0;
  const own = (syntax?.env.entries ?? []).flatMap((entry) => inEnvironment(entry, isDeploy && !isTest));
  return [
    ...registry,
    ...shared.flatMap((entry) => inEnvironment(entry, isDeploy)),
    ...own,
    ...job.steps.flatMap((step) => inStep(step, isDeploy && step.job === job && !isTestStep(job, step))),
  ];
}

function isDeploying({ deployments }: WorkflowJob): boolean {
  return deployments.length > 0;
}

function isTestStep({ tests }: WorkflowJob, step: WorkflowStep): boolean {
  return tests.some((one) => one.step === step || one.kind === "name");
}

const REAL: readonly ValueClass[] = ["known-default", "weak", "plausible"];

/** `isUsed`: the value reaches what is deployed, so that a weak one counts as well. */
function inEnvironment({ name, value }: NamedValue, isUsed: boolean): LiteralCredential[] {
  const text = literalText(value);
  if (text === undefined)
    return secretRoleOf(name) !== undefined ? [{ what: `The value of ${name}`, at: value.span, isLiteral: false }] : [];
  const url = parseConnectionUrl(value);
  if (url?.password?.kind === "literal") {
    const isReal =
      isUsed &&
      REAL.includes(classifyValue(url.password, { role: "password" })) &&
      !/^(?:localhost|127\.0\.0\.1)$/.test(literalOf(url.host));
    return isReal ? [{ what: `The password in ${name}`, at: url.password.span, isLiteral: true }] : [];
  }
  const isToken = providerOf(text, name) !== undefined;
  const isReal = isToken || (isUsed && secretRoleOf(name) !== undefined && REAL.includes(classifyValue(value, { name })));
  return isReal ? [{ what: `The value of ${name}`, at: value.span, isLiteral: true }] : [];
}

function literalOf(value: { readonly kind: string; readonly text?: string } | undefined): string {
  return value?.kind === "literal" ? (value.text ?? "") : "";
}

function inStep(step: WorkflowStep, isUsed: boolean): LiteralCredential[] {
  const inputs = step.syntax.with.entries.flatMap((entry) => inInput(entry, step, isUsed));
  return [
    ...inputs,
    ...step.syntax.env.entries.flatMap((entry) => inEnvironment(entry, isUsed)),
    ...step.commands.flatMap(({ effective }) => onCommandLine(effective)),
  ];
}

/** Inputs that are no secrets although their names have such words: the key of a cache, the name of a file. */
const NO_SECRETS = /^(?:key|keys|restore-keys|cache-key|primary-key|sort-key|.*-(?:path|file|name|id))$/i;
/** Actions that start a database for tests and take the password it shall have. */
const STARTS_DATABASE = /mysql|postgres|mongo|mariadb|redis|mssql|rabbitmq|minio|keycloak|elasticsearch|neo4j/;

function inInput({ name, value }: NamedValue, step: WorkflowStep, isUsed: boolean): LiteralCredential[] {
  const isKey = /^(?:ssh[-_]?)?(?:private[-_])?key$/i.test(name) && value.node.text.includes("PRIVATE KEY-----");
  const isSecret = isKey || (!NO_SECRETS.test(name) && !isPublicName(name) && secretRoleOf(name) !== undefined);
  const text = literalText(value);
  if (text === undefined) return isSecret ? [{ what: `The input "${name}"`, at: value.span, isLiteral: false }] : [];
  const isToken = isKey || providerOf(text, name) !== undefined;
  const isTestData = step.action !== undefined && STARTS_DATABASE.test(step.action);
  const isReal = isToken || (isSecret && !isTestData && isGiven(value, name, isUsed || LOGS_IN.test(step.action ?? "")));
  return isReal ? [{ what: `The input "${name}" of "${step.action ?? "this step"}"`, at: value.span, isLiteral: true }] : [];
}

/** Actions whose password is a registry's, whatever it looks like. */
const LOGS_IN = /\/(?:[\w.-]*login[\w.-]*|publish-docker-github-action|docker-build-push|push-to-registry|ssh-action|scp-action)$/;

function isGiven(value: WorkflowScalar, name: string, isUsed: boolean): boolean {
  if (/^(?:true|false|yes|no|on|off|none|auto|always|never|\d+)$/i.test(value.node.text)) return false;
  const found = classifyValue(value, { name, role: "password" });
  return found === "plausible" || (isUsed && (REAL.includes(found) || found === "other"));
}

const LOGINS: readonly string[] = ["docker", "podman", "buildah", "skopeo", "helm", "oras", "crane"];

function onCommandLine(command: { readonly program: string; readonly words: readonly Word[] }): LiteralCredential[] {
  const isLogin = LOGINS.includes(command.program) && command.words.some(({ text }) => text === "login");
  const isPass = command.program === "sshpass";
  if (!isLogin && !isPass) return [];
  const password = optionValue(command, isPass ? ["-p"] : ["-p", "--password"]);
  if (password === undefined || password.text === "") return [];
  // An action's expression or a variable gives it; a word such as "$TOKEN" in single quotes is no credential either.
  const isLiteral = password.literal && !/^[$<{]/.test(textOf(password.span).replace(/^["']/, ""));
  return [{ what: `The password that "${command.program}" is given`, at: withoutQuotes(password.span), isLiteral }];
}

function withoutQuotes(at: Span): Span {
  const isQuoted = /^(["'])[^"']*\1$/.test(textOf(at));
  return isQuoted ? { ...at, start: at.start + 1, end: at.end - 1 } : at;
}
