import {
  commandWordsOf,
  defineRule,
  dotenv,
  isVerbose,
  isVerboseRustLog,
  mayReachProduction,
  satisfied,
  settingOf,
  unknown,
  upperNameOf,
  variableOf,
  violated,
  type Deployment,
  type EnvBinding,
  type Judgement,
  type NginxDirective,
  type Span,
} from "../../src/rule/index.ts";

const levelNames = /(?:^|_)LOG_?LEVEL$|^LOGGING_LEVEL(?:_ROOT)?$|(?:^|_)LOGGING_LEVEL$/;
const levelFlag = /^--?log(?:ging)?[-_.]?level(?:=(.*))?$/i;

export default defineRule({
  id: "env/verbose-log-level",
  scope: "deployment",
  title: "Log level debug or trace in production",
  severity: "warning",
  securitySeverity: 3.1,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "At the levels debug and trace programs write what passes through them: request headers with tokens, SQL with its parameters, whole bodies. Logs are kept longer, read by more people and protected less than the data they copy, and writing that much slows the program and fills the disk.",
  remediation:
    "Use `info` or `warn` in production. To look into a problem, raise the level of the one module concerned for an hour, as in `RUST_LOG=info,sqlx=debug`.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html#data-to-exclude",
    "https://cwe.mitre.org/data/definitions/532.html",
  ],
  cwe: [532],
  examples: [
    {
      title: "levels that were raised to look into something",
      bad: dotenv`
        LOG_LEVEL=DEBUG
        RUST_LOG=api=trace,tower_http=debug
      `,
      flags: ["DEBUG", "api=trace,tower_http=debug"],
      good: dotenv`
        LOG_LEVEL=INFO
        RUST_LOG=info,sqlx=debug
      `,
    },
  ],
  *check(deployment) {
    for (const binding of deployment.bindings) if (mayReachProduction(binding)) yield* judgeVariable(binding);
    yield* judgeCommands(deployment);
    for (const { file, directives } of deployment.documents.nginx) {
      const fileClass = deployment.classOf(file);
      if (fileClass !== "test" && fileClass !== "example") yield* judgeErrorLogs(directives);
    }
  },
});

function* judgeVariable(binding: EnvBinding): Iterable<Judgement> {
  const name = upperNameOf(binding);
  const isMode = name === "GIN_MODE";
  const isRust = name === "RUST_LOG";
  if (!isMode && !isRust && !levelNames.test(name)) return;
  const setting = settingOf(binding);
  if (setting?.kind === "unknown") yield unknown(setting.at, setting.why);
  if (setting?.kind !== "known") return;
  const isBad = isRust ? isVerboseRustLog(setting.text) : isVerbose(setting.text);
  if (!isBad) yield satisfied(setting.at);
  else if (isMode)
    yield violated({
      at: setting.at,
      message: `${variableOf(binding)} makes Gin print every route and request in detail, and warns against itself for production.`,
    });
  else
    yield violated({
      at: setting.at,
      message: `${variableOf(binding)} fills the log with details that were meant for developers, tokens and personal data among them.`,
    });
}

function* judgeCommands(deployment: Deployment): Iterable<Judgement> {
  for (const { words, owner } of commandWordsOf(deployment)) {
    for (const [i, word] of words.entries()) {
      const match = levelFlag.exec(word.text);
      if (match === null) continue;
      const level = match[1] === undefined ? words[i + 1] : { text: match[1], at: word.at };
      if (level === undefined || !/^[A-Za-z]+$/.test(level.text)) continue;
      if (isVerbose(level.text)) yield verboseCommand(level.at, owner, word.text);
      else yield satisfied(level.at);
    }
  }
}

function verboseCommand(at: Span, owner: string, flag: string): Judgement {
  const isTraefik = /^--log\.level/i.test(flag);
  return violated({
    at,
    ...(isTraefik ? { severity: "note" as const } : {}),
    message: `The command of ${owner} fills the log with details that were meant for developers${isTraefik ? "" : ", tokens and personal data among them"}.`,
  });
}

/** nginx's own parser limits how deep blocks may nest. */
function* judgeErrorLogs(directives: readonly NginxDirective[]): Iterable<Judgement> {
  for (const { name, args, block } of directives) {
    const level = name.value === "error_log" ? args[1] : undefined;
    if (level?.text === "debug")
      yield violated({
        at: level.span,
        severity: "note",
        message: "nginx writes every step of every request into its error log where it was built to do so, headers with tokens included.",
      });
    if (block !== undefined) yield* judgeErrorLogs(block.directives);
  }
}
