/** The kinds of file that are audited. */
export type AuditedKind = "dockerfile" | "compose" | "nginx" | "dotenv" | "workflow" | "action";

export type Kind = AuditedKind | EvidenceKind;

/** Kinds that nothing is judged in: they say how the others are used, and are read only where one of those may be. */
export type EvidenceKind = "script" | "dockerignore" | "gitignore" | "dependabot" | "manifest" | "sensitive";

export function isEvidenceKind(kind: Kind): kind is EvidenceKind {
  return evidenceKinds.has(kind);
}

const evidenceKinds: ReadonlySet<Kind> = new Set<EvidenceKind>([
  "script",
  "dockerignore",
  "gitignore",
  "dependabot",
  "manifest",
  "sensitive",
]);

/** Whether a rule may point into a file of this kind: what a repository ignores, updates or should not hold is for its owner to change. */
export function mayHoldFindings(kind: Kind): boolean {
  return kind !== "script" && kind !== "dockerignore" && kind !== "manifest";
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
  gitignore: "an ignore file of git",
  dependabot: "a configuration of Dependabot",
  manifest: "a list of packages",
  sensitive: "a key or a copy of a database",
};
