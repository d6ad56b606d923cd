import {
  classifyValue,
  compose,
  defineRule,
  interpolatedIn,
  isSecretName,
  lastDefaultOf,
  satisfied,
  unknown,
  violated,
  type Judgement,
} from "../../src/rule/index.ts";

type Variable = ReturnType<typeof interpolatedIn>[number];

export default defineRule({
  id: "compose/secret-fallback-default",
  scope: "compose",
  title: "Secret falls back to a value written in the file",
  severity: "error",
  securitySeverity: 7.5,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    "A default behind `:-` is used whenever nobody sets the variable: after a typo in its name, on a new server, in a job that lost its environment. The deployment starts without a word of warning, and its secret is one that everyone who can read the repository knows.",
  remediation:
    "Make the variable required with `${NAME:?set NAME}`, so that the deployment refuses to start without it, and keep a default for development in a file that only development uses.",
  references: [
    "https://docs.docker.com/reference/compose-file/interpolation/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1392.html",
  ],
  cwe: [1392, 798],
  examples: [
    {
      title: "a password and a signing key with defaults",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            environment:
              DATABASE_URL: postgres://shop:\${DB_PASSWORD:-letmein}@db:5432/shop
              SESSION_SECRET: \${SESSION_SECRET-\${LEGACY_SECRET:-keep-this-secret}}
      `,
      flags: ["letmein", "keep-this-secret"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            environment:
              DATABASE_URL: postgres://\${DB_USER:-shop}:\${DB_PASSWORD:?set DB_PASSWORD}@db:5432/shop
              SESSION_SECRET: \${SESSION_SECRET:?set SESSION_SECRET}
              SMTP_PASSWORD: \${SMTP_PASSWORD:-}
              POOL_SIZE: \${POOL_SIZE:-20}
      `,
    },
  ],
  *check({ root }) {
    const done = new Set<number>();
    for (const variable of interpolatedIn(root)) if (isSecretName(variable.name)) yield* judge(variable, done);
  },
});

function* judge(variable: Variable, done: Set<number>): Iterable<Judgement> {
  const { name, nameSpan, operator, word, span } = variable;
  const value = lastDefaultOf(variable);
  const kind = value === undefined ? "empty" : classifyValue(value, { name });
  if (value === undefined || kind === "empty" || (kind === "reference" && value.kind === "literal")) yield satisfied(nameSpan);
  else if (value.kind === "template") yield unknown(value.span, "the default is put together at run time");
  else if (!done.has(value.span.start)) {
    done.add(value.span.start);
    const isOwn = value === word && span.file.text[span.end - 1] === "}" && operator !== undefined;
    yield violated({
      at: value.span,
      message: `Without ${name} the deployment starts all the same, with a secret that everyone who reads this file knows.`,
      redact: [value.span],
      ...(isOwn
        ? {
            fix: {
              title: `Require ${name}`,
              safety: "unsafe",
              edits: [{ span: { ...span, start: nameSpan.end, end: span.end - 1 }, replacement: `:?set ${name}` }],
            },
          }
        : {}),
    });
  }
}
