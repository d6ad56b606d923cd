import {
  commandLogLevels,
  debugErrorLogs,
  defineRule,
  dotenv,
  isVerbose,
  isVerboseRustLog,
  logSwitchOf,
  mayReachProduction,
  satisfied,
  settingOf,
  unknown,
  variableOf,
  violated,
  type CommandLogLevel,
  type EnvBinding,
  type Judgement,
} from "../../src/rule/index.ts";

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
    for (const given of commandLogLevels(deployment)) yield isVerbose(given.level) ? verboseCommand(given) : satisfied(given.at);
    for (const { file, directives } of deployment.documents.nginx) {
      const fileClass = deployment.classOf(file);
      const message =
        "nginx writes every step of every request into its error log where it was built to do so, headers with tokens included.";
      if (fileClass === "test" || fileClass === "example") continue;
      for (const at of debugErrorLogs(directives)) yield violated({ at, severity: "note", message });
    }
  },
});

function* judgeVariable(binding: EnvBinding): Iterable<Judgement> {
  const kind = logSwitchOf(binding);
  const setting = kind === undefined ? undefined : settingOf(binding);
  if (setting?.kind === "unknown") yield unknown(setting.at, setting.why);
  if (setting?.kind !== "known") return;
  const { at, text } = setting;
  const variable = variableOf(binding);
  if (!(kind === "filter" ? isVerboseRustLog(text) : isVerbose(text))) yield satisfied(at);
  else if (kind === "mode")
    yield violated({
      at,
      message: `${variable} makes Gin print every route and request in detail, and warns against itself for production.`,
    });
  else
    yield violated({
      at,
      message: `${variable} fills the log with details that were meant for developers, tokens and personal data among them.`,
    });
}

function verboseCommand({ at, owner, flag }: CommandLogLevel): Judgement {
  const isTraefik = /^--log\.level/i.test(flag);
  return violated({
    at,
    ...(isTraefik ? { severity: "note" } : {}),
    message: `The command of ${owner} fills the log with details that were meant for developers${isTraefik ? "" : ", tokens and personal data among them"}.`,
  });
}
