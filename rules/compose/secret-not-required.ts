import {
  compose,
  count,
  defineRule,
  eachService,
  interpolatedIn,
  isSecretName,
  list,
  satisfied,
  undocumentedVariables,
  unknown,
  violated,
  type Judgement,
  type Service,
  type Span,
  type Stack,
} from "../../src/rule/index.ts";

interface Loose {
  readonly name: string;
  readonly at: Span;
  /** How to write it so that it is required; undefined for a name that is passed through. */
  readonly required: string | undefined;
}

export default defineRule({
  id: "compose/secret-not-required",
  scope: "stack",
  title: "Secret may be empty without anyone noticing",
  severity: "note",
  securitySeverity: 3.1,
  confidence: "medium",
  profile: "recommended",
  rationale:
    "When nobody sets a variable, Compose prints a warning, fills in an empty text and goes on. An application that signs its sessions with an empty key, or a store that is created with an empty password, works, and so nobody looks.",
  remediation: "Write `${NAME:?set NAME}`: then Compose refuses to start until the secret is set. Once is enough for each name in a file.",
  references: [
    "https://docs.docker.com/reference/compose-file/interpolation/",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/1188.html",
  ],
  cwe: [1188],
  examples: [
    {
      title: "a key and a password that may be missing",
      bad: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            environment:
              - SESSION_SECRET=\${SESSION_SECRET}
              - STRIPE_API_KEY
              - SHOP_NAME=\${SHOP_NAME}
      `,
      flags: ["${SESSION_SECRET}"],
      good: compose`
        services:
          shop:
            image: ghcr.io/acme/shop:4.2.0
            environment:
              - SESSION_SECRET=\${SESSION_SECRET:?set SESSION_SECRET}
              - STRIPE_API_KEY=\${STRIPE_API_KEY:?set STRIPE_API_KEY}
              - SHOP_NAME=\${SHOP_NAME}
      `,
    },
  ],
  *check(stack, deployment) {
    if (stack.fileClass === "dev" || stack.fileClass === "test" || stack.fileClass === "ci" || stack.fileClass === "example") return;
    const guarded = new Set(interpolatedIn(stack.root).flatMap(({ name, operator }) => (operator?.endsWith("?") === true ? [name] : [])));
    // What is written down nowhere is `deploy/undefined-variable`'s, which says more.
    const undocumented = new Set(undocumentedVariables(stack, deployment)?.undocumented.map(({ name }) => name));
    yield* eachService(stack, (service) => judge(service, stack, { guarded, undocumented }));
  },
});

interface Known {
  /** The variables that the file itself requires somewhere. */
  readonly guarded: ReadonlySet<string>;
  /** Those that another finding is about. */
  readonly undocumented: ReadonlySet<string>;
}

function* judge(service: Service, stack: Stack, { guarded, undocumented }: Known): Iterable<Judgement> {
  const loose = new Map<string, Loose>();
  for (const { name, operator, span, nameSpan } of interpolatedIn(service.node)) {
    if (!isSecretName(name) || undocumented.has(name)) continue;
    if (guarded.has(name) || operator?.endsWith("-") === true || isGiven(stack, name)) yield satisfied(nameSpan);
    else if (operator === undefined && !loose.has(name)) loose.set(name, { name, at: span, required: `\${${name}:?set ${name}}` });
  }
  for (const { name, written, span } of service.variables) {
    if (written !== undefined || !isSecretName(name.value) || guarded.has(name.value) || isGiven(stack, name.value)) continue;
    if (service.envFiles.length > 0) yield unknown(span, "an env file may give it");
    else if (!loose.has(name.value)) loose.set(name.value, { name: name.value, at: name.span, required: undefined });
  }
  const [first, ...rest] = [...loose.values()].sort((a, b) => a.at.start - b.at.start);
  if (first === undefined) return;
  const edits = [first, ...rest].flatMap(({ at, required }) => (required === undefined ? [] : [{ span: at, replacement: required }]));
  yield violated({
    at: first.at,
    message: messageOf(service.name, [first, ...rest]),
    related: rest.map(({ name, at, required }) => ({ at, note: `${name} may be ${required === undefined ? "missing" : "empty"} as well` })),
    ...(edits.length === rest.length + 1 ? { fix: { title: "Require what must be set", safety: "unsafe" as const, edits } } : {}),
  });
}

/** Compose fills in an empty text and warns; what is only passed through is left out without a word. */
function messageOf(service: string, loose: readonly Loose[]): string {
  const named = loose.map(({ name }) => name);
  const names = named.length > 4 ? `${named.slice(0, 3).join(", ")} and ${count(named.length - 3, "more secret")}` : list(named);
  const [them, an] = named.length === 1 ? ["it", "an "] : ["them", ""];
  if (loose.every(({ required }) => required === undefined))
    return `"${service}" starts without ${names} when nobody sets ${them}, and Compose does not even warn.`;
  const empty = loose.every(({ required }) => required !== undefined) ? "empty" : "empty or missing";
  return `"${service}" is given ${an}${empty} ${names} when nobody sets ${them}; Compose only warns.`;
}

/** Whether the files of the project give the variable. */
function isGiven(stack: Stack, name: string): boolean {
  const value = stack.lookup(name);
  return value.kind === "known" && value.text !== "";
}
