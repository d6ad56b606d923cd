import type { EnvBinding } from "./binding.ts";
import type { Span } from "../../text/index.ts";

/** One secret value, with every place it is written at: the same password in POSTGRES_PASSWORD and in DATABASE_URL is one. */
export interface Credential {
  /** The places, the one to change first. */
  readonly places: readonly [CredentialPlace, ...CredentialPlace[]];
}

export interface CredentialPlace {
  readonly binding: EnvBinding;
  /** The value itself: for a password inside of an address only the password. */
  readonly at: Span;
}

export function connectCredentials(_bindings: readonly EnvBinding[]): Credential[] {
  return [];
}
