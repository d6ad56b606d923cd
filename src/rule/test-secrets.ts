import type { Deployment } from "../model/deployment.ts";
import { decodePiece, isSecretName, parseConnectionUrl } from "../model/secret/index.ts";
import type { Credential, CredentialPlace } from "../model/environment/credential.ts";
import { mayReachProduction } from "../model/environment/setting.ts";
import type { WorkflowJob } from "../model/workflow/index.ts";
import type { NamedValue } from "../syntax/workflow/index.ts";
import type { Span } from "../text/index.ts";
import { isJudgedElsewhere } from "./environment.ts";
import { mayBeCommitted } from "./project.ts";

/** A secret of production that a workflow's tests use as well, and so print for everybody. */
export interface TestSecret {
  /** Where production has it. */
  readonly place: CredentialPlace;
  /** Where the tests have it: the value alone. */
  readonly inTests: Span;
  /** The variable there. */
  readonly name: string;
}

/**
 * The use of a credential in tests of a workflow; undefined where there is none, or where another finding says to replace it: a default or placeholder is
 * `env/default-secret`'s, a real-looking value in a committed file `env/committed-secret`'s. What only the tests make worse is this one's: a weak value or words that
 * would pass for private ones, and a good value that is no secret any more.
 */
export function testSecretOf(credential: Credential, deployment: Deployment): TestSecret | undefined {
  const { text, valueClass, places } = credential;
  const place = places.find(({ binding }) => mayReachProduction(binding) && binding.sink.kind !== "workflow");
  if (place === undefined || text.length < 4 || isJudgedElsewhere(place)) return undefined;
  const isLeft =
    valueClass === "weak" || isPassphrase(credential) || (valueClass === "plausible" && !mayBeCommitted(place.at.file.path, deployment));
  const found = isLeft ? testLiterals(deployment).get(text) : undefined;
  return found === undefined ? undefined : { place, inTests: found.at, name: found.name };
}

/** Words with a number: nothing by itself says that it is a secret, but that tests use it for one does. */
function isPassphrase({ text, valueClass }: Credential): boolean {
  return valueClass === "other" && /^[a-z][a-z-]{6,}\d+$/i.test(text);
}

interface Literal {
  readonly name: string;
  readonly at: Span;
}

/** The secrets that tests and service containers of workflows are given in plain text, by value. */
function testLiterals(deployment: Deployment): ReadonlyMap<string, Literal> {
  const known = literals.get(deployment);
  if (known !== undefined) return known;
  const found = new Map<string, Literal>();
  for (const { name, value } of deployment.workflows.flatMap(({ jobs }) => jobs.flatMap(testValues))) {
    const literal = secretIn(name, value);
    if (literal !== undefined && !found.has(literal.text)) found.set(literal.text, { name, at: literal.at });
  }
  literals.set(deployment, found);
  return found;
}

const literals = new WeakMap<Deployment, ReadonlyMap<string, Literal>>();

function testValues(job: WorkflowJob): readonly NamedValue[] {
  const containers = [...(job.syntax?.services ?? []), ...(job.syntax?.container === undefined ? [] : [job.syntax.container])];
  const own = containers.flatMap(({ env }) => env.entries);
  if (job.tests.length === 0) return own;
  const steps = job.steps.flatMap(({ syntax }) => syntax.env.entries);
  return [...own, ...(job.syntax?.env.entries ?? []), ...steps, ...(job.workflow?.document.env.entries ?? [])];
}

function secretIn(name: string, value: NamedValue["value"]): { readonly text: string; readonly at: Span } | undefined {
  const password = parseConnectionUrl(value)?.password;
  if (password?.kind === "literal") return { text: decodePiece(password), at: password.span };
  return value.kind === "literal" && value.text !== "" && isSecretName(name) ? { text: value.text, at: value.span } : undefined;
}
