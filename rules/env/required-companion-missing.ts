import {
  companionsOf,
  defineRule,
  dotenv,
  environmentsOf,
  mayReachProduction,
  quoteAll,
  satisfied,
  unknown,
  variableOf,
  violated,
  type Companion,
  type Judgement,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/required-companion-missing",
  scope: "deployment",
  title: "A switch is on but a variable it needs is empty or absent",
  severity: "warning",
  securitySeverity: 0,
  confidence: "medium",
  profile: "recommended",
  inDevelopment: "off",
  rationale:
    "A feature that is switched on without the key it needs fails when the first visitor uses it, or worse, does not fail: a captcha that cannot be checked is often taken as solved, and an error reporter without an address reports nothing until somebody asks why.",
  remediation: "Give the variable a value where production takes it from, or switch the feature off until there is one.",
  references: ["https://12factor.net/config", "https://cwe.mitre.org/data/definitions/1188.html"],
  cwe: [1188],
  examples: [
    {
      title: "a captcha whose answers nobody can check, and an error reporter without an address",
      bad: dotenv`
        CAPTCHA_ENABLED=1
        TURNSTILE_SECRET_KEY=
        SENTRY_ENVIRONMENT=production
        SENTRY_DSN=
      `,
      flags: ["TURNSTILE_SECRET_KEY", "SENTRY_DSN"],
      good: dotenv`
        CAPTCHA_ENABLED=1
        TURNSTILE_SECRET_KEY=\${TURNSTILE_SECRET_KEY}
        SENTRY_ENVIRONMENT=production
        SENTRY_DSN=https://public@o1.ingest.sentry.io/7
      `,
    },
  ],
  *check(deployment) {
    for (const { siblings, mayGrow } of environmentsOf(deployment.bindings))
      for (const companion of companionsOf(siblings, mayGrow)) if (mayReachProduction(companion.switch)) yield judge(companion);
  },
});

function judge({ switch: on, names, state, empty, consequence }: Companion): Judgement {
  const at = on.name.span;
  if (state === "given") return satisfied(at);
  if (state === "unknown") return unknown(at, `${names[0]} may be given where we cannot see it`);
  if (empty !== undefined)
    return violated({
      at: empty.name.span,
      message: `${variableOf(empty)} is empty, so ${consequence}.`,
      related: [{ at, note: `${variableOf(on)} asks for it` }],
    });
  const needed = names.length === 1 ? quoteAll(names) : `${quoteAll(names.slice(0, 1))} or the like`;
  return violated({ at, message: `${variableOf(on)} needs ${needed}, which nothing gives, so ${consequence}.` });
}
