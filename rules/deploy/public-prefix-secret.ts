import {
  bundlerPrefixOf,
  defineRule,
  isServerSecret,
  satisfied,
  text,
  violated,
  type Deployment,
  type Judgement,
  type Span,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "deploy/public-prefix-secret",
  scope: "deployment",
  title: "Secret is built into the pages",
  severity: "error",
  securitySeverity: 8,
  confidence: "high",
  profile: "recommended",
  rationale:
    'A bundler writes every variable with its public prefix into the JavaScript that browsers load: `VITE_`, `NEXT_PUBLIC_`, `REACT_APP_` and their like mean "everybody may read this". A password or a secret key under such a name is in every visitor\'s browser, however well the file it comes from is kept.',
  remediation:
    "Rename it without the prefix and use it on the server alone: the page asks the server, and the server uses the key. What has been built with it is public, so make the old value invalid. Keys that are meant for pages (publishable, site and anonymous keys) may keep the prefix.",
  references: [
    "https://vite.dev/guide/env-and-mode",
    "https://nextjs.org/docs/app/guides/environment-variables",
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://cwe.mitre.org/data/definitions/200.html",
  ],
  cwe: [200],
  examples: [
    {
      title: "the secret key of a captcha beside its site key",
      bad: {
        "frontend/.env.production": text`
          VITE_TURNSTILE_SITE_KEY=0x4AAAAAAAC3DHQFLr1GavRN
          VITE_TURNSTILE_SECRET_KEY=\${TURNSTILE_SECRET_KEY}
          VITE_ALLOW_PASSWORD=true
          NEXT_PUBLIC_SUPABASE_ANON_KEY=\${SUPABASE_ANON_KEY}
        `,
      },
      flags: ["VITE_TURNSTILE_SECRET_KEY"],
      good: {
        "frontend/.env.production": text`
          VITE_TURNSTILE_SITE_KEY=0x4AAAAAAAC3DHQFLr1GavRN
          TURNSTILE_SECRET_KEY=\${TURNSTILE_SECRET_KEY}
          VITE_ALLOW_PASSWORD=true
          NEXT_PUBLIC_SUPABASE_ANON_KEY=\${SUPABASE_ANON_KEY}
        `,
      },
    },
    {
      title: "a build argument that ends up in the bundle",
      bad: {
        "docker-compose.yml": text`
          services:
            web:
              build:
                context: .
                args:
                  NEXT_PUBLIC_API_URL: https://api.acme.eu
                  NEXT_PUBLIC_OPENAI_API_KEY: \${OPENAI_API_KEY:?}
        `,
        Dockerfile: text`
          FROM node:24-slim
          ARG NEXT_PUBLIC_API_URL
          ARG NEXT_PUBLIC_OPENAI_API_KEY
          RUN npm run build
        `,
      },
      flags: ["NEXT_PUBLIC_OPENAI_API_KEY"],
      good: {
        "docker-compose.yml": text`
          services:
            web:
              build:
                context: .
                args:
                  NEXT_PUBLIC_API_URL: https://api.acme.eu
        `,
        Dockerfile: text`
          FROM node:24-slim
          ARG NEXT_PUBLIC_API_URL
          RUN npm run build
        `,
      },
    },
  ],
  *check(deployment) {
    const found = new Map<string, Use[]>();
    for (const use of usesIn(deployment)) {
      if (!isServerSecret(use.name, use.value)) yield satisfied(use.at);
      else if (!found.has(use.name)) found.set(use.name, [use]);
      else if (!found.get(use.name)!.some(({ at }) => at.file === use.at.file && at.start === use.at.start)) found.get(use.name)!.push(use);
    }
    for (const uses of found.values()) yield report(uses);
  },
});

interface Use {
  readonly name: string;
  readonly at: Span;
  /** Undefined while it is filled in. */
  readonly value: string | undefined;
  readonly secret: Span | undefined;
}

/** Every variable with a public prefix, the places where it is given before those that only take it. */
function* usesIn({ bindings, stacks, images }: Deployment): Iterable<Use> {
  for (const { name, written, value, fileClass } of bindings) {
    if (bundlerPrefixOf(name.value) === undefined || fileClass === "example" || fileClass === "test" || fileClass === "ci") continue;
    yield {
      name: name.value,
      at: name.span,
      value: value.kind === "known" ? value.text : undefined,
      secret: written?.kind === "literal" ? written.span : undefined,
    };
  }
  for (const { build } of stacks.flatMap(({ services }) => services))
    for (const { name, value, written } of build?.args ?? [])
      if (bundlerPrefixOf(name.value) !== undefined)
        yield {
          name: name.value,
          at: name.span,
          value: value.kind === "known" ? value.text : undefined,
          secret: written?.kind === "literal" ? written.span : undefined,
        };
  for (const { chain } of images)
    for (const instruction of chain.flatMap(({ instructions }) => instructions)) {
      if (instruction.keyword !== "ARG") continue;
      for (const { name, value } of instruction.args)
        if (bundlerPrefixOf(name.value) !== undefined)
          yield {
            name: name.value,
            at: name.span,
            value: value?.kind === "literal" ? value.text : undefined,
            secret: value?.kind === "literal" ? value.span : undefined,
          };
    }
}

function report(uses: readonly Use[]): Judgement {
  const [first, ...others] = uses as [Use, ...Use[]];
  return violated({
    at: first.at,
    message: `${first.name} is written into the pages for every visitor to read: that is what its prefix "${bundlerPrefixOf(first.name)}" asks for.`,
    related: others.slice(0, 5).map(({ at }) => ({ at, note: "it is passed on here" })),
    redact: uses.flatMap(({ secret }) => secret ?? []),
  });
}
