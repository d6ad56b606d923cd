import {
  defineRule,
  dotenv,
  adminInterface,
  mayReachProduction,
  rolesOf,
  type Service,
  satisfied,
  settingOf,
  text,
  unknown,
  upperNameOf,
  variableOf,
  violated,
  type EnvBinding,
  type Fix,
  type Setting,
} from "../../src/rule/index.ts";

/** What the debug mode of a framework shows to visitors, by the variable that switches it on. */
const frameworks: Readonly<Record<string, string>> = {
  DEBUG: "most frameworks then answer errors with source code, variables and settings",
  APP_DEBUG: "error pages show source code and the environment, passwords included",
  FLASK_DEBUG: "an error page lets whoever causes an error run code on the server",
  DJANGO_DEBUG: "error pages show source code, variables and settings",
  WP_DEBUG: "pages show warnings with paths and queries",
  WORDPRESS_DEBUG: "pages show warnings with paths and queries",
  RAILS_DEBUG: "error pages show source code and variables",
  DEBUG_MODE: "errors show more than visitors should see",
};

/** Switches of tools that run where no visitor is: test runners, shells, CI. */
const tools =
  /^(?:RUNNER|ACTIONS|ACTIONS_STEP|STEP|BASH|CI|NPM|PIP|YARN|VITEST|JEST|PYTEST|CYPRESS|PLAYWRIGHT|COMPOSE|BUILDKIT|BUILD|NODE|NEXT)_DEBUG$/;
const truthy = /^(?:1|true|yes|on|y|t|enabled?)$/i;
const falsy = /^(?:0|false|no|off|n|f|disabled?|none|null|production)$/i;

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
    const name = upperNameOf(binding);
    if (!mayReachProduction(binding) || (frameworks[name] === undefined && (!name.endsWith("_DEBUG") || tools.test(name)))) return;
    const setting = settingOf(binding);
    if (setting?.kind === "unknown") yield unknown(setting.at, setting.why);
    if (setting?.kind !== "known") return;
    const value = setting.text.trim();
    if (falsy.test(value)) yield satisfied(setting.at);
    else if (name === "DEBUG" && isNamespaces(value))
      yield violated({
        at: setting.at,
        severity: "warning",
        securitySeverity: 4.3,
        message: `${variableOf(binding)} makes Node packages write what passes through them into the log, headers and tokens included.`,
      });
    else if (truthy.test(value)) yield debugOn(binding, setting, frameworks[name]);
  },
});

/** `DEBUG=*` and `DEBUG=app:*,express:router`, as the npm package "debug" reads it. */
function isNamespaces(value: string): boolean {
  return value === "*" || /^-?[\w@/.-]+:[\w*:-]*(?:[\s,]|$)/.test(value) || /^[\w:-]+\*$/.test(value);
}

function debugOn(binding: EnvBinding, setting: Setting & { kind: "known" }, consequence: string | undefined): ReturnType<typeof violated> {
  const otherwise = setting.isDefault ? " unless somebody switches it off" : "";
  const isServer = binding.sink.kind === "service" && isOthersProduct(binding.sink.service);
  const isMild = consequence === undefined || isServer;
  const message = isMild
    ? `${variableOf(binding)} is on${otherwise}: what it reveals is meant for developers.`
    : `${variableOf(binding)} is on${otherwise}: ${consequence}.`;
  const fix = fixOf(binding, setting);
  return violated({
    at: setting.at,
    message,
    ...(isMild ? { severity: "warning" as const, securitySeverity: 4.3 } : {}),
    ...(fix === undefined ? {} : { fix }),
  });
}

/** A database, a proxy or another finished product: its debug mode fills logs, it shows no source code. */
function isOthersProduct({ build, image, stateful }: Service): boolean {
  const reference = image?.reference;
  return (
    build === undefined &&
    reference !== undefined &&
    (stateful !== undefined ||
      rolesOf(reference).length > 0 ||
      adminInterface(reference) !== undefined ||
      (reference.registry === "docker.io" && reference.repository.startsWith("library/")))
  );
}

const opposites: Readonly<Record<string, string>> = {
  "1": "0",
  true: "false",
  True: "False",
  TRUE: "FALSE",
  yes: "no",
  on: "off",
  On: "Off",
  t: "f",
  y: "n",
};

/** Only in an env file: what a Compose file may write there depends on how YAML reads it. */
function fixOf({ sink }: EnvBinding, { at, text: value }: Setting & { kind: "known" }): Fix | undefined {
  const opposite = opposites[value];
  if (sink.kind !== "env-file" || opposite === undefined || at.end - at.start !== value.length) return undefined;
  return { title: `Set it to ${opposite}`, safety: "unsafe", edits: [{ span: at, replacement: opposite }] };
}
