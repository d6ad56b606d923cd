/** Inputs of actions that are run as code, by `owner/repository` in lower case; from the actions' own `action.yml`. */
export const CODE_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "actions/github-script": ["script"],
  "addnab/docker-run-action": ["run"],
  "amadevus/pwsh-script": ["script"],
  "appleboy/ssh-action": ["script"],
  "azure/cli": ["inlinescript"],
  "azure/powershell": ["inlinescript"],
  "cardinalby/js-eval-action": ["expression"],
  "cross-platform-actions/action": ["run"],
  "devcontainers/ci": ["runcmd"],
  "fifsky/ssh-action": ["command"],
  "garygrossgarten/github-action-ssh": ["command"],
  "jannekem/run-python-script-action": ["script"],
  "mikefarah/yq": ["cmd"],
  "nick-fields/retry": ["command", "on_retry_command", "new_command_on_retry"],
  "nick-invision/retry": ["command", "on_retry_command", "new_command_on_retry"],
  "reactivecircus/android-emulator-runner": ["script", "pre-emulator-launch-script"],
  "uraimo/run-on-arch-action": ["run", "install", "setup"],
  "vmactions/freebsd-vm": ["run", "prepare"],
};

/**
 * Outputs of actions that outsiders fill: names of files a pull request adds, of branches, and texts they write. From the actions' documentation and
 * the advisories on them (GHSA-mcph-m25j-8j63, GHSA-8v8w-v8xg-79rf).
 */
export const UNTRUSTED_OUTPUTS: Readonly<Record<string, RegExp>> = {
  "alessbell/pull-request-comment-branch": /^head_ref$/,
  "dorny/paths-filter": /_files$/,
  "jitterbit/get-changed-files": /./,
  "peter-evans/find-comment": /^comment-body$/,
  "tj-actions/changed-files": /files$/,
  "trilom/file-changes-action": /^files/,
  "xt0rted/pull-request-comment-branch": /^head_ref$/,
};
