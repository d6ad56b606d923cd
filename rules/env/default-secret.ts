import {
  capitalize,
  compose,
  copiesOf,
  defineRule,
  dotenv,
  isJudgedElsewhere,
  isForEmulator,
  mayReachProduction,
  satisfied,
  secretOf,
  violated,
  type Credential,
  type CredentialPlace,
} from "../../src/rule/index.ts";

export default defineRule({
  id: "env/default-secret",
  scope: "credential",
  title: "Secret still has a default or placeholder value",
  severity: "error",
  securitySeverity: 9.1,
  confidence: "high",
  profile: "recommended",
  inDevelopment: "note",
  rationale:
    "The values that images, frameworks and tutorials print are the first that anybody tries, and programs that look for open databases try all of them within seconds. A signing key that others know is worse than a password: whoever has it makes a valid session for every user, without logging in and without leaving a trace. A placeholder that was never replaced is just as public as the file it was copied from.",
  remediation:
    "Give every secret a random value of its own: `openssl rand -base64 32` prints one for a key, `openssl rand -hex 24` one for a password, which then needs no escaping inside of a URL. Keep it out of the repository, in a secret store, a Docker secret or an env file that git ignores, and change it where it is in use already: a database keeps the password it was first started with.",
  references: [
    "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    "https://docs.docker.com/compose/how-tos/use-secrets/",
    "https://cwe.mitre.org/data/definitions/1392.html",
  ],
  cwe: [1392, 798, 321],
  examples: [
    {
      title: "a database with its image's usual password, and a key that was to be changed",
      bad: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_USER: shop
              POSTGRES_PASSWORD: postgres
          web:
            image: ghcr.io/acme/shop:2.4.1
            environment:
              DATABASE_URL: postgres://shop:postgres@db:5432/shop
              JWT_SECRET: change-me-in-production
      `,
      flags: ["postgres", "change-me-in-production"],
      good: compose`
        services:
          db:
            image: postgres:16
            environment:
              POSTGRES_USER: shop
              POSTGRES_PASSWORD: 4f1e9c07ab52d86370be94d1
          web:
            image: ghcr.io/acme/shop:2.4.1
            environment:
              DATABASE_URL: postgres://shop:\${POSTGRES_PASSWORD:?}@db:5432/shop
              JWT_SECRET: \${JWT_SECRET:?}
      `,
    },
    {
      title: "an env file copied from its template",
      bad: dotenv`
        SECRET_KEY=generate-with-openssl-rand-base64-32
        SMTP_PASSWORD=your-smtp-password
        GOOGLE_CLIENT_ID=your-client-id
      `,
      flags: ["generate-with-openssl-rand-base64-32", "your-smtp-password"],
      good: dotenv`
        SECRET_KEY=3vQ8nL0xJ2mZ7tRk5WbYc1HdPf9GsUaE4oXiVqCy6Nw
        SMTP_PASSWORD=\${SMTP_PASSWORD}
        GOOGLE_CLIENT_ID=your-client-id
      `,
    },
  ],
  *check(credential) {
    const places = credential.places.filter(({ binding }) => mayReachProduction(binding));
    const [first, ...others] = places;
    if (first === undefined || isJudgedElsewhere(first) || places.some(isForEmulator)) return;
    const { valueClass } = credential;
    if (valueClass === "known-default" || valueClass === "placeholder") {
      const aspect = valueClass === "placeholder" ? "placeholder" : "default";
      const message = aspect === "default" ? defaultMessage(credential, secretOf(first)) : placeholderMessage(credential, secretOf(first));
      yield violated({ at: first.at, aspect, message, related: copiesOf(others), redact: places.map(({ at }) => at) });
    } else if (valueClass !== "empty" && valueClass !== "reference") {
      yield satisfied(first.at);
    }
  },
});

function defaultMessage({ role, places: [first] }: Credential, secret: string): string {
  const claim =
    first.form === "address"
      ? `${capitalize(secret)} is one that others know or try first`
      : `${secret} has a value that others know or try first`;
  if (role === "signing-key") return `${claim}: whoever has it ${powerOf(first)}.`;
  if (role === "secret") return `${claim}, so it keeps nobody out.`;
  return `${claim}: whoever reaches ${doorOf(first)} can log in.`;
}

function placeholderMessage({ role, places: [first] }: Credential, secret: string): string {
  const claim = `${capitalize(secret)} still holds the text of a template`;
  if (role === "signing-key") return `${claim}: whoever has read that ${powerOf(first)}.`;
  return role === "password" ? `${claim}: whoever has read that can log in.` : `${claim}: either it does not work, or everybody knows it.`;
}

/** What a key is good for. */
function powerOf({ binding }: CredentialPlace): string {
  return /CRYPT|CIPHER|FERNET/i.test(binding.name.value) ? "reads what it encrypts" : "makes valid sessions or tokens for any user";
}

/** The store that a password opens, where the place is its own. */
function doorOf({ binding: { sink } }: CredentialPlace): string {
  const services = sink.kind === "service" ? [sink.service] : sink.kind === "env-file" ? sink.services : [];
  const names = new Set(services.map(({ name }) => name));
  const [only] = services;
  return names.size === 1 && only?.stateful !== undefined ? `"${only.name}"` : "what it protects";
}
