import {
  debugModeOf,
  debugShows,
  defineRule,
  dotenv,
  isDebugSwitch,
  mayReachProduction,
  satisfied,
  settingOf,
  switchDebugOff,
  text,
  unknown,
  variableOf,
  violated,
  type EnvBinding,
  type Judgement,
  type Setting,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/debug-enabled",
  scope: "binding",
  title: "Debug mode on in production",
  severity: "error",
  securitySeverity: 6.5,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "A debug mode answers errors with what helps a developer: source code, the values of variables, the settings with passwords among them, and in Flask a console that runs what is typed into it. In production all of that goes to whoever makes a request fail.",
  remediation:
    "Set the variable to `false` where production takes it from, and switch it on in a file that only development reads, such as `docker-compose.override.yml` or `.env.development`.",
  references: [
    "https://cwe.mitre.org/data/definitions/489.html",
    "https://docs.djangoproject.com/en/stable/ref/settings/#debug",
    "https://flask.palletsprojects.com/en/stable/debugging/",
  ],
  cwe: [489, 215],
  examples: [
    {
      title: "left on in the env file of production",
      bad: dotenv`
        APP_NAME=orders
        APP_DEBUG=true
      `,
      flags: ["true"],
      good: dotenv`
        APP_NAME=orders
        APP_DEBUG=false
      `,
    },
    {
      title: "switched off where the service is started",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              image: ghcr.io/acme/orders:5.2.0
              environment:
                DEBUG: \${DEBUG:-1}
        `,
      },
      flags: ["1"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              image: ghcr.io/acme/orders:5.2.0
              env_file: base.env
              environment:
                DEBUG: "0"
        `,
        "base.env": text`
          DEBUG=1
        `,
      },
    },
  ],
  *check(binding) {
    if (!mayReachProduction(binding) || !isDebugSwitch(binding)) return;
    const setting = settingOf(binding);
    if (setting?.kind === "unknown") yield unknown(setting.at, setting.why);
    if (setting?.kind !== "known") return;
    const mode = debugModeOf(binding, setting.text.trim());
    if (mode === "off") yield satisfied(setting.at);
    else if (mode === "namespaces")
      yield violated({
        at: setting.at,
        severity: "warning",
        securitySeverity: 4.3,
        message: `${variableOf(binding)} makes Node packages write what passes through them into the log, headers and tokens included.`,
      });
    else if (mode === "on") yield debugOn(binding, setting);
  },
});

function debugOn(binding: EnvBinding, setting: Setting & { kind: "known" }): Judgement {
  const otherwise = setting.isDefault ? " unless somebody switches it off" : "";
  const shown = debugShows(binding);
  const fix = switchDebugOff(binding, setting);
  return violated({
    at: setting.at,
    message: `${variableOf(binding)} is on${otherwise}: ${shown ?? "what it reveals is meant for developers"}.`,
    ...(shown === undefined ? { severity: "warning", securitySeverity: 4.3 } : {}),
    ...(fix === undefined ? {} : { fix }),
  });
}
