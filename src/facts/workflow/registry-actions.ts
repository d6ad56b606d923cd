/** Actions that log in to an image registry, or hand the Docker client what it needs for that. */
export const LOGIN_ACTIONS: readonly string[] = [
  "actions-hub/docker/login",
  "aws-actions/amazon-ecr-login",
  "azure/docker-login",
  "docker/login-action",
  "imjasonh/setup-crane",
  "imjasonh/setup-ko",
  "ko-build/setup-ko",
  "redhat-actions/podman-login",
  "redhat-actions/oc-login",
  "schutzwerk/docker-login",
];

/** Actions that push an image; those of "self" take the registry's password themselves. */
export const PUSH_ACTIONS: Readonly<Record<string, { readonly login: "self" | "separate"; readonly always: boolean }>> = {
  "docker/build-push-action": { login: "separate", always: false },
  "docker/bake-action": { login: "separate", always: false },
  "elgohr/publish-docker-github-action": { login: "self", always: true },
  "macbre/push-to-ghcr": { login: "self", always: true },
  "mr-smithers-excellent/docker-build-push": { login: "self", always: true },
  "redhat-actions/push-to-registry": { login: "self", always: true },
};

/**
 * Tags that every build of a branch or for an environment moves to another image. Channels such as "nightly" and "canary" are made to move, and are none of
 * them.
 */
export const MOVING_TAGS: readonly string[] = [
  "dev",
  "develop",
  "development",
  "latest",
  "main",
  "master",
  "preprod",
  "prod",
  "production",
  "qa",
  "stable",
  "stage",
  "staging",
  "trunk",
  "uat",
];
