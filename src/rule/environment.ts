import type { SourceFile } from "../text/index.ts";
import type { Deployment } from "../model/deployment.ts";
import { SANDBOX_PREFIXES } from "../facts/secrets/providers.ts";
import { isSecretName } from "../model/secret/index.ts";
import type { Credential, CredentialPlace } from "../model/environment/credential.ts";
import type { EnvBinding } from "../model/environment/binding.ts";
import { shadowingOf } from "./shadowing.ts";

/** The variable's name in capitals, for comparing; "" where it is too long to be one that anybody reads. */
export function upperNameOf({ name }: EnvBinding): string {
  return name.value.length > 128 ? "" : name.value.toUpperCase();
}

/** `"DEBUG" of "web"`, or `"DEBUG"` where the file alone has it. */
export function variableOf({ name, sink }: EnvBinding): string {
  return sink.kind === "service" ? `"${name.value}" of "${sink.service.name}"` : `"${name.value}"`;
}

/** What a sentence calls a place of a secret: `"POSTGRES_PASSWORD" of "db"`, `the password in "DATABASE_URL" of "backend"`. */
export function secretOf({ binding, form }: CredentialPlace): string {
  return form === "address" ? `the password in ${variableOf(binding)}` : variableOf(binding);
}

/**
 * Whether another rule speaks of this place. Under a secret's name, what an ENV instruction bakes into an image is `dockerfile/secret-in-env-or-arg`'s and what a workflow
 * holds is `gha/hardcoded-credentials`', whatever the value is, because there even a good one is in the wrong place. A default inside of `${DB_PASSWORD:-text}` is
 * `compose/secret-fallback-default`'s and is no place of a credential at all. A bad secret in a Compose file that wins over a good one in an env file is `deploy/env-shadowing`'s. Under any other name only the value gives a secret away, which the rules on values find.
 */
export function isJudgedElsewhere({ binding }: CredentialPlace): boolean {
  const { name, sink } = binding;
  if (sink.kind === "service") return shadowingOf(binding)?.isWorse === true;
  return (sink.kind === "image" || sink.kind === "workflow") && isSecretName(name.value);
}

/**
 * Whether the credential is for an emulator of a cloud's services that runs in the same stack: those take any, and their guides ask for a made-up one, so that
 * a real one never gets there.
 */
export function isForEmulator({ binding }: CredentialPlace): boolean {
  const { name, sink } = binding;
  if (!/^AWS_|^AZURE_|^GOOGLE_/.test(name.value)) return false;
  const stacks =
    sink.kind === "service"
      ? [sink.stack]
      : sink.kind === "env-file"
        ? [...sink.stacks, ...sink.environments.map(({ stack }) => stack)]
        : [];
  return stacks.some(({ services }) => services.some(({ image }) => emulators.test(image?.reference?.name ?? "")));
}

const emulators = /^(?:localstack|localstack-\w+|moto|motoserver|dynamodb-local|elasticmq\w*|azurite|fake-gcs-server|goaws)$/;

/** The other places of a credential, each with a note that goes on from a sentence about the first. */
export function copiesOf(places: readonly CredentialPlace[]): { at: CredentialPlace["at"]; note: string }[] {
  return places.map((place) => ({
    at: place.at,
    note: place.form === "address" ? `${variableOf(place.binding)} logs in with it` : `${variableOf(place.binding)} repeats it`,
  }));
}

/** The provider whose test environment a credential opens, by the way it begins; undefined for any other value. */
export function sandboxOf(value: string): string | undefined {
  return Object.entries(SANDBOX_PREFIXES).find(([prefix]) => value.startsWith(prefix))?.[1];
}

/** Whether a stack of the project loads the env file, or fills in its variables from it. */
export function isReadByCompose(file: SourceFile, deployment: Deployment): boolean {
  let read = readFiles.get(deployment);
  if (read === undefined) {
    read = new Set(
      deployment.bindings.flatMap(({ sink, span }) =>
        sink.kind === "env-file" && sink.services.length + sink.stacks.length > 0 ? [span.file] : [],
      ),
    );
    readFiles.set(deployment, read);
  }
  return read.has(file);
}

/** Answers are kept, since every env file asks. */
const readFiles = new WeakMap<Deployment, ReadonlySet<SourceFile>>();

/** Whether others know the secret or try it first: a default, or the text of a template. */
export function isDefaultOrPlaceholder({ valueClass }: Credential): boolean {
  return valueClass === "known-default" || valueClass === "placeholder";
}
