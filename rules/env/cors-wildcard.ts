import {
  defineRule,
  dotenv,
  listEntriesOf,
  mayReachProduction,
  satisfied,
  settingOf,
  unknown,
  upperNameOf,
  variableOf,
  violated,
  type EnvBinding,
} from "../../src/rule/index.ts";

const origins =
  /(?:^|_)CORS_(?:\w+_)?ORIGINS?(?:_|$)|(?:^|_)(?:ALLOWED|ALLOW|PERMITTED|ACCESS_CONTROL_ALLOW)_ORIGINS?(?:_REGEX)?$|(?:^|_)CORS(?:_URLS?|_ORIGINS?|_DOMAINS?|_ALLOWED|_ALLOW|_WHITELIST|_HOSTS?)?$/;
const allowAll = /(?:^|_)CORS_(?:ORIGIN_|ORIGINS_)?ALLOW_ALL(?:_ORIGINS?)?$|(?:^|_)CORS_ALLOW_ANY_ORIGIN$/;
const truthy = /^(?:1|true|yes|on)$/i;

export default defineRule({
  id: "env/cors-wildcard",
  scope: "binding",
  title: "CORS allows any origin",
  severity: "error",
  securitySeverity: 6.5,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "The list of allowed origins decides whose pages may read what the API answers in a visitor's browser. With a wildcard every page may, so an API that trusts the visitor's network or cookies gives its data to any site the visitor opens. Together with credentials, most frameworks then echo the asking origin, and any site can act in the visitor's name.",
  remediation:
    "List the origins that the pages of this application are served from, with scheme and without a path: `https://shop.acme.eu`. An API that really is public and uses no cookies may keep the wildcard: allow this finding with the reason beside it.",
  references: [
    "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
    "https://cheatsheetseries.owasp.org/cheatsheets/HTML5_Security_Cheat_Sheet.html#cross-origin-resource-sharing",
    "https://cwe.mitre.org/data/definitions/942.html",
  ],
  cwe: [942],
  examples: [
    {
      title: "a JSON list that holds a wildcard",
      bad: dotenv`
        BACKEND_CORS_ORIGINS=["https://shop.acme.eu", "*"]
      `,
      flags: ['["https://shop.acme.eu", "*"]'],
      good: dotenv`
        BACKEND_CORS_ORIGINS=["https://shop.acme.eu", "https://admin.acme.eu"]
      `,
    },
    {
      title: "a switch that allows all, with cookies",
      bad: dotenv`
        CORS_ALLOW_ALL_ORIGINS=True
        CORS_ALLOW_CREDENTIALS=True
      `,
      flags: ["True"],
      good: dotenv`
        CORS_ALLOW_ALL_ORIGINS=False
        CORS_ALLOWED_ORIGINS=
        CORS_ALLOW_CREDENTIALS=True
      `,
    },
  ],
  *check(binding) {
    const name = upperNameOf(binding);
    const isSwitch = allowAll.test(name);
    if (
      !mayReachProduction(binding) ||
      (!isSwitch && !origins.test(name)) ||
      /_(?:PATHS?|METHODS?|HEADERS?|MAX_AGE|CREDENTIALS|ENABLED?)$/.test(name)
    )
      return;
    const setting = settingOf(binding);
    if (setting?.kind === "unknown") yield unknown(setting.at, setting.why);
    if (setting?.kind !== "known") return;
    const entries = isSwitch ? (truthy.test(setting.text.trim()) ? ["*"] : []) : listEntriesOf(setting.text);
    const worst = entries.some(isAny) ? "any" : entries.some((entry) => /^https?:\/\/\*\.|^\*\./.test(entry)) ? "subdomains" : "none";
    if (worst === "none") yield satisfied(setting.at);
    else if (worst === "subdomains")
      yield violated({
        at: setting.at,
        severity: "note",
        securitySeverity: 3.1,
        message: `${variableOf(binding)} lets the pages of every subdomain read what is answered, also of one that somebody else can take over.`,
      });
    else yield violated({ at: setting.at, ...(hasCredentials(binding) ? { securitySeverity: 8.1 } : {}), message: messageFor(binding) });
  },
});

/** `*` alone, `https://*`, `null` (which any sandboxed frame sends), and the regular expressions that fit all. */
function isAny(entry: string): boolean {
  return /^(?:\*|(?:https?|\*):\/\/\*(?::\*)?|null|\^?(?:https?:\/\/)?\.[*+]\$?|\^?https\?:\/\/\.[*+]\$?)$/i.test(entry);
}

function hasCredentials({ sink }: EnvBinding): boolean {
  return sink.siblings.all.some(
    ({ name, value }) =>
      /(?:^|_)(?:CORS_\w*|ALLOW_)CREDENTIALS$/i.test(name.value) && value.kind === "known" && truthy.test(value.text.trim()),
  );
}

function messageFor(binding: EnvBinding): string {
  return hasCredentials(binding)
    ? `${variableOf(binding)} lets pages of every site send requests with the visitor's cookies and read the answers.`
    : `${variableOf(binding)} lets pages of every site read what is answered to their visitors.`;
}
