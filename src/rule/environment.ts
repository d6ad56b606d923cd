import { isSecretName } from "../model/secret/index.ts";
import type { CredentialPlace } from "../model/environment/credential.ts";
import type { EnvBinding } from "../model/environment/binding.ts";

/** `"DEBUG" of "web"`, or `"DEBUG"` where the file alone has it. */
export function variableOf({ name, sink }: EnvBinding): string {
  return sink.kind === "service" ? `"${name.value}" of "${sink.service.name}"` : `"${name.value}"`;
}

/** What a sentence calls a place of a secret: `"POSTGRES_PASSWORD" of "db"`, `the password in "DATABASE_URL" of "backend"`. */
export function secretOf({ binding, form }: CredentialPlace): string {
  return form === "address" ? `the password in ${variableOf(binding)}` : variableOf(binding);
}

/**
 * Whether another rule speaks of this place: what an ENV instruction bakes into an image under a secret's name is `dockerfile/secret-in-env-or-arg`'s, whatever
 * the value is, because there even a good one is in the wrong place. Under another name only the value gives it away, which the rules on values find.
 */
export function isBakedIn({ binding }: CredentialPlace): boolean {
  return binding.sink.kind === "image" && isSecretName(binding.name.value);
}

/** The other places of a credential, each with a note that goes on from a sentence about the first. */
export function copiesOf(places: readonly CredentialPlace[]): { at: CredentialPlace["at"]; note: string }[] {
  return places.map((place) => ({
    at: place.at,
    note: place.form === "address" ? `${variableOf(place.binding)} logs in with it` : `${variableOf(place.binding)} repeats it`,
  }));
}
