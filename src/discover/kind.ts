/** The kinds of file that are audited. */
export type AuditedKind = "dockerfile" | "compose" | "nginx" | "dotenv" | "workflow" | "action";

export type Kind = AuditedKind | EvidenceKind;

/** Kinds that nothing is judged in: they say how the others are used, and are read only where one of those may be. */
export type EvidenceKind = "script" | "dockerignore";

export function isEvidenceKind(kind: Kind): kind is EvidenceKind {
  return kind === "script" || kind === "dockerignore";
}

/** What a message calls a file of each kind. */
export const kindNames: Readonly<Record<Kind, string>> = {
  dockerfile: "a Dockerfile",
  compose: "a Compose file",
  nginx: "an nginx configuration",
  dotenv: "an env file",
  workflow: "a GitHub workflow",
  action: "a GitHub action",
  script: "a script",
  dockerignore: "an ignore file of Docker",
};
