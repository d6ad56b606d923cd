/** The kinds of file that are audited. */
export type Kind = "dockerfile" | "compose" | "nginx" | "dotenv" | "workflow" | "action";

/** What a message calls a file of each kind. */
export const kindNames: Readonly<Record<Kind, string>> = {
  dockerfile: "a Dockerfile",
  compose: "a Compose file",
  nginx: "an nginx configuration",
  dotenv: "an env file",
  workflow: "a GitHub workflow",
  action: "a GitHub action",
};
