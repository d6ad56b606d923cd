import {
  baseText,
  defineRule,
  dockerfile,
  factsOf,
  isWindows,
  satisfied,
  startOf,
  textOf,
  unknown,
  violatedIn,
  type CommandInstruction,
  type Deployment,
  type Fix,
  type Image,
  type Judgement,
  type ShellForm,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "dockerfile/shell-form-cmd",
  scope: "image",
  title: "Start command in shell form",
  severity: "warning",
  securitySeverity: 0,
  confidence: "high",
  profile: "recommended",
  rationale:
    'Docker runs a `CMD` or `ENTRYPOINT` that is no JSON array as `/bin/sh -c "…"`. A shell that stays process 1 does not hand on the SIGTERM of `docker stop`: the application never hears that it should finish its requests, and is killed after ten seconds. Some shells replace themselves when the text is one plain command, but that depends on the base image. An `ENTRYPOINT` in shell form also ignores `CMD` and every argument of `docker run`.',
  remediation:
    'Write the command as a JSON array with double quotes: `CMD ["node", "server.js"]`. Where a shell has to fill in variables, let it start the application with `exec`: `CMD exec gunicorn --bind 0.0.0.0:$PORT app:app`.',
  references: [
    "https://docs.docker.com/reference/build-checks/json-args-recommended/",
    "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
  ],
  cwe: [710],
  examples: [
    {
      title: "plain words",
      bad: dockerfile`
        FROM node:24-slim
        COPY . .
        USER node
        CMD node server.js --port=3000
      `,
      flags: ["node server.js --port=3000"],
      good: dockerfile`
        FROM node:24-slim
        COPY . .
        USER node
        CMD ["node", "server.js", "--port=3000"]
      `,
    },
    {
      title: "an array that is none, and a variable that needs the shell",
      bad: dockerfile`
        FROM python:3.13-slim
        COPY . .
        USER nobody
        ENTRYPOINT ['/srv/entrypoint.sh']
        CMD gunicorn --bind 0.0.0.0:$PORT shop.wsgi
      `,
      flags: ["['/srv/entrypoint.sh']"],
      good: dockerfile`
        FROM python:3.13-slim
        COPY . .
        USER nobody
        ENTRYPOINT ["/srv/entrypoint.sh"]
        CMD exec gunicorn --bind 0.0.0.0:$PORT shop.wsgi
      `,
    },
  ],
  *check(image, deployment) {
    const { entrypoint, command } = startOf(image);
    if (entrypoint !== undefined) yield* judge(entrypoint, image, deployment);
    // Beside an ENTRYPOINT in shell form, CMD does nothing.
    if (command !== undefined && entrypoint?.command.form !== "shell") yield* judge(command, image, deployment);
  },
});

function* judge(instruction: CommandInstruction, image: Image, deployment: Deployment): Iterable<Judgement> {
  const { command, keyword } = instruction;
  const at = command.span;
  if (command.form === "exec") yield satisfied(at);
  else if (command.looksLikeBrokenJson)
    yield* violatedIn(image, deployment, {
      at,
      severity: "error",
      message: `${keyword} looks like a JSON array but is not one, so a shell gets it, brackets included, and the container does not start.`,
    });
  else if (command.language !== "posix" || image.last("SHELL") !== undefined || isWindows(image))
    yield unknown(at, "another shell than that of Linux runs it");
  else if (command.script.commands.at(-1)?.name?.text === "exec") yield satisfied(at);
  else {
    const fix = fixOf(instruction, command, image);
    const noShell = image.base.isScratch || factsOf(image.base)?.shell === false;
    const message = noShell
      ? `${keyword} needs /bin/sh to run this, and "${baseText(image)}" brings none.`
      : `${keyword} runs this through a shell, which may keep the SIGTERM of "docker stop" to itself; the program is then killed in the middle of its work.`;
    yield* violatedIn(image, deployment, { at, severity: "warning", message, ...(fix === undefined ? {} : { fix }) });
  }
}

const plainWords = /^[\w./:@%+,=-]+(?: +[\w./:@%+,=-]+)*$/;
/** Only a shell knows them. */
const builtins =
  /^(?:\.|:|alias|bg|break|case|cd|command|continue|eval|exit|export|fg|for|if|jobs|local|read|readonly|return|set|shift|source|trap|type|ulimit|umask|unset|until|wait|while)$/;

/** Exact where the shell would do nothing with the words, and no other instruction sees the difference between the forms. */
function fixOf({ keyword }: CommandInstruction, { span, region }: ShellForm, image: Image): Fix | undefined {
  const written = textOf(span);
  const { entrypoint, command } = startOf(image);
  const meetsAnother = keyword === "CMD" ? entrypoint !== undefined : command !== undefined;
  const words = written.split(/ +/);
  if (meetsAnother || written !== region.text.trim() || !plainWords.test(written) || words[0]!.includes("=") || builtins.test(words[0]!))
    return undefined;
  return {
    title: "Write it as a JSON array",
    safety: "safe",
    edits: [{ span, replacement: `[${words.map((word) => `"${word}"`).join(", ")}]` }],
  };
}
