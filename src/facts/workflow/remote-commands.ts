/** Actions whose input is run by a shell on another machine, by `owner/repository` in lower case; from the actions' own `action.yml`. */
export const REMOTE_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "appleboy/ssh-action": ["script"],
  "cross-the-world/ssh-pipeline": ["script"],
  "cross-the-world/ssh-scp-ssh-pipelines": ["first_ssh", "last_ssh"],
  "easingthemes/ssh-deploy": ["script_before", "script_after"],
  "fifsky/ssh-action": ["command"],
  "garygrossgarten/github-action-ssh": ["command"],
  "jimcronqvist/action-ssh": ["command"],
};

/** Inputs that are shell and run where the job runs. */
export const LOCAL_INPUTS: Readonly<Record<string, readonly string[]>> = {
  "nick-fields/retry": ["command"],
  "nick-invision/retry": ["command"],
};
