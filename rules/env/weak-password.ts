import {
  capitalize,
  compose,
  copiesOf,
  defineRule,
  isJudgedElsewhere,
  mayReachProduction,
  satisfied,
  testSecretOf,
  secretOf,
  violated,
  type Credential,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/weak-password",
  scope: "credential",
  title: "Password is short or easy to derive",
  severity: "warning",
  securitySeverity: 7,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "The password of a database or a mail account is typed by programs only, so nothing speaks for a short one. One with fewer than 12 characters, one that repeats a pattern, or one that is the user's or the database's name with a few digits behind it is within reach of whoever can try, over the network or against a stolen hash.",
  remediation:
    "Generate the password: `openssl rand -hex 24` prints one that needs no escaping inside of a URL. In a database that is already in use, change it there too (`ALTER USER … PASSWORD`): the variable only counts when the data folder is first made.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Authentication_Cheat_Sheet.html#implement-proper-password-strength-controls",
    "https://cwe.mitre.org/data/definitions/521.html",
  ],
  cwe: [521],
  examples: [
    {
      title: "a password made of the database's name, and a short one",
      bad: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_DB: bakeryorders
              POSTGRES_PASSWORD: BakeryOrders2024!
          web:
            image: ghcr.io/acme/bakery:1.8.0
            environment:
              SMTP_PASSWORD: kx7-Tulip
      `,
      flags: ["BakeryOrders2024!", "kx7-Tulip"],
      good: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_DB: bakeryorders
              POSTGRES_PASSWORD: 7be0d94f25c1a863fe0b42d9
          web:
            image: ghcr.io/acme/bakery:1.8.0
            environment:
              SMTP_PASSWORD: \${SMTP_PASSWORD:?}
      `,
    },
  ],
  *check(credential, deployment) {
    const { role, valueClass, places } = credential;
    const [first, ...others] = places.filter(({ binding }) => mayReachProduction(binding));
    if (first === undefined || role !== "password" || isJudgedElsewhere(first)) return;
    // What tests print for everybody is worse than weak, and `deploy/ci-test-secret-in-production` says so.
    if (testSecretOf(credential, deployment) !== undefined) return;
    if (valueClass === "plausible" || valueClass === "other") yield satisfied(first.at);
    else if (valueClass === "weak")
      yield violated({
        at: first.at,
        message: messageFor(credential, capitalize(secretOf(first))),
        related: copiesOf(others),
        redact: places.map(({ at }) => at),
      });
  },
});

function messageFor({ text }: Credential, secret: string): string {
  return text.length < 12
    ? `${secret} is shorter than 12 characters: a program that tries likely ones finds it sooner or later.`
    : `${secret} is a pattern, or the name of its user, its database or its service with little behind it, which is tried before anything else.`;
}
